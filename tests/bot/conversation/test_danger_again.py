"""A danger that is back: once more after it was over, or worse in an emergency."""

from __future__ import annotations

from typing import Any

import pytest

from actions.topics.danger.emergency import STAYS
from tests.bot.conversation.danger_chat import Chat, fire, names, raise_as
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

# --- once more after it was over


AGAIN = [
    ("又着了", {"danger": "fire", "asks": True}), ("又烧起来了", {"danger": "fire"}), ("又晕过去了", {"danger": "injury", "asks": True}), ("又关进去了一个", {}),
    ("又开始冒烟", {}), ("复燃了", {}), ("又打起来了", {}), ("他又来打我", {}), ("里面还有人", {}), ("又不行了", {}), ("还在漏", {}),
]  # fmt: skip


SIGNS = [
    ("只有很多烟", {}), ("头好晕", {}), ("快来人", {}), ("火更大了", {}), ("救命", {}), ("味道更重了", {}), ("好多烟", {}), ("我想吐", {}),
    ("还有人没出来", {}), ("人没出来", {}), ("我奶奶还没出来", {}), ("来人", {}), ("来人啊", {}), ("我头晕", {}), ("我好晕", {}), ("烟好大", {"danger": "fire", "asks": True}), ("头好晕", {"danger": "gas", "asks": True}), ("人晕倒了", {"danger": "injury"}),
]  # fmt: skip


@pytest.mark.parametrize("cleared", ["火灭了", "误报", "开玩笑的", "没着火，看错了"])
@pytest.mark.parametrize(("said", "read"), [*AGAIN, *SIGNS])
def test_a_danger_after_the_all_clear_raises_the_same_alarm_again(
    chat: Chat, portal: Portal, said: str, read: dict[str, Any], cleared: str
) -> None:
    """At once, with its number, in the same case: whoever said that it was over may have been wrong, or have taken the phone."""
    fire(chat)
    portal.cases[0]["place"] = "桂花苑3栋"
    chat.says(cleared)
    assert len(portal.cleared) == 1
    told = chat.says(said, "greet", rule="greet", **read)
    assert names(told)[0].startswith("utter_danger_")
    assert names(told)[1:] == ["utter_danger_raised"]
    assert [case_no for case_no, _ in portal.raised_again] == [portal.cases[0]["case_no"]]
    assert portal.details[-1] == ("details", said)
    assert len(portal.cases) == 1
    assert chat.expecting is not None
    assert "asks" not in chat.expecting
    assert "over" not in chat.expecting


@pytest.mark.parametrize(
    "said", ["别取消报警", "不要关掉警报", "他让我取消报警", "他逼我撤报警", "警报关了还在漏", "烟雾报警关不掉"]
)
def test_to_refuse_to_end_an_alarm_withdraws_nothing(chat: Chat, portal: Portal, said: str) -> None:
    """Though it is read as a withdrawal: it is added to the case, with the advice."""
    fire(chat)
    assert "utter_till_help_fire" in names(chat.says(said, "withdraw", rule="withdraw"))
    assert portal.cleared == []
    assert portal.details[-1] == ("details", said)


ORDINARY_AFTER_ALL = [
    "来人修一下", "什么时候来人修", "什么时候来人啊", "结果还没出来", "证还没出来", "想吐槽一下", "都是烟灰", "还有人情味", "没有烟了", "快来修一下", "我晕", "我家雨水更大了", "真恶心",
]  # fmt: skip


@pytest.mark.parametrize("said", ORDINARY_AFTER_ALL)
def test_ordinary_words_after_the_all_clear_page_nobody(chat: Chat, portal: Portal, said: str) -> None:
    """Though a word of danger is in them."""
    fire(chat)
    chat.says("误报")
    chat.says(said, "greet", rule="greet")
    assert portal.raised_again == []


