"""The door itself, with a trained agent: repeats, retries, kills, drafts of an earlier epoch, senders side by side."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.agent import Agent

from bot.server import channel, inbound
from tests.bot.conversation.conftest import SENT, Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Fault, Portal
from tests.contract import faults

REPORT = "桂花苑3栋楼下的路灯不亮了"


def test_the_same_message_again_gives_the_same_answer(resident: Resident, portal: Portal) -> None:
    """Word for word, field for field; nothing is done twice."""
    first = resident.says(REPORT)
    ran, calls = len(resident.agent.processor.action_endpoint.ran), len(portal.calls)
    assert resident.says(REPORT, inbox_id=resident.inbox_id) == first
    assert len(resident.agent.processor.action_endpoint.ran) == ran
    assert len(portal.calls) == calls


def test_the_same_yes_four_times_is_one_case(resident: Resident, portal: Portal) -> None:
    """And the same answer, also an older message's after a newer one."""
    shown = resident.says(REPORT)
    done = resident.says("是")
    for _ in range(3):
        assert resident.says("是", inbox_id=resident.inbox_id) == done
    assert resident.says(REPORT, inbox_id=resident.inbox_id - 1) == shown
    assert len(portal.cases) == 1


def test_a_portal_that_is_down_is_told_plainly_and_the_turn_is_had_again(resident: Resident, portal: Portal) -> None:
    """The first message: nothing is lost, the same inbox id goes through later."""
    portal.faults.append(Fault(times=3, status=503))
    told = resident.says(REPORT)
    assert told["retry"]
    assert "不用重发" in texts(told)
    again = resident.says(REPORT, inbox_id=resident.inbox_id)
    assert not again["retry"]
    assert asked(again) == "confirm"


def test_a_yes_while_the_portal_is_down_registers_once_later(resident: Resident, portal: Portal) -> None:
    """The case may have been made before the line was cut: the key gives the same one."""
    resident.says(REPORT)
    portal.faults.append(Fault(times=3, cut=True, after=True))
    assert resident.says("是")["retry"]
    done = resident.says("是", inbox_id=resident.inbox_id)
    assert done["registered"]
    assert len(portal.cases) == 1
    assert resident.says("是", inbox_id=resident.inbox_id) == done


def test_an_action_server_that_is_down_is_the_same_to_the_resident(resident: Resident, portal: Portal) -> None:
    """The note, `retry`, and the turn later."""
    resident.says(REPORT)
    resident.agent.processor.action_endpoint.down = True
    told = resident.says("是")
    assert told["retry"]
    assert [message["response"] for message in told["messages"]] == ["utter_portal_down"]
    resident.agent.processor.action_endpoint.down = False
    assert resident.says("是", inbox_id=resident.inbox_id)["registered"]
    assert len(portal.cases) == 1


def test_danger_is_answered_even_then(resident: Resident) -> None:
    """The number to call stands first, whatever is down."""
    resident.agent.processor.action_endpoint.down = True
    told = resident.says("着火了，三楼厨房着火了")
    assert told["messages"][0]["response"] == "utter_danger_fire"
    assert told["messages"][0]["text"].splitlines()[0].find("119") > 0
    assert told["retry"]


def test_a_draft_of_an_earlier_epoch_is_registered_by_a_yes(resident: Resident, portal: Portal) -> None:
    """The gateway gives it with the first message of the new epoch."""
    resident.says(REPORT)
    resident.new_epoch(portal.drafts[17])
    assert resident.says("是")["registered"]
    assert portal.cases[0]["text"] == REPORT


def test_that_yes_survives_a_kill_after_the_case_was_made(resident: Resident, portal: Portal) -> None:
    """The portal keeps the draft no longer then, and the tracker was not saved: the draft is found all the same."""
    resident.says(REPORT)
    resident.new_epoch(portal.drafts[17])
    resident.agent.processor.action_endpoint.down = True  # as far as the tracker goes, the turn was cut off
    resident.says("是")
    resident.agent.processor.action_endpoint.down = False
    resident.draft = None
    assert resident.says("是", inbox_id=resident.inbox_id)["registered"]
    assert len(portal.cases) == 1


def test_a_text_is_read_without_a_turn(agent: Agent, loop: asyncio.AbstractEventLoop, portal: Portal) -> None:
    """What a clerk types comes back as a draft by the contract; nothing is asked, registered or remembered."""
    known = loop.run_until_complete(_trackers(agent))
    asked_for = inbound.parse_text({"text": REPORT, "sent_at": SENT})
    read = loop.run_until_complete(channel.read_draft(agent, asked_for))
    assert faults("case_draft", read["draft"]) == []
    assert [one["text"] for one in read["draft"]["places"]] == ["桂花苑3栋楼下"]
    assert portal.calls == []
    assert loop.run_until_complete(_trackers(agent)) == known


async def _trackers(agent: Agent) -> list[str]:
    return sorted(await agent.tracker_store.keys())


@pytest.mark.parametrize("body", [None, [], {}, {"text": 1}, {"text": "灯坏了", "sent_at": 1}])
def test_what_is_no_text_is_refused(body: Any) -> None:
    """The reason names the field."""
    with pytest.raises(inbound.Malformed):
        inbound.parse_text(body)


def test_a_slash_is_text(resident: Resident) -> None:
    """/restart restarts nothing: the draft is still there."""
    resident.says(REPORT)
    resident.says("/restart")
    assert resident.says("是")["registered"]


@pytest.mark.parametrize("text", ["", "😀😀", "\x00\x07", "……"])
def test_a_message_without_words_gets_a_kind_answer(resident: Resident, text: str) -> None:
    """Marked as a form of 没听懂."""
    told = resident.says(text)
    assert told["messages"][0]["fallback"]
    assert "打几个字" in texts(told)


def test_five_thousand_characters_are_read(resident: Resident, portal: Portal) -> None:
    """And registered as they came; the summary quotes a bounded part."""
    text = "桂花苑3栋楼下的路灯不亮了，晚上看不见。" * 260
    shown = resident.says(text)
    assert asked(shown) == "confirm"
    assert len(texts(shown)) < 400
    resident.says("是")
    assert portal.cases[0]["text"] == text[:5000]


def test_markup_and_braces_are_only_text(resident: Resident) -> None:
    """They come back as they were written, and nothing is filled into them."""
    shown = resident.says("桂花苑3栋路灯不亮 <b>{quote}</b> {0} %s")
    assert "<b>{quote}</b> {0} %s" in texts(shown)


def test_senders_go_side_by_side(resident: Resident, portal: Portal) -> None:
    """Twenty people at once, each with a case of their own; one sender's doubles give one."""

    def message(contact: int, inbox_id: int, text: str) -> Any:
        metadata = {"channel": "webchat"}
        body = {"sender": f"{contact}.1", "inbox_id": inbox_id, "text": text, "metadata": metadata}
        return channel.answer_message(resident.agent, inbound.parse_request(body))

    async def everybody(text: str, first: int) -> list[Any]:
        people = [message(contact, first + contact, text) for contact in range(30, 50)]
        return await asyncio.gather(*people, *[message(30, first + 30, text) for _ in range(3)])

    resident.loop.run_until_complete(everybody(REPORT, 1000))
    done = resident.loop.run_until_complete(everybody("是", 2000))
    assert all(answer["registered"] for answer in done)
    assert sorted(case["contact"] for case in portal.cases) == list(range(30, 50))
    assert done[0] == done[-1]
