"""Pure: finds, in what a consultation asks, a matter that the law has decided in another way than by its template.

The topic is chosen by the committee, so it alone keeps nobody from electing a chair under "covenant". What titles say
of such matters is in `data/procedures/elsewhere.csv`: the topic it is, the templates under which that is refused, a
pattern for it, one for what is no such decision although the first matches in the same clause (`unless`), and one that has
to be found besides, in any of the texts (`beside`); these two may be empty. 〈姓名〉 in a pattern is somebody's name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.consultations.law.subject.normal_form import normal_forms
from portal.consultations.law.subject.persons import FAMILY
from portal.consultations.law.subject.terms import prolongs_a_term
from portal.consultations.law.template import Template, Topic
from portal.consultations.law.template_loader import FOLDER, TemplateError, load_topics

FILE = "elsewhere.csv"
_TERM = "committee_term"  # its topic in `topics.csv`
_CLAUSE_ENDS = re.compile("[，,。；;！!？?]")
_SHORT_NAME = re.compile("〈姓名〉").pattern  # how the file writes `_NAME`: 老沈, 沈兰
_NAME = re.compile(rf"(?:[老小](?:{FAMILY})|(?:{FAMILY})[\u3400-\u9fff]{{1,2}})").pattern


@dataclass(frozen=True)
class _Matter:
    topic: Topic
    templates: frozenset[str]
    says: re.Pattern[str]
    unless: re.Pattern[str] | None
    beside: re.Pattern[str] | None


def wrong_template(topic: Topic, template: Template) -> str:
    """In Chinese: that this topic is decided under another template, and by which article."""
    return f"“{topic.title}”不能用“{template.title}”决定，应当用“{topic.template_title}”——{topic.citation}"


def texts_of(title: str, questions: Iterable[Mapping[str, Any]]) -> list[str]:
    """The title, the questions (as stored) and the labels of their options."""
    found = [title]
    for question in questions:
        labels = [str(option.get("label", "")) for option in question.get("options", ())]
        found += [str(question.get("text", "")), *labels]
    return found


def topic_elsewhere(template: Template, texts: Sequence[str], explanation: str = "") -> Topic | None:
    """The first topic that one of the texts (title, questions, labels) names and that is not for this template; None if none.

    The `explanation` names at most the term of a committee, which no template of those here is for.
    """
    said = [form for text in texts for form in normal_forms(text)]
    matters = [one for one in load_matters() if template.code in one.templates]
    named = next((one.topic for one in matters if _is_named(one, said)), None)
    return named or (load_topics()[_TERM] if prolongs_a_term(texts, explanation) else None)


def _is_named(matter: _Matter, said: Sequence[str]) -> bool:
    """Whether the texts name it, one of them also what stands `beside` it."""
    if matter.beside is not None and not any(matter.beside.search(text) for text in said):
        return False
    return any(_names(matter, text) for text in said)


def _names(matter: _Matter, text: str) -> bool:
    """Whether a clause of the text names it. `unless` counts only in its own clause: 选举主任，会场投票 is an election."""
    clauses = [one for one in _CLAUSE_ENDS.split(text) if matter.says.search(one)]
    return any(matter.unless is None or not matter.unless.search(one) for one in clauses)


@lru_cache(maxsize=4)
def load_matters(folder: Path = FOLDER) -> Sequence[_Matter]:
    """The rows of `elsewhere.csv`. Raises TemplateError with the line of one that names no topic, or whose pattern is none."""
    topics = load_topics(folder)
    rows = csv.DictReader(io.StringIO((folder / FILE).read_text(encoding="utf-8")))
    found = []
    for row in rows:
        try:
            if None in row:
                raise KeyError(None)
            unless, beside = (_pattern(row[name]) if row[name] else None for name in ("unless", "beside"))
            templates = frozenset(row["templates"].split())
            found.append(_Matter(topics[row["topic"]], templates, _pattern(row["says"]), unless, beside))
        except (KeyError, AttributeError, TypeError, re.error) as error:
            raise TemplateError(f"{FILE}:{rows.line_num}: 这一行读不了") from error
    return tuple(found)


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written.replace(_SHORT_NAME, _NAME))