@pytest.mark.parametrize("said", ["我晕", "我家雨水更大了", "真恶心"])
def test_words_that_may_be_a_sign_after_the_all_clear_are_asked_about(chat: Chat, said: str) -> None:
    """As doubts are."""
    fire(chat)
    chat.says("误报")
    assert "utter_ask_danger" in names(chat.says(said, "greet", rule="greet"))


def test_it_can_be_over_and_begin_again_more_than_once(chat: Chat, portal: Portal) -> None:
    """Each time people are told."""
    fire(chat)
    for _ in range(2):
        chat.says("误报")
        chat.says("快来人")
    assert len(portal.cleared) == len(portal.raised_again) == 2
    assert len(portal.cases) == 1


@pytest.mark.parametrize("read", [{}, {"danger": "other"}])
def test_a_call_for_help_after_the_all_clear_is_of_the_same_danger(
    chat: Chat, portal: Portal, read: dict[str, Any]
) -> None:
    """快来人 names none: the fire's advice and its label stay."""
    fire(chat)
    chat.says("误报")
    assert names(chat.says("快来人", **read))[0] == "utter_danger_fire"
    assert [danger for _, danger in portal.raised_again] == ["fire"]


def test_where_no_place_was_told_it_is_asked_again(chat: Chat, portal: Portal) -> None:
    """As when it was raised first."""
    fire(chat, place=())
    chat.says("误报")
    assert chat.says("快来人").says[-1].asks == "place"


def test_a_danger_after_a_withdrawal_is_a_case_of_its_own(chat: Chat, portal: Portal) -> None:
    """The portal takes nothing in for a case that its reporter withdrew."""
    fire(chat)
    chat.says("误报")
    chat.was_told_its_end()
    portal.cases[0]["state"] = "withdrawn"
    assert chat.says("又着火了", danger="fire").registered
    assert len(portal.cases) == 2


@pytest.mark.parametrize("danger", ["home_violence", "self_harm"])
def test_a_danger_that_is_taken_in_otherwise_is_a_case_of_its_own(chat: Chat, portal: Portal, danger: str) -> None:
    """Nothing is sent to whoever may be watched; a clerk is called for whoever means to harm themselves."""
    fire(chat)
    chat.says("火灭了")
    assert chat.says("他现在打我", danger=danger).registered
    assert portal.raised_again == []


@pytest.mark.parametrize("said", ["谢谢", "又要麻烦你们了", "电梯还没修好", "不着了", "人都好"])
def test_what_else_is_said_after_it_is_over_is_no_danger(chat: Chat, portal: Portal, said: str) -> None:
    """It is thanked for, or joins the case."""
    fire(chat)
    chat.says("火灭了")
    told = chat.says(said, "thank", rule="thank", score=0.9)
    assert not any(name.startswith("utter_danger_fire") or name == "utter_ask_danger" for name in names(told))


def test_a_new_danger_elsewhere_after_the_all_clear_is_a_new_case(chat: Chat, portal: Portal) -> None:
    """At the same place it is the same matter."""
    fire(chat, place=("桂花苑3栋",))
    chat.says("火灭了")
    assert not chat.says("桂花苑3栋又着火了", danger="fire", place=("桂花苑3栋",)).registered
    assert len(portal.raised_again) == 1
    chat.says("火灭了")
    assert fire(chat, "翠竹公寓5栋着火了", place=("翠竹公寓5栋",)).registered
    assert len(portal.cases) == 2


def test_a_danger_seen_whose_end_was_told_is_taken_in_again_as_it_was_first(chat: Chat, portal: Portal) -> None:
    """A clerk is called each time."""
    fire(chat, "桂花苑3栋有人要跳楼", "self_harm")
    chat.was_told_its_end()
    before = len(portal.handovers)
    told = chat.says("他又爬上去了", danger="self_harm")
    assert names(told)[1] == "utter_danger_raised"
    assert [danger for _, danger in portal.raised_again] == ["self_harm"]
    assert [one["reason"] for one in portal.handovers[before:]] == ["self_harm"]


