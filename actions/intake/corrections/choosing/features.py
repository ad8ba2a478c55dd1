"""By what a candidate for a known place or time is judged. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.intake.corrections.choosing.candidates import Candidate
from actions.intake.corrections.choosing.change_features import change_features
from actions.intake.corrections.choosing.likeness import core
from actions.intake.corrections.choosing.said import Said, sorts_of
from actions.intake.corrections.choosing.word_features import word_features, words_in
from actions.intake.corrections.taking_back import contradicts
from actions.interpreting.digits import in_digits


def features(one: Candidate, said: Said) -> dict[str, float]:
    """The figures of a candidate, each with its name; 1 for what is so, and most others from 0 to 1."""
    if one.value == said.known:
        return _of_the_known(said)
    found = dict.fromkeys(_of_rules(one, said), 1.0)
    if one.start >= 0:
        found |= dict.fromkeys(change_features(one, said), 1.0)
        found |= dict.fromkeys(word_features(one, said), 1.0)
        found |= _of_value(one, said)
    return found


def _of_the_known(said: Said) -> dict[str, float]:
    """The figures by which the known value stays: what else the message may correct, and whether it repeats or denies this."""
    read = [span for span in said.read if said.text[slice(*span)] not in said.known]
    whats = {said.read[span].split()[-1] for span in read if not said.is_denied(*span)}
    sorts = sorts_of(said.slot, said.text)
    names = {
        "known": True,
        "known; rule keeps": said.rule == said.known,
        "known; has number": said.has_number,
        "known; denied": bool(said.denied_in_known),
        "known; repeated": any(b - a > 1 for a, b in said.said_in_known),
        "known; contradicts": contradicts(said.text),
        "known; sorts": bool(sorts & sorts_of(said.slot, said.known)),
        "known; digits": bool(re.search(r"\d", said.text)),
        "known; short": len(said.text) <= 8,
        "known; long": len(said.text) >= 30,
        **{f"known; reads {what}": what in whats for what in ("place", "time", "body")},
        "known; reads nothing": not whats,
        "known; names time": bool(re.search("时间|日子|日期|几号|点|天|晚|早", said.text)),
        "known; names place": bool(re.search("地[址点方]|位置|小区|楼|路|门|边|村|街", said.text)),
        "known; names number": bool(re.search("电话|号码|手机|尾号|末尾", said.text)),
        "known; counts": bool(re.search("[个只盏块元次台人家户辆条笔]", said.text)),
        "known; person": bool(re.search("[姓叫名]|先生|阿姨|师傅", said.text)),
    }
    return {name: 1.0 for name, is_so in names.items() if is_so}


def _of_rules(one: Candidate, said: Said) -> Iterator[str]:
    if one.value == said.rule:
        yield "as the rules"
    if one.start < 0:
        yield "only the rules"
    elif said.rule != said.known and one.new in said.rule and len(one.new) > 1:
        yield "new stands in what the rules say"


def _of_value(one: Candidate, said: Said) -> dict[str, float]:
    known, new = said.known, one.new
    old = known[one.begin : one.end]
    core_old, core_new = core(old, new)
    others = in_digits(known[: one.begin]) + "|" + in_digits(known[one.end :])
    told = in_digits(new)
    twice = sum(told[at : at + 2] in others for at in range(len(told) - 1))
    found = {
        "new characters": min(len(core_new), 10) / 10,
        "gone characters": min(len(core_old), 10) / 10,
        "said twice": min(twice, 3) / 3,
        "words in it": min(words_in(new), 3) / 3,
        "later": one.start / max(1, len(said.text)),
        "longer": max(-10, min(10, len(new) - len(old))) / 10,
        "shared": len(set(old) & set(new)) / max(1, len(set(old) | set(new))),
    }
    if told and told in in_digits(known):
        found["is known"] = 1.0
    return {name: value for name, value in found.items() if value}
