"""Pure: what stands between a draft and its notice, and between the notice and the opening, each with its article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.consultations.procedure import Gate, Template, earliest_opening, latest_notice, whole_days_between

HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Filed:
    """What is on file for a gate."""

    on: date | None
    record: str


@dataclass(frozen=True)
class Facts:
    """All that the checklist looks at. Moments are aware; days are Hangzhou's."""

    now: datetime
    questions: int
    roll: int
    evidence: Mapping[str, Filed]
    notice_on: date | None
    opens_at: datetime
    closes_at: datetime
    special_circumstances: str = ""

    @property
    def today(self) -> date:
        return self.now.astimezone(HERE).date()

    @property
    def opens_on(self) -> date:
        return self.opens_at.astimezone(HERE).date()


@dataclass(frozen=True)
class Check:
    """One line of the checklist. `met` None: it cannot be met yet (a day to come), nobody has to do anything now."""

    key: str
    stage: str  # notice | open
    what: str
    why: str
    citation: str
    met: bool | None
    required: bool = True

    @property
    def blocks(self) -> bool:
        return self.required and not self.met


def checklist(template: Template, facts: Facts) -> list[Check]:
    """Every gate of this consultation, in the order in which they are met."""
    found = [_questions(facts)]
    found += [_gate(gate, facts) for gate in template.gates if gate.before == "notice"]
    found.append(_notice(template, facts))
    found.append(_roll(facts))
    found += [_gate(gate, facts) for gate in template.gates if gate.before == "open"]
    found.append(_time(facts))
    return found


def missing_for_notice(template: Template, facts: Facts) -> list[Check]:
    """What forbids giving the notice."""
    return [check for check in checklist(template, facts) if check.stage == "notice" and check.blocks]


def missing_for_opening(template: Template, facts: Facts) -> list[Check]:
    """What forbids opening the vote."""
    return [check for check in checklist(template, facts) if check.blocks]


def _questions(facts: Facts) -> Check:
    why = f"已有 {facts.questions} 个问题" if facts.questions else "至少要有一个问题"
    return Check("questions", "notice", "写好问题", why, "", facts.questions > 0)


def _roll(facts: Facts) -> Check:
    why = f"名册上有 {facts.roll} 个表决人" if facts.roll else "还没有导入名册"
    return Check("roll", "open", "导入名册", why, "", facts.roll > 0)


def _gate(gate: Gate, facts: Facts) -> Check:
    stage = "notice" if gate.before == "notice" else "open"
    filed = facts.evidence.get(gate.key)
    why, met = _filed(gate, filed, facts)
    return Check(gate.key, stage, gate.title, f"{why}——{gate.citation}", gate.citation, met, gate.required)


def _filed(gate: Gate, filed: Filed | None, facts: Facts) -> tuple[str, bool]:
    if filed is None or not filed.record:
        return ("还没有填" if gate.required else "没有填（不强制）"), False
    if not gate.date:
        return filed.record, True
    if filed.on is None:
        return "还没有填日期", False
    if filed.on > facts.today:
        return f"日期 {filed.on} 还没有到", False
    if gate.before == "notice" and facts.notice_on is not None and filed.on > facts.notice_on:
        return f"日期 {filed.on} 在发通知（{facts.notice_on}）之后，应当在先", False
    return f"{filed.on}，{filed.record}", True


def _notice(template: Template, facts: Facts) -> Check:
    days, what = template.notice_days, f"提前 {template.notice_days} 日通知"
    if facts.notice_on is None:
        last = latest_notice(facts.opens_on, days)
        why = f"{facts.opens_on} 开始投票，最晚 {last} 发通知"
        if template.shorter_citation:
            why += "；遇有特殊情况的可以临时通知，要写明原因"
        return Check("notice", "open", what, f"{why}——{template.notice_citation}", template.notice_citation, met=False)
    between = whole_days_between(facts.notice_on, facts.opens_on)
    given = f"{facts.notice_on} 已通知，到 {facts.opens_on} 开始投票，中间整 {between} 日"
    if between >= days:
        why = f"{given}——{template.notice_citation}，民法典第二百零一条"
        return Check("notice", "open", what, why, template.notice_citation, met=True)
    if template.shorter_citation and facts.special_circumstances:
        why = f"{given}；特殊情况：{facts.special_circumstances}——{template.shorter_citation}"
        return Check("notice", "open", what, why, template.shorter_citation, met=True)
    first = earliest_opening(facts.notice_on, days)
    why = f"{given}，不够；最早 {first} 才能开始——{template.notice_citation}，民法典第二百零一条"
    return Check("notice", "open", what, why, template.notice_citation, met=False)


def _time(facts: Facts) -> Check:
    start, end = facts.opens_at.astimezone(HERE), facts.closes_at.astimezone(HERE)
    why = f"{start:%Y-%m-%d %H:%M} 到 {end:%Y-%m-%d %H:%M}"
    if facts.now >= facts.closes_at:
        return Check("time", "open", "投票时间", f"{why}，已经过了，请改时间重新通知", "", met=False)
    if facts.now < facts.opens_at:
        return Check("time", "open", "到了开始时间", why, "", met=None)
    return Check("time", "open", "到了开始时间", why, "", met=True)
