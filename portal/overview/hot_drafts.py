"""Draft a consultation from a hot issue, at most once per issue. The committee then changes it, gives notice of it and opens it as any other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.rules.deadlines import shanghai_day
from portal.consultations.ballots.tally import QuestionKind
from portal.consultations.law.phases import State
from portal.consultations.law.template import Template
from portal.consultations.law.template_loader import load_templates, load_topics
from portal.consultations.models import Consultation, ConsultationOrigin
from portal.consultations.verbs import drafting
from portal.consultations.verbs.acting import acting_committee
from portal.consultations.verbs.drafting import Plan
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import StaffActor
from portal.kernel.time_zone import SHANGHAI
from portal.overview import counting
from portal.overview.hot_issues import Issue
from portal.overview.models import HotDraftCase
from portal.staff.models import Committee

PREPARING = 3  # days before the notice in which the committee can change the draft and import the roll
VOTING = timedelta(days=7)  # from the opening to the closing that a draft proposes
OPENS = time(9, tzinfo=SHANGHAI)  # time of day of the opening that a draft proposes


@dataclass(frozen=True)
class Words:
    """What a draft says, in Chinese: residents read it, whatever language its writer has chosen."""

    place: str
    title: str
    text: str
    question: str


@dataclass(frozen=True)
class Drafted:
    """The consultation that was drafted from an issue."""

    consultation_id: int
    committee_id: int
    committee: str
    state: State


def words(issue: Issue) -> Words:
    """The draft's words: numbers, days, category and the town's names for the place."""
    with force_locale("zh_Hans_CN"):
        place = issue.place or issue.grid or _("本社区")
        where = f"{place}（{issue.grid}）" if issue.place and issue.grid else place
        title = _("%(place)s“%(category)s”怎么办", place=place, category=issue.category)
        text = _(
            "%(first)s 到 %(last)s，有 %(people)s 位居民反映%(place)s的“%(category)s”问题。请大家商量怎么办。",
            first=issue.since.isoformat(), last=issue.until.isoformat(), people=issue.people, place=where, category=issue.category,
        )  # fmt: skip
        question = _("要不要把%(place)s的“%(category)s”定为大家一起办的事？", place=place, category=issue.category)
    return Words(place, title, text, question)


def drafted_from(s: Session, issues: Iterable[Issue]) -> dict[int, Drafted]:
    """The drafts of these issues, by the issue's key. An issue has a draft if one was drafted with one of its cases."""
    listed = list(issues)
    query = (
        sa.select(HotDraftCase.case_id, Consultation.id, Committee.id, Committee.name, Consultation.state)
        .join(Consultation, Consultation.id == HotDraftCase.consultation_id)
        .join(Committee, Committee.id == Consultation.committee_id)
        .where(HotDraftCase.case_id.in_([case_id for one in listed for case_id in one.case_ids]))
    )
    by_case = {
        case_id: Drafted(number, committee, name, State(state))
        for case_id, number, committee, name, state in s.execute(query)
    }
    found = {one.key: _first(by_case, one.case_ids) for one in listed}
    return {key: drafted for key, drafted in found.items() if drafted}


def _first(by_case: dict[int, Drafted], case_ids: Collection[int]) -> Drafted | None:
    """The draft of an issue with these cases, None without one; of two, if two issues became one, the first that was made."""
    found = [by_case[case_id] for case_id in case_ids if case_id in by_case]
    return min(found, key=lambda one: one.consultation_id, default=None)


def draft(s: Session, actor: StaffActor, issue: Issue, topic: str, now: datetime) -> tuple[Drafted, bool]:
    """The issue's draft, and whether this call made it.

    Raises Forbidden for an actor who may not draft, Invalid for a topic that is not the committee's, and Conflict if a case of the
    issue has meanwhile become one that may not be counted with others.
    """
    acting_committee(s, actor)
    already = drafted_from(s, [issue]).get(issue.key)
    if already:
        return already, False
    if not counting.may_be_counted(s, issue.case_ids):
        raise Conflict(_("这个热点刚刚有变动，请从热点页再看一遍"))
    try:
        with s.begin_nested():
            _make(s, actor, issue, topic, now)
        made = True
    except IntegrityError:  # somebody else's draft of these cases was first
        made = False
        if issue.key not in drafted_from(s, [issue]):
            raise
    return drafted_from(s, [issue])[issue.key], made


def _make(s: Session, actor: StaffActor, issue: Issue, topic: str, now: datetime) -> None:
    said = words(issue)
    made = drafting.create_draft(s, actor, _plan(said, topic, now), now)
    s.add_all(HotDraftCase(case_id=case_id, consultation_id=made.id) for case_id in issue.case_ids)
    s.add(
        ConsultationOrigin(
            consultation_id=made.id,
            people=issue.people,
            place=said.place,
            category=issue.category,
            since=issue.since,
            until=issue.until,
        )
    )
    s.flush()


def _plan(said: Words, topic_code: str, now: datetime) -> Plan:
    """A plan whose question and times the committee is asked to look over. Raises Invalid."""
    template = _template(topic_code)
    opens_at = datetime.combine(shanghai_day(now) + timedelta(days=template.notice_days + PREPARING), OPENS)
    return Plan(
        template=template.code,
        topic=topic_code,
        title=said.title,
        text=said.text,
        questions=[{"text": said.question, "kind": QuestionKind.YES_NO}],
        basis=template.bases[0],
        secrecy=template.secrecy[0],
        opens_at=opens_at,
        closes_at=opens_at + VOTING,
    )


def _template(topic_code: str) -> Template:
    topic = load_topics().get(topic_code)
    if topic is None:
        raise Invalid(_("请先选要决定的是哪类事"), field="topic")
    found = load_templates().get(topic.template)
    if found is None:
        raise Invalid(_("这类事这里还办不了，请选别的"), field="topic")
    return found
