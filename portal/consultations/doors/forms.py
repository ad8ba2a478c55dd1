"""Pure: the wizard's form. Turns typed fields into the values of a `Plan` (or a reason in Chinese), and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.consultations.ballots.tally import ABSTAIN, MAX_OPTIONS, MAX_QUESTIONS, QuestionKind
from portal.kernel.time_zone import SHANGHAI

BLANKS = 2  # empty question blocks shown in a new form


class FormError(ValueError):
    """A typed field cannot be read. The message is Chinese and shown to people."""

    status = 422


@dataclass
class QuestionForm:
    """One question as typed: text, kind (a QuestionKind), options (one per line), and how many may be chosen."""

    text: str = ""
    kind: str = QuestionKind.YES_NO
    options: str = ""
    most: str = "1"

    @property
    def blank(self) -> bool:
        return not self.text.strip() and not self.options.strip()


@dataclass
class PlanForm:
    """The wizard's second page as typed."""

    title: str = ""
    text: str = ""
    basis: str = ""
    secrecy: str = ""
    opens_at: str = ""
    closes_at: str = ""
    questions: list[QuestionForm] = field(default_factory=lambda: [QuestionForm()])

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `drafting.Plan` that come from the form. Raises FormError."""
        return {
            "title": self.title,
            "text": self.text,
            "basis": self.basis,
            "secrecy": self.secrecy,
            "questions": [_question(block, n) for n, block in enumerate(self.filled(), start=1)],
            "opens_at": parse_moment(self.opens_at, "开始时间"),
            "closes_at": parse_moment(self.closes_at, "结束时间"),
        }

    def filled(self) -> list[QuestionForm]:
        """The question blocks that are not blank."""
        return [block for block in self.questions if not block.blank]


def read_form(get: Callable[[str], str | None]) -> PlanForm:
    """The form from a request's fields (`q1_text`, `q1_kind`, `q1_options`, `q1_most`, …), up to the first missing number."""
    found = PlanForm(
        title=get("title") or "",
        text=(get("text") or "").replace("\r\n", "\n"),
        basis=get("basis") or "",
        secrecy=get("secrecy") or "",
        opens_at=get("opens_at") or "",
        closes_at=get("closes_at") or "",
        questions=[],
    )
    for number in range(1, MAX_QUESTIONS + 1):
        if get(f"q{number}_text") is None:
            break
        found.questions.append(
            QuestionForm(
                text=(get(f"q{number}_text") or "")[:2000],
                kind=get(f"q{number}_kind") or QuestionKind.YES_NO,
                options=(get(f"q{number}_options") or "")[:10_000],
                most=(get(f"q{number}_most") or "1")[:3],
            )
        )
    return found


def filled_form(
    *, title: str, text: str, basis: str, secrecy: str, opens_at: datetime, closes_at: datetime,
    questions: Iterable[Mapping[str, Any]],
) -> PlanForm:  # fmt: skip
    """The form filled in from an existing consultation."""
    return PlanForm(
        title=title,
        text=text,
        basis=basis,
        secrecy=secrecy,
        opens_at=local_value(opens_at),
        closes_at=local_value(closes_at),
        questions=[
            QuestionForm(
                text=str(item["text"]),
                kind=str(item["kind"]),
                options=""
                if item["kind"] == QuestionKind.YES_NO
                else "\n".join(o["label"] for o in item["options"] if o["code"] != ABSTAIN),
                most=str(item["most"]),
            )
            for item in questions
        ],
    )


def _question(block: QuestionForm, number: int) -> dict[str, Any]:
    if block.kind == QuestionKind.YES_NO:
        return {"text": block.text, "kind": QuestionKind.YES_NO}
    labels = [line.strip() for line in block.options.splitlines() if line.strip()]
    if len(labels) > MAX_OPTIONS:
        raise FormError(f"第 {number} 个问题最多 {MAX_OPTIONS} 个选项")
    if not block.most.isascii() or not block.most.isdigit():
        raise FormError(f"第 {number} 个问题：最多选几个，要填数字")
    options = [{"code": option_code(position), "label": label} for position, label in enumerate(labels)]
    return {"text": block.text, "kind": block.kind, "most": int(block.most), "options": options}


def option_code(position: int) -> str:
    """The option code for a position from 0: a, b, … z, a2, b2, …"""
    again, letter = divmod(position, 26)
    return chr(ord("a") + letter) + (str(again + 1) if again else "")


def parse_moment(raw: str, what: str) -> datetime:
    """The time in a `datetime-local` field, in Chinese local time unless it names an offset. `what`: the field in Chinese.

    Raises FormError.
    """
    try:
        found = datetime.fromisoformat(raw.strip()[:32])
    except ValueError:
        raise FormError(f"请填{what}") from None
    return found.replace(tzinfo=SHANGHAI) if found.tzinfo is None else found


def parse_day(raw: str | None) -> date | None:
    """The date in a `date` field; None if it is empty. Raises FormError."""
    if not raw or not raw.strip():
        return None
    try:
        return date.fromisoformat(raw.strip()[:10])
    except ValueError:
        raise FormError("日期不对，例如 2026-11-01") from None


def local_value(value: datetime) -> str:
    """A time as the value of a `datetime-local` field, in Chinese local time."""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
