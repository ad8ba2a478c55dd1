"""Play scripts through the chat of a running system, and judge them by the cases that they leave: `python -m bench.talk`.

    python -m bench.talk [--only WRITER] [--class NAME] [--ids a-001,a-002] [--home DIR] [--transcripts FILE]

`bench/talk/*.jsonl`, a file a writer, were written by people who had not seen the program; `bench/talk/README.md` describes
the format, and says which writers' errors may be read. Prints for each class how many scripts meet their expectations, and
the id of each other script with what differs, but no sentence. `--transcripts` writes what was said to a file.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.results import PROJECT, leave_tidily, result
from tests.running_system import CASE_NO, RunningSystem, Visitor, asked, registered, running

FOLDER = PROJECT / "bench" / "talk"
# of scripts, by what they try out
CLASSES = ("correction", "fragment", "addition", "false_alarm", "question", "status")
ANSWERS = ("place", "time", "contact", "which_estate", "danger")  # questions that a script may answer
NEEDED = {"all": 0.92, "class": 0.85}  # the shares that must hold, of all scripts and of each class
SIDE_BY_SIDE = 3  # scripts
MOST_ANSWERS = 8  # to the bot's questions, one after another
_DEFAULT_ANSWERS = {"confirm": "是", "contact": "不用", "which_case": "第一个"}
"""What the player answers to a question that the script does not answer; to any other question 不知道."""
_NO_ANSWER = frozenset({"answered", "fixed", "withdraw"})  # questions after which a script may end
_YES_OR_NO = re.compile(r"^(?:是|对|好|嗯|行|确认|没错|不|别|可以)")
_NUMBERS = re.compile(r"110|119|120|122")
_FIRST_WORDS = 24  # characters of an answer to a danger in which the number to call must stand
_ENDED = frozenset({"withdrawn", "closed", "rejected"})
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


@dataclass
class Outcome:
    """What a script left: its cases, oldest first, and the bot's answers to each message of its `turns` and `after`.

    `asked`: every question of the bot; `lines`: the transcript; `broken`: the error that ended it, "" if none did.
    """

    cases: list[dict[str, Any]] = field(default_factory=list)
    answers: list[list[str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    broken: str = ""


class Player:
    """Plays one script in a web chat of its own."""

    def __init__(self, system: RunningSystem, script: dict[str, Any]) -> None:
        self.system, self.script = system, script
        self.visitor = Visitor(system.url).arrive()
        self.outcome = Outcome()
        self.heard: list[dict[str, Any]] = []
        self.told: dict[str, int] = defaultdict(int)  # question of the bot → how often it was answered

    def play(self) -> Outcome:
        """Say the script, answer the bot's questions, and return what is left; an error of the system or a time-out ends it."""
        try:
            for text in self.script["turns"]:
                self._say(text)
            self._answer_questions(self.script.get("after") or [])
            rest = list(self.script.get("after") or [])
            while rest:
                self._say(rest.pop(0))
                self._answer_questions(rest)
        except (RuntimeError, TimeoutError) as error:
            self.outcome.broken = type(error).__name__
        self.outcome.cases = cases_of(self.system, self.visitor)
        return self.outcome

    def _say(self, text: str, *, written: bool = True) -> None:
        self.outcome.lines.append(f"居民：{text}" if written else f"居民（自动）：{text}")
        self.heard = self.visitor.say(text)
        self.outcome.lines += [f"邻里：{one['text']}  [{one['asks'] or ''}]" for one in self.heard]
        question = asked(self.heard)
        if question:
            self.outcome.asked.append(question)
        if written:
            self.outcome.answers.append([one["text"] for one in self.heard])

    def _answer_questions(self, following: list[str]) -> None:
        """Answer what the bot asks, until nothing is asked. `following`: what the script says once a case is registered.

        Once a case is registered, a question to which the script gives no answer is left to what follows; but the summary is confirmed,
        unless what follows begins with a yes or no.
        """
        for _ in range(MOST_ANSWERS):
            question = asked(self.heard)
            if question is None or (following and self._has_case() and not self._comes_before(question, following[0])):
                return
            answer = self._answer(question)
            if answer is None:
                return
            self._say(answer, written=False)

    def _has_case(self) -> bool:
        return any(registered([one]) for one in self.visitor.heard)

    def _comes_before(self, question: str, following: str) -> bool:
        """Whether to answer a question before the script goes on with `following`."""
        if question == "confirm":
            return _YES_OR_NO.match(following) is None
        return question in (self.script.get("answers") or {})

    def _answer(self, question: str) -> str | None:
        """What to answer to a question; None if the script may end there, or if a question other than confirm was answered three times."""
        if question in _NO_ANSWER:
            return None
        self.told[question] += 1
        if self.told[question] > 3 and question != "confirm":
            return None
        given = self.script.get("answers") or {}
        if question == "place" and self._asks_for_estate() and given.get("which_estate"):
            return str(given["which_estate"])
        return str(given.get(question) or _DEFAULT_ANSWERS.get(question, "不知道"))

    def _asks_for_estate(self) -> bool:
        """Whether the bot offers places to choose from."""
        return bool(self.heard and self.heard[-1]["buttons"])


