"""The wire's two ends, pure: what comes in is checked and cleaned, what goes out is told as the contract says."""

from __future__ import annotations

from typing import Any

import pytest

from bot.server import inbound, outbound


def body(text: str = "你好", **more: Any) -> dict[str, Any]:
    return {"sender": "17.3", "inbox_id": 5, "text": text, "metadata": {"channel": "webchat", **more}}


@pytest.mark.parametrize(
    "wrong",
    [None, [], {}, {"sender": "17", "inbox_id": 1, "text": "a"}, {"sender": "17.1", "inbox_id": "1", "text": "a"}, {"sender": "17.1", "inbox_id": True, "text": "a"}, {"sender": "17.1", "inbox_id": 1, "text": None}, {"sender": "17.1", "inbox_id": 1, "text": "a", "metadata": {"channel": "fax"}}, {"sender": "17.1", "inbox_id": 1, "text": "a", "metadata": {"expecting": "x"}}, {"sender": "17.1; drop", "inbox_id": 1, "text": "a"}],
)  # fmt: skip
def test_what_breaks_the_contract_is_refused(wrong: Any) -> None:
    """Each with its reason."""
    with pytest.raises(inbound.Malformed):
        inbound.parse_request(wrong)


@pytest.mark.parametrize("text", ["/restart", "  /greet", "\x07/session_start", "/"])
def test_a_leading_slash_is_text(text: str) -> None:
    """Never a Rasa command."""
    assert inbound.parse_request(body(text)).text.startswith("／")


def test_text_is_bounded_and_without_control_characters() -> None:
    """5,000 characters; line ends stay."""
    assert inbound.parse_request(body("a\x00b\x1b[31mc\r\nd\ud800")).text == "ab[31mc\nd"
    assert len(inbound.parse_request(body("字" * 10_000)).text) == 5000


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01", "\n\t"])
def test_no_text_is_marked(text: str) -> None:
    """Rasa takes none, so a sign stands for it."""
    found = inbound.parse_request(body(text))
    assert (found.text, found.metadata["blank"]) == (inbound.BLANK, True)


def test_what_was_typed_is_kept_beside_the_words_that_it_stands_for() -> None:
    """A form may have asked for the number. What it stands for was decided by the gateway, not here."""
    found = inbound.parse_request(body("修好了", typed="1"))
    assert (found.text, found.metadata["typed"]) == ("修好了", "1")
    alone = inbound.parse_request(
        body("1", expecting={"kind": "follow_up", "case_no": "LL-1", "choices": {"1": "修好了"}})
    )
    assert (alone.text, "typed" in alone.metadata) == ("1", False)


def test_what_the_portal_raised_is_passed_on() -> None:
    """Only where it is a danger's code."""
    assert inbound.parse_request(body("着火了", raised="fire")).metadata["raised"] == "fire"
    assert [
        "raised" in inbound.parse_request(body("着火了", **more)).metadata
        for more in ({}, {"raised": ""}, {"raised": 1})
    ] == [False] * 3


def test_a_draft_does_not_travel_into_the_tracker_with_the_message() -> None:
    """It is put into the memory instead."""
    found = inbound.parse_request(body(draft={"text": "路灯", "draft": {"kind": {}}}))
    assert found.draft is not None
    assert "draft" not in found.metadata


SAID = {
    "text": "登记好了",
    "buttons": [{"title": "是", "payload": "是", "type": "x"}],
    "utter_action": "utter_registered",
    "case_no": "LL-1",
    "linli": {
        "asks": None,
        "fallback": False,
        "link": "/c/1",
        "params": ["case_no"],
        "retry": False,
        "registered": True,
        "expecting": None,
    },
}


def test_a_reply_tells_all_of_the_contract() -> None:
    """Words, buttons, link, name, parameters, and what the turn did."""
    assert outbound.build_answer([SAID]) == {
        "messages": [
            {"text": "登记好了", "buttons": [{"title": "是", "payload": "是"}], "link": "/c/1", "asks": None, "fallback": False, "response": "utter_registered", "params": {"case_no": "LL-1"}}
        ],
        "retry": False,
        "registered": True,
        "expecting": None,
    }  # fmt: skip


def test_expecting_is_absent_where_nothing_is_said_of_it() -> None:
    """Absent means: leave it as it is."""
    assert "expecting" not in outbound.build_answer([{"text": "您好"}])


def events(inbox_id: int, *said: dict[str, Any]) -> list[dict[str, Any]]:
    def kept(message: dict[str, Any]) -> dict[str, Any]:
        rest = {name: value for name, value in message.items() if name not in ("text", "buttons")}
        return {"event": "bot", "text": message["text"], "data": {"buttons": message.get("buttons")}, "metadata": rest}

    return [{"event": "user", "metadata": {"inbox_id": inbox_id}}, *map(kept, said), {"event": "action"}]


def test_the_kept_answer_is_the_answer() -> None:
    """To the last field."""
    assert outbound.stored_answer(events(5, SAID), 5) == outbound.build_answer([SAID])


def test_an_older_message_keeps_its_own_answer() -> None:
    """Not that of the one after it."""
    history = events(5, {"text": "一"}) + events(6, {"text": "二"})
    kept = outbound.stored_answer(history, 5)
    assert kept is not None
    assert [message["text"] for message in kept["messages"]] == ["一"]


@pytest.mark.parametrize(
    "history", [[], events(4, SAID), events(5), events(5, {"text": "系统正在恢复", "linli": {"retry": True}})]
)
def test_what_is_to_be_handled(history: list[dict[str, Any]]) -> None:
    """Never heard, not answered, or waiting for the portal."""
    assert outbound.stored_answer(history, 5) is None


def test_a_message_handled_again_keeps_its_last_answer() -> None:
    """The first was the note that it waits."""
    history = events(5, {"text": "系统正在恢复", "linli": {"retry": True}}) + events(5, SAID)
    assert outbound.stored_answer(history, 5) == outbound.build_answer([SAID])
