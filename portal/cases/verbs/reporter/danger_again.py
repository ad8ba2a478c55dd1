"""What the reporter of an emergency tells of danger after the report: while it is dealt with, or after an all-clear."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from portal.cases.models import Alarm, Case, CaseEvent, Urgency
from portal.cases.reading.of_reporters import back_again, blows, danger_news
from portal.cases.records import alarms, presentation, queries
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source
from portal.cases.rules import lifecycle
from portal.cases.rules.lifecycle import Actor, State, Verb
from portal.cases.verbs.reporter import reporter_actions
from portal.residents import service as residents
from portal.storage.parts import Parts

MOST_ANEW = 3  # how often, within ANEW_WITHIN, words that tell nothing new make people be paged anew
ANEW_WITHIN = timedelta(hours=1)
_NAMELESS = ("other", "help")


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
    written: CaseEvent | None = None,
    source: Source | None = None,
) -> CaseEvent | None:
    """The reporter tells of danger (`danger`: its code) in a case that is or was an emergency. `changes`: as in `add_detail`.

    `written`: the event with which the words were put on the case before the bot had read them (`unread`): they are not written
    again, and page people unless they did then. None: there is nothing to record.

    People are paged anew once it was called off or is no open emergency (`_raise_again`), for another danger, and, if somebody has
    acknowledged the alarm, for anything else that is new (`_news`), but for words that tell nothing new no more than `_may_page` allows. Words that page, or tell what is
    new, are taken beyond DETAILS_A_DAY, too. Any others are added as ever: whoever has the alarm, or was paged last, is told; if nobody
    has it, the next on call is paged in time. Raises Conflict (withdrawn, or closed more than REOPEN_DAYS ago), TooMany, Invalid.
    """
    in_place = written is not None
    add = partial(reporter_actions.add_detail, s, parts, case, who, text=text, photos=photos, changes=changes)
    add = partial(add, on_the_case=in_place, source=source)
    alarm = alarms.lock_alarm_of(s, case)
    before = _said_before(case, written)
    is_new = (is_another := _is_another(case, danger)) or danger_news.tells_new_sign(text, before)
    is_off = alarm is None or _is_called_off(case, alarm)
    news = (danger_news.news_in(text, ()) or danger_news.AGAIN) if is_off else _news(case, danger, text, before)
    is_paged = bool(news) and (is_new or _may_page(case, news, parts.clock.now()))
    is_taken = alarm is None or alarm.acked_at is not None
    if is_off and (is_paged or alarm is None or _has_stopped(case, alarm)):
        reopen = partial(reporter_actions.reopen, s, parts, case, who, text="" if in_place else text)
        reopen = partial(reopen, photos=photos, source=source)
        return _raise_again(case, danger, news if is_paged or is_taken else "", add=add, reopen=reopen)
    again = is_paged and (is_taken or is_another) and not (written is not None and alarms.PAGED_ANEW in written.data)
    facts = _new_facts(case, danger, news if again else "")
    return add(again=again, is_new=is_new, new_danger=facts) if not in_place or facts or changes or photos else None


def keep_quiet(s: Session, case: Case) -> None:
    """Send the reporter nothing unasked until they allow it (`no_push`): whoever strikes them at home may hold the phone."""
    residents.keep_quiet(queries.contact_point(s, case.contact_point_id))


def danger_of_news(s: Session, case: Case, text: str, *, is_unread: bool = False) -> str:
    """The danger of an open emergency if words in which nobody read one say that it is back, worse or otherwise new; "" if they do not.

    火烧到三楼了, 救命 出不去了; not an "again" without a danger (女儿回来了, 又麻烦你们了). Not after an all-clear: then only words
    in which danger is read count, or, while the case is open, any that tell of it if the bot could not read them (`is_unread`).
    Once it was dealt with also of an emergency that it is there again (又翘起来了).
    """
    if was_dealt_with(case) and back_again.tells_it_is_back(text):
        return case.danger or "other"
    told = alarms.dangers_told(case)
    if not danger_news.tells_danger(text, told) or danger_news.is_relief(text, told):
        return ""
    alarm = alarms.alarm_of(s, case)
    is_off = alarm is not None and _is_called_off(case, alarm)
    if alarm is None or (is_off and not (is_unread and case.state in lifecycle.UNRESOLVED)):
        return ""
    return (case.danger or "other") if is_off or danger_news.news_in(text, _said_before(case, None)) else ""


def another_surely_told(parts: Parts, case: Case, text: str) -> str:
    """Another danger than was told in this open emergency, if the words surely tell of it (3栋煤气漏了); "" if they do not."""
    if not alarms.is_open_emergency(case) or danger_news.is_relief(text, alarms.dangers_told(case)):
        return ""
    found = parts.danger_told(text)
    return found.danger if found is not None and found.sure and _is_another(case, found.danger) else ""


def was_dealt_with(case: Case) -> bool:
    """Whether this was an emergency until it was resolved, or its reporter said that it is over; not one that staff found to be none."""
    if case.state not in (State.RESOLVED, State.CLOSED):
        return False
    return case.urgency == Urgency.EMERGENCY or any(event.verb == Verb.ALL_CLEAR for event in case.events)


def _new_facts(case: Case, danger: str, news: str) -> dict[str, str]:
    """What the event holds of another danger than the case's, and of the `news` for which people are paged anew."""
    facts = {alarms.DANGER_TOLD: danger} if _is_another(case, danger) else {}
    return facts | ({alarms.PAGED_ANEW: news} if news else {})


