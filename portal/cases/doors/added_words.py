"""What the reporter's page says once words were added to the case: only what was done with them."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.reading import lexicon
from portal.cases.reading.of_reporters import quiet_wish, struck_name
from portal.cases.records import handler_view, presentation
from portal.cases.rules.truth import NAME_STRUCK


def said_of_them(s: Session, case: Case) -> str:
    """What became of the wishes in the form's words, and who reads what was added."""
    return _quiet_from_now(s, case) + _name_struck(case) + _who_reads(s, case)


def _quiet_from_now(s: Session, case: Case) -> str:
    """That nothing comes to the reporter's telephone, if the words wish so and it is heeded; else ""."""
    if not (quiet_wish.wants_quiet(request.form.get("text", "")) and handler_view.must_leave_reporter_alone(s, case)):
        return ""
    if handler_view.is_quiet_emergency(s, case):  # which 恢复 does not undo
        return str(_("记下了：不会主动给您发消息，工单上写着别打电话。进度请来这一页看；看完可以在聊天里清空记录。"))
    return str(_("记下了：不会主动给您发消息，工单上写着别打电话。进度请来这一页看；又可以发了，在聊天里回“恢复”。"))


def _name_struck(case: Case) -> str:
    """Whether the name was struck that the words ask to strike; "" if they ask for nothing of the kind."""
    if not struck_name.wishes_name_struck(lexicon.simplified(request.form.get("text", ""))):
        return ""
    if case.events[-1].data.get(NAME_STRUCK):
        return str(_("您的名字在这件事里改成了 * 号。以前看过的，收不回来；聊天记录里您发的原话还在。"))
    return str(_("这件事里没有找到您自己说的名字，没有改。"))


def _who_reads(s: Session, case: Case) -> str:
    if readers := presentation.who_reads(s, case, _):
        return readers
    if handler_view.stays_at_the_desk(s, case):
        return str(_("补上了，受理台看得到，办事的单位看不到。"))
    if handler_view.number_stays_at_the_desk(s, case):
        return str(_("补上了。里面的号码受理台看得到，办事的单位看不到。"))
    return str(_("补上了，受理台看得到，派给谁办谁也看得到。"))
