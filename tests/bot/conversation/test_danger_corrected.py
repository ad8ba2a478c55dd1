"""What was said wrong of an emergency: its place is corrected, a mistake is told as one, and a wish not to be named is heard."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Wish
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.portal_stand_in import Portal


def raised(
    chat: Chat, text: str = "公园路路灯漏电", danger: str = "live_wire", place: tuple[str, ...] = ("公园路",)
) -> None:
    assert chat.says(text, danger=danger, place=place).registered


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("不对，是老菜场门口", "老菜场门口"), ("说错了，在老菜场门口", "老菜场门口"), ("搞错了，是老菜场门口", "老菜场门口"), ("不是公园路，是老菜场门口", "老菜场门口"),
        ("更正，老菜场门口", "老菜场门口"), ("地址错了，应该是老菜场门口", "老菜场门口"), ("不在公园路，在老菜场门口", "老菜场门口"), ("其实是老菜场门口", "老菜场门口"),
    ],
)  # fmt: skip
def test_a_corrected_place_moves_the_emergency(chat: Chat, portal: Portal, said: str, place: str) -> None:
    """The case says so from then on; whoever was paged is told by the portal."""
    raised(chat)
    words = ("公园路", place) if "公园路" in said else (place,)
    told = chat.says(said, "deny", place=words)
    assert portal.made("detail")[0]["changes"] == {"place": place}
    assert names(told) == ["utter_emergency_moved"]
    assert told.says[0].params["place"] == place
    assert portal.cases[0]["place"] == place


@pytest.mark.parametrize(
    ("said", "words", "place"),
    [
        ("不对，是5栋", ("5栋",), "桂花苑5栋楼道"), ("说错了，是5栋", ("5栋",), "桂花苑5栋楼道"), ("搞错了，是幸福家园", ("幸福家园",), "幸福家园3栋楼道"),
        ("不是3栋，是5栋", ("3栋", "5栋"), "桂花苑5栋楼道"), ("看错了，是5栋楼道", ("5栋楼道",), "桂花苑5栋楼道"), ("不是桂花苑是幸福家园", ("桂花苑", "幸福家园"), "幸福家园3栋楼道"),
    ],
)  # fmt: skip
def test_what_of_a_place_was_right_is_kept(
    chat: Chat, portal: Portal, said: str, words: tuple[str, ...], place: str
) -> None:
    """Only the building, or only the estate, was wrong."""
    raised(chat, "桂花苑3栋楼道着火了", "fire", ("桂花苑3栋楼道",))
    chat.says(said, "deny", place=words)
    assert portal.made("detail")[0]["changes"] == {"place": place}


@pytest.mark.parametrize("said", ["火更大了", "里面还有人", "不对，火更大了", "没有人来", "说错了"])
def test_other_words_change_no_place(chat: Chat, portal: Portal, said: str) -> None:
    """They are added as they are."""
    raised(chat, "桂花苑3栋楼道着火了", "fire", ("桂花苑3栋楼道",))
    chat.says(said, "add_detail")
    assert [(body["text"], body.get("changes")) for body in portal.made("detail")] == [(said, None)]


MISTAKES = [
    "说错了，没有着火",
    "我说错了，没着火",
    "讲错了，不是着火",
    "说错了没有火",
    "刚才说错了 没着火",
    "不好意思说错了，没有着火",
]


@pytest.mark.parametrize("said", MISTAKES)
def test_a_slip_is_told_as_the_mistake_it_was(chat: Chat, portal: Portal, said: str) -> None:
    """Not as the end of a danger."""
    raised(chat, "桂花苑3栋楼道着火了", "fire", ("桂花苑3栋",))
    assert names(chat.says(said, "deny"))[0] == "utter_false_alarm"
    assert portal.cleared == [(True, True)]


@pytest.mark.parametrize("said", [*MISTAKES, "误会，没有人受伤的", "搞错了，没有火，有人在烧纸"])
@pytest.mark.parametrize("no", ["没有", "没", "没人有危险"])
def test_a_no_after_words_of_a_mistake_is_a_false_alarm(chat: Chat, portal: Portal, said: str, no: str) -> None:
    """Where the bot still reads a danger in the words, it asks first."""
    raised(chat, "桂花苑3栋楼道着火了", "fire", ("桂花苑3栋",))
    assert names(chat.says(said, "deny", danger="fire", asks=True))[-1] == "utter_ask_danger"
    assert names(chat.says(no, "deny"))[0] == "utter_false_alarm"
    assert portal.cleared == [(True, True)]


@pytest.mark.parametrize("said", ["看错楼了，没有人受伤", "搞错了，没有人受伤，是5栋", "没有人受伤", "火小了"])
def test_a_no_after_other_words_ends_no_paging(chat: Chat, portal: Portal, said: str) -> None:
    """A mistaken place, or good news, is no mistaken fire."""
    raised(chat, "桂花苑3栋楼道着火了", "fire", ("桂花苑3栋",))
    chat.says(said, "deny", place=("5栋",) if "5栋" in said else ())
    chat.says("没有", "deny")
    assert (True, True) not in portal.cleared


@pytest.mark.parametrize(
    "said",
    [
        "不是煤气，是邻居炒菜", "不是煤气味，是下水道的味道", "不是漏气，是隔壁烧饭", "没有煤气，是楼下烧烤", "不是煤气是隔壁在炒辣椒", "不是煤气，邻居在炒菜", "搞错了不是煤气是邻居炒菜",
    ],
)  # fmt: skip
@pytest.mark.parametrize("read", [None, "gas"])
def test_a_danger_denied_with_its_harmless_cause_is_a_false_alarm(
    chat: Chat, portal: Portal, said: str, read: str | None
) -> None:
    """At once; where the bot reads the very danger in these words, it asks before."""
    raised(chat, "桂花苑3栋一股煤气味", "gas", ("桂花苑3栋",))
    told = names(chat.says(said, "deny", danger=read))
    if read:
        assert told[-1] == "utter_ask_danger"
        told = names(chat.says("没有", "deny"))
    assert told[0] == "utter_false_alarm"
    assert portal.cleared == [(True, True)]


@pytest.mark.parametrize(
    "said", ["不是煤气，是炒菜着火了", "不是煤气", "不是煤气，是炸药", "不是煤气，是隔壁炒菜，人晕倒了"]
)
def test_a_denial_that_tells_more_is_none(chat: Chat, portal: Portal, said: str) -> None:
    """What else it tells may be the danger."""
    raised(chat, "桂花苑3栋一股煤气味", "gas", ("桂花苑3栋",))
    chat.says(said, "deny")
    assert portal.cleared == []


@pytest.mark.parametrize(
    "wish", ["别告诉别人是我说的", "不要说是我报的", "匿名", "保密", "别提我名字", "怕报复，别提我"]
)
def test_a_wish_not_to_be_named_is_heard_in_an_emergency(chat: Chat, portal: Portal, wish: str) -> None:
    """In the message that raises it, and beside what is added; what is said without a wish promises none."""
    told = chat.says(f"桂花苑3栋着火了，{wish}", danger="fire", place=("桂花苑3栋",))
    assert names(told)[-1] == "utter_emergency_unnamed"
    added = chat.says(f"火很大，{wish}", "add_detail", wish=Wish(wish, "火很大"))
    assert names(added) == ["utter_danger_added", "utter_emergency_unnamed"]
    assert names(chat.says("火更大了", "add_detail")) == ["utter_danger_fire", "utter_danger_added"]


def test_no_wish_is_promised_that_was_not_said(chat: Chat, portal: Portal) -> None:
    """The portal says whether it heard one."""
    assert "utter_emergency_unnamed" not in names(chat.says("桂花苑3栋着火了", danger="fire", place=("桂花苑3栋",)))
