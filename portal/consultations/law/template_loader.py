"""Pure: loads the templates of law, and the topics: the kinds of matter that law lets a consultation decide.

A template is one YAML file of `data/procedures/`. A file that is incomplete or contradicts itself is refused, naming
the line. What was read is kept until the process ends.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from portal.consultations.law.template import Basis, Gate, Rule, Secrecy, Template, Topic

FOLDER = Path(__file__).resolve().parent.parent.parent.parent / "data" / "procedures"


class TemplateError(Exception):
    """A template file or `topics.csv` is incomplete or contradicts itself. The message begins with `file:line`."""


@dataclass(frozen=True)
class _Value:
    """A YAML value with its line number. `data`: a scalar, a list of `_Value`, or a dict of them by key."""

    data: Any
    line: int


_TOP = {  # the keys that every template has; "record" may be added
    "code", "version", "title", "about", "committees", "bases", "weighted", "secrecy",
    "attendance", "notice", "quorum", "pass", "gates", "publish",
}  # fmt: skip
_COMMITTEES = {"residents_committee", "villagers_committee", "owners_committee"}


class _YamlReader:
    """Reads the YAML of one file and checks its values. Every TemplateError names the line, and `what` is wrong there."""

    def __init__(self, name: str) -> None:
        self.name = name

    def error(self, line: int, why: str) -> TemplateError:
        """The error to raise for this line."""
        return TemplateError(f"{self.name}:{line}: {why}")

    def tree(self, text: str) -> _Value:
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise self.error(line, f"不是正确的 YAML：{error.problem}") from error
        except (yaml.YAMLError, RecursionError) as error:  # a control character; lists too deep
            raise self.error(1, f"不是正确的 YAML：{str(error).partition(chr(10))[0]}") from error
        if node is None:
            raise self.error(1, "文件是空的")
        return self._value(node)

    def _value(self, node: yaml.Node) -> _Value:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            found: dict[str, _Value] = {}
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise self.error(key.start_mark.line + 1, "名称应当是一个词")
                if key.value in found:
                    raise self.error(key.start_mark.line + 1, f"“{key.value}”写了两次")
                child = self._value(value)
                found[key.value] = _Value(child.data, key.start_mark.line + 1)
            return _Value(found, line)
        if isinstance(node, yaml.SequenceNode):
            return _Value([self._value(item) for item in node.value], line)
        try:
            return _Value(yaml.SafeLoader("").construct_object(node, deep=True), line)
        except (yaml.YAMLError, ValueError) as error:  # an unknown tag; 2026-13-40, which is no date
            raise self.error(line, f"读不了“{str(node.value)[:20]}”") from error

    def mapping(self, value: _Value, what: str, needs: set[str], may: set[str] = frozenset()) -> dict[str, _Value]:  # type: ignore[assignment]
        if not isinstance(value.data, dict):
            raise self.error(value.line, f"{what}：这里应当是一组“名称: 值”")
        for key in sorted(set(value.data) - needs - may):
            raise self.error(value.data[key].line, f"{what}：不认识“{key}”")
        for key in sorted(needs - set(value.data)):
            raise self.error(value.line, f"{what}：缺少“{key}”")
        return value.data

    def text(self, value: _Value, what: str) -> str:
        if not isinstance(value.data, str) or not value.data.strip():
            raise self.error(value.line, f"{what}：应当是一段文字")
        return value.data.strip()

    def number(self, value: _Value, what: str, low: int) -> int:
        if not isinstance(value.data, int) or isinstance(value.data, bool) or value.data < low:
            raise self.error(value.line, f"{what}：应当是不小于 {low} 的整数")
        return value.data

    def flag(self, value: _Value, what: str) -> bool:
        if not isinstance(value.data, bool):
            raise self.error(value.line, f"{what}：应当是 true 或 false")
        return value.data

    def one_of(self, value: _Value, what: str, options: set[str]) -> str:
        if value.data not in options:
            raise self.error(value.line, f"{what}：应当是 {'、'.join(sorted(options))} 之一")
        return str(value.data)

    def several(self, value: _Value, what: str, options: set[str]) -> tuple[str, ...]:
        if not isinstance(value.data, list) or not value.data:
            raise self.error(value.line, f"{what}：应当是不空的列表")
        found = tuple(self.one_of(item, what, options) for item in value.data)
        if len(set(found)) != len(found):
            raise self.error(value.line, f"{what}：有重复")
        return found

    def share(self, value: _Value, what: str) -> Fraction:
        raw = self.text(value, what)
        top, slash, bottom = raw.partition("/")
        if not (slash and top.isdigit() and bottom.isdigit() and 0 < int(top) <= int(bottom)):
            raise self.error(value.line, f"{what}：应当是 1/2、2/3 这样的分数")
        return Fraction(int(top), int(bottom))


@lru_cache(maxsize=64)
def parse_template(text: str, name: str = "template") -> Template:
    """A template from its YAML. Raises TemplateError with `name:line`."""
    read = _YamlReader(name)
    root = read.tree(text)
    top = read.mapping(root, "模板", _TOP, {"record"})
    bases = tuple(Basis(code) for code in read.several(top["bases"], "bases", set(Basis)))
    weighted = read.flag(top["weighted"], "weighted")
    secrecy = tuple(Secrecy(code) for code in read.several(top["secrecy"], "secrecy", set(Secrecy)))
    if weighted and Secrecy.SECRET in secrecy:
        raise read.error(top["secrecy"].line, "按面积计票的必须记名：面积会认出是哪一户，不能同时是 weighted 和 secret")
    attendance = read.mapping(top["attendance"], "attendance", {"online", "citation", "quote"})
    notice = read.mapping(top["notice"], "notice", {"days", "citation", "quote"}, {"shorter", "shorter_quote"})
    publish = read.mapping(top["publish"], "publish", {"days", "citation", "quote"})
    names, whole, record_citation = _record(read, top.get("record"))
    quorum = _rules(read, top["quorum"], "quorum", bases, weighted)
    passing = _rules(read, top["pass"], "pass", bases, weighted)
    gates = _gates(read, top["gates"])
    online = read.one_of(attendance["online"], "attendance.online", {"law", "clause", "none"})
    clause = next((gate for gate in gates if gate.key == "online_clause"), None)
    if online == "clause" and (clause is None or not clause.required):
        raise read.error(
            attendance["online"].line, "网上参加靠条款算到会（online: clause），就必须有 required 的 online_clause"
        )
    if ("shorter" in notice) != ("shorter_quote" in notice):
        raise read.error(top["notice"].line, "notice：shorter 和 shorter_quote 要一起写")
    return Template(
        code=read.text(top["code"], "code"),
        version=read.number(top["version"], "version", 1),
        title=read.text(top["title"], "title"),
        about=read.text(top["about"], "about"),
        committees=read.several(top["committees"], "committees", _COMMITTEES),
        bases=bases,
        weighted=weighted,
        secrecy=secrecy,
        online=online,
        attendance_citation=read.text(attendance["citation"], "attendance.citation"),
        notice_days=read.number(notice["days"], "notice.days", 0),
        notice_citation=read.text(notice["citation"], "notice.citation"),
        notice_quote=read.text(notice["quote"], "notice.quote"),
        shorter_citation=read.text(notice["shorter"], "notice.shorter") if "shorter" in notice else None,
        shorter_quote=read.text(notice["shorter_quote"], "notice.shorter_quote") if "shorter" in notice else "",
        quorum=quorum,
        passing=passing,
        gates=gates,
        publish_days=read.number(publish["days"], "publish.days", 0),
        publish_citation=read.text(publish["citation"], "publish.citation"),
        public_names=names,
        whole_ballots=whole,
        record_citation=record_citation,
        text=text,
    )


def _record(read: _YamlReader, value: _Value | None) -> tuple[bool, bool, str]:
    """(public_names, whole_ballots, citation) of the template's `record` part; False, False, "" if it has none."""
    if value is None:
        return False, False, ""
    parts = read.mapping(value, "record", {"names", "whole_ballots", "citation", "quote"})
    names = read.flag(parts["names"], "record.names")
    whole = read.flag(parts["whole_ballots"], "record.whole_ballots")
    read.text(parts["quote"], "record.quote")
    return names, whole, read.text(parts["citation"], "record.citation")


