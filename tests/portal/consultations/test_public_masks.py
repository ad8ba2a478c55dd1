"""What is published of an objection: nothing by which a resident of the roll is recognised, and the rest as it was written."""

from __future__ import annotations

import pytest

from portal.consultations.law.public_masks import KnownResidents, without_residents

ROLL = (
    ("演示·李建国", "清河小区8栋2单元202室"),
    ("王秀英", "3栋2单元1201、5栋101"),
    ("欧阳娜娜", "1栋102"),
    ("张伟", "1栋103"),
    ("王伟明（户主）", "1栋104"),
    ("陈静", "1-105"),
    ("欧阳震华", ""),
    ("阿卜杜拉·买买提", ""),
    ("刘和平", ""),
    ("方正", ""),
    ("高路", ""),
    ("幸福置业有限公司", ""),
)


def masked(text: str) -> str:
    known = KnownResidents()
    for name, home in ROLL:
        known.add(name, home)
    return without_residents(text, known)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("清河小区8栋2单元202室的李建国（19900000002）", "清河小区8栋2单元***室的李*国（199****0002）"),
        ("王秀英被换成欧阳震华", "王*英被换成欧**华"),
        ("李 建 国、王 秀英、欧阳·震华", "李*国、王*英、欧**华"),
        ("老李、小张、建国大哥都没收到", "老*、小*、**大哥都没收到"),
        ("娜娜说没收到短信", "娜*说没收到短信"),
        ("秀英阿姨和小英", "秀*阿姨和小*"),
        ("王伟明和张伟", "王*明和张*"),
        ("李大爷、王阿姨、陈女士、欧阳老师", "*大爷、*阿姨、*女士、*老师"),
        ("王家和老欧阳", "*家和老*"),
        ("和平叔的号换了", "**叔的号换了"),
        ("买买提的短信没收到", "买*提的短信没收到"),
        ("微信号 lijianguo1961，座机0571-88881234", "微信号 *************，座机************"),
        ("身份证330106196101011234", "身份证******************"),
        ("身份证33010619610101123X", "身份证******************"),
        ("身份证 330106 19610101 1234", "身份证 ******************"),
        ("手机1 9 9 0 0 0 0 0 0 0 2", "手机199****0002"),
        ("１９９０００００００２", "199****0002"),
        ("电话8888-1234", "电话****-****"),
        ("一九九零零零零零零零二", "***********"),
        ("VX：wxq_88217", "VX：*********"),
        ("lijianguo1961的留言", "*************的留言"),
        ("邮箱li.jianguo@163.com", "邮箱******************"),
        ("浙A12345停在门口", "浙******停在门口"),
        ("陈静住一栋一零五", "陈*住一栋***"),
        ("住三零二室", "住***室"),
        ("3栋1201、3-2-1201、1201室、5栋101", "3栋****、3-2-****、****室、5栋***"),
    ],
)
def test_residents_are_not_recognised(text: str, public: str) -> None:
    """Also who was taken off, spaced, shortened, or given by a number that leads to them."""
    assert masked(text) == public


@pytest.mark.parametrize(
    "text",
    [
        "2026年第2次会议，2栋漏了",
        "名册上漏了2栋，一共63人，应该60人",
        "通知2026-11-20贴出，2026-11-30开始，不满10天",
        "公告栏里没有看到这份通知",
        "小区里老年人多，小方案也没有贴，老路灯坏了",
        "文明和平的小区，小高层也在内，光明路那边没通知",
        "王主任没有回避，李书记知道",
        "收票号73121dc2aaaa4f10bbbb在记录里找不到",
        "20261130登记的通知，参加12人，第278条",
        "国家规定要公开，大家都看得到",
        "三张票对不上，正在核对，方便的话公开",
        "换了5个手机号，加了3行，面积1234.56平方米",
        "专有部分面积128000平方米",
        "表决时间是9点到20点，电话打不通",
    ],
)
def test_what_names_nobody_stays_as_it_is(text: str) -> None:
    """Dates, counts, receipts, officers and ordinary words."""
    assert masked(text) == text
