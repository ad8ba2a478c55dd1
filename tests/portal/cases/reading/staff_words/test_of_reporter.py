"""What staff tell a handler of the reporter of a case in confidence."""

from __future__ import annotations

import pytest

from portal.cases.reading.staff_words import of_reporter


@pytest.mark.parametrize(
    "text",
    [
        "报的人住3幢，脾气大",
        "居民电话稍后给你，住在对门；灯杆号A7",
        "住在对门，天天听见",
        "她住楼上，别碰见",
        "反映的人姓周，是老住户",
        "居民是老师，晚上才在家",
        "投诉的那位叫小芬",
        "他家在5栋，从后门进",
        "报修的人住4栋2单元",
        "打电话的人是独居老人，慢慢说",
        "就是住隔壁的",
        "3栋502的住户反映的",
        "502室业主举报",
        "3幢502户主反映楼上漏水",
        "就是五楼那户打来的",
        "反映的人是502的",
        "打电话来的是对门的",
        "说这事的是楼下邻居",
        "报修的业主在3-502",
        "举报人在物业上过班",
        "举报人是学校老师",
        "报的人是租房的",
    ],
)
def test_words_that_tell_of_the_reporter_are_found(text: str) -> None:
    """Where they live, who they are."""
    assert of_reporter.told(text)


@pytest.mark.parametrize(
    "text",
    [
        "请查9月10月两张停车票",
        "先修东边的",
        "6栋3单元门口的台阶断了，踩上去会晃",
        "单杠松了，孩子在玩，先拉警戒线",
        "居民反映多收了停车费，请核对账单",
        "他们叫物业来过，没修",
        "居民说每天夜里都响",
        "住户进出都从东门走",
        "住建局的通知贴在门口",
        "居住区里不让停货车",
        "报警器一直响，请换电池",
        "请叫师傅带梯子",
        "反映的问题在地下车库入口",
        "商户占了盲道，请劝离",
        "一楼的住宅改成了饭店",
        "居民的垃圾桶满了",
        "投诉的是二楼饭店的油烟",
        "反映的是3栋的灯",
        "请到一楼投诉窗口领表",
        "物业收了300元不开票，投诉两次了",
        "楼上夜里吵，请上门劝",
        "502漏水，先关总阀",
        "举报的内容是物业收钱不开票",
    ],
)
def test_words_on_the_matter_are_not(text: str) -> None:
    """The thing, the place, what is to be done."""
    assert of_reporter.told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "举报的是602的女主人，开白色轿车",
        "她是7栋501的，在幼儿园当老师",
        "报这件事的是住麻将馆隔壁理发店的老板娘",
        "反映人就是清河小区7栋1单元602那家",
        "反映这件事的是菜场卖鱼的老板",
        "来电的是3栋的业主",
        "他就是对门那家，晚上在",
        "居民白天在超市做保安，晚点再去",
        "打来电话的就是五楼的租客",
        "说这事的是楼上那户",
    ],
)
def test_an_address_or_a_job_of_the_reporter_is_found(text: str) -> None:
    """By either, the body knows who it was."""
    assert of_reporter.told(text)


@pytest.mark.parametrize(
    "text",
    [
        "投诉的是7栋的电梯，两天没动",
        "反映的是楼道灯不亮",
        "举报的是麻将馆赌博，晚上八点以后去",
        "说的是东门的岗亭",
        "报的是7栋2单元的水管爆了",
        "请在门口放个牌子，当心滑倒",
        "居民说老板把桌子摆到路上，请劝离",
        "它是7栋的配电箱，钥匙在物业",
        "其他是3栋的，先不管",
    ],
)
def test_what_a_matter_is_about_tells_of_nobody(text: str) -> None:
    """Only whoever reported it counts."""
    assert not of_reporter.told(text)


@pytest.mark.parametrize(
    "text",
    [
        "302的老李说棋牌室赌钱，去看看",
        "翠竹公寓3栋501说对门聚赌，去看看",
        "老李告诉我们夜里有人打牌",
        "楼下那家讲晚上吵",
        "602那户来说过，晚上八点以后去",
        "502打电话来反映对门养狗",
        "王阿姨来报过两次",
        "隔壁的小陈举报的",
        "三楼老张说的，去查查",
        "对门说他们天天打牌",
        "5栋那户昨天告诉的",
    ],
)
def test_a_door_or_a_neighbour_that_says_so_is_found(text: str) -> None:
    """Whoever says it is who reported it."""
    assert of_reporter.told(text)


@pytest.mark.parametrize(
    "text",
    [
        "3栋说明书丢了",
        "居民说302漏水",
        "李主任说先封路",
        "物业老王说明天修",
        "网格员老周说门锁着",
        "302报警器一直响",
        "3栋告示栏破了，请换",
        "5栋302的空调滴水，楼下晾的衣服湿了",
        "楼上提前两小时开工",
        "有人反映3栋赌钱",
        "路灯2024年报修过",
    ],
)
def test_others_that_say_something_are_not(text: str) -> None:
    """Staff, the matter, a thing."""
    assert of_reporter.told(text) == []
