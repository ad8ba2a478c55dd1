"""Who complains of how somebody behaves has chosen nobody, though that one is an option of an open secret vote."""

from __future__ import annotations

import pytest

from portal.channels.inbound import secret
from portal.channels.text.vote_slots import VoteTexts

VOTES = [
    VoteTexts(
        "修订《幸福社区居民公约》",
        ("是否同意修订后的《幸福社区居民公约》？", "公约执行的监督，您希望由谁来做？"),
        ("同意", "不同意", "弃权", "由居民志愿监督队监督", "由网格员监督", "两边一起监督", "弃权"),
    ),
    VoteTexts(
        "桂花广场晚间活动时间和音量",
        ("是否同意每天 19:00–20:30、音量不超过 60 分贝的方案？",),
        ("同意", "不同意", "弃权"),
    ),
    VoteTexts("推荐社区当家人", ("谁来带这个社区？",), ("沈兰", "张三", "弃权")),
]


@pytest.mark.parametrize(
    "text",
    [
        "网格员老周骂我老婆，别让老周知道是我说的，清河小区", "网格员老周骂我老婆，清河小区", "网格员老周骂人，别让老周知道是我说的，桂花苑",
        "网格员小李骂我，清河小区", "网格员老周态度恶劣，老菜场3号，不要让他看见", "网格员骂我", "网格员收了我两百块钱，不给办",
        "网格员小吴刁难我，不给盖章", "网格员威胁我，说不签字就断水", "网格员偏心，只帮他亲戚家", "网格员骂我，幸福家园3栋",
        "张三骂我，桂花苑2栋", "沈兰收红包，我要举报", "网格员推了我妈一把，桂花苑3栋", "我要投诉网格员小陈",
        "网格员说我家违建，天天来吵", "志愿监督队收我五十块钱，没有收据", "张三家的狗咬了我孩子",
    ],
)  # fmt: skip
def test_a_complaint_is_no_choice(text: str) -> None:
    read = secret.reading_of(text, VOTES)
    assert (read.chooses, read.is_explicit) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "网格员骂过我，我选志愿者", "不选网格员，他态度差", "网格员态度差，选志愿监督队", "网格员态度好，就选他", "沈兰收红包，我不选她",
        "张三打人，不能选", "网格员骂人，不要他监督", "骂我的网格员我不投", "我支持张三，虽然他骂过我", "网格员不好，弃权",
        "网格员老周骂我老婆，公约我投反对", "公约同意，网格员骂我", "监督交给网格员，虽然他收过钱", "我觉得网格员监督不好，打过人",
        "张三骂人，沈兰就行", "张三收红包，沈兰", "网格员收红包，监督别给他", "我家反对，网格员老周打人", "网格员监督就行",
    ],
)  # fmt: skip
def test_a_choice_with_its_reason_stays_one(text: str) -> None:
    assert secret.reading_of(text, VOTES).chooses


@pytest.mark.parametrize(
    "text", ["师傅提了两个方案，我选第二个", "两个师傅都来过，我选第一个修的", "广场舞八点半还没散，吵得睡不着"]
)
def test_a_choice_among_workers_is_of_no_vote(text: str) -> None:
    assert not secret.reading_of(text, VOTES).is_choice_after_link


@pytest.mark.parametrize("text", ["师傅好，我选第二个", "师傅说网格员靠谱，我选第二个", "师傅给看看，公约我选第二个"])
def test_a_choice_said_to_a_worker_stays_one(text: str) -> None:
    assert secret.reading_of(text, VOTES).chooses


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我反对装电梯，还有我妈摔倒了不省人事", "还有我妈摔倒了不省人事"),
        ("我不同意加装电梯，还有我妈晕倒了", "还有我妈晕倒了"),
        ("我不同意涨物业费的表决，另外我爸摔了起不来", "另外我爸摔了起不来"),
        ("我同意换物业，桂花苑3栋着火了", "桂花苑3栋着火了"),
        ("我反对桂花苑3栋装电梯，有人晕倒了", "桂花苑3栋装电梯，有人晕倒了"),
        ("我不同意装地暖，有人晕倒了", "装地暖，有人晕倒了"),
        ("装电梯的井道有人掉下去了，我同意", "装电梯的井道有人掉下去了"),
    ],
)
def test_what_only_a_vote_decides_is_cut_with_the_choice(text: str, kept: str) -> None:
    """So that whoever fainted is not trapped in a lift; a house, and what a report may be about, stays."""
    assert secret.reading_of(text, VOTES).without_choice == kept


PROPERTY = VoteTexts("换物业的意见", ("是否同意把幸福物业换成桂花物业？",), ("同意", "不同意", "弃权"))


@pytest.mark.parametrize(
    "text",
    [
        "物业要砍我家门口的树，我不同意", "对门要把门朝外开，我家反对", "小区门口摆摊，我不赞成，太乱了", "邻居把墙拆了，我不同意",
        "隔壁要在楼道装摄像头，我们都不同意", "楼下开烧烤店，全楼都不同意", "房东要租给别人开店，我家反对，清河小区2栋",
        "物业要占绿地停车，我们坚决反对", "物业说要收停车费，我反对，凭什么", "保安乱收清洁费，我不同意",
    ],
)  # fmt: skip
def test_an_objection_to_what_others_do_is_of_no_vote(text: str) -> None:
    read = secret.reading_of(text, [*VOTES, PROPERTY])
    assert (read.chooses, read.is_explicit, read.is_choice_after_link) == (False, False, False)


@pytest.mark.parametrize(
    "text",
    [
        "物业要换掉幸福物业，我不同意", "物业要换，我反对", "物业要修订公约，我反对", "物业管广场音量，我不同意",
        "物业收垃圾，我不同意，公约我也反对", "物业要砍树，我不同意，换物业我同意", "物业要占绿地，我反对，选张三",
    ],
)  # fmt: skip
def test_one_to_what_is_voted_on_stays_a_choice(text: str) -> None:
    assert secret.reading_of(text, [*VOTES, PROPERTY]).chooses


FEES = VoteTexts("停车收费方案", ("外来车每小时收5元同意吗",), ("同意", "不同意", "弃权"))


@pytest.mark.parametrize(
    "text", ["物业说要收停车费，我反对，凭什么", "物业要涨停车费，我不同意", "保安乱收清洁费，我不同意"]
)
def test_an_objection_to_a_fee_is_a_choice_while_fees_are_voted_on(text: str) -> None:
    """Then nobody can tell it from how somebody votes."""
    read = secret.reading_of(text, [FEES])
    assert read.chooses or read.is_choice_after_link


@pytest.mark.parametrize("text", ["119", "120", "110", " 119！"])
def test_a_number_to_call_is_no_choice(text: str) -> None:
    """Whoever writes it is in danger: nothing of it is withheld from the bot, not even after a link to the vote."""
    read = secret.reading_of(text, [*VOTES, FEES])
    assert not any((read.chooses, read.is_explicit, read.is_choice_after_link))
    assert not read.must_be_withheld({"kind": "vote_secret", "consultation": "1"})
