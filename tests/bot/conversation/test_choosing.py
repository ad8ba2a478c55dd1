"""Which case, which option, which consultation; was it mended; figures in words."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from actions.conversation import wording
from actions.conversation.turn import Talk
from actions.interpreting import ballots, choosing, follow_up_answers
from actions.portal_client import CaseSummary
from actions.routing import topic_of
from tests.bot.conversation.drafts import a_turn

PROJECT = Path(__file__).resolve().parents[3]


def a_case(number: int, **facts: Any) -> CaseSummary:
    case: CaseSummary = {
        "case_no": f"LL-20261124-{number:04d}",
        "state": "dispatched",
        "state_label": "办理中",
        "title": "路灯不亮",
        "place": "桂花苑3栋",
        "due_at": None,
        "last": "",
        "link": "/c/x",
    }
    return {**case, **facts}  # type: ignore[typeddict-item]


LAMP, STAIRS = a_case(2), a_case(1, title="楼道堆物", place="清河小区")


def test_the_only_open_case_is_meant() -> None:
    """Closed ones are not asked about."""
    assert choosing.choose_case([a_case(3, state="closed"), LAMP], "怎么样了").case == LAMP


def test_a_number_names_a_case() -> None:
    """In full, in small letters, or by its end."""
    for text in ("LL-20261124-0001", "ll202611240001怎么样了", "0001那件"):
        assert choosing.choose_case([LAMP, STAIRS], text).case == STAIRS


def test_words_of_its_title_name_a_case() -> None:
    """Where they fit one only."""
    assert choosing.choose_case([LAMP, STAIRS], "楼道那件怎么样了").case == STAIRS


def test_several_that_fit_are_asked_about() -> None:
    """Never guessed."""
    assert choosing.choose_case([LAMP, STAIRS], "怎么样了").among == (LAMP, STAIRS)


def test_without_an_open_case_the_newest_is_meant() -> None:
    """It may be the one that was just closed."""
    closed = a_case(5, state="closed")
    assert choosing.choose_case([closed, a_case(4, state="closed")], "怎么样了").case == closed
    assert choosing.choose_case([], "怎么样了") == choosing.ChosenCase()


@pytest.mark.parametrize(
    "text", ["修好了", "好了", "已经解决了", "是", "满意", "处理好了，谢谢", "1", "亮了", "不漏了", "弄好了"]
)
def test_mended(text: str) -> None:
    """Each way to say yes."""
    assert follow_up_answers.read_fixed(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "没修好",
        "没有",
        "还没好",
        "还是漏",
        "没解决",
        "不满意",
        "2",
        "根本没人来",
        "修了又坏了",
        "不行",
        "没弄好",
        "还没修好呢",
    ],
)
def test_not_mended(text: str) -> None:
    """Each way to say no."""
    assert follow_up_answers.read_fixed(text) is False


@pytest.mark.parametrize("text", ["你好", "电梯坏掉了", "什么时候来看"])
def test_neither(text: str) -> None:
    """What says nothing of it."""
    assert follow_up_answers.read_fixed(text) is None


OPTIONS = [{"code": "yes", "label": "同意"}, {"code": "no", "label": "不同意"}, {"code": "abstain", "label": "弃权"}]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("同意", "yes"),
        ("我同意", "yes"),
        ("赞成", "yes"),
        ("不同意", "no"),
        ("反对", "no"),
        ("弃权", "abstain"),
        ("2", "no"),
        ("随便", None),
        ("4", None),
        ("我觉得都可以吧你们定", None),
    ],
)
def test_an_option_by_label_other_words_or_number(text: str, code: str | None) -> None:
    """不同意 is never taken for 同意."""
    assert ballots.match_option(text, OPTIONS) == code


def test_an_option_with_a_long_label_by_its_button() -> None:
    """Its button sends the whole label, up to 200 characters."""
    long = "由居民志愿监督队监督施工，每周六上午在社区公告栏和业主群里公布一次进度和花了多少钱"
    assert ballots.match_option(long, [*OPTIONS, {"code": "watch", "label": long}]) == "watch"


@pytest.mark.parametrize(
    ("text", "item", "said"),
    [
        ("我对第2项投同意", 2, "同意"),
        ("第一项我投反对", 1, "反对"),
        ("我投弃权票", None, "弃权"),
        ("投不同意", None, "不同意"),
        ("我投张三", None, "张三"),
        ("投给李四一票", None, "李四"),
    ],
)
def test_a_vote_that_the_text_casts(text: str, item: int | None, said: str) -> None:
    """With its item, where one is named."""
    assert ballots.find_unasked_vote(text) == ballots.UnaskedVote(item, said)


@pytest.mark.parametrize("text", ["同意", "我同意你们来修", "不同意物业涨价"])
def test_consent_alone_casts_no_vote(text: str) -> None:
    """The text names no ballot."""
    assert ballots.find_unasked_vote(text) is None


def test_a_quotation_is_one_bounded_line() -> None:
    """Cut with an ellipsis, line ends gone."""
    assert wording.quote("一\n二  三") == "一 二 三"
    assert wording.quote("字" * 100, 10) == "字" * 9 + "…"


def test_a_day_is_told_in_hangzhou() -> None:
    """Late in UTC is the next day there."""
    assert wording.format_day("2026-11-30T20:00:00Z") == "12月1日（周二）"
    assert wording.format_day("soon") == "soon"


def test_the_answers_that_are_offered_are_understood() -> None:
    """Whatever the kind of the case: what stands on the buttons (data/follow_up.csv) is a yes and a no."""
    with (PROJECT / "data" / "follow_up.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {follow_up_answers.read_fixed(row["yes"]) for row in rows} == {True}
    assert {follow_up_answers.read_fixed(row["no"]) for row in rows} == {False}


@pytest.mark.parametrize(
    "text",
    [
        "我投张三",
        "我投给李四一票",
        "投票给王五",
        "我对物业那个投票同意",
        "业委会那个投票我反对",
        "我们家投同意",
        "物业那个表决我投赞成",
        "第一项我投反对",
        "我投弃权票！",
    ],
)
def test_what_only_casts_a_vote(text: str) -> None:
    """Own words, with or without what it is about."""
    assert ballots.only_casts_a_vote(text)


@pytest.mark.parametrize(
    "text",
    [
        "我对投票结果不同意，要求重新投", "投票没通知我，我反对", "我投诉物业", "我投篮的时候摔了", "我投递的快递不见了", "业委会投票造假，我反对",
        "同意", "我同意你们来修", "楼上不同意修水管", "我投币洗衣机坏了", "投票点的灯坏了", "谁投的反对票",
    ],
)  # fmt: skip
def test_what_tells_of_a_vote_or_of_something_else_casts_none(text: str) -> None:
    """It stays a report, an answer or a question."""
    assert not ballots.only_casts_a_vote(text)


GATE = a_case(3, title="门禁坏了刷不开", place="幸福家园2栋")
LOCKERS = a_case(4, title="快递柜的门关不上", place="幸福家园北门")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("门禁的事不办了，路灯还是要修的", GATE),
        ("路灯别动，把门禁那个撤了", GATE),
        ("不是门禁，是路灯那件", LAMP),
        ("门禁先撤掉吧路灯照样要办", GATE),
        ("灯的那件取消", LAMP),
        ("柜子的那个进度呢", LOCKERS),
        ("那个柜子的事", LOCKERS),
        ("灯那个怎么样了", LAMP),
        ("刷不开那个撤了吧，灯不要撤", GATE),
        ("快递那个先算了", LOCKERS),
    ],
)
def test_a_case_is_known_by_its_words(text: str, meant: CaseSummary) -> None:
    """By a single character, too; one that is to stay, or is denied, is not meant."""
    assert choosing.choose_case([LOCKERS, GATE, LAMP], text).case == meant


@pytest.mark.parametrize(
    ("title", "text"), [("电梯不停", "电梯不停那件撤了，路灯亮了没事"), ("单元门不动", "门不动的那件撤掉，灯先不管")]
)
def test_what_does_not_stop_or_move_is_not_kept_by_that(title: str, text: str) -> None:
    """不停 and 不动 tell what is broken; only 别停 and 别动 say that a case is to stay."""
    broken = a_case(6, title=title, place="桂花苑3栋")
    assert choosing.choose_case([LAMP, broken], text).case in (broken, None)
    assert choosing.without_denied(text) == text


def test_words_of_two_cases_leave_it_open() -> None:
    """坏了 is said of both."""
    bench = a_case(5, title="长椅坏了", place="幸福家园北门")
    assert choosing.choose_case([GATE, bench], "坏了的那个撤掉").among == (GATE, bench)


@pytest.mark.parametrize(
    "text", ["我的编号是多少来着", "单号发我一下", "编号忘了", "刚才那个受理号是什么", "再说一遍编号"]
)
def test_the_number_is_asked_for(text: str) -> None:
    """In the words that people have for it."""
    assert choosing.asks_for_number(text)


@pytest.mark.parametrize("text", ["编号LL-20261124-0001到哪了", "门牌号是多少", "电话号码是多少", "配电箱编号看不清"])
def test_another_number_is_not_the_cases(text: str) -> None:
    """Nor one that is given."""
    assert not choosing.asks_for_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "不好意思，编号忘了",
        "我前天报的漏水，编号是多少",
        "编号忘了，帮我查一下",
        "手机换了，单号找不到了",
        "你好 编号发我",
        "编号没记住，谢谢",
    ],
)
def test_the_number_is_asked_for_beside_other_words(text: str) -> None:
    """Of what was reported, or of the asking."""
    assert choosing.asks_for_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "路灯杆编号没看清，灯不亮",
        "桂花苑的充电桩编号没记，坏了",
        "我忘了看编号，公园路井盖没了",
        "电梯编号忘了看",
        "变压器的编号找不到",
    ],
)
def test_the_number_that_a_thing_bears_is_part_of_a_report(text: str) -> None:
    """Nor is it asked for where a clause tells a matter."""
    assert not choosing.asks_for_number(text)
    assert topic_of(a_turn(text), Talk(), "intake") == "intake"
