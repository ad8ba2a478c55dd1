"""What a page says of a reporter whom nothing reaches, or who left no way to reach them."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from portal.cases.models import Case
from portal.cases.rules.lifecycle import OPEN
from portal.cases.verbs.intake.taking_down import TakenFrom
from portal.residents.models import ContactPoint


def without_contact(case: Case) -> str:
    """What stands in place of the contact: whether an answer reaches the reporter where they reported it, as in a chat, or not."""
    if case.channel == TakenFrom.SIGHTING:
        return str(_("没有：网格员自己看见的"))
    if case.channel == TakenFrom.CALL:
        return str(_("没有留：是打电话说的，电话已经挂了，回不到他那里，等他再来问"))
    if case.channel in set(TakenFrom):
        return str(_("没有留：不是在聊天里说的，回不到他那里，等他再来问"))
    return str(_("没有留，只能在原来的渠道里回"))


def why_unreachable(case: Case, point: ContactPoint) -> str:
    """Why the reporter can no longer be reached; "" if they can.

    Retention waits at least a year, so a younger contact point was erased on request.
    """
    if point.erased_at is None:
        return ""
    if case.state in OPEN or point.erased_at - point.created_at < timedelta(days=365):
        return str(_("居民要求删除，联系不上了"))
    return str(_("居民要求删除，或者存满了年限，联系不上了"))