def _rules(read: _YamlReader, value: _Value, what: str, bases: tuple[Basis, ...], weighted: bool) -> tuple[Rule, ...]:
    if not isinstance(value.data, list) or not value.data:
        raise read.error(value.line, f"{what}：至少要有一条规则")
    rules = tuple(_rule(read, item, what, bases) for item in value.data)
    if len({rule.id for rule in rules}) != len(rules):
        raise read.error(value.line, f"{what}：id 有重复")
    if not weighted and any(rule.measure == "area" for rule in rules):
        raise read.error(value.line, f"{what}：不按面积计票的模板不能有面积的规则")
    for basis in bases:
        measures = {rule.measure for rule in rules if basis in rule.basis}
        if "count" not in measures:
            raise read.error(value.line, f"{what}：{basis} 没有人数（户数）的规则")
        if weighted and "area" not in measures:
            raise read.error(value.line, f"{what}：{basis} 没有面积的规则")
    return rules


def _rule(read: _YamlReader, value: _Value, what: str, bases: tuple[Basis, ...]) -> Rule:
    needs = {"id", "basis", "measure", "of", "citation", "quote"}
    parts = read.mapping(value, what, needs, {"more_than", "at_least"})
    if ("more_than" in parts) == ("at_least" in parts):
        raise read.error(value.line, f"{what}：more_than（超过）和 at_least（以上）写一个，也只写一个")
    strict = "more_than" in parts
    return Rule(
        id=read.text(parts["id"], f"{what}.id"),
        basis=tuple(Basis(code) for code in read.several(parts["basis"], f"{what}.basis", set(bases))),
        measure=read.one_of(parts["measure"], f"{what}.measure", {"count", "area"}),
        of=read.one_of(parts["of"], f"{what}.of", {"roll"} if what == "quorum" else {"roll", "took_part"}),
        share=read.share(parts["more_than" if strict else "at_least"], what),
        strict=strict,
        citation=read.text(parts["citation"], f"{what}.citation"),
        quote=read.text(parts["quote"], f"{what}.quote"),
    )


