"""What a case's page does with words of danger in any of its boxes: the number to call at once, the alarm if they are sure."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.doors import photos
from portal.cases.doors.case_access import enter, grant_change
from portal.cases.doors.proof import proof_page
from portal.cases.models import Case
from portal.cases.records import alarms, handler_view
from portal.cases.records.actors import Who
from portal.cases.records.event_wording import sentence
from portal.cases.verbs.intake import resident_words
from portal.cases.verbs.reporter import danger_again, danger_on_page, reporter_actions
from portal.cases.verbs.reporter.danger_on_page import Raised
from portal.http.current import parts
from portal.kernel.errors import Conflict, Forbidden, Invalid, TooLarge, TooMany
from portal.kernel.ports import ToldDanger
from portal.storage.parts import Parts
from portal.wording import templates

_OF_A_CHAT = re.compile("您的话收到了[^\\n]*")  # the end of an alarm's text in the chat, where a bot goes on reading


def tells_surely() -> bool:
    """Whether the form's words surely tell of danger."""
    told = _told()
    return told is not None and told.sure


def other_words() -> str:
    """The form's words, for what else the form does; "" if they tell of danger: they are the emergency's, and nobody else's."""
    return "" if tells_surely() else request.form.get("text", "")


def withdraw(s: Session, p: Parts, case: Case, who: Who) -> str | None:
    """撤回, of an open emergency after the answer whether anybody is in danger: with a yes people are paged on, and it stays.

    A quiet emergency only a person can call off, since another may hold the phone. Raises Conflict.
    """
    if handler_view.is_quiet_emergency(s, case):
        raise Conflict(sentence("refused.withdraw_quiet"))
    if not alarms.is_open_emergency(case):
        reporter_actions.withdraw(s, p, case, who, text=other_words())
        return None
    said = request.form.get("danger", "")
    if said not in ("yes", "no"):
        raise Conflict(sentence("refused.withdraw_danger"))
    if said == "yes":
        words = sentence("reporter.still_in_danger")
        danger_again.tell_of_danger(s, p, case, who, danger=case.danger or "other", text=words)
        return str(_("没有撤。您说还有人有危险，记在这件事里了。"))
    reporter_actions.withdraw(s, p, case, who, text=sentence("reporter.nobody_in_danger"))
    return str(_("撤回了。报过险情的，值班的人还可能打电话来问一声。以后有事，再说一声就行。"))


def answer(case_no: str) -> Any | None:
    """Show the number to call and what to do, if the form's words may tell of danger, or its answer does; said first, whatever becomes of them.

    Words that surely tell of it raise the alarm: returns the way to its page. Else None.
    """
    if request.form.get("danger") == "yes":
        flash(_("请马上打电话：有人受伤、生病打120，着火、有人被困打119，别的打110。"), "danger")
    told = _told()
    if told is None:
        return None
    flash(_OF_A_CHAT.sub("", _said(told.advice)).strip(), "danger")
    if told.sure:
        return _raise_alarm(case_no, told)
    flash(_("写在这里，要等工作人员看到。现在有人有危险，先打电话，再到聊天里说一遍。"), "warning")
    return None


def _raise_alarm(case_no: str, told: ToldDanger) -> Any:
    """Take the form's words, which surely tell of danger, in as an emergency's (`danger_on_page.take_in`), and go to its page.

    The browser may open that page. Photos that are refused keep nothing else back.
    """
    try:
        with parts().db.read() as s:
            enter(s, case_no, to_change=True)
            said = told.bare if parts().names_a_choice(s, request.form["text"]) else request.form["text"]
        kept = _photos_kept()
        with resident_words.transaction_for_words(parts(), said) as s:
            case = enter(s, case_no, to_change=True).case
            raised = danger_on_page.take_in(s, parts(), case, told.danger, text=said, photos=kept)
            grant_change(s, raised.case)
            address, done = url_for("cases.page", case_no=raised.case.case_no), _what_was_done(raised)
    except Forbidden as problem:
        return proof_page(case_no, problem.title), problem.status
    except (Conflict, Invalid, TooMany) as problem:
        flash(problem.title, "error")
        return redirect(url_for("cases.page", case_no=case_no), 303)
    flash(done, "success")
    return redirect(address, 303)


def _told() -> ToldDanger | None:
    return parts().danger_told(request.form.get("text", ""))


def _photos_kept() -> list[str]:
    try:
        return photos.store_photos(parts().media, request.files.getlist("photos"))
    except (Invalid, TooLarge, TooMany) as problem:
        flash(problem.title, "error")
        return []


def _what_was_done(raised: Raised) -> str:
    """That the emergency was raised, and where people look for it; or that the words stand on the one that was."""
    number = raised.case.case_no
    if not raised.is_new:
        return _said("utter_danger_added", case_no=number)
    if raised.is_quiet:
        done = str(_("已按紧急情况报给值班的人，编号%(case_no)s。为了您的安全，不会主动发消息给您，在聊天里问也不说办到哪一步。", case_no=number))  # fmt: skip
    else:
        done = _said("utter_danger_raised", case_no=number)
    if raised.has_borrowed_place:
        return done + str(_("地点先照您那件事的（见下面“在哪里”）；不是那里，马上在下面写一句在哪里。"))
    return done if raised.case.words.place else done + _said("utter_ask_danger_place")


def _said(template: str, **params: str) -> str:
    """One of the texts of the chat, without its signature."""
    return templates.render(parts().settings.community, template, {"sign": "", **params}).removeprefix("【】")