def test_violence_at_home_is_raised_again_quietly(chat: Chat, portal: Portal) -> None:
    """As it was raised first."""
    fire(chat, "桂花苑3栋隔壁男的在打老婆", "home_violence")
    chat.was_told_its_end()
    told = chat.says("又打起来了", danger="home_violence")
    assert names(told)[1] == "utter_danger_raised_quietly"
    assert [danger for _, danger in portal.raised_again] == ["home_violence"]


def test_blows_seen_that_go_on_after_the_all_clear_are_the_same_case(chat: Chat, portal: Portal) -> None:
    """Not violence in the reporter's own home."""
    fire(chat, "桂花苑3栋有人在打架", "violence")
    chat.was_told_its_end()
    told = chat.says("又打起来了", danger="home_violence")
    assert names(told) == ["utter_danger_violence_seen", "utter_danger_raised"]
    assert len(portal.cases) == 1
    assert [danger for _, danger in portal.raised_again] == ["violence"]


@pytest.mark.parametrize("kind", ["home_violence", "violence"])
@pytest.mark.parametrize("denied", ["没事了", "搞错了", "没有"])
def test_violence_told_again_after_a_denial_is_told_as_danger(
    chat: Chat, portal: Portal, kind: str, denied: str
) -> None:
    """With the number, whatever the denial was worth."""
    fire(chat, "桂花苑3栋出事了快来", kind)
    chat.says(denied, "deny", rule="deny")
    for said in ("他又打我了", "他又来了", "救命"):
        before = len(portal.raised_again)
        told = chat.says(said, danger=kind if "打" in said else None)
        assert any("110" in str(say.params) or say.response.startswith("utter_danger_") for say in told.says)
        assert len(portal.raised_again) == before + 1


# --- back or worse in an emergency


BACK = [
    ("violence", "他又来了"), ("violence", "又来了"), ("home_violence", "他在砸门，救命"), ("violence", "那帮人又来了"),
    ("home_violence", "我老公又动手了"), ("violence", "又打了"), ("violence", "他走了又回来了"), ("fire", "火更大了"), ("fire", "又烧起来了"), ("injury", "又抽起来了"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "said"), BACK)
def test_a_danger_that_is_back_in_an_emergency_gets_its_number_and_is_told_as_danger(
    chat: Chat, portal: Portal, kind: str, said: str
) -> None:
    """Though no danger is read in the words alone; the portal decides whom it pages."""
    fire(chat, "桂花苑3栋出事了快来", kind)
    told = chat.says(said, "greet", rule="greet")
    assert names(told)[0] == f"utter_danger_{kind}"
    assert names(told)[-1] == "utter_danger_added"
    assert [danger for _, danger in portal.raised_again] == [kind]
    assert portal.details[-1] == ("details", said)


def test_whoever_is_beaten_hears_what_to_do_while_he_is_there(chat: Chat, portal: Portal) -> None:
    """To leave, which was said first, may not be safe now; people are paged all the same."""
    fire(chat, "桂花苑3栋出事了快来", "home_violence")
    told = chat.says("他回来了", "greet", rule="greet")
    assert names(told) == ["utter_situation_answer", "utter_danger_added"]
    assert "静音" in told.says[0].params["answer"]
    assert "12110" in told.says[0].params["answer"]
    assert [danger for _, danger in portal.raised_again] == ["home_violence"]


@pytest.mark.parametrize("kind", ["fire", "violence"])
@pytest.mark.parametrize(
    "said",
    ["120又打电话来了", "物业又打电话来了", "又打给我", "保安又来人了", "我又打了一次120", "我又困了", "又跳闸了", "又倒车进来了"],
)  # fmt: skip
def test_a_trifle_that_happens_again_is_no_danger_come_back(chat: Chat, portal: Portal, said: str, kind: str) -> None:
    """It pages nobody."""
    fire(chat, "桂花苑3栋出事了快来", kind)
    chat.says(said, "greet", rule="greet")
    assert portal.raised_again == []