def _gates(read: _YamlReader, value: _Value) -> tuple[Gate, ...]:
    if not isinstance(value.data, list):
        raise read.error(value.line, "gates：应当是列表")
    gates: list[Gate] = []
    for item in value.data:
        needs = {"key", "title", "ask", "before", "date", "required", "citation", "quote"}
        parts = read.mapping(item, "gates", needs)
        key = read.text(parts["key"], "gates.key")
        if any(gate.key == key for gate in gates):
            raise read.error(parts["key"].line, f"gates：{key} 写了两次")
        gates.append(
            Gate(
                key=key,
                title=read.text(parts["title"], "gates.title"),
                ask=read.text(parts["ask"], "gates.ask"),
                before=read.one_of(parts["before"], "gates.before", {"notice", "open"}),
                date=read.flag(parts["date"], "gates.date"),
                required=read.flag(parts["required"], "gates.required"),
                citation=read.text(parts["citation"], "gates.citation"),
                quote=read.text(parts["quote"], "gates.quote"),
            )
        )
    return tuple(gates)


@lru_cache(maxsize=4)
def load_templates(folder: Path = FOLDER) -> Mapping[str, Template]:
    """Every template of the folder by its code. Raises TemplateError."""
    found: dict[str, Template] = {}
    for path in sorted(folder.glob("*.yml")):
        template = parse_template(path.read_text(encoding="utf-8"), path.name)
        if template.code != path.stem:
            raise TemplateError(f"{path.name}:1: code 应当和文件名一样，是 {path.stem}")
        found[template.code] = template
    return found


@lru_cache(maxsize=4)
def load_topics(folder: Path = FOLDER) -> Mapping[str, Topic]:
    """The topics of `topics.csv` by code, each with the template that it needs, which Linli may not have.

    Raises TemplateError with the line.
    """
    text = (folder / "topics.csv").read_text(encoding="utf-8")
    found: dict[str, Topic] = {}
    rows = csv.DictReader(io.StringIO(text))
    for row in rows:
        values = {key: (value or "").strip() for key, value in row.items() if key}
        if len(values) != 5 or not all(values.values()) or values["code"] in found:
            raise TemplateError(f"topics.csv:{rows.line_num}: 这一行不完整或者重复")
        found[values["code"]] = Topic(**values)
    return found
