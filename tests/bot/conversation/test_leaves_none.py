"""A no after the report adds nothing, and what is given up is named rightly."""

from __future__ import annotations

import pytest

from actions.case_draft import empty_draft
from actions.intake.flow import continue_report
from actions.intake.form import Form
from tests.bot.conversation.danger_chat import Chat
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal


@pytest.mark.parametrize("said", ["不留", "不留了", "不用留", "先不留", "就不留了"])
def test_no_number_where_none_is_kept_adds_nothing(chat: Chat, portal: Portal, said: str) -> None:
    portal.has_case(reported_at=JUST_NOW)
    chat.says(said, "deny", rule="deny", score=0.9)
    assert portal.details == []


@pytest.mark.parametrize("said", ["算了", "算了不写了", "不了不了，算了"])
def test_after_an_answer_no_report_is_called_dropped(said: str) -> None:
    """It would be taken for the case before."""
    form = Form(text="能不能不写名字", draft=empty_draft(), stage="answered")
    step = continue_report(form, a_turn(said, "stop", 0.9))
    assert [say.response for say in step.says] == ["utter_nothing_asked"]
