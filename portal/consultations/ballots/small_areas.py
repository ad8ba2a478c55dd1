"""Pure: leaves the areas out of a result where an answer was given by so few that their area tells who they are.

A flat's area stands in its deed, and neighbours' are alike to the cent: 弃权 1 票 63.90 平方米 is a name. Where one answer is of so
few, no area of that question is told, since the whole less the others would give it; only whether each majority was reached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

LEAST = 3  # voters of an answer, or void ballots, whose areas together are told


def without(result: Mapping[str, Any]) -> dict[str, Any]:
    """The result (`tally.as_dict`) without the areas of such questions; as it is, if votes were not counted by area."""
    if "area" not in result["took_part"]:
        return dict(result)
    few_void = _is_few(result["void"]["count"]) if result["void"] else False
    questions = [_bare(one) if few_void or _has_few(one) else one for one in result["questions"]]
    void = result["void"]
    if any(one is not kept for one, kept in zip(questions, result["questions"], strict=True)) and void:
        void = {"count": void["count"]}
    return dict(result) | {"questions": questions, "void": void}


def weights(totals: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The totals by answer (`record.answer_totals`), with `weight` null for every answer of a question that has one of few."""
    few = {one["question"] for one in totals if _is_few(one["count"])}
    return [dict(one) | ({"weight": None} if one["question"] in few else {}) for one in totals]


def _is_few(count: int) -> bool:
    return 0 < count < LEAST


def _has_few(question: Mapping[str, Any]) -> bool:
    return any(_is_few(option["count"]) for option in question["options"])


def _bare(question: Mapping[str, Any]) -> dict[str, Any]:
    options = [{key: value for key, value in option.items() if key != "area"} for option in question["options"]]
    rules, sentence = {}, question["sentence"]
    for code, found in question["rules"].items():
        rules[code] = [_bare_rule(rule) for rule in found]
        for rule, bare in zip(found, rules[code], strict=True):
            sentence = sentence.replace(rule["sentence"], bare["sentence"])
    return dict(question) | {"options": options, "rules": rules, "sentence": sentence}


def _bare_rule(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule over areas (`has` is a string) without figures: 同意的面积达到过半数——民法典第二百七十八条; any other as it is."""
    if not isinstance(rule["has"], str):
        return rule
    subject, _figures, said = rule["sentence"].partition(f" {rule['has']} ")
    verdict, dash, article = said.partition("，")[2].partition("——")
    bare = f"{subject}的面积{verdict.partition('（')[0]}{dash}{article}"
    return dict(rule) | {"needs": rule["needs"].partition("（")[0], "has": None, "of": None, "sentence": bare}
