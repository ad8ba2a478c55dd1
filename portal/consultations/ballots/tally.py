"""Pure: which answers are valid, and the count.

A ballot's choices are `{"q1": ["yes"], "q2": ["a", "c"]}`: question key → option codes. Every question must be
answered, and `abstain` cannot be combined with other codes. A ballot that breaks these rules is void: it counts as
taking part, but chooses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.consultations.law import quorum
from portal.consultations.law.quorum import Figures, RuleResult
from portal.consultations.law.template import Basis, Template

ABSTAIN = "abstain"
MAX_QUESTIONS = 20  # of one consultation
MAX_OPTIONS = 30  # of one question
FEW = 5  # if fewer took part in a secret vote, its figures may reveal what single voters chose
_CODE = re.compile(r"[a-z0-9_]{1,32}")
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]")

Choices = dict[str, list[str]]


class QuestionKind(StrEnum):
    """yes_no: 同意 / 不同意 / 弃权. choose: one to `most` of the options, or 弃权."""

    YES_NO = "yes_no"
    CHOOSE = "choose"


@dataclass(frozen=True)
class Option:
    """One possible answer: the code that is counted, and the label that voters read."""

    code: str
    label: str


YES_NO = (Option("yes", "同意"), Option("no", "不同意"), Option(ABSTAIN, "弃权"))


@dataclass(frozen=True)
class Question:
    """One question. `most`: how many options may be chosen."""

    key: str
    text: str
    kind: QuestionKind
    options: tuple[Option, ...]
    most: int = 1

    def as_dict(self) -> dict[str, Any]:
        """The question as it is stored and as the API gives it."""
        return {
            "key": self.key,
            "text": self.text,
            "kind": str(self.kind),
            "most": self.most,
            "options": [{"code": option.code, "label": option.label} for option in self.options],
        }


class ChoiceError(ValueError):
    """Invalid answers or questions. The message is Chinese and shown to people; it never repeats an answer."""


def without_invisible(text: str) -> str:
    """Typed text, trimmed, without whatever takes no room (U+200B, joiners, U+FEFF, direction marks), surrogates and ASCII controls.

    Tabs and newlines stay.
    """
    return _UNSAFE.sub("", text.replace("\r\n", "\n")).strip()


def checked_question(
    key: str, text: str, kind: str, options: Sequence[tuple[str, str]] = (), most: int = 1
) -> Question:
    """Make a question, checked. Raises ChoiceError.

    For yes_no the options are always YES_NO; for choose, `options` are (code, label), and 弃权 is added.
    """
    text = " ".join(without_invisible(text).split())
    if not 2 <= len(text) <= 500:
        raise ChoiceError("问题要写 2 到 500 个字")
    if kind == QuestionKind.YES_NO:
        return Question(key, text, QuestionKind.YES_NO, YES_NO)
    if kind != QuestionKind.CHOOSE:
        raise ChoiceError("不认识这种问题")
    made = [
        Option(code.strip(), " ".join(without_invisible(label).split()))
        for code, label in options
        if code.strip() != ABSTAIN
    ]
    if not 2 <= len(made) <= MAX_OPTIONS:
        raise ChoiceError(f"选择题要有 2 到 {MAX_OPTIONS} 个选项")
    if any(not _CODE.fullmatch(option.code) for option in made):
        raise ChoiceError("选项代码只能用小写字母、数字和下划线")
    if any(not 1 <= len(option.label) <= 200 for option in made):
        raise ChoiceError("每个选项要写 1 到 200 个字")
    if len({option.code for option in made}) != len(made) or len({option.label for option in made}) != len(made):
        raise ChoiceError("选项有重复")
    if not 1 <= most <= len(made):
        raise ChoiceError("最多可选的个数要在 1 和选项数之间")
    return Question(key, text, QuestionKind.CHOOSE, (*made, Option(ABSTAIN, "弃权")), most)


def questions_from(data: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions from their stored form, checked; their keys are q1, q2, … by position. Raises ChoiceError."""
    found = tuple(
        checked_question(
            f"q{number}",
            str(item.get("text", "")),
            str(item.get("kind", "")),
            [(str(option["code"]), str(option["label"])) for option in item.get("options", ())],
            int(item.get("most", 1)),
        )
        for number, item in enumerate(data, start=1)
    )
    if not 1 <= len(found) <= MAX_QUESTIONS:
        raise ChoiceError(f"要有 1 到 {MAX_QUESTIONS} 个问题")
    return found


