"""Classify what the sender wants from the conversation: one of the intents of the domain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.classifying.heads import Head, Reading, fit_calibrated, grams, opening_embeddings

LONG_ENOUGH_TO_REPORT = 45
"""Characters from which a message is hardly ever small talk."""
LONG_FOR_INTENT = 90
"""Characters from which a message is always taken for a report."""

_CASE_NO = re.compile(r"LL-?\d{6,8}-?\d{2,}", re.IGNORECASE)
_ASKS = re.compile(r"[？?]|吗|么$|怎么|如何|什么|多少|哪里|哪儿|几点|是否|能不能|可不可以|啥")
_OLD_CASE = re.compile(
    r"工单|单子|上次报|之前报|昨天报|前天报|上周报|我报的|登记的|提交的|反映的那|那件事|那个事|投诉的那"
)
_TELLS = re.compile(
    r"坏|堵|漏|吵|臭|脏|乱|占|欠|噪|塌|断|停水|停电|投诉|举报|反映|希望|建议|请求|没人管|着火|煤气|被困|困在|打人|补贴|办理"
)


def features(reading: Reading) -> list[str]:
    """Features: characters, words, the beginning and the end, the length, and whether the text asks, reports or names a case."""
    text = reading.text[:200]
    made = [f"c{gram}" for gram in grams(f"^{text}$", 1, 4)]
    made += [f"w{word}" for word in reading.words[:120]]
    size = len(reading.text)
    made += [f"len{step}" for step in (3, 6, 10, 16, 25, 45, 80) if size > step]
    if size <= 8:
        made.append(f"whole{reading.text}")
    if _CASE_NO.search(text):
        made += ["case_no"] * 3
    if _ASKS.search(text):
        made.append("asks")
    if _OLD_CASE.search(text):
        made += ["old_case"] * 2
    if _TELLS.search(text):
        made.append("tells")
    return made


def fit(readings: Sequence[Reading], intents: Sequence[str]) -> Head:
    """Train the intent head on readings and their intents."""
    return fit_calibrated(
        lambda: Head(features, 1.0, quick=True, min_readings=2, embed=opening_embeddings), readings, intents
    )


def rank_intents(head: Head, reading: Reading, emergency: bool = False) -> list[tuple[str, float]]:
    """The intents with their scores, the likeliest first.

    A message of LONG_FOR_INTENT or more is report_case, with no other intent. In a shorter one, an emergency is
    report_case first, what has no letter or digit out_of_scope, and what has LONG_ENOUGH_TO_REPORT report_case, unless
    it is about an earlier case.
    """
    if len(reading.text) >= LONG_FOR_INTENT:
        return [("report_case", 0.95)]
    scores = head.scores([reading])[0]
    ranking = sorted(zip(head.classes, map(float, scores), strict=True), key=lambda pair: -pair[1])
    if emergency:
        return put_first(ranking, "report_case", 0.95)
    if not any(char.isalnum() for char in reading.text):
        return put_first(ranking, "out_of_scope", 0.95)
    if len(reading.text) < LONG_ENOUGH_TO_REPORT or ranking[0][0] == "report_case":
        return ranking
    about_old = _OLD_CASE.search(reading.text) or _CASE_NO.search(reading.text)
    return ranking if about_old else put_first(ranking, "report_case")


def put_first(ranking: list[tuple[str, float]], intent: str, least: float = 0.8) -> list[tuple[str, float]]:
    """Put `intent` first with the score `least`, and scale the others to what is left; if it is first with that score or more, change nothing."""
    had = dict(ranking).get(intent, 0.0)
    if ranking[0][0] == intent and had >= least:
        return ranking
    rest = max(1.0 - had, 1e-9)
    others = [(name, score * (1.0 - least) / rest) for name, score in ranking if name != intent]
    return [(intent, least), *others]
