"""Whoever an emergency is about is not paged for it and takes nothing on; somebody else is (信访工作条例 28, 30, 46)."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.cases.records import alarms
from portal.outbox.models import Letter
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.attacks.accused_world import PHONES, Call, Report, Seat, called, crew, opens, phones, told
from tests.attacks.town import call, contact, report, seat, town
from tests.portal.conftest import HandClock
from tests.portal.timed import due

__all__ = ["call", "report", "seat", "town"]

HIT = "幸福家园3栋有人流血了，受理台的林受理打人，把我推倒在地"
BLEEDS = "幸福家园3栋有人摔倒流血了，快来人"
EMERGENCY: dict[str, Any] = {"urgency": {"level": "emergency", "danger": "injury", "reasons": []}}


def code_to(town: Parts, number: str) -> str:
    """The code in the last SMS to a number."""
    with town.db.read() as s:
        texts = [
            letter.text
            for letter in s.scalars(sa.select(Letter).order_by(Letter.outbox_id))
            if letter.address == number
        ]
    found = re.search(r"回(\d{6})", texts[-1])
    assert found
    return found[1]


def wait(town: Parts, clock: HandClock, minutes: int) -> None:
    """So many minutes of the worker."""
    for _ in range(minutes):
        clock.move(minutes=1)
        due()["page_on"](town)


def sms(town: Parts, client: FlaskClient, sender: str, text: str) -> None:
    """An SMS to our number, signed as Twilio signs."""
    form = {"From": sender, "To": "+10000000000", "Body": text, "MessageSid": f"SM{text}", "NumMedia": "0"}
    url = town.settings.public_url + "/sms/twilio/inbound"
    signed = RequestValidator("linli-demo").compute_signature(url, form)
    assert client.post("/sms/twilio/inbound", data=form, headers={"X-Twilio-Signature": signed}).status_code == 200


def banner(client: FlaskClient, case_no: str) -> bool:
    """Whether somebody's alarms show this case: on the desk's page, and in the part that reloads."""
    shown = {case_no in client.get(way).text for way in ("/desk", "/desk/alarms")}
    assert len(shown) == 1
    return shown.pop()


def alarm_of(client: FlaskClient, case_no: str) -> str:
    """The address at which the case's alarm is taken on, as somebody's desk shows it."""
    part = client.get("/desk/alarms").text.partition(f">{case_no}<")[2]
    found = re.search(r"/desk/alarms/\d+/taken", part)
    assert found
    return found[0]


# --- the alarm


def test_the_accused_is_not_paged_for_it_and_does_not_see_it(
    seat: Seat, report: Report, town: Parts, clock: HandClock
) -> None:
    """The next on duty is, at once, and then the supervisor; of a fall that is nobody's doing the first is."""
    phones(town, **PHONES)
    case_no = report(HIT, **EMERGENCY)
    wait(town, clock, 11)
    assert set(told(town, case_no)) == {PHONES["clerk2"], PHONES["boss"]}
    assert told(town, case_no)[0] == PHONES["clerk2"]
    assert not banner(seat("clerk"), case_no)
    assert banner(seat("clerk2"), case_no)
    assert banner(seat("boss"), case_no)
    honest = report(BLEEDS, **EMERGENCY)
    wait(town, clock, 1)
    assert told(town, honest) == [PHONES["clerk"]]
    assert banner(seat("clerk"), honest)


def test_the_accused_silences_nothing(seat: Seat, report: Report, town: Parts, clock: HandClock) -> None:
    """Their tap does nothing; a colleague's ends the paging."""
    phones(town, **PHONES)
    case_no = report(HIT, **EMERGENCY)
    way = alarm_of(seat("clerk2"), case_no)
    assert seat("clerk").post(way).status_code == 404
    wait(town, clock, 6)
    assert told(town, case_no) == [PHONES["clerk2"], PHONES["boss"]]
    assert seat("clerk2").post(way).status_code == 303
    wait(town, clock, 12)
    assert len(told(town, case_no)) == 2
    assert "接下了" in seat("clerk2").get("/desk/alarms").text


