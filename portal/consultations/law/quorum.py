"""Pure: decides whether a share is reached. Compares integers and exact decimals; nothing is rounded.

过半数, 超过: strictly more than the share; 以上: the share itself suffices (民法典 1259).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Any

from portal.consultations.law.template import Basis, Rule

_SHARES = {  # share → its words in law
    Fraction(1, 2): "半数",
    Fraction(2, 3): "三分之二",
    Fraction(3, 4): "四分之三",
    Fraction(1, 3): "三分之一",
    Fraction(4, 5): "五分之四",
}


@dataclass(frozen=True)
class Figures:
    """Number of voters (entries of the roll), and their area in m² if the vote is weighted."""

    count: int
    area: Decimal | None = None

    def by(self, measure: str) -> int | Decimal:
        """The figure for a rule's `measure`, "count" or "area". Raises ValueError if there is no area."""
        if measure == "count":
            return self.count
        if self.area is None:
            raise ValueError("a rule over areas, and no area given")
        return self.area

    def as_dict(self) -> dict[str, Any]:
        """The figures for the record; the area is a string."""
        body: dict[str, Any] = {"count": self.count}
        return body if self.area is None else body | {"area": str(self.area)}


@dataclass(frozen=True)
class RuleResult:
    """One rule applied: how many (or m²) there were (`has`), out of how many (`total`), and whether that suffices."""

    rule: Rule
    has: int | Decimal
    total: int | Decimal
    met: bool

    def as_dict(self) -> dict[str, Any]:
        """`{"id","citation","needs","has","of","met"}`; areas as strings."""
        return {
            "id": self.rule.id,
            "citation": self.rule.citation,
            "needs": needs_in_words(self.rule, self.total),
            "has": self.has if isinstance(self.has, int) else str(self.has),
            "of": self.total if isinstance(self.total, int) else str(self.total),
            "met": self.met,
        }


def is_reached(rule: Rule, has: int | Decimal, total: int | Decimal) -> bool:
    """Whether `has` reaches the rule's share of `total`. Never, if `total` is 0."""
    if total <= 0:
        return False
    left, right = rule.share.denominator * has, rule.share.numerator * total
    return left > right if rule.strict else left >= right


def apply_rule(rule: Rule, has: Figures, roll: Figures, took_part: Figures) -> RuleResult:
    """Apply the rule to `has`, out of the whole roll or of those who took part, as the rule says."""
    total = (roll if rule.of == "roll" else took_part).by(rule.measure)
    amount = has.by(rule.measure)
    return RuleResult(rule, amount, total, is_reached(rule, amount, total))


def needed_count(rule: Rule, total: int) -> int:
    """The smallest number that reaches the share of `total`."""
    product, bottom = rule.share.numerator * total, rule.share.denominator
    return product // bottom + 1 if rule.strict else -(-product // bottom)


def needed_area(rule: Rule, total: Decimal) -> Decimal:
    """The share of an area, rounded up to 0.01 m²: for display only, never for comparing."""
    exact = total * rule.share.numerator / rule.share.denominator
    return exact.quantize(Decimal("0.01"), rounding=ROUND_CEILING)


def share_in_words(rule: Rule) -> str:
    """The share in Chinese: 过半数, 三分之二以上, 超过三分之二."""
    words = _SHARES.get(rule.share, f"{rule.share.numerator}/{rule.share.denominator}")
    if not rule.strict:
        return words + "以上"
    return "过半数" if rule.share == Fraction(1, 2) else "超过" + words


def needs_in_words(rule: Rule, total: int | Decimal) -> str:
    """The share and what it comes to: 过半数（至少 46）; for areas 三分之二以上（约 5415.64 平方米）."""
    if isinstance(total, int):
        return f"{share_in_words(rule)}（至少 {needed_count(rule, total)}）"
    return f"{share_in_words(rule)}（约 {needed_area(rule, total)} 平方米）"


def still_missing(rule: Rule, has: Figures, roll: Figures) -> int | Decimal:
    """How many voters (or m², rounded for display) `has` still lacks of a share of the roll; 0 once it is reached."""
    if rule.measure == "count":
        return max(needed_count(rule, roll.count) - has.count, 0)
    total, amount = roll.by("area"), has.by("area")
    if is_reached(rule, amount, total):
        return Decimal(0)
    return max(needed_area(rule, Decimal(total)) - amount, Decimal("0.01"))


def sentence(result: RuleResult, basis: Basis, subject: str) -> str:
    """A result in words, e.g. 参加 61 户 / 应到 90 户，达到过半数（至少 46）——居委会组织法第二十七条."""
    word = basis.measure_word if result.rule.measure == "count" else "平方米"
    whole = "应到" if result.rule.of == "roll" else "参加"
    verdict = "达到" if result.met else "没有达到"
    return (
        f"{subject} {result.has} {word} / {whole} {result.total} {word}，"
        f"{verdict}{needs_in_words(result.rule, result.total)}——{result.rule.citation}"
    )