def cases_of(system: RunningSystem, visitor: Visitor) -> list[dict[str, Any]]:
    """The visitor's cases, oldest first, as the database holds them; [] if the bot told them no case number.

    `said` of each: what its reporter added later.
    """
    told = {found for one in visitor.heard for found in CASE_NO.findall(f"{one['text']} {one['link'] or ''}")}
    if not told:
        return []
    marks = ",".join("?" * len(told))
    points = system.sql(f'SELECT DISTINCT contact_point_id FROM "case" WHERE case_no IN ({marks})', *told)
    found = []
    for (point,) in points:
        rows = system.sql(
            "SELECT c.id, c.state, c.urgency, c.kind, c.confidential, w.text, w.place, w.time, w.contact"
            ' FROM "case" c JOIN case_words w ON w.case_id = c.id WHERE c.contact_point_id = ? ORDER BY c.id',
            point,
        )
        names = ("id", "state", "urgency", "kind", "confidential", "text", "place", "time", "contact")
        found += [dict(zip(names, row, strict=True)) for row in rows]
    for case in found:
        case["said"] = [
            text
            for (text,) in system.sql(
                "SELECT w.text FROM event_words w JOIN case_event e ON e.id = w.event_id"
                " WHERE e.case_id = ? AND e.actor = 'resident' AND w.public ORDER BY w.id",
                case["id"],
            )
        ]
    return found


def plain(text: str) -> str:
    """One spelling of buildings, widths and case, without blanks: 三幢 and 3 号楼 become 3栋 (not 42号楼下). Of 十二栋 only the 二 becomes a digit."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    folded = re.sub(r"[一二三四五六七八九](?=号楼|栋|幢|单元|楼|号|组)", lambda one: one[0].translate(_DIGITS), folded)
    return re.sub(r"号楼(?![上下])|幢", "栋", folded)


def faults(script: dict[str, Any], outcome: Outcome) -> list[str]:
    """A note for each expectation that the outcome does not meet, beginning with its name; [] if it meets all.

    Only the name of the error if one ended the script.
    """
    if outcome.broken:
        return [outcome.broken]
    return list(dict.fromkeys(_faults(script, outcome)))


def _faults(script: dict[str, Any], outcome: Outcome) -> Iterator[str]:
    expect, cases = script["expect"], outcome.cases

    def unasked(question: str, word: str) -> bool:
        """Whether a word occurs only in the answer to a question that the bot did not ask and need not ask."""
        said = "".join([*script["turns"], *(script.get("after") or [])])
        answer = str((script.get("answers") or {}).get(question) or "")
        return question not in outcome.asked and word in answer and word not in said and bool(word)

    if "cases" in expect and len(cases) != expect["cases"]:
        yield f"cases {len(cases)}, not {expect['cases']}"
    columns = {
        "place": "\n".join(case["place"] for case in cases),
        "when": "\n".join(case["time"] for case in cases),
        "says": "\n".join("\n".join([case["text"], *case["said"], case["place"], case["time"]]) for case in cases),
    }
    for name, told in columns.items():
        missing = [word for word in _as_list(expect.get(name)) if plain(word) not in plain(told)]
        yield from (name for word in missing if name != "when" or not unasked("time", word))
        yield from (f"{name}_not" for word in _as_list(expect.get(f"{name}_not")) if plain(word) in plain(told))
    if "contact" in expect and not _contact_is(expect["contact"], cases) and not unasked("contact", expect["contact"]):
        yield "contact"
    yield from (f"asked {name}, never" for name in _as_list(expect.get("asked")) if name not in outcome.asked)
    if "confidential" in expect and any(case["confidential"] for case in cases) != expect["confidential"]:
        yield "confidential"
    raised = any(case["urgency"] == "emergency" and case["state"] not in _ENDED for case in cases)
    if "emergency" in expect and raised != expect["emergency"]:
        yield f"emergency {str(raised).lower()}"
    for name in ("kind", "state"):
        if name in expect and (cases[-1][name] if cases else None) not in _as_list(expect[name]):
            yield f"{name} {cases[-1][name] if cases else 'of no case'}"
    if expect.get("number_first") and not _number_first(_as_list(expect["number_first"]), outcome.answers):
        yield "number_first"
    wanted = expect.get("answer_any") or []
    for words, answer in zip(wanted, outcome.answers[len(outcome.answers) - len(wanted) :], strict=False):
        if words and not any(plain(word) in plain("\n".join(answer)) for word in words):
            yield "answer_any"


def _as_list(value: Any) -> list[str]:
    return [] if value is None else [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _contact_is(number: str, cases: list[dict[str, Any]]) -> bool:
    """Whether a case has this number to call; of "": whether none has any."""
    kept = [re.sub(r"\D", "", case["contact"]) for case in cases if case["contact"]]
    return number in kept if number else not kept


def _number_first(numbers: list[str], answers: list[list[str]]) -> bool:
    """Whether the first answer with a number to call in its first words (_FIRST_WORDS) has one of these there."""
    for messages in answers:
        for text in messages:
            found = _NUMBERS.search(text[:_FIRST_WORDS])
            if found:
                return found.group() in numbers
    return False


def unclear_because(script: dict[str, Any]) -> str:
    """What makes a script unfit to judge by, such as an expectation that no outcome could meet; "" if nothing does."""
    expect = script["expect"]
    known = {"cases", "emergency", "contact", "confidential", "kind", "state", "number_first", "answer_any", "asked"}
    known |= {f"{name}{end}" for name in ("place", "when", "says") for end in ("", "_not")}
    if set(expect) - known or script.get("class") not in CLASSES or set(script.get("answers") or {}) - set(ANSWERS):
        return "names unknown to the format"
    if not expect:
        return "expects nothing"
    for name in ("place", "when", "says"):
        wanted, unwanted = _as_list(expect.get(name)), _as_list(expect.get(f"{name}_not"))
        if any(plain(bad) in plain(good) for good in wanted for bad in unwanted):
            return f"{name} and {name}_not"
    of_a_case = {"place", "when", "says", "kind", "state"} | ({"contact"} if expect.get("contact") else set())
    if expect.get("cases") == 0 and of_a_case & set(expect):
        return "no case, and what stands in it"
    if len(expect.get("answer_any") or []) > len(script["turns"]) + len(script.get("after") or []):
        return "more answers than turns"
    return ""


def read_scripts(writer: str | None = None) -> list[dict[str, Any]]:
    """All scripts, or one writer's; each with its `writer`."""
    found = []
    for path in sorted(FOLDER.glob("*.jsonl")):
        if writer in (None, path.stem):
            lines = path.read_text(encoding="utf-8").splitlines()
            found += [{**json.loads(line), "writer": path.stem} for line in lines if line.strip()]
    return found


