"""A named vote by SMS: a sender can be forged, so nothing counts before the code that went to the number comes back."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.channels.models import ChatMessage, InboxMessage
from portal.consultations.models import BoardLine, NamedBallot, RollEntry, SmsVote
from portal.storage.parts import Parts
from portal.wiring.app import create_app, create_internal_app
from tests.portal.channels.conftest import work
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import World, phone, world
from tests.vendors.bot import TOKEN, StandInBot, said

__all__ = ["work", "world"]

OWNER = phone(1)
ONE = [{"text": "同意装路灯吗？", "kind": "yes_no"}]
CODES = {"同意": "yes", "不同意": "no", "弃权": "abstain"}


@pytest.fixture
def bot() -> Iterator[StandInBot]:
    stand_in = StandInBot()
    yield stand_in
    stand_in.down()


class Pocket:
    """The neighbours' phones: what came to which number."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str]] = []

    def send(self, to: str, text: str, **_more: Any) -> str:
        self.came.append((to, text))
        return str(len(self.came))


@pytest.fixture
def pocket() -> Pocket:
    return Pocket()


@pytest.fixture
def parts(parts: Parts, bot: StandInBot, pocket: Pocket) -> Parts:
    return replace(parts, settings=replace(parts.settings, rasa_port=bot.port, bot_token=TOKEN), sms=pocket)


@dataclass
class Phone:
    """One that sends SMS, with whatever sender it says. The worker runs after each."""

    client: FlaskClient
    parts: Parts
    pocket: Pocket
    work: Callable[[], None]
    numbers: Iterator[int]

    def text(self, body: str, sender: str = OWNER) -> list[str]:
        """Send; what the number's owner then finds on their phone."""
        before = len(self.pocket.came)
        form = {"From": sender, "To": "+1", "Body": body, "MessageSid": f"SM{next(self.numbers)}", "NumMedia": "0"}
        url = self.parts.settings.public_url + "/sms/twilio/inbound"
        headers = {"X-Twilio-Signature": RequestValidator("linli-demo").compute_signature(url, form)}
        assert self.client.post("/sms/twilio/inbound", data=form, headers=headers).status_code == 200
        self.work()
        return [text for to, text in self.pocket.came[before:] if to == sender and "邻里机器人" not in text]


@pytest.fixture
def sms(parts: Parts, pocket: Pocket, work: Callable[[], None]) -> Phone:
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    return Phone(app.test_client(), parts, pocket, work, itertools.count(1))


@pytest.fixture
def found(parts: Parts, world: World, bot: StandInBot) -> int:
    """An open named vote of one question, and a bot that does what the real one does with it."""
    opened = world.open(world.plan(secrecy="named", questions=ONE))
    for number in (1, 2):
        world.resident(number)  # who proved the number once on a page: the sender is forgeable all the same
    internal = create_internal_app(parts).test_client()
    headers = {"Authorization": f"Bearer {parts.settings.internal_token}"}

    def talk(ask: dict[str, Any]) -> dict[str, Any]:
        contact, text = int(ask["sender"].partition(".")[0]), ask["text"]
        item = internal.get(f"/internal/v1/consultations?contact={contact}", headers=headers).get_json()["items"][0]
        choice = next((code for label, code in CODES.items() if text in (label, f"我对第1项投{label}")), None)
        if choice is None:
            return question(item) if item["can_answer_here"] else {"messages": [said("没听懂")]}
        answer = internal.post(
            f"/internal/v1/consultations/{opened}/answers",
            json={"contact": contact, "answers": {"q1": [choice]}},
            headers=headers | {"Idempotency-Key": f"{ask['inbox_id']}:vote"},
        )
        status = answer.get_json().get("status")
        if answer.status_code != 201:
            return {"messages": [said("要先核对您是不是名册上的人", response="utter_vote_unproven")]}
        response = "utter_vote_counted" if status == "counted" else "utter_vote_code"
        words = "收到了，算上您的意见了" if status == "counted" else "还差一步：把短信里的6位数字回过来"
        return {"messages": [said(words, response=response, params={"title": item["title"]})], "expecting": None}

    def question(item: dict[str, Any]) -> dict[str, Any]:
        asked = item["questions"][0]
        buttons = [{"title": option["label"], "payload": option["label"]} for option in asked["options"]]
        params = {"title": item["title"], "question": asked["text"]}
        expecting = {
            "kind": "vote_named", "consultation": str(item["id"]), "title": item["title"], "question": "q1",
            "options": asked["options"], "questions": item["questions"], "given": {}, "choices": {},
        }  # fmt: skip
        told = said(asked["text"], response="utter_ask_vote", asks="vote", buttons=buttons, params=params)
        return {"messages": [told], "expecting": expecting}

    bot.answer = talk
    return opened


def ballots(parts: Parts) -> list[tuple[dict[str, list[str]], str]]:
    with parts.db.read() as s:
        return [(row.choices, row.channel) for row in s.scalars(sa.select(NamedBallot))]


def code_in(texts: list[str]) -> str:
    found = re.findall(r"(?<!\d)\d{6}(?!\d)", " ".join(texts))
    assert found, texts
    return found[-1]


def test_a_forged_sender_casts_nothing_and_the_owner_votes_in_four_messages(
    sms: Phone, parts: Parts, found: int
) -> None:
    """The forger's vote waits for a code that only the owner's phone has; the owner's own counts when it comes back."""
    forged = sms.text("我对第1项投不同意")
    assert ballots(parts) == []
    assert "不同意" in " ".join(forged)  # the owner reads what somebody is about to cast
    told = sms.text("我对第1项投同意")
    assert len(told) == 1
    assert ballots(parts) == []
    counted = sms.text(code_in(told))
    assert len(counted) == 1
    assert "算上您的意见了" in counted[0]
    with parts.db.read() as s:
        assert f"收票号开头：{s.scalar(sa.select(BoardLine.head))[:16]}" in counted[0]
    assert ballots(parts) == [({"q1": ["yes"]}, "sms")]


