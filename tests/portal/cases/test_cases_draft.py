"""The portal's type of a case draft says what the contract says, and reads whatever was stored."""

from __future__ import annotations

import json

import pytest

from portal.cases.drafts import draft_schema
from portal.cases.rules import case_draft
from portal.cases.rules.case_draft import CaseDraft, Guess, Kind, Place
from portal.kernel.errors import Invalid
from tests.attacks.town import draft
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


@pytest.mark.parametrize("stored", ["", "{", "[]", '{"category": {"code": ""}}'])
def test_what_cannot_be_read_any_more_is_sure_of_nothing(stored: str) -> None:
    """An erased draft, too: a clerk decides, and nobody is told that a body has the case."""
    assert not case_draft.is_sure(case_draft.read(stored))
    assert case_draft.is_sure(draft("幸福家园3栋路灯坏了", missing=[]))


def test_what_the_door_takes_is_read_as_it_was() -> None:
    """An honest draft comes out as it went in; a broken one is refused with its place, never with its words."""
    honest = draft("幸福家园3栋路灯坏了")
    assert faults("case_draft", honest) == []
    assert draft_schema.checked(honest) == honest
    assert case_draft.read(json.dumps(honest)) == honest
    broken = {**honest, "kind": {"code": "秘密", "label": "投诉", "score": 0.9}}
    assert faults("case_draft", broken)
    with pytest.raises(Invalid) as refused:
        draft_schema.checked(broken)
    assert "秘密" not in str(refused.value.__dict__)


@pytest.mark.parametrize("stored", ["", "{}", "[]", "null", "{", '"x"', '{"places": null, "urgency": []}'])
def test_an_erased_or_broken_draft_is_read_as_an_empty_one(stored: str) -> None:
    """Every required field is there, so that no page breaks."""
    assert case_draft.read(stored) == case_draft.empty()


def test_a_draft_of_an_earlier_bot_is_filled() -> None:
    """What it did not say is empty, what it said stays."""
    found = case_draft.read('{"kind": {"code": "praise"}, "category": {"code": "04"}, "places": [{"text": "东门"}]}')
    assert found["kind"] == {"code": "praise", "label": "", "score": 0.0}
    assert found["category"]["alternatives"] == []
    assert case_draft.texts(found["places"]) == ["东门"]
    assert case_draft.grid(found) is None
