"""What the reporter of an emergency tells of danger after the report: while it is dealt with, or after an all-clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.cases.models import Alarm, Case, CaseEvent, Urgency
from portal.cases.reading.of_reporters import danger_news
from portal.cases.records import alarms, presentation
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source
from portal.cases.rules import lifecycle
from portal.cases.rules.lifecycle import Actor
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts

# how often, within ANEW_WITHIN, words make people be paged anew for an alarm that somebody has acknowledged
MOST_ANEW = 3
ANEW_WITHIN = timedelta(hours=1)
_BLOWS = frozenset(("violence", "home_violence"))  # to those on call no other danger than each other


def tell_of_danger(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    danger: str,
    text: str,
    photos: Sequence[str] = (),
    changes: Mapping[str, str] | None = None,
    source: Source | None = None,
) -> CaseEvent:
    """The reporter tells of danger (`danger`: its code) in a case that is or was an emergency. `changes`: as in `add_detail`.

    People are paged anew after an all-clear (`_raise_again`), and, if somebody has acknowledged the alarm, for what is new
    (`_news`); words that page do not count for DETAILS_A_DAY. Any others are added as ever: whoever has the alarm, or was paged
    last, is told. Raises Conflict for a withdrawn case, TooMany beyond DETAILS_A_DAY, Invalid.
    """
    alarm = alarms.lock_alarm_of(s, case)
    if alarm is None or _is_called_off(case, alarm):
        return _raise_again(
            s, parts, case, who, danger=danger, text=text, photos=photos, changes=changes, source=source
        )
    news = _news(case, alarm, danger, text, parts.clock.now())
    facts = {alarms.DANGER_TOLD: danger} if _is_another(case, danger) else {}
    facts |= {alarms.PAGED_ANEW: news} if news else {}
    return reporter_actions.add_detail(
        s,
        parts,
        case,
        who,
        text=text,
        photos=photos,
        changes=changes,
        again=bool(news),
        new_danger=facts,
        source=source,
    )


def _is_called_off(case: Case, alarm: Alarm) -> bool:
    """Whether the alarm was called off, or the case is no open emergency any more."""
    is_open = case.state in lifecycle.UNRESOLVED and case.urgency == Urgency.EMERGENCY
    return not is_open or alarm.ended_at is not None or alarms.was_denied_since_opened(case, alarm)


def _raise_again(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    danger: str,
    text: str,
    photos: Sequence[str],
    changes: Mapping[str, str] | None,
    source: Source | None,
) -> CaseEvent:
    """Make the case an emergency of this danger again, after an all-clear, and page people anew.

    It is reopened, without `changes`, if it was resolved, closed or rejected. The event holds the danger before, too, since a
    denial of either may be forced (`alarms.may_deny`).
    """
    facts = {"danger": danger, alarms.DANGER_BEFORE: case.danger} if danger != case.danger else {}
    facts |= {alarms.PAGED_ANEW: danger_news.news_in(text, ()) or danger_news.AGAIN}
    case.danger = danger
    if case.state not in lifecycle.UNRESOLVED:
        return reporter_actions.reopen(
            s, parts, case, who, text=text, photos=photos, source=source, danger=True, new_danger=facts
        )
    return reporter_actions.add_detail(
        s, parts, case, who, text=text, photos=photos, changes=changes, again=True, new_danger=facts, source=source
    )


def _news(case: Case, alarm: Alarm, danger: str, text: str, now: datetime) -> str:
    """The sign, or the danger, for which people are paged anew although somebody has the alarm; "" if they are not.

    MOST_ANEW times within ANEW_WITHIN, so that one sender cannot page for each message.
    """
    if alarm.acked_at is None:
        return ""
    paged = [event for event in case.events if alarms.PAGED_ANEW in event.data and event.at > now - ANEW_WITHIN]
    if len(paged) >= MOST_ANEW:
        return ""
    news = danger_news.news_in(text, _said_before(case))
    return news or (danger if _is_another(case, danger) else "")


def _said_before(case: Case) -> list[str]:
    """What the reporter has said of the case."""
    later = (presentation.public_words(event) for event in case.events if event.actor == Actor.RESIDENT)
    return [case.words.text, *later]


def _is_another(case: Case, danger: str) -> bool:
    """Whether this danger is another one than was told in this case."""
    told = {case.danger, *(event.data.get(alarms.DANGER_TOLD) for event in case.events)}
    return danger != "other" and danger not in told and not (danger in _BLOWS and told & _BLOWS)