def _is_called_off(case: Case, alarm: Alarm) -> bool:
    """Whether the alarm was called off, believed or not, or the case is no open emergency any more."""
    return _has_stopped(case, alarm) or alarms.was_denied_since_opened(case, alarm)


def _has_stopped(case: Case, alarm: Alarm) -> bool:
    """Whether an all-clear ended the alarm, or the case is no open emergency any more, so that nobody else would be paged."""
    return not alarms.is_open_emergency(case) or alarm.ended_at is not None


def _raise_again(
    case: Case, danger: str, news: str, *, add: Callable[..., CaseEvent], reopen: Callable[..., CaseEvent]
) -> CaseEvent:
    """Make a case that was called off, or is no open emergency any more, an emergency of this danger again, and page people anew.

    `news`: the sign for which those told before are paged; "": they are not, and the paging of the others goes on. The case is
    reopened, without `changes`, if it was resolved, closed or rejected. The event holds the danger before, too, since a denial
    of either may be forced (`alarms.may_deny`). `add`, `reopen`: the verbs, with the words.
    """
    facts = {"danger": danger, alarms.DANGER_BEFORE: case.danger} if danger != case.danger else {}
    facts |= {alarms.PAGED_ANEW: news} if news else {}
    case.danger = danger
    if case.state not in lifecycle.UNRESOLVED:
        return reopen(danger=True, new_danger=facts)
    return add(again=True, new_danger=facts)


def _news(case: Case, danger: str, text: str, before: Sequence[str]) -> str:
    """The sign, or the danger, that these words tell is back, worse or new; "" if they tell of none."""
    news = danger_news.news_in(text, before)
    return news or (danger if _is_another(case, danger) else "")


def _may_page(case: Case, news: str, now: datetime) -> bool:
    """Whether words that tell nothing new may page those told before: MOST_ANEW times within ANEW_WITHIN, so that one sender cannot do so by each message.

    Words without a sign of their own count apart, so that trifles use up nothing of what a sign may do.
    """
    signless = (danger_news.AGAIN, danger_news.WORSE)
    told = [event.data[alarms.PAGED_ANEW] for event in case.events if _paged_since(event, now - ANEW_WITHIN)]
    return sum((one in signless) == (news in signless) for one in told) < MOST_ANEW


def _paged_since(event: CaseEvent, since: datetime) -> bool:
    """Whether people were paged anew by this event, after that time."""
    return alarms.PAGED_ANEW in event.data and event.at > since


def _said_before(case: Case, written: CaseEvent | None) -> list[str]:
    """What the reporter said of the case before the event `written`; all, without one."""
    events = [event for event in case.events if written is None or event.id < written.id]
    later = (presentation.public_words(event) for event in events if event.actor == Actor.RESIDENT)
    return [case.words.text, *later]


def _is_another(case: Case, danger: str) -> bool:
    """Whether this danger is another one than was told in this case; one that has no name never is, nor one kind of blows after the other."""
    told = alarms.dangers_told(case)
    return danger not in _NAMELESS and danger not in told and not (danger in blows.DANGERS and told & blows.DANGERS)
