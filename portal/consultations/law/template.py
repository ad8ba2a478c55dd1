"""Pure: a template of law: the rules that a consultation runs under, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Secrecy(StrEnum):
    """Whether the vote is secret or by name."""

    SECRET = "secret"  # noqa: S105 (a word of the law, no password)
    NAMED = "named"

    @property
    def label(self) -> str:
        return {Secrecy.SECRET: "无记名", Secrecy.NAMED: "记名"}[self]


class Basis(StrEnum):
    """What one entry of the roll stands for."""

    PERSONS = "persons"
    HOUSEHOLDS = "households"
    OWNERS = "owners"

    @property
    def label(self) -> str:
        return {Basis.PERSONS: "十八周岁以上居民", Basis.HOUSEHOLDS: "户的代表", Basis.OWNERS: "业主"}[self]

    @property
    def measure_word(self) -> str:
        """The Chinese measure word after a number: 61 户, 61 人."""
        return "户" if self is Basis.HOUSEHOLDS else "人"


@dataclass(frozen=True)
class Rule:
    """A share that must be reached, of the roll or of those who took part (`of`), by number or by area (`measure`).

    `strict`: more than the share (过半数, 超过); otherwise the share itself suffices (以上, 民法典 1259).
    """

    id: str
    basis: tuple[Basis, ...]
    measure: str  # count | area
    of: str  # roll | took_part
    share: Fraction
    strict: bool
    citation: str
    quote: str


@dataclass(frozen=True)
class Gate:
    """A step that the law requires to be on file before the notice or before the opening (`before`).

    `ask`: what the committee is asked for; `date`: whether a date is needed beside the record; `required`: whether the
    step may not be left out; `quote`: the words of the law.
    """

    key: str
    title: str
    ask: str
    before: str  # notice | open
    date: bool
    required: bool
    citation: str
    quote: str


@dataclass(frozen=True)
class Template:
    """The rule of law that a consultation runs under.

    `about`: what it is for; `committees`: the kinds that may use it; `bases`: what an entry of the roll may stand for;
    `weighted`: the owners' areas count beside their number; `secrecy`: which kinds may be chosen; `quorum`: how many must
    take part; `passing`: what an answer needs to be accepted; `publish_days`: how long the result must stay posted.
    """

    code: str
    version: int
    title: str
    about: str
    committees: tuple[str, ...]
    bases: tuple[Basis, ...]
    weighted: bool
    secrecy: tuple[Secrecy, ...]
    # what makes voting online count as attending: law | clause (of the community's charter, filed for a gate) | none
    online: str
    attendance_citation: str
    notice_days: int  # whole days between the notice and the opening
    notice_citation: str
    notice_quote: str
    shorter_citation: str | None  # the article that allows a shorter notice
    shorter_quote: str
    quorum: tuple[Rule, ...]
    passing: tuple[Rule, ...]
    gates: tuple[Gate, ...]
    publish_days: int
    publish_citation: str
    public_names: bool  # the record gives the names of named votes, as an article requires (个人信息保护法 25)
    whole_ballots: bool  # the record needs the answers of one ballot together
    record_citation: str
    text: str  # the whole file of the template

    def quorum_for(self, basis: Basis) -> tuple[Rule, ...]:
        """The rules for the quorum on a roll of this basis."""
        return tuple(rule for rule in self.quorum if basis in rule.basis)

    def passing_for(self, basis: Basis) -> tuple[Rule, ...]:
        """The rules for passing on a roll of this basis."""
        return tuple(rule for rule in self.passing if basis in rule.basis)

    def gate(self, key: str) -> Gate | None:
        """The gate with this key, or None."""
        return next((gate for gate in self.gates if gate.key == key), None)


@dataclass(frozen=True)
class Topic:
    """A kind of matter, and the template under which the law requires it to be decided."""

    code: str
    title: str
    template: str
    template_title: str
    citation: str
