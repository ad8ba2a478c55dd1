"""Says to whoever asks, in an emergency, who comes or when, whether anybody on duty has taken it yet: what the portal knows, beside the bot's answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, Urgency
from portal.cases.records import alarms, event_wording, handler_view, presentation, queries
from portal.cases.rules.lifecycle import State
from portal.channels.bot_client import Outgoing
from portal.channels.models import InboxMessage
from portal.wording.scripts import in_simplified

TEMPLATE = "alarm_taken_or_not"
_LONGEST = 40  # characters of a message that asks
_LATELY = timedelta(days=1)
_ASKS_WHO_COMES = re.compile(
    "(?:有没有|有|没|没有)人(?:来|过来|管|接|看到|去|出发)(?!看?[了过][。！!]*$)|谁(?:会|能|要|在)?(?:来|过来|接)(?![收交当开])|派(?:谁|人|了人)|(?<![水电气网暖车])(?:几点|什么时候|多久|多长时间|几分钟|啥时候)[^，。]{0,4}(?:来|到)|还要(?:等)?(?:多久|多长时间)|怎么(?:还|都)?(?:不|没(?:有)?人?)来|(?:来|到|出发|派)了?(?:吗|没有?)[？?。！!]*$|到(?:哪|那)(?:里|儿)?了|在(?:路上|来)了?(?:吗|没)|来不来|来人了"
)
_OF_CALLED_HELP = re.compile("救护车|消防|警察|警车|110|119|120|民警|医生|电力|燃气公司")


def asks_who_comes(text: str) -> bool:
    """Whether a short message asks who comes, when, or whether anybody does; not of those at 110, 119 or 120."""
    said = in_simplified(text)
    return len(said) <= _LONGEST and _ASKS_WHO_COMES.search(said) is not None and _OF_CALLED_HELP.search(said) is None


def with_state(s: Session, row: InboxMessage, said: Sequence[Outgoing]) -> list[Outgoing]:
    """The answer to the row, with how it stands behind it, before a question at its end; unchanged if nothing is asked, there is no such emergency, or it says so already.

    Nothing of an emergency that whoever holds the telephone must not learn of.
    """
    case = _emergency_before(s, row) if said and asks_who_comes(row.text) else None
    if case is None or handler_view.is_quiet_emergency(s, case) or queries.is_held(s, case):
        return list(said)
    state = presentation.state_in_words(s, case, row.received_at)
    if any(state in one.text for one in said):
        return list(said)
    alarm = alarms.alarm_of(s, case)
    waits = alarm is None or alarm.acked_at is None
    told = "。".join([state, *([event_wording.sentence("reporter.do_not_wait")] if waits else [])]) + "。"
    last = len(said) - 1 if said[-1].asks else len(said)
    return [*said[:last], Outgoing(text=told, response=TEMPLATE), *said[last:]]


def _emergency_before(s: Session, row: InboxMessage) -> Case | None:
    """The newest emergency that the row's sender told within a day before it and that no handler has yet."""
    found = sa.select(Case).where(
        Case.contact_point_id == row.contact_point_id,
        Case.urgency == Urgency.EMERGENCY,
        Case.state.in_((State.REPORTED, State.ACCEPTED)),
        Case.created_at > row.received_at - _LATELY,
        Case.created_at < row.received_at,
    )
    return s.scalars(found.order_by(Case.id.desc()).limit(1)).first()
