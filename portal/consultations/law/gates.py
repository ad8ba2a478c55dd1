"""Pure: the checklist of what the law requires before the notice and before the opening, each with its article, if it has one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.consultations.law import content_checks
from portal.consultations.law.notice_days import earliest_opening, latest_notice, whole_days_between
from portal.consultations.law.template import Gate, Template
from portal.kernel.time_zone import SHANGHAI

CLAUSE = "online_clause"  # the gate whose record is the clause that allows voting online
# How long voters have, by the notice, and at least once it is really opened. No article says; a vote of three minutes
# is none (DECISIONS.md).
SHORTEST, LEAST_LEFT = timedelta(hours=24), timedelta(hours=12)
TOO_LATE = "离结束不到 12 小时，居民来不及投，请改时间重新通知"
TOO_SHORT = "投票时间至少要整 24 小时，让白天上班的人也来得及投"


@dataclass(frozen=True)
class Filed:
    """What is on file for a gate."""

    on: date | None
    record: str


@dataclass(frozen=True)
class Facts:
    """All that the checklist depends on. Times are aware; dates are in Chinese local time.

    `questions`, `roll`: how many questions and roll entries; `evidence`: by gate key; `objection`: its reason, or "".
    """

    now: datetime
    questions: int
    roll: int
    evidence: Mapping[str, Filed]
    notice_on: date | None
    opens_at: datetime
    closes_at: datetime
    special_circumstances: str = ""
    recorded_on: date | None = None  # when the notice was recorded here; None: on `notice_on` itself
    photo: bool = False  # whether a photo of the posting is on file
    posting_day_confirmed: bool = False  # whether the scrutineer has confirmed the day that the photo shows
    scrutiny: str = "confirmed"  # a `scrutiny_status.ConfirmationState`
    scrutiny_at: datetime | None = None  # when that was confirmed, or objected to
    objection: str = ""
    not_shorter: str = ""  # in Chinese, why special circumstances do not shorten the notice of this matter, or ""
    elsewhere: str = ""  # in Chinese, that what it asks is decided in another way (`decided_elsewhere`), or ""

    @property
    def counted_from(self) -> date | None:
        """The day after which the law's days begin to count (民法典 201: that day itself does not count); None before the notice."""
        if self.notice_on is None or self.recorded_on is None:
            return self.notice_on
        return self.notice_on if self.photo and self.posting_day_confirmed else max(self.notice_on, self.recorded_on)

    @property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    @property
    def opens_on(self) -> date:
        return self.opens_at.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class Check:
    """One item of the checklist. `met` None: not yet, but waiting is enough; nobody has to act."""

    key: str  # a gate's key, or questions | notice | roll | scrutiny | time
    stage: str  # notice | open
    what: str  # the item, in Chinese
    why: str  # in Chinese: what is still missing, or on file, and the article
    citation: str
    met: bool | None
    required: bool = True

    @property
    def blocks(self) -> bool:
        """Whether the next step must wait for this item (also while `met` is None)."""
        return self.required and not self.met


def checklist(template: Template, facts: Facts) -> list[Check]:
    """Every item for this consultation, in the order in which the committee meets them."""
    found = [_questions(facts)]
    found += [_gate(template, gate, facts) for gate in template.gates if gate.before == "notice"]
    found.append(_notice(template, facts))
    found.append(_roll(facts))
    found += [_gate(template, gate, facts) for gate in template.gates if gate.before == "open"]
    found += [_scrutiny(facts), _time(facts)]
    return found


def missing_for_notice(template: Template, facts: Facts) -> list[Check]:
    """The items that must come before the notice and are not met; whether its days suffice is an item of its own, `notice`."""
    return [check for check in checklist(template, facts) if check.stage == "notice" and check.blocks]


def missing_for_opening(template: Template, facts: Facts) -> list[Check]:
    """The items, of both stages, that still forbid opening the vote."""
    return [check for check in checklist(template, facts) if check.blocks]


def _questions(facts: Facts) -> Check:
    if facts.elsewhere:
        return Check("questions", "notice", "写好问题", facts.elsewhere, "", met=False)
    why = f"已有 {facts.questions} 个问题" if facts.questions else "至少要有一个问题"
    return Check("questions", "notice", "写好问题", why, "", facts.questions > 0)


def _roll(facts: Facts) -> Check:
    why = f"名册上有 {facts.roll} 个表决人" if facts.roll else "还没有导入名册"
    return Check("roll", "open", "导入名册", why, "", facts.roll > 0)


def _gate(template: Template, gate: Gate, facts: Facts) -> Check:
    stage = "notice" if gate.before == "notice" else "open"
    filed = facts.evidence.get(gate.key)
    why, met = _filed(template, gate, filed, facts)
    return Check(gate.key, stage, gate.title, f"{why}——{gate.citation}", gate.citation, met, gate.required)


