"""The one decision on open questions: each kind, with another open beside it, against 1, 2, 好的 and 不是."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.channels.text import open_questions
from portal.channels.text.open_questions import KINDS, Answerable, Menu, decide
from portal.kernel.config import PROJECT
from tests.contract import schema

BEGUN = datetime(2026, 11, 24, tzinfo=UTC)
NOW = BEGUN + timedelta(minutes=20)
LAMP, PIPE = "LL-20261124-0001", "LL-20261124-0002"
ABOUT = {LAMP: "路灯坏了", PIPE: "水管漏水"}
MENDED = {"1": "修好了", "2": "没修好"}
MENU = Menu({"1": "东门口", "2": "西门口"}, BEGUN + timedelta(minutes=5))
WORDS = ("1", "2", "好的", "不是")


def asked(kind: str, minute: int, **more: Any) -> Answerable:
    facts: dict[str, Any] = {
        "lamp": {"kind": "follow_up", "case_no": LAMP, "choices": MENDED},
        "pipe": {"kind": "follow_up", "case_no": PIPE, "choices": MENDED},
        "place": {"kind": "detail", "case_no": PIPE, "asks": "place"},
        "detail": {"kind": "detail", "case_no": PIPE},
        "vote_named": {
            "kind": "vote_named", "case_no": "", "choices": {"1": "同意", "2": "反对"}, "title": "停车场",
        },
        "vote_secret": {"kind": "vote_secret", "case_no": ""},
        "called": {
            "kind": "contact", "case_no": LAMP, "choices": {"1": "打过", "2": "没打过"}, "title": "打没打电话", "how": "phone",
        },
    }[kind] | more  # fmt: skip
    return Answerable(id=minute, asked_at=BEGUN + timedelta(minutes=minute), **facts)


def told(live: list[Answerable], text: str, menu: Menu | None = None) -> str:
    """What is made of it, in short: `words → kind of the question`, or `which? title/title`."""
    found = decide(live, menu or Menu(), text, NOW, lambda one: ABOUT.get(one.case_no, ""))
    if found.alternatives:
        return "which? " + "/".join(title for title, _ in found.alternatives)
    question = found.question
    return f"{found.text} → {(question.asks or question.kind) if question is not None else 'nothing'}"


BOTH = "which? 水管漏水（0002）/路灯坏了（0001）"
ALARM = "which? 还有危险/没有危险了"
DECIDED = [
    (["lamp"], ["修好了 → follow_up", "没修好 → follow_up", "好的 → follow_up", "不是 → follow_up"]),
    (["pipe", "lamp"], [BOTH] * 4),
    (["place", "lamp"], ["修好了 → follow_up", "没修好 → follow_up", "好的 → follow_up", "不是 → follow_up"]),
    (["lamp", "place"], ["修好了 → follow_up", "没修好 → follow_up", "好的 → follow_up", "不是 → follow_up"]),
    (["detail", "lamp"], [f"{ALARM}/路灯坏了（0001）"] * 2 + ["好的 → follow_up", "不是 → follow_up"]),
    (["lamp", "detail"], ["修好了 → follow_up", "没修好 → follow_up", "好的 → follow_up", "不是 → follow_up"]),
    (["vote_named", "lamp"], ["同意 → vote_named", "反对 → vote_named", "好的 → follow_up", "不是 → follow_up"]),
    (["lamp", "vote_named"], ["which? 路灯坏了（0001）/停车场"] * 2 + ["好的 → follow_up", "不是 → follow_up"]),
    (["vote_secret", "lamp"], ["修好了 → follow_up", "没修好 → follow_up", "好的 → follow_up", "不是 → follow_up"]),
    (["place"], ["1 → place", "2 → place", "好的 → place", "不是 → place"]),
    (["detail"], [ALARM, ALARM, "好的 → detail", "不是 → detail"]),
    (["vote_named"], ["同意 → vote_named", "反对 → vote_named", "好的 → vote_named", "不是 → vote_named"]),
    (["called"], ["打过 → contact", "没打过 → contact", "好的 → nothing", "不是 → contact"]),
    (["vote_secret"], ["1 → vote_secret", "2 → vote_secret", "好的 → vote_secret", "不是 → vote_secret"]),
    ([], ["1 → nothing", "2 → nothing", "好的 → nothing", "不是 → nothing"]),
]


@pytest.mark.parametrize(("latest_first", "decided"), DECIDED)
def test_what_each_answer_goes_to(latest_first: list[str], decided: list[str]) -> None:
    """The last asked stands first; where two are left, the sender is asked which."""
    live = [asked(name, 10 - at) for at, name in enumerate(latest_first)]
    assert [told(live, text) for text in WORDS] == decided


@pytest.mark.parametrize("live", [["called", "lamp"], ["lamp", "called"]])
def test_a_claimed_call_beside_the_follow_up_of_the_same_case(live: list[str]) -> None:
    """Words that name the call go to it, words of mending to the other; a bare number or 没有 is asked about."""
    asked_now = [asked(name, 10 - at) for at, name in enumerate(live)]
    said = {
        "没打过": "contact",
        "没人打过电话": "contact",
        "打过了": "contact",
        "修好了": "follow_up",
        "没修好": "follow_up",
    }
    assert {text: told(asked_now, text) for text in said} == {text: f"{text} → {kind}" for text, kind in said.items()}
    for text in ("1", "2", "没有"):
        assert sorted(told(asked_now, text).removeprefix("which? ").split("/")) == [
            "打没打电话（0001）",
            "路灯坏了（0001）",
        ]


def test_the_button_of_each_question_goes_to_its_own() -> None:
    """Both carry the case's number."""
    live = [asked("called", 10), asked("lamp", 1)]
    assert told(live, f"没打过（{LAMP}）") == "没打过 → contact"
    assert told(live, f"没修好（{LAMP}）") == "没修好 → follow_up"
    assert told(list(reversed(live)), f"{LAMP} 打过") == "打过 → contact"