def check_choices(questions: Sequence[Question], answers: object) -> Choices:
    """The answers in canonical form. Raises ChoiceError if they are invalid."""
    if not isinstance(answers, dict):
        raise ChoiceError("没有收到答案")
    if set(answers) - {item.key for item in questions}:
        raise ChoiceError("有不认识的问题")
    return {item.key: _checked(item, number, answers.get(item.key)) for number, item in enumerate(questions, start=1)}


def _checked(item: Question, number: int, chosen: object) -> list[str]:
    if not isinstance(chosen, list) or not chosen or not all(isinstance(code, str) for code in chosen):
        raise ChoiceError(f"第 {number} 个问题还没有选")
    codes = set(chosen)
    if len(codes) != len(chosen) or codes - {option.code for option in item.options}:
        raise ChoiceError(f"第 {number} 个问题的选择不对")
    if ABSTAIN in codes and len(codes) > 1:
        raise ChoiceError(f"第 {number} 个问题选了弃权，就不能再选别的")
    if len(codes) > item.most:
        raise ChoiceError(f"第 {number} 个问题最多选 {item.most} 个")
    return sorted(codes)


@dataclass(frozen=True)
class Ballot:
    """One counted ballot. `choices` None: void. `area` in m², if the vote is weighted."""

    choices: Choices | None
    area: Decimal | None = None


@dataclass(frozen=True)
class QuestionOutcome:
    """The outcome of one question. `totals` and `rule_results` are by option code; `rule_results` has only what can pass.

    `chosen`: the codes that passed, at most `question.most`, without options tied for the last place; for yes_no `yes`
    or none.
    `passed`: whether there is any.
    """

    question: Question
    totals: dict[str, Figures]
    rule_results: dict[str, list[RuleResult]]
    passed: bool
    chosen: list[str]


@dataclass(frozen=True)
class Outcome:
    """The outcome of a consultation. `lawful`: the quorum is reached."""

    basis: Basis
    roll: Figures
    took_part: Figures
    void: Figures
    quorum: list[RuleResult]
    lawful: bool
    questions_decided: list[QuestionOutcome] = field(default_factory=list)


def count(
    template: Template, basis: Basis, questions: Sequence[Question], roll: Figures, ballots: Iterable[Ballot]
) -> Outcome:
    """Count the ballots, in any order. A void one takes part, but chooses nothing. `roll`: figures of the whole roll."""
    zero = Decimal(0) if template.weighted else None
    voters: dict[tuple[str, str], int] = {}
    areas: dict[tuple[str, str], Decimal] = {}
    took, took_area, void, void_area = 0, Decimal(0), 0, Decimal(0)
    for ballot in ballots:
        area = ballot.area or Decimal(0)
        took, took_area = took + 1, took_area + area
        if ballot.choices is None:
            void, void_area = void + 1, void_area + area
            continue
        for key, codes in ballot.choices.items():
            for code in codes:
                voters[key, code] = voters.get((key, code), 0) + 1
                areas[key, code] = areas.get((key, code), Decimal(0)) + area
    took_part = Figures(took, took_area if template.weighted else None)
    rule_results = [quorum.apply_rule(rule, took_part, roll, took_part) for rule in template.quorum_for(basis)]
    lawful = all(result.met for result in rule_results)
    void_figures = Figures(void, void_area if template.weighted else None)
    outcome = Outcome(basis, roll, took_part, void_figures, rule_results, lawful)
    for item in questions:
        totals = {
            option.code: Figures(
                voters.get((item.key, option.code), 0),
                None if zero is None else areas.get((item.key, option.code), zero),
            )
            for option in item.options
        }
        outcome.questions_decided.append(_decide(template, basis, item, totals=totals, whole=outcome))
    return outcome