@pytest.mark.parametrize("is_over", [True, False])
@pytest.mark.parametrize("said", ["他们来了", "我爸来了", "他们上来了", "又来人了"])
def test_who_comes_after_blows_may_be_a_helper_and_is_asked_about(
    chat: Chat, portal: Portal, said: str, *, is_over: bool
) -> None:
    """The police may be meant."""
    fire(chat, "桂花苑3栋有人打我", "violence")
    if is_over:
        chat.was_told_its_end()
    assert names(chat.says(said, "greet", rule="greet"))[-1] == "utter_ask_danger"
    assert portal.raised_again == []


@pytest.mark.parametrize("said", ["他带人来了", "他们来了，救命", "他拿刀来了", "我爸又来了", "他们砸门了"])
def test_who_comes_to_strike_is_danger(chat: Chat, portal: Portal, said: str) -> None:
    """By a word of blows, of fear, or of coming again."""
    fire(chat, "桂花苑3栋有人打我", "violence")
    chat.says(said, "greet", rule="greet")
    assert [danger for _, danger in portal.raised_again] == ["violence"]


@pytest.mark.parametrize(
    "said", ["警察又来了", "物业的人来了", "我回来了", "他走了", "快递又来了", "他们没走", "医生来了"]
)
def test_who_comes_to_help_is_no_danger_come_back(chat: Chat, portal: Portal, said: str) -> None:
    """Nor does whoever leaves."""
    fire(chat, "桂花苑3栋有人打我", "violence")
    chat.says(said)
    assert portal.raised_again == []


@pytest.mark.parametrize(("state", "told"), [("closed", "utter_danger_raised"), ("dispatched", "utter_danger_added")])
def test_what_was_dealt_with_and_is_there_again_is_said_to_be_raised(
    chat: Chat, portal: Portal, state: str, told: str
) -> None:
    """Where the portal opened the closed case again for it; else only that it was added."""
    fire(chat, "桂花苑3栋围墙要倒了", "other")
    portal.cases[0] |= {"state": state, "opens_again": True}
    assert told in names(chat.says("过了一天又翘了", "add", rule="addition"))


def test_violence_at_home_opened_again_by_words_alone_is_said_quietly(chat: Chat, portal: Portal) -> None:
    """No card, and no promise of messages: whoever struck may hold the telephone."""
    fire(chat, "桂花苑3栋我老公打我", "home_violence")
    portal.cases[0] |= {"state": "closed", "opens_again": True}
    told = chat.says("过了一天又翘了", "add", rule="addition")
    raised = next(say for say in told.says if say.response.startswith("utter_danger_raised"))
    assert raised.response == "utter_danger_raised_quietly"
    assert raised.link is None


def test_a_wish_to_die_opened_again_by_words_alone_is_heard_and_a_clerk_is_called(chat: Chat, portal: Portal) -> None:
    """The bot says that it stays, as of any other words."""
    raise_as(chat, "self_harm")
    portal.cases[0] |= {"state": "closed", "opens_again": True}
    before = len(portal.handovers)
    told = names(chat.says("过了一天又翘了", "add", rule="addition"))
    assert "utter_danger_raised" in told
    assert any(one.response in told for one in STAYS)
    assert [one["reason"] for one in portal.handovers[before:]] == ["self_harm"]


@pytest.mark.parametrize(("quiet", "told"), [(True, "utter_danger_raised_quietly"), (False, "utter_danger_raised")])
def test_a_case_opened_again_after_its_hour_is_told_as_quietly_as_it_is_kept(
    chat: Chat, portal: Portal, quiet: bool, told: str
) -> None:
    """As the portal says once the words are added."""
    portal.has_case(
        state="resolved", opens_again=True, quiet_then=quiet, title="桂花苑3栋围墙要倒了", reported_at=JUST_NOW
    )
    assert names(chat.says("围墙又翘了", "add", rule="addition"))[0] == told
