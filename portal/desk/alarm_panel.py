"""The emergencies at the top of the desk's pages; and warnings, if SMS cannot reach those to be paged or told, or no bot answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Alarm, AlarmPage, Case, CaseEvent, Urgency
from portal.cases.reading import masking
from portal.cases.records import alarms, presentation, queries
from portal.cases.records.actors import Who
from portal.cases.rules.lifecycle import OPEN, Actor, State, Verb
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.reporter import unread
from portal.grids import service as grids
from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.http.current import parts
from portal.outbox import outcome
from portal.outbox.models import OutboxRow
from portal.pages.template_context import clock
from portal.residents.models import ContactPoint
from portal.wording import templates

PAGES_SHOWN = 6  # how many pages (SMS to whoever is paged) of an alarm, the newest
IN_VIEW = 4  # how many emergencies that nobody acknowledged are shown unfolded
# before the telephone was held: the words for which it was are on the case by then
HELD_JUST_BEFORE = timedelta(minutes=1)
ADDITIONS_SHOWN = 5  # how many later messages of the reporter, the newest


def panel(s: Session, who: Who) -> dict[str, Any]:
    """What `desk/_alarms.html` shows a clerk or supervisor, by template name. `in_view`: how many `alarms` are not folded."""
    return {
        "alarms": _shown_alarms(s, who),
        "in_view": IN_VIEW,
        "sms_warnings": _sms_warnings(s),
        "bot_warning": _bot_warning(s),
    }


def _shown_alarms(s: Session, who: Who) -> list[dict[str, Any]]:
    """The emergencies to show this actor (`alarms.alarms_to_show`), each as in `_alarm`: masked words, who was paged, who took it.

    First those that nobody acknowledged (`_in_order`), then the others.
    """
    shown = alarms.alarms_to_show(s, parts().clock.now(), who.body, who.id or 0)
    waiting = [one for one in shown if one[1] is None or one[1].acked_at is None]
    return [
        _alarm(s, case, alarm) for case, alarm in (*_in_order(waiting), *(one for one in shown if one not in waiting))
    ]


Waiting = tuple[Case, Alarm | None]  # an emergency that nobody acknowledged


def _in_order(waiting: Sequence[Waiting]) -> list[Waiting]:
    """The newest, then those that wait longest, as far as the page shows them unfolded (IN_VIEW), then the rest, the newest first.

    Those that were called off, or are over, come last: they would push aside whoever waits for help.
    """
    newest = sorted(waiting, key=_since, reverse=True)
    live = [one for one in newest if _is_live(one)]
    longest = live[max(1, len(live) - (IN_VIEW - 1)) :]
    rest = [one for one in newest if one not in live[:1] and one not in longest]
    return [
        *live[:1],
        *reversed(longest),
        *(one for one in rest if one in live),
        *(one for one in rest if one not in live),
    ]


def _since(one: Waiting) -> datetime:
    """Since when the emergency waits."""
    case, alarm = one
    return alarm.opened_at if alarm is not None else case.created_at


def _is_live(one: Waiting) -> bool:
    """Whether the emergency was not called off, and its case is open.

    Called off it is also while nobody could be told of that: its reporter's word is believed, and it is no emergency any more.
    """
    case, alarm = one
    called_off = case.urgency != Urgency.EMERGENCY and alarms.is_denied(case)
    return case.state in OPEN and (alarm is None or alarm.ended_at is None) and not called_off


def _waited(one: Waiting) -> str:
    """How long the emergency waits, in words; "" if it is not live any more."""
    if not _is_live(one):
        return ""
    minutes = int((parts().clock.now() - _since(one)).total_seconds() // 60)
    if minutes < 2 * 60:
        return str(_("%(n)s 分钟", n=max(0, minutes)))
    return str(_("%(n)s 小时", n=minutes // 60) if minutes < 48 * 60 else _("%(n)s 天", n=minutes // (24 * 60)))


def _alarm(s: Session, case: Case, alarm: Alarm | None) -> dict[str, Any]:
    """What the panel shows of one emergency, by template name."""
    pages = [page for page in alarm.pages if page.outbox_id is not None] if alarm is not None else []
    shown = not case.seal  # a sealed case is read on its page, where each look is recorded
    names = alarms.account_names(
        s, [page.account_id for page in pages] + ([alarm.acked_by] if alarm and alarm.acked_by else [])
    )
    return {
        "case": case,
        "alarm": alarm,
        "waited": _waited((case, alarm)),
        "state": State(case.state),
        "danger": "、".join(str(_(one)) for one in alarms.danger_labels(case)),
        "minor": bool(case.perhaps_minor) and shown,
        "text": _text(s, case) if shown else _("限看的事：打开才看得到"),
        "place": masking.masked(case.words.place) if shown else "",
        "additions": [_later_words(s, case, event) for event in case.events if shown and _adds_words(event)][
            -ADDITIONS_SHOWN:
        ],
        "paged": [
            {"name": names[page.account_id], "at": page.sent_at, "fate": _page_fate(s, page)}
            for page in pages[-PAGES_SHOWN:]
        ],
        "uncalled": paging.uncalled_worker(s, parts(), case) if shown else "",
        "taken_by": names.get(alarm.acked_by or 0, "") if alarm is not None else "",
    }


def _text(s: Session, case: Case) -> str:
    return masking.masked(case.words.text, discretion.reported_names(case), grids.published_numbers(s))


def _adds_words(event: CaseEvent) -> bool:
    """Whether the event holds words that the reporter added after the report."""
    return event.actor == Actor.RESIDENT and event.verb != Verb.REPORT and bool(presentation.public_words(event))


def _later_words(s: Session, case: Case, event: CaseEvent) -> dict[str, Any]:
    """What the panel shows of words that the reporter added, by template name."""
    names, published = discretion.reported_names(case), grids.published_numbers(s)
    return {
        "at": event.at,
        "label": str(_("可能是别人拿着这部手机说的：")) if _may_be_anothers(s, case, event) else _label(case, event),
        "text": masking.masked(presentation.public_words(event), names, published),
    }


def _may_be_anothers(s: Session, case: Case, event: CaseEvent) -> bool:
    """Whether the words came from the reporter's telephone when somebody else said that they hold it, or since."""
    point = s.get_one(ContactPoint, case.contact_point_id)
    since = point.held_at if queries.is_told_before(case, point) else None
    return since is not None and event.at >= since - HELD_JUST_BEFORE


