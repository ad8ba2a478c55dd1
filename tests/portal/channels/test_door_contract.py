"""The gateway's side of the bot's door: types, requests and answers as `contract/bot_door.schema.json` has them.

`tests/vendors/bot.py` holds every request of every test to the contract; here are the types and the broken twins.
"""

from __future__ import annotations

from typing import Any

import pytest

from portal.channels import wire
from portal.channels.bot_client import read_reply
from tests.contract import differences, faults, schema
from tests.portal.channels.conftest import Visitor
from tests.vendors.bot import StandInBot, said

DOOR = schema("bot_door")
ANSWER = {"messages": [said("好", buttons=[{"title": "是", "payload": "是"}])], "retry": False, "registered": False}
VOTE = {
    "kind": "vote_named", "consultation": "3", "title": "停车场", "question": "q1", "given": {},
    "options": [{"code": "yes", "label": "同意"}], "choices": {"1": "同意"},
    "questions": [{"key": "q1", "text": "改吗", "options": [{"code": "yes", "label": "同意"}]}],
}  # fmt: skip
EXPECTING = [
    {"kind": "follow_up", "case_no": "LL-20261124-0042", "choices": {"1": "修好了", "2": "没修好"}},
    {"kind": "detail", "case_no": "LL-20261124-0042", "until": "2026-11-24T10:00:00+08:00", "asks": "place"},
    {"kind": "detail", "case_no": "LL-20261124-0042", "danger": "fire"},
    {"kind": "question", "case_no": "LL-20261124-0042", "until": "2026-12-01T10:00:00+08:00"},
    {"kind": "vote_secret", "consultation": "3"},
    {"kind": "vote_linked", "consultation": "3", "title": "停车场"},
    VOTE,
    None,
]


@pytest.mark.parametrize(
    ("hint", "part"), [(wire.Request, "request"), (wire.Answer, "answer"), (wire.Expecting, "expecting")]
)
def test_the_types_say_what_the_contract_says(hint: Any, part: str) -> None:
    """Field for field, what may be absent, and which kind of value."""
    assert differences(hint, DOOR["$defs"][part], DOOR) == []


def test_a_type_that_says_something_else_is_caught() -> None:
    """The broken twins: one type held against another's part."""
    assert differences(wire.Button, DOOR["$defs"]["message"], DOOR)
    assert differences(wire.Wish, DOOR["$defs"]["location"], DOOR)
    assert differences(wire.FollowUp, DOOR["$defs"]["detail"], DOOR)


@pytest.mark.parametrize("expecting", EXPECTING)
def test_every_open_question_is_read(expecting: Any) -> None:
    """Each kind that the contract names arrives as it was sent."""
    answer = ANSWER | {"expecting": expecting}
    assert faults("answer", answer) == []
    assert read_reply(answer).expecting == expecting


@pytest.mark.parametrize("broken", [{"messages": ["好"]}, {"messages": None}, {"expecting": "x"}])
def test_what_the_contract_refuses_the_gateway_refuses(broken: dict[str, Any]) -> None:
    """An answer that cannot be read is no answer: the bot is asked again."""
    assert faults("answer", ANSWER | broken)
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        read_reply(ANSWER | broken)


def test_a_request_that_breaks_the_contract_fails_its_test(visitor: Visitor, bot: StandInBot) -> None:
    """The gateway's own request passes; the same without its metadata is named, and so is an answer without params."""
    visitor.say("路灯坏了")
    assert bot.broken == []
    request = bot.asked[-1]
    assert faults("request", {name: value for name, value in request.items() if name != "metadata"})
    assert faults("request", {**request, "metadata": {**request["metadata"], "channel": "fax"}})
    assert faults("answer", {"messages": [{"text": "好"}], "retry": False, "registered": False})
