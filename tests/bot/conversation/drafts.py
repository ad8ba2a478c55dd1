"""Make drafts and turns by hand for tests of the pure parts, instead of by the pipeline."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from actions.case_draft import KIND_LABELS, CaseDraft, read_draft
from actions.conversation.turn import Turn


def spans(text: str, words: tuple[str, ...], **more: Any) -> list[dict[str, Any]]:
    return [{"text": word, "start": text.index(word), "end": text.index(word) + len(word), **more} for word in words]


def guess(code: str, path: list[str], score: float) -> dict[str, Any]:
    return {"code": code, "path": path, "score": score}


def urgency(danger: str | None, *, asks: bool, shown: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The urgency of a danger ("other": none with a name), of a doubtful one, or of none."""
    level = "normal" if danger is None else "urgent" if asks else "emergency"
    found = {"level": level, "reasons": shown or [], "danger": None if danger == "other" else danger}
    return found | ({"ask": True} if asks else {})


def a_draft(text: str, **said: Any) -> CaseDraft:
    """Make a draft of `text`; checked against the contract.

    `said`: `kind`, `place`, `time`, `body`, `phone`, `category` and `others` (code, path, score), `unsure` (of the
    category), `danger` (with `asks`: a doubtful one; `shown`: the words that show it; `advice`: the script that the bot is sure of), `correction` (words, or (words, category)), `matters` (pairs of words and `said`), `suggestion`.
    """
    code, path, score = said.get("category", ("0403", ["城乡建设", "市政公用"], 0.9))
    kind, danger = said.get("kind", "complaint"), said.get("danger")
    correction = said.get("correction")
    alarm = urgency(danger, asks=bool(said.get("asks")), shown=spans(text, said.get("shown", ())))
    found = {
        "kind": {"code": kind, "label": KIND_LABELS[kind], "score": 0.9},
        "category": {**guess(code, path, score), "alternatives": [guess(*other) for other in said.get("others", ())]},
        "places": spans(text, said.get("place", ()), grid=None, score=0.9),
        "times": spans(text, said.get("time", ()), **{"from": None, "to": None}),
        "bodies": spans(text, said.get("body", ())),
        "urgency": alarm | ({"advice": {"code": said["advice"], "score": 1.0}} if said.get("advice") else {}),
        "personal": spans(text, said.get("phone", ()), type="phone"),
        "missing": [] if said.get("place") or kind not in ("complaint", "request", "tip_off") else ["place"],
        "matters": [
            {**spans(text, (words,))[0], "draft": a_draft(words, **more)} for words, more in said.get("matters", ())
        ],
        "intent": {"code": "report_case", "score": 0.9},
    }
    if said.get("unsure"):
        found["missing"].append("category")
    if said.get("suggestion"):
        found["suggestion"] = said["suggestion"]
    if correction:
        words, *category = (correction,) if isinstance(correction, str) else correction
        found["correction"] = spans(text, (words,))[0] | ({"category": guess(*category[0])} if category else {})
    checked = read_draft(found)
    assert checked["category"]["score"] == score, "the test's draft breaks the contract"
    return checked


def a_turn(text: str, intent: str = "report_case", score: float = 0.9, **said: Any) -> Turn:
    """Make a turn. `said`: further fields of Turn by their names; all else goes to `a_draft`."""
    own = {one.name: said.pop(one.name) for one in fields(Turn) if one.name in said}
    return Turn(
        contact=17,
        inbox_id=101,
        channel="webchat",
        text=text,
        intent=intent,
        score=score,
        draft=a_draft(text, **said),
        **own,
    )