def _label(case: Case, event: CaseEvent) -> str:
    """The label before the added words: that the reporter says more, that danger is back, or that there is none.

    That there is none proves nothing where they may be forced to say so, or hide a danger to themselves.
    """
    if alarms.PAGED_ANEW in event.data:
        return str(_("居民又报险情："))
    if event.verb != Verb.ALL_CLEAR:
        return str(_("居民又说："))
    if not alarms.may_deny(case):
        return str(_("报的人自己说没事了，不能当真，请核实："))
    return str(_("居民说是虚惊一场：") if event.data.get("false_alarm") else _("居民说没有危险了："))


def _sms_warnings(s: Session) -> list[str]:
    """Sentences about what keeps SMS from being sent, or leaves too few people to be paged; [] if nothing does."""
    warnings = templates.sms_troubles(parts().settings)
    stuck = outcome.delivery_trouble(s, parts().clock.now())
    if stuck is not None:
        warnings.append(
            _("短信公司不收（%(code)s），%(count)s条短信卡住了，请运维处理", code=stuck.code, count=stuck.count)
        )
    if not alarms.on_call(s, parts().clock.now()):
        warnings.append(_("受理台的账号都没有留手机：出了险情，没有人会收到短信"))
    only = alarms.only_pageable_account(s, parts().clock.now())
    if only is not None:
        warnings.append(
            _(
                "险情短信只叫得到%(name)s一个人：没接下就没有下一个，说到这位本人的险情也只能叫这位；请再给一个账号留手机",
                name=only.name,
            )
        )
    return warnings


def _bot_warning(s: Session) -> str:
    """A sentence on the bot that is being trained, or could not be, or has not read what made an emergency; "" if all is well, as far as is known here."""
    if (found := bot_state.no_bot(parts().settings.home)) is None:
        return _silence_warning(s)
    if found.state is BotState.TRAINING:
        return str(
            _(
                "还在训练（%(at)s 开始）：居民的话都收着，一好就按次序读。里面认得出的险情，已经登记、叫人；像险情又说不准的只给了电话，在“找人工”里，请盯着看；别的还没有人读过",
                at=clock(found.since),
            )
        )
    return str(
        _(
            "没有训练成（%(at)s）：居民的话都转给工作人员，在“找人工”里。里面认得出的险情，已经登记、叫人；像险情又说不准的也在那里，只给了电话，请盯着看；请运维看 logs/train.log",
            at=clock(found.since),
        )
    )


def _silence_warning(s: Session) -> str:
    """A sentence on a bot that did not answer when danger was told; "" once it, or a clerk, has taken up all that was told so."""
    count, since = unread.waiting_for_the_bot(s, parts().clock.now())
    if since is None:
        return ""
    return str(
        _(
            "没有回应：从 %(at)s 起有 %(count)s 件险情是照居民的明白话登记的，机器人还没读，在哪里、是什么事请看原话。别的话都收着，还没读；请运维看 /readyz 和 logs/rasa.log",
            at=clock(since),
            count=count,
        )
    )


def _page_fate(s: Session, page: AlarmPage) -> str:
    """What became of the page's SMS: a `Fate`, "" if it has none."""
    row = s.get(OutboxRow, page.outbox_id) if page.outbox_id else None
    return outcome.fate_of(s, row) if row is not None else ""