@pytest.mark.parametrize("text", ["楼上又漏水了", "谢谢", "不知道", "好像打过", "他打了我", "没人打过电话，三楼也漏了"])
def test_what_is_no_answer_to_a_claimed_call_is_left_to_the_bot(text: str) -> None:
    """The question stays open, and the bot is not told of it."""
    assert told([asked("called", 10)], text) == f"{text} → nothing"


def test_a_number_means_the_menu_that_came_after_the_question() -> None:
    """And is asked about where the question came after the menu; words go to the question as ever."""
    before, after = asked("lamp", 1), asked("lamp", 10)
    assert [told([before], text, MENU) for text in WORDS] == [
        "东门口 → follow_up", "西门口 → follow_up", "好的 → follow_up", "不是 → follow_up",
    ]  # fmt: skip
    assert [told([after], text, MENU) for text in WORDS] == [
        "which? 路灯坏了（0001）/东门口", "which? 路灯坏了（0001）/西门口", "好的 → follow_up", "不是 → follow_up",
    ]  # fmt: skip


def test_where_an_emergency_is_takes_what_answers_nothing_else() -> None:
    """A building goes to it; 好了 to the follow-up beside it."""
    live = [asked("lamp", 10), asked("place", 1)]
    assert told(live, "桂花苑3栋楼下") == "桂花苑3栋楼下 → place"
    assert told(live, "修好了") == "修好了 → follow_up"


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        (f"{LAMP} 1", "修好了 → follow_up"),
        ("0002没修好", "没修好 → follow_up"),
        ("0002 ２。", "没修好 → follow_up"),
        ("水管修好了", "水管修好了 → follow_up"),
        ("门口井盖坏了，很危险，快来人", "门口井盖坏了，很危险，快来人 → follow_up"),
    ],
)
def test_a_case_is_named_by_its_number_or_in_words(text: str, decided: str) -> None:
    """Whole, by its last digits, or by what it is about."""
    assert told([asked("pipe", 10), asked("lamp", 1)], text) == decided


def test_what_the_sender_chooses_of_two_is_understood_the_next_time() -> None:
    """Each line's text, sent back, goes to its own question, a vote's too."""
    live = [asked("lamp", 10), asked("vote_named", 1)]
    for number, kinds in (("1", ["follow_up", "vote_named"]), ("2", ["follow_up", "vote_named"])):
        among = decide(live, Menu(), number, NOW, lambda one: ABOUT.get(one.case_no, "")).alternatives
        again = [decide(live, Menu(), text, NOW, lambda _one: "") for _, text in among]
        assert [one.question.kind if one.question else "" for one in again] == kinds
        assert all("（）" not in title + text and "_" not in title for title, text in among)


@pytest.mark.parametrize(
    ("text", "words"), [("0", "转人工"), ("Y", "说明"), ("ｙ", "说明"), ("3", "3"), ("1栋", "1栋")]
)
def test_what_the_first_notice_offers(text: str, words: str) -> None:
    """0 and Y always, but where a question has such a choice of its own; the number that was typed stands beside."""
    assert decide([asked("lamp", 1)], Menu(), text, NOW, lambda _one: "").text == words
    own = asked("lamp", 1, choices={"0": "都不是"})
    found = decide([own], Menu(), "0", NOW, lambda _one: "")
    assert (found.text, found.typed) == ("都不是", "0")


def test_the_table_has_every_kind_of_the_contract() -> None:
    """And no other, but `place` and `still`, which are what a `detail` may ask for, and what the gateway takes itself."""
    kinds = {part["$ref"].rpartition("/")[2] for part in schema("bot_door")["$defs"]["expecting"]["oneOf"]}
    assert {name for name, kind in KINDS.items() if not kind.by_gateway} == kinds | {"place", "danger", "still"}
    assert {name for name, kind in KINDS.items() if kind.by_gateway} == {"contact"}


def test_nothing_else_decides() -> None:
    """No other module of the gateway, and none of the bot's door, turns a number into what it stands for."""
    for path in [*(PROJECT / "portal/channels").rglob("*.py"), *(PROJECT / "bot").glob("*.py")]:
        if path.name == "open_questions.py":
            continue
        names = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        assert not {"choices", "numbers"} & names or path.name in ("questions.py", "forms.py"), path
    assert open_questions.__doc__ is not None
    assert open_questions.__doc__.partition("\n")[0].endswith("Pure.")


def test_a_number_that_may_answer_an_older_question_is_told_apart() -> None:
    """So that 2 for 没修好 is noted on no emergency; 12 may be a floor of it."""
    live = [asked("detail", 10), asked("lamp", 5)]
    found = {number: decide(live, Menu(), number, NOW, lambda _: "") for number in ("2", "12")}
    assert {number: one.may_answer_another for number, one in found.items()} == {"2": True, "12": False}
    assert all(one.question == live[0] for one in found.values())