def test_a_code_that_the_accused_got_before_acknowledges_nothing(
    seat: Seat, report: Report, call: Call, town: Parts, client: FlaskClient, clock: HandClock
) -> None:
    """The first words accused nobody; what is said then takes it from them, also where they had taken it on already."""
    phones(town, **PHONES)
    who = contact(town)
    case_no, honest = report(BLEEDS, who, **EMERGENCY), report(BLEEDS, **EMERGENCY)
    wait(town, clock, 2)
    early = code_to(town, PHONES["clerk"])
    call(f"/cases/{case_no}/details", contact=who, text="是受理台的林受理打的，他把我推倒了")
    assert told(town, case_no)[-1] == PHONES["clerk2"]
    sms(town, client, PHONES["clerk"], early)
    assert "接下了" not in seat("boss").get(f"/desk/cases/{case_no}").text
    assert "接下了" in seat("boss").get(f"/desk/cases/{honest}").text
    wait(town, clock, 6)
    assert told(town, case_no)[-1] == PHONES["boss"]


def test_who_took_it_on_and_is_accused_then_has_it_no_longer(
    seat: Seat, report: Report, call: Call, town: Parts, clock: HandClock
) -> None:
    """The others are paged again; more words about nobody leave it where it is."""
    phones(town, **PHONES)
    who = contact(town)
    case_no, honest = report(BLEEDS, who, **EMERGENCY), report(BLEEDS, who, **EMERGENCY)
    for one in (case_no, honest):
        assert seat("clerk").post(alarm_of(seat("clerk"), one)).status_code == 303
    call(f"/cases/{case_no}/details", contact=who, text="是受理台的林受理打的，他把我推倒了")
    call(f"/cases/{honest}/details", contact=who, text="老人的腿动不了")
    wait(town, clock, 2)
    assert PHONES["clerk2"] in told(town, case_no)
    assert set(told(town, honest)) == {PHONES["clerk"]}
    assert not banner(seat("clerk"), case_no)
    assert "没有人签收" in seat("clerk2").get("/desk/alarms").text


@pytest.mark.parametrize(
    ("numbers", "paged"),
    [
        (("clerk", "boss"), {"boss"}),
        (("clerk", "operator"), {"operator"}),
        (("clerk",), {"clerk"}),
    ],
)
def test_somebody_is_paged_whoever_is_accused(
    seat: Seat, report: Report, town: Parts, clock: HandClock, numbers: tuple[str, ...], paged: set[str]
) -> None:
    """The only one on duty is accused: the supervisor, else the operator; life goes first where there is nobody else."""
    with town.db.write() as s:
        s.add(
            Account(
                username="operator", password_hash="-", name="赵运维", role="operator", active=True,
                created_at=town.clock.now(),
            )
        )  # fmt: skip
    known = PHONES | {"operator": "+8613900000008"}
    phones(town, **{name: known[name] for name in numbers})
    case_no = report(HIT, **EMERGENCY)
    wait(town, clock, 12)
    assert set(told(town, case_no)) == {known[name] for name in paged}
    assert not banner(seat("clerk"), case_no)
    assert banner(seat("clerk2"), case_no)


# --- one person with a telephone


def test_the_desk_and_the_operator_are_told_that_only_one_can_be_paged(seat: Seat, town: Parts) -> None:
    """What is about that person pages them all the same, so it is said; with a second telephone it is not."""
    phones(town, clerk="+8613900000001")
    assert "只叫得到林受理一个人" in seat("clerk").get("/desk").text
    with town.db.read() as s:
        assert [one.name for one in alarms.out_of_reach(s)] == ["张clerk2", "张boss"]
    phones(town, clerk="+8613900000001", clerk2="+8613900000002")
    assert "只叫得到" not in seat("clerk").get("/desk").text


@pytest.mark.parametrize("text", ["由于某些人在楼下骂人", "对于会计骂人这件事", "向老师说了，学生还是骂人打人"])
def test_a_surname_that_is_an_ordinary_word_names_nobody(seat: Seat, report: Report, town: Parts, text: str) -> None:
    """于, 向 and the like stand before many words; 小于 is still who is meant."""
    called(town, clerk="于小兰", clerk2="张受理", walker="向大明")
    assert opens(seat("clerk"), report(f"{text}，幸福家园3栋"))
    assert not opens(seat("clerk"), report("受理台的小于骂人打人，幸福家园3栋"))


# --- an emergency that staff are the danger of


def emergency(danger: str) -> dict[str, Any]:
    return {"urgency": {"level": "emergency", "danger": danger, "reasons": []}}


