"""The actions' type of a case draft says what the contract says."""

from __future__ import annotations

from actions.case_draft import CaseDraft, Guess, Kind, Place, empty_draft, read_draft
from tests.bot.conversation.drafts import a_draft
from tests.contract import differences, faults, schema

CONTRACT = schema("case_draft")


def test_the_type_says_what_the_contract_says() -> None:
    """Field for field, what may be absent, and which kind of value."""
    assert differences(CaseDraft, CONTRACT, CONTRACT) == []


def test_a_type_that_says_something_else_is_caught() -> None:
    """The broken twins: a field too many, one too few, another kind of value."""
    assert differences(Kind, CONTRACT["properties"]["urgency"], CONTRACT)
    assert differences(Guess, CONTRACT["properties"]["category"], CONTRACT)
    assert differences(Place, CONTRACT["properties"]["times"]["items"], CONTRACT)


def test_the_door_takes_an_honest_draft_and_no_broken_one() -> None:
    """A broken one counts as nothing understood: a clerk reads the message."""
    honest = a_draft("桂花苑3栋路灯坏了", place=("桂花苑3栋",))
    assert faults("case_draft", honest) == faults("case_draft", empty_draft()) == []
    assert read_draft(honest) == honest
    broken = {**honest, "kind": {"code": "horoscope", "label": "投诉", "score": 0.9}}
    assert faults("case_draft", broken)
    assert read_draft(broken) == empty_draft()
