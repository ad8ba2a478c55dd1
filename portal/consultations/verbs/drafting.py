"""Drafts and edits a consultation, checking the wizard's plan against the template of law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots.tally import ChoiceError, questions_from, without_invisible
from portal.consultations.law import gates
from portal.consultations.law.decided_elsewhere import texts_of, topic_elsewhere, wrong_template
from portal.consultations.law.phases import Act, State
from portal.consultations.law.template import Template, Topic
from portal.consultations.law.template_loader import load_templates, load_topics
from portal.consultations.models import Consultation
from portal.consultations.verbs.acting import acting_committee, log_event, require_allowed
from portal.consultations.verbs.enrolling import roll_size
from portal.consultations.verbs.queries import get_for, last_event
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import StaffActor
from portal.storage.db import Base

LONGEST = timedelta(days=180)  # from opening to closing
MAX_TEXT = 20_000  # characters


@dataclass(frozen=True)
class Plan:
    """A consultation as the wizard's form describes it.

    `template`, `topic`: codes; `basis`: a Basis; `secrecy`: a Secrecy; `questions`: read by `tally.questions_from`.
    """

    template: str
    topic: str
    title: str
    text: str
    questions: Sequence[dict[str, Any]]
    basis: str
    secrecy: str
    opens_at: datetime
    closes_at: datetime


def create_draft(s: Session, actor: StaffActor, plan: Plan, now: datetime) -> Consultation:
    """Make a consultation from a template. Raises Invalid, saying what is wrong, and Forbidden."""
    committee = acting_committee(s, actor)
    template = checked_template(committee.kind, plan.template, plan.topic)
    made = Consultation(
        committee_id=committee.id,
        template=template.code,
        template_version=template.version,
        template_text=template.text,
        topic=plan.topic,
        state=State.DRAFT,
        created_at=now,
        created_by=actor.id,
        **_checked_plan(template, plan, now),
    )
    s.add(made)
    s.flush()
    log_event(s, made, "draft", actor, now)
    return made


def edit_draft(
    s: Session, actor: StaffActor, consultation_id: int, plan: Plan, now: datetime, *, seen: int | None = None
) -> Consultation:
    """Change a draft. Raises Invalid, and Conflict after the notice, or if the roll was imported for another basis.

    `seen`: the `last_edit` that the page showed; Conflict if somebody has changed the draft since. None: whatever it was.
    """
    consultation = get_for(s, actor, consultation_id, act=True)
    require_allowed(consultation, Act.EDIT)
    if seen is not None and seen != last_edit(s, consultation):
        raise Conflict(
            _(
                "您打开以后，有人改过这一份，现在存着的题目是“%(title)s”。还没有存您写的：您写的在下面，和存着的对一对，再存一次就照您的。",
                title=consultation.title,
            )
        )
    template = checked_template(acting_committee(s, actor).kind, plan.template, plan.topic)
    if plan.basis != consultation.basis and roll_size(s, consultation.id):
        raise Conflict("名册是按原来的计票单位导入的。要改计票单位，请先清空名册")
    consultation.template, consultation.template_version, consultation.template_text = (
        template.code,
        template.version,
        template.text,
    )
    consultation.topic = plan.topic
    for name, value in _checked_plan(template, plan, now).items():
        setattr(consultation, name, value)
    log_event(s, consultation, "edit", actor, now)
    return consultation


def may_drop(s: Session, consultation: Consultation) -> bool:
    """Whether it is a draft of which no resident was ever told: a notice leaves its trace, also one that was taken back."""
    return consultation.state == State.DRAFT and last_event(s, consultation, "notice") is None


def drop_draft(s: Session, actor: StaffActor, consultation_id: int) -> None:
    """Delete a draft with its roll and all else that hangs on it, other rooms' rows, too. Raises Conflict unless it `may_drop`."""
    consultation = get_for(s, actor, consultation_id, act=True)
    if not may_drop(s, consultation):
        raise Conflict(_("居民已经看过通知的不能删：不办了的，撤回通知，或者请督查停止"))
    for table in reversed(Base.metadata.sorted_tables):
        for column in table.columns:
            if any(key.column is Consultation.__table__.c.id for key in column.foreign_keys):
                s.execute(table.delete().where(column == consultation.id))
    s.delete(consultation)