def test_the_question_goes_out_with_its_code_and_one_reply_is_the_vote(sms: Phone, parts: Parts, found: int) -> None:
    """我要投票, the question, the number with the code, counted: four messages. Without the code it waits."""
    asked = sms.text("我要投票")
    assert len(asked) == 1
    code = code_in(asked)
    sms.text("1")  # a forger knows no code, and changes nothing of what the owner was asked
    sms.text("没听懂")
    assert ballots(parts) == []
    counted = sms.text(f"2 {code}")
    assert (len(counted), "算上您的意见了" in counted[0]) == (1, True)
    assert ballots(parts) == [({"q1": ["no"]}, "sms")]


@pytest.mark.parametrize(
    "body", ["{code}", "验证码{code}", " {code} ", "{code}。", "{wide}", "同意 {code}", "同意，{code}"]
)
def test_a_code_is_read_however_it_is_written(sms: Phone, parts: Parts, found: int, body: str) -> None:
    """And a wide one too, as some phones type it; beside the choice, with a comma or without."""
    code = code_in(sms.text("我对第1项投同意"))
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    sms.text(body.format(code=code, wide=wide))
    assert ballots(parts) == [({"q1": ["yes"]}, "sms")]


def test_wrong_codes_and_another_numbers_code_count_nothing(
    sms: Phone, parts: Parts, found: int, clock: HandClock
) -> None:
    """Five guesses end a code, ten minutes too; a neighbour's code is the neighbour's. The owner asks anew and votes."""
    code = code_in(sms.text("我对第1项投不同意"))
    for guess in range(1, 7):
        sms.text(f"{(int(code) + guess) % 1_000_000:06d}")
    sms.text(code)
    neighbours = code_in(sms.text("我对第1项投同意", phone(2)))
    sms.text(neighbours)
    late = code_in(sms.text("我对第1项投不同意"))
    clock.move(minutes=11)
    sms.text(late)
    assert ballots(parts) == []
    sms.text(code_in(sms.text("我对第1项投同意")))
    assert ballots(parts) == [({"q1": ["yes"]}, "sms")]


def test_a_forgers_parked_vote_does_not_stand_in_the_owners_way(sms: Phone, parts: Parts, found: int) -> None:
    """Between the owner's text and the owner's code: each code is for its own vote."""
    code = code_in(sms.text("我对第1项投同意"))
    for _ in range(3):
        sms.text("我对第1项投不同意")
    sms.text(code)
    assert ballots(parts) == [({"q1": ["yes"]}, "sms")]


def test_no_code_stands_in_a_message_that_is_kept(sms: Phone, parts: Parts, found: int) -> None:
    """Neither in what came nor in what was said: letters alone carry it."""
    code = code_in(sms.text("我对第1项投同意"))
    sms.text(code)
    asked = code_in(sms.text("我要投票"))
    sms.text(f"1 {asked}")
    with parts.db.read() as s:
        kept = [*s.scalars(sa.select(InboxMessage.text)), *s.scalars(sa.select(ChatMessage.text))]
    assert not [text for text in kept if code in text or asked in text]
    assert ballots(parts) == [({"q1": ["yes"]}, "sms")]


def test_after_the_hour_a_code_counts_nothing(sms: Phone, parts: Parts, found: int, clock: HandClock) -> None:
    """The vote that waited is not counted late."""
    clock.move(days=2, hours=23, minutes=55)
    code = code_in(sms.text("我对第1项投同意"))
    clock.move(minutes=6)
    assert "截止" in sms.text(code)[0]
    assert ballots(parts) == []


def test_a_vote_that_is_edited_while_its_code_is_out_fits_no_code(sms: Phone, parts: Parts, found: int) -> None:
    """By SQL, after the SMS said what would be cast: the code is for that and nothing else. Asked again, it counts."""
    told = sms.text("我对第1项投同意")
    with parts.db.write() as s:
        s.execute(sa.update(SmsVote).values(choices={"q1": ["no"]}))
    sms.text(code_in(told))
    assert ballots(parts) == []
    sms.text(code_in(sms.text("我对第1项投同意")))
    assert ballots(parts) == [({"q1": ["yes"]}, "sms")]


def test_a_confirmation_that_was_taken_back_counts_no_more(sms: Phone, parts: Parts, found: int) -> None:
    """A number on two lines, one confirmed: its code is out when the committee takes that back. Confirmed again, it counts."""

    def confirmed(yes: bool) -> None:
        with parts.db.write() as s:
            mine = sa.update(RollEntry).where(RollEntry.consultation_id == found, RollEntry.phone == OWNER)
            s.execute(mine.where(RollEntry.id != beside).values(confirmed=yes))

    with parts.db.write() as s:
        on_roll = sa.select(RollEntry).where(RollEntry.consultation_id == found, RollEntry.phone == phone(2))
        entry = s.scalars(on_roll).one()
        beside, entry.phone = entry.id, OWNER
    confirmed(True)
    code = code_in(sms.text("我对第1项投同意"))
    confirmed(False)
    refused = sms.text(code)
    assert ballots(parts) == []
    assert "没有算上" in refused[0]
    confirmed(True)
    sms.text(code_in(sms.text("我对第1项投同意")))
    assert ballots(parts) == [({"q1": ["yes"]}, "sms")]