def report(name: str, judged: list[tuple[dict[str, Any], list[str]]]) -> dict[str, float]:
    """Print a table of the classes and what did not hold; returns each class's share, and `all`."""
    print(f"\n=== {name}")
    shares: dict[str, float] = {}
    for kind in (*CLASSES, "all"):
        own = [(script, wrong) for script, wrong in judged if kind in ("all", script["class"])]
        held = sum(not wrong for _, wrong in own)
        if own:
            shares[kind] = held / len(own)
            print(f"{kind:12} {held:4}/{len(own)}  {held / len(own):.3f}")
    for script, wrong in judged:
        if wrong:
            print(f"  {script['class']:12} {script['id']}: {', '.join(wrong)}")
    return shares


def main() -> int:
    """Play, judge and print; returns 0 if the shares that NEEDED asks for were reached."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only")
    options.add_argument("--class", dest="kind", choices=CLASSES)
    options.add_argument("--ids")
    options.add_argument("--home", type=Path)
    options.add_argument("--transcripts", type=Path)
    chosen = options.parse_args()
    leave_tidily()
    scripts = [script for script in read_scripts(chosen.only) if chosen.kind in (None, script["class"])]
    if chosen.ids:
        scripts = [script for script in scripts if script["id"] in chosen.ids.split(",")]
    if not scripts:
        print("no scripts")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or Path(folder) / "home"
        limits = {"CHAT_SESSIONS_PER_HOUR": "100000", "CHAT_MESSAGES_PER_MINUTE": "1000"}
        with running(home, **limits) as system, ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            outcomes = list(pool.map(lambda script: Player(system, script).play(), scripts))
    judged = []
    for script, outcome in zip(scripts, outcomes, strict=True):
        unclear = unclear_because(script)
        judged.append((script, [f"unclear: {unclear}"] if unclear else faults(script, outcome)))
    if chosen.transcripts:
        chosen.transcripts.write_text("\n".join(_transcripts(judged, outcomes)) + "\n", encoding="utf-8")
    shares: dict[str, float] = {}
    for writer in sorted({script["writer"] for script in scripts}):
        shares = report(writer, [pair for pair in judged if pair[0]["writer"] == writer])
        result(f"talk.{writer}", shares["all"])
    if len({script["writer"] for script in scripts}) > 1:
        shares = report("all writers", judged)
    for kind, share in shares.items():
        result(f"talk.{kind}", share)
    questions = [one for outcome in outcomes for one in outcome.asked if one in ("place", "time", "detail")]
    result("talk.questions_a_conversation", len(questions) / len(scripts))
    held = shares["all"] >= NEEDED["all"] and min(shares.values()) >= NEEDED["class"]
    return 0 if held else 1


def _transcripts(judged: list[tuple[dict[str, Any], list[str]]], outcomes: list[Outcome]) -> Iterator[str]:
    for (script, wrong), outcome in zip(judged, outcomes, strict=True):
        yield f"\n=== {script['id']} {script['class']}: {', '.join(wrong) or 'holds'}"
        yield f"    expects {json.dumps(script['expect'], ensure_ascii=False)}  ({script.get('note', '')})"
        yield from outcome.lines
        for case in outcome.cases:
            yield f"    case {json.dumps({name: case[name] for name in case if name != 'id'}, ensure_ascii=False)}"


if __name__ == "__main__":
    sys.exit(main())
