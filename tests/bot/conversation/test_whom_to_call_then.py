"""Whom to call, said after the first answer: by SMS where a voice may be heard, only if it gets worse where the first answer said no more, and 12356 to whoever wants to die."""

from __future__ import annotations

import pytest

from actions.interpreting import scenes
from actions.interpreting.after_danger import News
from actions.topics.danger.advice import before_advice
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.test_domain_words import DANGERS, RESPONSES

SCRIPTS = sorted({*DANGERS, *(scene.script for scene in scenes.scenes())})
NEARBY = [
    "violence", "followed", "bullied", "break_in", "held_by_others", "home_violence", "home_violence_hiding", "home_violence_held",
    "home_violence_child", "home_violence_elder", "groped",
]  # fmt: skip
"""Scripts in which whoever is feared may hear a call."""
CALL_ALL_THE_SAME = {"oil", "own_rage", "shaft", "lost_child", "gas_threat_home", "other"}
"""Scripts whose first answer begins with other words than the order, and all the same wants a call from whoever asks what now."""


def words(script: str, news: News | None, *, called: bool = False) -> str:
    (one,) = before_advice(script, news, called=called)
    return str(RESPONSES[one.response][0]["text"]).format(**one.params)


@pytest.mark.parametrize("script", NEARBY)
@pytest.mark.parametrize("news", [None, "what_now", "not_there", "call_unanswered"])
def test_whoever_may_be_heard_is_told_of_the_sms(script: str, news: News | None) -> None:
    """A call would give away where they hide."""
    told = words(script, news)
    assert "12110" in told
    assert "110" in told.replace("12110", "")


@pytest.mark.parametrize("script", ["violence_seen", "home_violence_seen", "missing", "fire", "heart"])
def test_whoever_is_not_in_it_calls(script: str) -> None:
    """A passer-by, and whoever has an accident, speaks."""
    assert "12110" not in words(script, "not_there") + words(script, None)


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_condition_becomes_an_order(script: str) -> None:
    """伤得重马上打120 in the first answer is not 还没打120的话，先打 in the next."""
    begins = str(RESPONSES[f"utter_danger_{script}"][0]["text"]).splitlines()[0]
    conditional = script not in CALL_ALL_THE_SAME and ("有人触电打" in begins or not begins.startswith(("请", "先")))
    assert scenes.is_called_only_if(script) == conditional
    if conditional:
        assert words(script, None).startswith("更糟了")
        assert words(script, "not_there").startswith("更糟了")
        assert words(script, "not_there", called=True).startswith("再打一次")


def test_after_a_burn_that_is_light_nobody_is_sent_for_an_ambulance(chat: Chat) -> None:
    raise_as(chat, "burn")
    assert names(chat.says("然后呢", "remind", rule="remind"))[:2] == ["utter_call_if_worse", "utter_till_help_burn"]


@pytest.mark.parametrize("script", ["self_harm", "self_harm_edge", "postnatal"])
def test_whoever_wants_to_die_and_reaches_nobody_has_another_number(script: str) -> None:
    assert "12356" in words(script, "call_unanswered")


def test_the_power_company_does_not_answer() -> None:
    """Nobody at 110 can put through to it, and whoever cannot breathe does not wait."""
    told = words("oxygen_soon", "call_unanswered")
    assert "95598" in told
    assert "120" in told
    assert "110" not in told


def test_nobody_is_promised_who_listens_at_once() -> None:
    """Whoever is on call reads it when they open the case."""
    said = [variant["text"] for variants in RESPONSES.values() for variant in variants]
    assert not [one for one in said if "们在听" in one or "我在听" in one or "我看着" in one]


@pytest.mark.parametrize("script", ["unconscious", "drowned", "choking"])
@pytest.mark.parametrize("what", ["danger", "till_help"])
def test_a_baby_is_pressed_otherwise(script: str, what: str) -> None:
    assert "一岁以内" in RESPONSES[f"utter_{what}_{script}"][0]["text"]


@pytest.mark.parametrize(
    "text",
    [
        "叔叔摸我下面", "老师摸我屁股", "公交上有个男的猥亵我", "地铁上有人摸我大腿", "有人在电梯里摸我胸", "老板非礼我", "舅舅老是摸我下面", "他蹭我屁股", "刚才被人猥亵了", "司机捏我大腿",
    ],
)  # fmt: skip
@pytest.mark.parametrize("score", [0.3, 0.9])
def test_whoever_was_touched_themselves_hears_no_words_for_parents(text: str, score: float) -> None:
    """Whether the words or the head found it."""
    assert scenes.script_of("violence", text, {"code": "child_touched", "score": score}) == "groped"


@pytest.mark.parametrize(
    "text",
    [
        "邻居的小孩摸我女儿下面", "女儿说有人摸她私处", "孩子说老师摸她下面", "教练猥亵学生", "儿子说叔叔脱他裤子", "有个男的亲我孙女", "我妹妹七岁被邻居摸了下面", "我孩子被人猥亵了", "保安摸我女儿屁股", "老师摸小孩下面",
    ],
)  # fmt: skip
def test_parents_do(text: str) -> None:
    assert scenes.script_of("violence", text, {"code": "child_touched", "score": 0.9}) == "child_touched"


@pytest.mark.parametrize("text", ["我昨晚被人强奸了", "他强奸我"])
def test_a_rape_keeps_its_own_advice(text: str) -> None:
    assert scenes.script_of("violence", text, {"code": "child_touched", "score": 0.9}) == "assault"


@pytest.mark.parametrize(
    "text",
    [
        "我爸妈吵架摔东西，我好怕", "爸爸妈妈在吵架我好害怕", "爸妈在家打起来了我八岁", "妈妈和爸爸又打架了，我怕", "爸爸和妈妈砸东西我不敢出来",
    ],
)  # fmt: skip
def test_a_child_who_fears_its_parents_is_not_to_call_them(text: str) -> None:
    """It gets away from the blows, or behind a door."""
    assert scenes.script_of("other", text, {"code": "child_alone", "score": 0.9}) == "home_violence_child"


@pytest.mark.parametrize(
    "text",
    [
        "我一个人在家害怕",
        "爸妈不在家我好怕",
        "我七岁，一个人在家",
        "妈妈没回来，我打她电话不接",
        "爸爸妈妈出去了有人敲门",
    ],
)
def test_a_child_alone_calls_them(text: str) -> None:
    assert scenes.script_of("other", text, {"code": "child_alone", "score": 0.9}) == "child_alone"
