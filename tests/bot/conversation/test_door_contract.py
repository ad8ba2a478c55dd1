"""The bot's side of its door: types, requests and answers as `contract/bot_door.schema.json` has them.

Every request and answer of `Resident.says` is held to the contract, so each conversation of this folder checks it.
"""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation.expecting import Expecting
from actions.intake.form import Form
from bot.server import inbound, wire
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.drafts import a_draft
from tests.bot.conversation.portal_stand_in import Portal
from tests.contract import differences, faults, schema

DOOR = schema("bot_door")
METADATA = {
    "channel": "webchat", "first_contact": False, "photos": [], "sent_at": "2026-11-24T09:00:00+08:00", "expecting": None, "draft": None,
}  # fmt: skip
REQUEST = {"sender": "17.3", "inbox_id": 5, "text": "你好", "metadata": METADATA}


@pytest.mark.parametrize(
    ("hint", "part"),
    [(wire.Request, "request"), (wire.Answer, "answer"), (Expecting, "expecting")],
)
def test_the_types_say_what_the_contract_says(hint: Any, part: str) -> None:
    """Field for field, what may be absent, and which kind of value."""
    assert differences(hint, DOOR["$defs"][part], DOOR) == []


def test_a_type_that_says_something_else_is_caught() -> None:
    """The broken twins: one type held against another's part."""
    assert differences(wire.Button, DOOR["$defs"]["message"], DOOR)
    assert differences(wire.Message, DOOR["$defs"]["button"], DOOR)


def test_an_open_form_travels_by_the_contract() -> None:
    """What the actions keep in the portal comes back as `draft`: the form, a matter behind it, and its case draft."""
    behind = Form(text="水管漏水", draft=a_draft("水管漏水"))
    form = Form(text="路灯坏了", draft=a_draft("路灯坏了"), other=behind.to_json(), answers={"place": "3栋"})
    ask = {**REQUEST, "metadata": {**METADATA, "draft": form.to_json()}}
    assert faults("request", ask) == []
    assert inbound.parse_request(ask).draft == form.to_json()


@pytest.mark.parametrize(
    "broken",
    [
        {"sender": "17"},
        {"inbox_id": "5"},
        {"text": None},
        {"metadata": {**METADATA, "channel": "fax"}},
        {"metadata": {**METADATA, "expecting": "x"}},
    ],
)
def test_what_the_contract_refuses_the_door_refuses(broken: dict[str, Any]) -> None:
    """The broken twins of a request; the honest one is read."""
    assert faults("request", REQUEST) == []
    assert inbound.parse_request(REQUEST).text == "你好"
    assert faults("request", REQUEST | broken)
    with pytest.raises(inbound.Malformed):
        inbound.parse_request(REQUEST | broken)


def test_a_real_answer_with_a_broken_twin(resident: Resident, portal: Portal) -> None:
    """The bot's own words pass; without `params`, with a button of one word, with a strange question they do not."""
    answer = resident.says("桂花苑3栋楼下的路灯不亮了")
    assert faults("answer", answer) == []
    message = answer["messages"][0]
    for broken in (
        {"messages": [{name: value for name, value in message.items() if name != "params"}]},
        {"messages": [{**message, "buttons": ["是"]}]},
        {"expecting": {"kind": "horoscope"}},
        {"retry": None},
    ):
        assert faults("answer", answer | broken)