FEARED = [
    ("网格员老周现在在我家门口砸门，幸福家园3栋301", "violence", "walker"),
    ("网格员老周现在在我家门口乱来，幸福家园3栋301", "violence", "walker"),
    ("老周又来了，救命，幸福家园3栋", "violence", "walker"),
    ("幸福家园3栋，网格员现在要进我家，救命", "violence", "walker"),
    ("小叶现在拿刀追我，幸福家园3栋门口", "violence", "clerk"),
    ("小叶现在追我，幸福家园3栋门口", "violence", "clerk"),
    ("小叶在我家门口不走，孩子流血了，幸福家园3栋", "injury", "clerk"),
    ("小叶把我锁在屋里，幸福家园3栋", "trapped", "clerk"),
    ("受理员叶某打我，我脸上流血了，在幸福家园3栋", "home_violence", "clerk"),
    ("幸福家园3栋，叶受理员抓着我不放，救命", "violence", "clerk"),
    ("老周在幸福家园3栋门口点我家的门，着火了", "fire", "walker"),
]


@pytest.mark.parametrize(("text", "danger", "named"), FEARED)
def test_in_an_emergency_whoever_is_mentioned_is_out_until_another_answers(
    seat: Seat, report: Report, town: Parts, clock: HandClock, text: str, danger: str, named: str
) -> None:
    """Whatever the words of the deed are: not paged, no page, no alarm, no correction, no on-spot; the others have it."""
    crew(town)
    case_no = report(text, **emergency(danger))
    wait(town, clock, 12)
    numbers = PHONES | {"walker": "+8613900000003"}
    assert numbers[named] not in told(town, case_no)
    assert PHONES["clerk2"] in told(town, case_no)
    assert not opens(seat(named), case_no)
    assert opens(seat("clerk2"), case_no)
    way = alarm_of(seat("clerk2"), case_no)
    for path, data in (
        (way, {}),
        (f"/desk/cases/{case_no}/on-spot", {"text": "没有事"}),
        (f"/desk/cases/{case_no}/correction", {"kind": "praise", "urgency": "normal"}),
        (f"/desk/cases/{case_no}/conduct", {"conduct": "no"}),
    ):
        assert seat(named).post(path, data=data).status_code in (403, 404), path
    assert seat("clerk2").post(way).status_code == 303


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("网格员老周已经来了，幸福家园3栋着火了", "fire"),
        ("着火了，网格员老周在救火，快来人，幸福家园3栋", "fire"),
        ("请网格员老周来看看，幸福家园3栋着火了", "fire"),
        ("小叶在吗，幸福家园3栋着火了", "fire"),
        ("谢谢小叶，幸福家园3栋煤气漏了", "gas"),
        ("我叫小叶，幸福家园3栋着火了", "fire"),
        ("受理台电话打不通，幸福家园3栋着火了", "fire"),
        ("受理台的人叫我们等着，幸福家园3栋着火了", "fire"),
        ("楼上打人，受理员小叶说让我报警，幸福家园3栋", "violence"),
        ("楼上打架，网格员老周拉不住，幸福家园3栋", "violence"),
        ("老周摔倒了流血了，幸福家园3栋", "injury"),
        ("老周家着火了，幸福家园3栋", "fire"),
        ("小叶，我老公打我，幸福家园3栋", "home_violence"),
        ("叶姐救命，幸福家园3栋有人打人", "violence"),
        ("网格员老周您好，我被困电梯里了，幸福家园3栋", "trapped"),
        ("受理台吗？幸福家园3栋有人打人", "violence"),
    ],
)
def test_in_an_emergency_who_is_asked_thanked_or_came_to_help_is_paged_as_ever(
    seat: Seat, report: Report, town: Parts, clock: HandClock, text: str, danger: str
) -> None:
    """The grid's worker and the first on call."""
    crew(town)
    case_no = report(text, **emergency(danger))
    wait(town, clock, 3)
    assert {PHONES["clerk"], "+8613900000003"} <= set(told(town, case_no))
    assert opens(seat("clerk"), case_no)
    assert opens(seat("walker"), case_no)


def test_who_is_mentioned_in_later_words_of_an_emergency_loses_it(
    seat: Seat, report: Report, call: Call, town: Parts, clock: HandClock
) -> None:
    """They were paged before; the next is paged now. Who is said to have come keeps it."""
    crew(town)
    who = contact(town)
    case_no, honest = (report("救命，幸福家园3栋有人打人", who, **emergency("violence")) for _ in range(2))
    call(f"/cases/{case_no}/details", contact=who, text="是小叶，她还在门口")
    call(f"/cases/{honest}/details", contact=who, text="小叶已经来了，人还在楼道里")
    wait(town, clock, 2)
    assert PHONES["clerk2"] in told(town, case_no)
    assert not opens(seat("clerk"), case_no)
    assert opens(seat("clerk"), honest)
