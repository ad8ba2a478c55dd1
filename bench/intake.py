"""Send real letters through the chat, and answer its questions by a script that knows only the labels.

    python -m bench.intake [--home DIR]     EVAL (environment; default ../shared/data) holds complaints/intake_dev.jsonl

Prints every transcript, the counts, and the registered fields scored by the set's own scorer.
Exit 1 if fewer than nine of ten letters are registered in at most two questions, or a conversation has a fault.
Without that file nothing is measured, and it is 0.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx

from bench.results import result
from tests.running_system import RunningSystem, Visitor, asked, registered, running

MAX_TURNS = 8  # messages of the resident in one conversation


def answer_for(question: str, letter: dict[str, Any]) -> str:
    """The script's answer to a question: the label, 是 to the summary, otherwise 不知道."""
    if question == "confirm":
        return "是"
    if question == "place" and letter["place"]:
        return "，".join(letter["place"])
    if question == "time" and letter["when"]:
        return "，".join(letter["when"])
    return "不知道"


def converse(system: RunningSystem, letter: dict[str, Any]) -> dict[str, Any]:
    """Send one letter as a new visitor, answer the questions and print what is said; return the outcome.

    `{"id", "case", "questions", "faults", "fallbacks"}`: `case`: (number, link), or None if none was registered; `questions`: those that
    were asked, without that for confirmation; `faults`: sentences; `fallbacks`: how often the bot did not understand.
    """
    visitor = Visitor(system.url).arrive()
    said, questions, faults = letter["text"], [], []
    print(f"\n=== {letter['id']}")
    for _ in range(MAX_TURNS):
        print(f"居民：{said}")
        messages = visitor.say(said)
        for message in messages:
            print(f"邻里：{message['text']}" + (f"  [asks {message['asks']}]" if message["asks"] else ""))
        done = registered(messages)
        question = asked(messages)
        if question and question != "confirm":
            questions.append(question)
            if (question == "place" and letter["place"]) or (question == "time" and letter["when"]):
                faults.append(f"asked for {question}, which the letter has")
        if done:
            break
        if question is None:
            break
        said = answer_for(question, letter)
    fallbacks = sum(bool(message["fallback"]) for message in visitor.heard)
    if fallbacks >= 2:
        faults.append("没听懂 twice")
    return {"id": letter["id"], "case": done, "questions": questions, "faults": faults, "fallbacks": fallbacks}


def registered_fields(system: RunningSystem, outcome: dict[str, Any]) -> dict[str, Any]:
    """The registered case in the shape of a draft, as the scorer reads it; of a letter without a case only its id."""
    if not outcome["case"]:
        return {"id": outcome["id"]}
    case_no, link = outcome["case"]
    access = link.partition("access=")[2]
    case = httpx.get(f"{system.url}/api/v1/cases/{case_no}", params={"access": access}, timeout=20).json()
    return {
        "id": outcome["id"],
        **{name: case[name] for name in ("kind", "category", "places", "times", "bodies", "urgency")},
    }


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path)
    chosen = options.parse_args()
    data = Path(os.environ.get("EVAL", "../shared/data"))
    gold = data / "complaints" / "intake_dev.jsonl"
    if not gold.exists():
        print(f"no evaluation data at {data}: nothing measured")
        return 0
    letters = [json.loads(row) for row in gold.read_text(encoding="utf-8").splitlines() if row.strip()]
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or Path(folder) / "home"
        with running(home, CHAT_SESSIONS_PER_HOUR="1000") as system:
            outcomes = [converse(system, letter) for letter in letters]
            drafts = Path(folder) / "registered.jsonl"
            drafts.write_text(
                "\n".join(json.dumps(registered_fields(system, outcome), ensure_ascii=False) for outcome in outcomes),
                encoding="utf-8",
            )
        print("\n=== counts")
        good = [o for o in outcomes if o["case"] and len(o["questions"]) <= 2]
        print(f"letters {len(letters)}, registered in at most 2 questions: {len(good)} (needed: nine of ten)")
        result("intake.registered_in_two_questions", len(good) / len(letters))
        result("intake.questions_a_letter", sum(len(o["questions"]) for o in outcomes) / len(letters))
        faulty = [o for o in outcomes if o["faults"]]
        for outcome in outcomes:
            if outcome not in good or outcome["faults"]:
                print(f"  {outcome['id']}: case {outcome['case']}, asked {outcome['questions']}, {outcome['faults']}")
        print("\n=== registered fields, by score_intake.py")
        sys.stdout.flush()
        subprocess.run([sys.executable, str(data / "score_intake.py"), str(gold), str(drafts)], check=True)
    return 0 if len(good) >= len(letters) * 0.9 and not faulty else 1


if __name__ == "__main__":
    sys.exit(main())
