"""What may be questions_decided and what it comes to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.consultations.ballots.tally import (
    Ballot,
    ChoiceError,
    Question,
    as_dict,
    check_choices,
    checked_question,
    count,
    questions_from,
    without_invisible,
)
from portal.consultations.law.quorum import Figures
from portal.consultations.law.template import Basis
from portal.consultations.law.template_loader import load_templates

ASSEMBLY, OWNERS = load_templates()["residents_assembly"], load_templates()["owners_ordinary"]
YES_NO = (checked_question("q1", "要不要装路灯？", "yes_no"),)
PICK = (checked_question("q1", "先修哪一处？", "choose", [("a", "东门"), ("b", "西门"), ("c", "水池")], 2),)


def ballots(question_set: tuple[Question, ...], *answers: str | None) -> list[Ballot]:
    key = question_set[0].key
    return [Ballot(None if answer is None else {key: answer.split(",")}) for answer in answers]


@pytest.mark.parametrize(
    "answers",
    [
        None, [], "yes", {}, {"q1": []}, {"q1": "yes"}, {"q1": ["maybe"]}, {"q1": ["yes", "yes"]},
        {"q1": ["yes", "abstain"]}, {"q1": ["yes"], "q2": ["no"]}, {"q1": [1]}, {"q1": [["yes"]]}, {"q1": ["yes", "no"]},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(answers: Any) -> None:
    """Every question, known codes, abstain alone, not more than allowed."""
    with pytest.raises(ChoiceError):
        check_choices(YES_NO, answers)


def test_a_refusal_never_repeats_the_answer() -> None:
    """An error may be logged or shown: it holds no choice."""
    with pytest.raises(ChoiceError) as refused:
        check_choices(PICK, {"q1": ["a", "b", "c"]})
    assert str(refused.value) == "第 1 个问题最多选 2 个"


def test_choices_have_one_form() -> None:
    """The same choices in another order are the same ballot."""
    assert check_choices(PICK, {"q1": ["c", "a"]}) == {"q1": ["a", "c"]}


@pytest.mark.parametrize(
    ("kind", "options", "most"),
    [
        ("ranking", [("a", "甲"), ("b", "乙")], 1),
        ("choose", [("a", "甲")], 1),
        ("choose", [("a", "甲"), ("a", "乙")], 1),
        ("choose", [("a", "甲"), ("b", "甲")], 1),
        ("choose", [("A!", "甲"), ("b", "乙")], 1),
        ("choose", [("a", "甲"), ("b", "乙")], 3),
        ("choose", [("a", "甲"), ("b", "")], 1),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(kind: str, options: list[tuple[str, str]], most: int) -> None:
    """Two options or more, different ones, a possible number of them."""
    with pytest.raises(ChoiceError):
        checked_question("q1", "问题", kind, options, most)


def test_stored_questions_come_back() -> None:
    """What the database keeps gives the same questions, abstain not doubled."""
    assert questions_from([PICK[0].as_dict()]) == PICK


def test_half_of_those_attending_is_not_enough() -> None:
    """居 27: more than half of those attending; abstentions and void ballots attended."""
    outcome = count(ASSEMBLY, Basis.PERSONS, YES_NO, Figures(6), ballots(YES_NO, "yes", "yes", "no", None))
    assert outcome.lawful
    assert outcome.void == Figures(1)
    assert not outcome.questions_decided[0].passed


def test_one_more_than_half_passes() -> None:
    """Three of five attending."""
    outcome = count(ASSEMBLY, Basis.PERSONS, YES_NO, Figures(9), ballots(YES_NO, "yes", "yes", "yes", "no", "abstain"))
    assert outcome.questions_decided[0].passed


def test_without_the_quorum_nothing_passes() -> None:
    """Half of the roll is no quorum, whatever they said, and the sentence says so."""
    outcome = count(ASSEMBLY, Basis.HOUSEHOLDS, YES_NO, Figures(4), ballots(YES_NO, "yes", "yes"))
    assert not outcome.lawful
    assert not outcome.questions_decided[0].passed
    assert "参加 2 户 / 应到 4 户，没有达到过半数（至少 3）" in as_dict(outcome)["questions"][0]["sentence"]


def owners(*votes: tuple[str, str]) -> list[Ballot]:
    return [Ballot({"q1": [answer]}, Decimal(area)) for answer, area in votes]


def test_owners_need_both_heads_and_area() -> None:
    """民法典 278: a majority of heads without the area does not pass."""
    roll = Figures(3, Decimal("300.00"))
    cast = owners(("yes", "80.00"), ("yes", "70.00"), ("no", "150.00"))
    outcome = count(OWNERS, Basis.OWNERS, YES_NO, roll, cast)
    met = {found.rule.id: found.met for found in outcome.questions_decided[0].rule_results["yes"]}
    assert outcome.lawful
    assert met == {"pass_area": False, "pass_count": True}
    assert not outcome.questions_decided[0].passed


def test_owners_need_both_for_the_quorum() -> None:
    """Two thirds of the heads with less than two thirds of the area is no quorum."""
    outcome = count(OWNERS, Basis.OWNERS, YES_NO, Figures(3, Decimal(300)), owners(("yes", "100"), ("yes", "99.99")))
    assert {found.rule.id: found.met for found in outcome.quorum} == {"quorum_area": False, "quorum_count": True}
    assert not outcome.lawful


def test_of_options_only_those_with_a_majority_are_chosen() -> None:
    """Choosing up to two: an option carries by more than half of those attending."""
    outcome = count(ASSEMBLY, Basis.PERSONS, PICK, Figures(5), ballots(PICK, "a,b", "a,b", "a", "c", "abstain"))
    assert outcome.questions_decided[0].chosen == ["a"]


def test_a_tie_over_the_last_place_fills_none_of_it() -> None:
    """With one place and two equal options that both carry, none is chosen by the machine."""
    one = (checked_question("q1", "选一个", "choose", [("a", "甲"), ("b", "乙"), ("c", "丙")], 2),)
    outcome = count(ASSEMBLY, Basis.PERSONS, one, Figures(3), ballots(one, "a,b", "b,c", "a,c"))
    assert outcome.questions_decided[0].chosen == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["yes", "no", "abstain"]), min_size=1, max_size=40), st.randoms())
def test_order_never_matters_and_one_more_yes_never_fails(answers: list[str], chance: Any) -> None:
    """Shuffled ballots give the same; changing a no into a yes never turns passing into failing."""
    roll = Figures(45)
    first = as_dict(count(ASSEMBLY, Basis.PERSONS, YES_NO, roll, ballots(YES_NO, *answers)))
    shuffled = list(answers)
    chance.shuffle(shuffled)
    assert as_dict(count(ASSEMBLY, Basis.PERSONS, YES_NO, roll, ballots(YES_NO, *shuffled))) == first
    if "no" in answers and first["questions"][0]["passed"]:
        answers[answers.index("no")] = "yes"
        again = count(ASSEMBLY, Basis.PERSONS, YES_NO, roll, ballots(YES_NO, *answers))
        assert again.questions_decided[0].passed


@pytest.mark.parametrize("mark", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u202e"])
def test_what_takes_no_room_is_taken_out(mark: str) -> None:
    """Two titles that look alike are alike."""
    assert without_invisible(f"{mark}加装{mark}电梯{mark}") == "加装电梯"
