"""One case withdrawn beside another that goes on, a withdrawn one wanted after all, and a report put aside that comes back."""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation.turn import Talk
from actions.interpreting import open_questions, withdrawals
from actions.interpreting import short_answers as short
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

LAMP: dict[str, Any] = {"title": "幸福家园1栋楼道灯坏了", "place": "幸福家园1栋楼道", "reported_at": JUST_NOW}
BIN: dict[str, Any] = {"title": "另外再报一个，幸福家园11栋门口…", "place": "幸福家园11栋门口", "reported_at": JUST_NOW}


@pytest.mark.parametrize("newest_first", [(BIN, LAMP), (LAMP, BIN)])
def test_the_one_is_asked_about_and_the_other_kept(
    resident: Resident, portal: Portal, newest_first: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    for case in reversed(newest_first):
        portal.has_case(**case)
    assert "要撤回“另外再报一个" in texts(resident.says("垃圾桶盖子那个撤了，我看见人家在换了，灯的还要修"))
    resident.says("是")
    states = {case["title"]: case["state"] for case in portal.cases}
    assert states[BIN["title"]] == "withdrawn"
    assert states[LAMP["title"]] == "dispatched"


def test_what_no_case_has_is_not_withdrawn(resident: Resident, portal: Portal) -> None:
    """The only case is about the lamp, which is to be mended."""
    portal.has_case(**LAMP)
    assert "要撤回" not in texts(resident.says("井盖那个撤了，灯的还要修"))


@pytest.mark.parametrize(
    "text", ["还是给我办吧", "……不行他不认账，还是给我办吧", "想了想，还是麻烦你们给我修一下", "还是请社区帮我解决吧"]
)
def test_a_withdrawn_one_is_wanted_after_all(text: str) -> None:
    assert withdrawals.wants_it_back(text)


@pytest.mark.parametrize("text", ["不用给我办了", "还是撤了吧", "另外门禁也坏了，给我办一下"])
def test_it_is_not_wanted(text: str) -> None:
    assert not withdrawals.wants_it_back(text)


PUT_ASIDE = Talk(dropped={"form": {"text": "阳光花园12栋下水道返味"}, "until": ""})


@pytest.mark.parametrize(
    ("text", "said", "takes_up"),
    [
        ("问过了物业说不归他们管，那你登吧", {}, True),
        ("物业不理我，你们登记吧", {}, True),
        ("家里人同意了，还是报吧", {}, True),
        ("井盖也松了，你登吧", {}, False),
        ("桂花苑3栋那里，你登吧", {"place": ("桂花苑3栋",)}, False),
        ("另外我想说装修的事，你登吧", {}, False),
        ("问过了物业说归他们管，不登了", {}, False),
    ],
)
def test_a_reason_before_the_decision(text: str, said: dict[str, Any], takes_up: bool) -> None:
    turn = a_turn(text, "out_of_scope", 0.3, sent_at=JUST_NOW, **said)
    assert open_questions.takes_up_dropped(PUT_ASIDE, turn) is takes_up


@pytest.mark.parametrize("text", ["那你登吧", "你们登记吧", "那就你们报一下", "好，那您登"])
def test_words_that_go_ahead(text: str) -> None:
    assert short.goes_ahead(text)


@pytest.mark.parametrize("text", ["你们登的不对", "你别登", "你登错了", "你们报社", "你先别报"])
def test_words_that_do_not(text: str) -> None:
    assert not short.goes_ahead(text)
