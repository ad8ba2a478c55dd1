"""Further ways to correct a registered case: a plate that was read, an alibi, two buildings, a slip in writing; and thanks in everyday words."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Talk, Wish
from actions.intake import after_report
from actions.intake.corrections.changes import Known
from actions.intake.corrections.phones import gives_up_number
from actions.intake.corrections.turn_changes import changes_of
from actions.interpreting import short_answers as short
from actions.routes.after_report import corrects_recent_case
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW
from tests.bot.conversation.test_after_report import a_case


@pytest.mark.parametrize(
    ("text", "known", "place"),
    [
        ("刚下楼瞄了门牌 86号 六跟八我隔着窗看不清", "桂花路66号", "桂花路86号"),
        ("我走近看清牌子了，是21号", "公园路12号对面", "公园路21号对面"),
        ("门牌上写的是7号", "学府路17号", "学府路7号"),
        ("看了下门牌，隔壁14号也吵", "公园路12号", None),
        ("对面14号门牌掉了", "公园路12号", None),
        ("门牌掉了", "公园路12号", None),
        ("看了门牌，3栋和5栋都有", "桂花苑2栋", None),
    ],
)
def test_a_number_read_off_its_plate(text: str, known: str, place: str | None) -> None:
    assert changes_of(a_turn(text), Known(known)).place == place


@pytest.mark.parametrize(
    ("text", "known", "time"),
    [
        ("两点?两点我还在开会呢。三点多", "从今天下午两点左右", "从今天下午三点多"),
        ("八点我还在炒菜呢，九点吧", "昨天晚上八点", "昨天晚上九点"),
        ("是星期日,星期六他上奥数呢,哪有福气玩", "", "星期日"),
        ("周一我们还在外地呢，周三", "周一", "周三"),
        ("昨天我还在洗澡呢就没水了", "昨天", None),
        ("八点我还在炒菜呢", "八点", None),
        ("八点我还在炒菜呢，九点又吵一次，还有十点", "八点", None),
    ],
)
def test_a_time_at_which_somebody_was_elsewhere(text: str, known: str, time: str | None) -> None:
    assert changes_of(a_turn(text), Known("桂花苑2栋", known)).time == time


def test_what_was_not_yet_so_is_not_the_time() -> None:
    text = "时间也更正一下，昨晚还没有，是今早发现的"
    assert changes_of(a_turn(text, time=("昨晚", "今早")), Known("桂花苑", "")).time == "今早"


@pytest.mark.parametrize(
    ("text", "known", "place"),
    [
        ("抱歉，位置应为7栋与8栋之间，麻烦更正。", "幸福家园6栋与7栋之间", "幸福家园7栋与8栋之间"),
        ("说错了，是4号楼和5号楼中间", "桂花苑3号楼和4号楼之间", "桂花苑4号楼和5号楼中间"),
        ("不对，是2栋跟3栋之间的花坛", "银杏家园1栋跟2栋之间的花坛", "银杏家园2栋跟3栋之间的花坛"),
    ],
)
def test_both_buildings_between_which_it_lies(text: str, known: str, place: str) -> None:
    said = a_turn(text, act="correct", act_score=0.99)
    assert changes_of(said, Known(known)).place == place


@pytest.mark.parametrize("text", ["是8栋，我记成自家的5栋了", "是8栋，我写成5栋了", "是8栋!登成我们这栋了"])
def test_one_written_down_for_another(text: str) -> None:
    place = tuple(one for one in ("8栋", "5栋") if one in text)
    assert changes_of(a_turn(text, place=place), Known("桂花苑5栋")).place == "桂花苑8栋"


@pytest.mark.parametrize(
    ("text", "known", "place"),
    [
        ("是一期那边的6栋!我在二期值班室接的电话,记成自己这边了", "幸福家园二期17栋", "幸福家园一期6栋"),
        ("不是二期17栋，是一期6栋", "幸福家园二期17栋", "幸福家园一期6栋"),
        ("搞错了，是三期的2号楼", "银杏家园一期5号楼门口", "银杏家园三期2号楼门口"),
    ],
)
def test_a_phase_and_its_building(text: str, known: str, place: str) -> None:
    said = a_turn(text, act="correct", act_score=0.99)
    assert changes_of(said, Known(known)).place == place


@pytest.mark.parametrize(
    ("text", "known", "gives_up"),
    [
        ("换个号码联系我，13800000046停机了", "13800000046", True),
        ("13800000046这个号停机了，打我老公的", "13800000046", True),
        ("换个号码联系我，打13800000047", "13800000046", False),
        ("物业电话停机了", "13800000046", False),
        ("我的号码是13800000046", "13800000046", False),
        ("换个号码联系我，13800000046停机了", "", False),
    ],
)
def test_a_number_that_is_no_longer_called(text: str, known: str, gives_up: bool) -> None:
    assert gives_up_number(text, known) is gives_up


def test_an_alibi_asks_nothing() -> None:
    """Its question mark only repeats what is denied."""
    text = "两点?两点我还在开会呢。三点多"
    case = a_case(title="门禁刷不开", place="河畔人家1号楼", time="下午两点", reported_at=JUST_NOW)
    assert corrects_recent_case(a_turn(text, score=0.3, sent_at=JUST_NOW), Talk(), case)


def test_a_place_within_the_wish_names_no_matter() -> None:
    """一写人家 is read as a place, though it is of the wish."""
    text = "不要写我是送快递的,一写人家就知道是谁了"
    wish = Wish("一写人家就知道是谁了", "不要写我是送快递的")
    turn = a_turn(text, "deny", 0.5, place=("一写人家",), wish=wish, sent_at=JUST_NOW)
    assert after_report.wish_concerns_case(
        turn, a_case(title="楼道有鞋柜", place="清河小区4号楼", reported_at=JUST_NOW)
    )


@pytest.mark.parametrize(
    "text", ["好咧", "就酱", "收到 得嘞", "得咧", "成 就这么着", "谢谢哈 回见", "得嘞，就这么定了"]
)
def test_everyday_words_that_only_close(text: str) -> None:
    assert short.only_closes(text)


@pytest.mark.parametrize("text", ["好咧 灯还是不亮", "收到，几号来", "就酱油瓶子扔的", "中午就这样", "得了肺炎"])
def test_words_that_say_more(text: str) -> None:
    assert not short.only_closes(text)