def _filed(template: Template, gate: Gate, filed: Filed | None, facts: Facts) -> tuple[str, bool]:
    """(in Chinese, what is on file or what is wrong with it; whether the gate is met)."""
    if filed is None or not filed.record:
        return ("还没有填" if gate.required else "没有填（不强制）"), False
    fault = content_checks.clause_fault(filed.record, gate, template) if gate.key == CLAUSE else ""
    if fault:
        return fault, False
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
            why += f"；{facts.not_shorter or '遇有特殊情况的可以临时通知，要写明原因'}"
        return Check("notice", "open", what, f"{why}——{template.notice_citation}", template.notice_citation, met=False)
    counted = facts.counted_from
    assert counted is not None
    between = whole_days_between(counted, facts.opens_on)
    given = f"{_posted(facts)}，到 {facts.opens_on} 开始投票，中间整 {between} 日"
    if between >= days:
        why = f"{given}——{template.notice_citation}，民法典第二百零一条"
        return Check("notice", "open", what, why, template.notice_citation, met=True)
    special = facts.special_circumstances
    if template.shorter_citation and special and not _shorter_fault(template, facts):
        why = f"{given}；特殊情况：{special}——{template.shorter_citation}"
        return Check("notice", "open", what, why, template.shorter_citation, met=True)
    first = earliest_opening(counted, days)
    barred = f"；{facts.not_shorter}" if special and facts.not_shorter else ""
    why = f"{given}，不够{barred}；最早 {first} 才能开始——{template.notice_citation}，民法典第二百零一条"
    return Check("notice", "open", what, why + _earlier(facts), template.notice_citation, met=False)


def _shorter_fault(template: Template, facts: Facts) -> str:
    """In Chinese, why what the committee wrote of special circumstances does not shorten the notice; "" if it does."""
    return facts.not_shorter or content_checks.circumstances_fault(facts.special_circumstances, template)


def _posted(facts: Facts) -> str:
    """In Chinese: from which day the notice counts, and why not from an earlier one."""
    if facts.recorded_on is None or facts.notice_on == facts.recorded_on:
        return f"{facts.notice_on} 已通知"
    if facts.counted_from == facts.notice_on:
        return f"{facts.notice_on} 贴出（有照片，监票人核对过），{facts.recorded_on} 登记，从贴出那天算"
    return f"{facts.recorded_on} 登记（写的是 {facts.notice_on} 贴出），从登记那天算"


def _earlier(facts: Facts) -> str:
    """In Chinese: what would make an earlier posting count; "" if the notice was recorded on the day of its posting."""
    if facts.notice_on is None or facts.recorded_on is None or facts.notice_on >= facts.recorded_on:
        return ""
    if facts.photo:
        return "。照片要监票人核对过，才从贴出那天算"
    return "。要从更早贴出的那天算，请传当时贴出的照片，再由监票人核对"


_SCRUTINY = {  # `scrutiny_status.ConfirmationState` → (whether the check is met, why)
    "nobody": (False, "本委员会还没有能确认的监票人：要另有其人、另用账号，请联系运维建账号"),
    "waiting": (False, "等监票人确认名册人数、通知张贴和网上参加的依据；主任一个人不能开"),
    "lapsed": (False, "监票人确认以后又有改动，要请监票人重新看一遍"),
    "undeclared": (False, "监票人确认的时候还没有声明这件事归本委员会定，要请监票人再确认一次"),
    "objected": (False, "监票人有异议"),
    "confirmed": (True, "监票人已确认名册人数、通知张贴和网上参加的依据"),
}


def _scrutiny(facts: Facts) -> Check:
    met, why = _SCRUTINY[facts.scrutiny]
    if facts.objection:
        why = f"{why}：{facts.objection}"
    return Check("scrutiny", "open", "监票人确认", why, "", met=met)


def _time(facts: Facts) -> Check:
    start, end = facts.opens_at.astimezone(SHANGHAI), facts.closes_at.astimezone(SHANGHAI)
    why = f"{start:%Y-%m-%d %H:%M} 到 {end:%Y-%m-%d %H:%M}"
    if facts.now >= facts.closes_at:
        return Check("time", "open", "投票时间", f"{why}，已经过了，请改时间重新通知", "", met=False)
    if facts.closes_at - facts.opens_at < SHORTEST:
        return Check("time", "notice", "投票时间", f"{why}。{TOO_SHORT}", "", met=False)  # or it is posted in vain
    if facts.now < facts.opens_at:
        return Check("time", "open", "到了开始时间", why, "", met=None)
    if facts.closes_at - facts.now < LEAST_LEFT:
        return Check("time", "open", "投票时间", f"{why}，{TOO_LATE}", "", met=False)
    return Check("time", "open", "到了开始时间", why, "", met=True)