def last_edit(s: Session, consultation: Consultation) -> int:
    """The id of the event by which the draft last got its content; 0 if the log has none."""
    event = last_event(s, consultation, "draft", "edit")
    return event.id if event is not None else 0


def checked_template(committee_kind: str, template_code: str, topic_code: str) -> Template:
    """The template, if the law allows it for this kind of committee and topic.

    Raises Invalid, naming the right template if the topic needs another.
    """
    template, topic = load_templates().get(template_code), load_topics().get(topic_code)
    if template is None:
        raise Invalid("没有这个模板", field="template")
    if topic is None:
        raise Invalid("请先选要决定的是哪类事", field="topic")
    if topic.template != template.code:
        raise Invalid(wrong_template(topic, template), field="topic", instead=topic.template)
    if committee_kind not in template.committees:
        raise Invalid(f"“{template.title}”不由本委员会召集", field="template")
    return template


def topics_for(kind: str) -> list[tuple[str, list[Topic]]]:
    """(template's title, its topics) that this kind of committee may choose from; none for a village's.

    Topics whose template Linli does not have are listed too: choosing one tells why it cannot be decided here.
    """
    # its law's assemblies have no template yet; other laws' matters are none of its own
    if kind == "villagers_committee":
        return []
    own = {code for code, template in load_templates().items() if kind in template.committees}
    groups: dict[str, list[Topic]] = {}
    for topic in load_topics().values():
        offered = topic.template in own or topic.template not in load_templates()
        if offered and _decides(kind, topic):
            groups.setdefault(topic.template_title, []).append(topic)
    return list(groups.items())


def _decides(kind: str, topic: Topic) -> bool:
    """Whether this kind of committee decides the topic: owners' topics are those of 民法典 and 物业管理条例, all others are residents'."""
    return topic.citation.startswith(("民法典", "物业管理条例")) == (kind == "owners_committee")


def _checked_plan(template: Template, plan: Plan, now: datetime) -> dict[str, Any]:
    """The plan's values by column of `Consultation`, checked. Raises Invalid."""
    title, text = " ".join(without_invisible(plan.title).split()), without_invisible(plan.text)
    if not 2 <= len(title) <= 100:
        raise Invalid("标题要写 2 到 100 个字", field="title")
    if not 2 <= len(text) <= MAX_TEXT:
        raise Invalid(f"说明要写 2 到 {MAX_TEXT} 个字", field="text")
    try:
        questions = questions_from(plan.questions)
    except ChoiceError as error:
        raise Invalid(str(error), field="questions") from error
    other = topic_elsewhere(template, texts_of(title, [question.as_dict() for question in questions]), text)
    if other is not None:
        raise Invalid(wrong_template(other, template), field="topic", instead=other.template)
    if plan.basis not in template.bases:
        raise Invalid("请选名册上按什么算一个", field="basis")
    if plan.secrecy not in template.secrecy:
        why = "按面积计票的必须记名" if template.weighted else "请选记名还是无记名"
        raise Invalid(why, field="secrecy")
    if plan.closes_at <= plan.opens_at:
        raise Invalid("结束时间要在开始时间之后", field="closes_at")
    if plan.closes_at - plan.opens_at < gates.SHORTEST:
        raise Invalid(gates.TOO_SHORT, field="closes_at")
    if plan.closes_at - plan.opens_at > LONGEST:
        raise Invalid(f"投票最长 {LONGEST.days} 天", field="closes_at")
    if plan.closes_at <= now:
        raise Invalid("结束时间已经过了", field="closes_at")
    if plan.opens_at > now + timedelta(days=730):
        raise Invalid("开始时间太远了", field="opens_at")
    return {
        "title": title,
        "text": text,
        "questions": [question.as_dict() for question in questions],
        "basis": plan.basis,
        "secrecy": plan.secrecy,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
    }