def _decide(
    template: Template, basis: Basis, item: Question, *, totals: dict[str, Figures], whole: Outcome
) -> QuestionOutcome:
    candidates = ["yes"] if item.kind is QuestionKind.YES_NO else [o.code for o in item.options if o.code != ABSTAIN]
    rule_results = {
        code: [
            quorum.apply_rule(rule, totals[code], whole.roll, whole.took_part) for rule in template.passing_for(basis)
        ]
        for code in candidates
    }
    carried = [code for code in candidates if whole.lawful and all(result.met for result in rule_results[code])]
    chosen = _best_chosen(carried, totals, item.most)
    return QuestionOutcome(item, totals, rule_results, passed=bool(chosen), chosen=chosen)


def _best_chosen(carried: list[str], totals: dict[str, Figures], most: int) -> list[str]:
    """At most `most` of the options that passed, most voters first, whatever their areas. A tie for the last places leaves them empty."""
    ranked = sorted(carried, key=lambda code: (-totals[code].count, code))
    if len(ranked) <= most:
        return ranked
    last = totals[ranked[most]].count
    return [code for code in ranked[:most] if totals[code].count > last]


# --- in words ---------------------------------------------------------------------------------------------------


def as_dict(outcome: Outcome) -> dict[str, Any]:
    """The result, in the form that is stored, given by the API, and published in the record."""
    return {
        "basis": str(outcome.basis),
        "roll": outcome.roll.as_dict(),
        "took_part": outcome.took_part.as_dict(),
        "void": outcome.void.as_dict(),
        "lawful": outcome.lawful,
        "quorum": [_with_sentence(result, outcome.basis, "参加") for result in outcome.quorum],
        "questions": [_question_dict(item, outcome) for item in outcome.questions_decided],
        "sentence": quorum_sentence(outcome),
    }


def reveals_choices(result: dict[str, Any]) -> bool:
    """Whether a result reveals how people voted: fewer than FEW took part, or all valid ballots answer some question alike.

    False if nobody took part; True if all ballots are void. `result`: as `as_dict` gives it.
    """
    took_part = int(result["took_part"]["count"])
    valid = took_part - int(result["void"]["count"])
    alike = (all(option["count"] in (0, valid) for option in question["options"]) for question in result["questions"])
    return took_part > 0 and (took_part < FEW or any(alike))


def _with_sentence(result: RuleResult, basis: Basis, subject: str) -> dict[str, Any]:
    return result.as_dict() | {"sentence": quorum.sentence(result, basis, subject)}


def _question_dict(item: QuestionOutcome, outcome: Outcome) -> dict[str, Any]:
    labels = {option.code: option.label for option in item.question.options}
    return {
        "key": item.question.key,
        "text": item.question.text,
        "kind": str(item.question.kind),
        "options": [
            {"code": code, "label": labels[code], **figures.as_dict()} for code, figures in item.totals.items()
        ],
        "rules": {
            code: [_with_sentence(result, outcome.basis, labels[code]) for result in rule_results]
            for code, rule_results in item.rule_results.items()
        },
        "passed": item.passed,
        "chosen": item.chosen,
        "sentence": question_sentence(item, outcome),
    }


def quorum_sentence(outcome: Outcome) -> str:
    """Whether the quorum is reached: 参加 61 户 / 应到 90 户，达到过半数（至少 46）——居委会组织法第二十七条."""
    return "；".join(quorum.sentence(result, outcome.basis, "参加") for result in outcome.quorum)


def question_sentence(item: QuestionOutcome, outcome: Outcome) -> str:
    """In Chinese: whether this question passed, or what was chosen, and by which rule."""
    if not outcome.lawful:
        return "参加的不够法定要求，本次表决不成立：" + quorum_sentence(outcome)
    labels = {option.code: option.label for option in item.question.options}
    if item.question.kind is QuestionKind.YES_NO:
        verdict = "通过" if item.passed else "没有通过"
        why = "；".join(quorum.sentence(result, outcome.basis, labels["yes"]) for result in item.rule_results["yes"])
        return f"{verdict}：{why}"
    if not item.chosen:
        return f"没有选出：没有一项单独达到要求——{_citations(item)}"
    names = "、".join(labels[code] for code in item.chosen)
    why = "；".join(
        quorum.sentence(result, outcome.basis, labels[code])
        for code in item.chosen
        for result in item.rule_results[code]
    )
    return f"选定{names}：{why}"


def _citations(item: QuestionOutcome) -> str:
    seen = {result.rule.citation: None for rule_results in item.rule_results.values() for result in rule_results}
    return "、".join(seen)
