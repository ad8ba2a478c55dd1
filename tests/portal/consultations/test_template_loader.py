"""The templates of law, their loader and the counting of days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from portal.consultations.law.notice_days import earliest_opening, latest_notice, whole_days_between
from portal.consultations.law.template import Basis, Secrecy
from portal.consultations.law.template_loader import FOLDER, TemplateError, load_templates, load_topics, parse_template

ASSEMBLY = (FOLDER / "residents_assembly.yml").read_text(encoding="utf-8")
OWNERS = (FOLDER / "owners_ordinary.yml").read_text(encoding="utf-8")


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


def test_the_shipped_templates_load() -> None:
    """Every file of data/procedures is a complete template."""
    assert {"owners_ordinary", "residents_assembly"} <= set(load_templates())


def test_residents_assembly_is_the_law() -> None:
    """居委会组织法 26, 27: ten days, more than half take part, more than half of those attending."""
    template = load_templates()["residents_assembly"]
    (quorum,), (passing,) = template.quorum_for(Basis.PERSONS), template.passing_for(Basis.PERSONS)
    assert template.notice_days == 10
    assert (quorum.of, quorum.share, quorum.strict) == ("roll", Fraction(1, 2), True)
    assert (passing.of, passing.share, passing.strict) == ("took_part", Fraction(1, 2), True)


def test_owners_ordinary_is_the_law() -> None:
    """民法典 278: two thirds or more of area and of heads take part; more than half of both of those agree; by name."""
    template = load_templates()["owners_ordinary"]
    assert template.secrecy == (Secrecy.NAMED,)
    assert template.notice_days == 15
    assert {(r.measure, r.of, r.share, r.strict) for r in template.quorum} == {
        ("area", "roll", Fraction(2, 3), False),
        ("count", "roll", Fraction(2, 3), False),
    }
    assert {(r.measure, r.of, r.share, r.strict) for r in template.passing} == {
        ("area", "took_part", Fraction(1, 2), True),
        ("count", "took_part", Fraction(1, 2), True),
    }


@pytest.mark.parametrize(
    ("text", "old", "new", "at", "says"),
    [
        (OWNERS, "secrecy: [named]", "secrecy: [named, secret]", "secrecy:", "必须记名"),
        (ASSEMBLY, "version: 1", "version: one", "version:", "整数"),
        (ASSEMBLY, "version: 1\n", "version: 1\nversion: 2\n", "version: 2", "写了两次"),
        (ASSEMBLY, "weighted: false", "weighted: maybe", "weighted:", "true"),
        (ASSEMBLY, "weighted: false", "wieghted: false", "wieghted", "不认识"),
        (ASSEMBLY, "    more_than: 1/2\n    citation: 居委会组织法第二十七条\n    quote: 居民会议应当", "    citation: 居委会组织法第二十七条\n    quote: 居民会议应当", "id: quorum_count", "more_than"),
        (ASSEMBLY, "more_than: 1/2", "more_than: 3/2", "more_than: 3/2", "分数"),
        (ASSEMBLY, "key: online_clause", "key: other_clause", "online: clause", "online_clause"),
        (ASSEMBLY, "  days: 10", "  days: ten", "days: ten", "整数"),
        (ASSEMBLY, "bases: [persons, households]", "bases: [persons, villages]", "bases:", "之一"),
        (ASSEMBLY, "basis: [persons, households]", "basis: [persons]", "quorum:", "没有人数"),
        (ASSEMBLY, "measure: count", "measure: area", "quorum:", "面积"),
        (ASSEMBLY, "committees: [residents_committee]", "committees: [party]", "committees:", "之一"),
    ],
)  # fmt: skip
def test_a_broken_template_is_refused_with_its_line(text: str, old: str, new: str, at: str, says: str) -> None:
    """The loader names file and line of what is missing, unknown or contradictory."""
    broken = text.replace(old, new, 1)
    assert broken != text
    with pytest.raises(TemplateError) as refused:
        parse_template(broken, "t.yml")
    assert str(refused.value).startswith(f"t.yml:{line_of(broken, at)}:")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "", "- 1", "code: [", "code: x\n\tversion: 1", "[a]: 1", "code: !!python/name:os x", "code: 2026-13-40", "code: \x00",
        pytest.param("[" * 5000, id="too deep"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_refused(text: str) -> None:
    """Rubbish ends in TemplateError, never in a trace."""
    with pytest.raises(TemplateError, match=r"^t\.yml:1: [^\n]+$|^t\.yml:\d"):
        parse_template(text, "t.yml")


def test_a_code_must_be_the_files_name(tmp_path: Path) -> None:
    """A template is found by its file's name."""
    (tmp_path / "other.yml").write_text(ASSEMBLY, encoding="utf-8")
    with pytest.raises(TemplateError, match=r"other\.yml:1"):
        load_templates(tmp_path)


def test_every_topic_cites_its_article() -> None:
    """A topic names the template that the law gives it to."""
    topics = load_topics()
    assert topics["use_repair_fund"].template == "owners_ordinary"
    assert topics["raise_repair_fund"].template == "owners_special"
    assert all("第" in topic.citation for topic in topics.values())


def test_a_bad_topic_line_is_named(tmp_path: Path) -> None:
    """topics.csv refuses an incomplete line by its number."""
    (tmp_path / "topics.csv").write_text("code,title,template,template_title,citation\na,b,c\n", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"topics\.csv:2"):
        load_topics(tmp_path)


def test_ten_days_are_ten_whole_days_between() -> None:
    """民法典 201: the day of the notice is not counted; the tenth day ends at 24:00 (203)."""
    assert whole_days_between(date(2026, 11, 1), date(2026, 11, 12)) == 10
    assert whole_days_between(date(2026, 11, 1), date(2026, 11, 11)) == 9
    assert earliest_opening(date(2026, 11, 1), 10) == date(2026, 11, 12)
    assert latest_notice(date(2026, 11, 12), 10) == date(2026, 11, 1)


def test_days_never_go_below_zero() -> None:
    """A notice on or after the day gives no days."""
    assert whole_days_between(date(2026, 11, 12), date(2026, 11, 12)) == 0
    assert whole_days_between(date(2026, 11, 13), date(2026, 11, 12)) == 0
