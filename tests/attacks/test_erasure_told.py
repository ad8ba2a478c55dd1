"""What 删掉我的 takes with it and what it leaves, as it is said before and after: on a shared device, in a chat without a number, in votes."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.attacks.erasure_world import Person, Street, bot, on_sqlite, parts, street, two
from tests.portal.cases.cases_world import draft
from tests.portal.consultations.consultations_world import world

__all__ = ["bot", "on_sqlite", "parts", "street", "two", "world"]


def visit(street: Street, person: Person, contact: str) -> None:
    """A report in the chat by somebody who proves nothing there; `contact` is what they leave to be reached by."""
    person.token = person.client.post("/api/v1/chat/sessions").json["token"]
    street.say(person, f"{person.words}，{person.name}")
    with street.parts.db.read() as s:
        person.contact = s.scalar(sa.text("SELECT max(id) FROM contact_point WHERE channel = 'webchat'")) or 0
    report = {
        "contact": person.contact, "text": person.words, "draft": draft(), "answers": {"contact": contact}, "photos": [],
    }  # fmt: skip
    person.case_no = street.call("/cases", report, "report")["case_no"]


def sign_in(street: Street, person: Person, browser: FlaskClient) -> None:
    browser.post("/me/code", data={"phone": person.phone})
    assert browser.post("/me/sign-in", data={"code": street.code(person.phone)}).status_code == 302


def test_on_a_shared_device_only_ones_own_goes(street: Street) -> None:
    """One browser, two people: who signs in and erases takes neither the other's chat nor their cases with them."""
    mother, daughter = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    daughter.client = mother.client
    visit(street, mother, mother.phone)
    sign_in(street, daughter, mother.client)
    street.text(daughter, f"{daughter.words}，{daughter.name}")
    street.work()
    street.again(daughter, "/me/erase")
    refused_to_take = mother.client.post("/me/erase", data={"sure": "yes", "chat": "yes"})  # even when it is asked for
    assert refused_to_take.status_code == 200
    assert street.traces(daughter) == []
    assert {mark.rpartition(": ")[2] for mark in street.traces(mother)} >= {mother.name, mother.words}
    assert mother.client.get("/api/v1/chat/messages?wait=0", headers=mother.headers).json["messages"]


def test_a_chat_without_a_number_goes_when_they_say_so(street: Street) -> None:
    """The page asks about the chat of this device; unticked it stays, ticked it goes."""
    one = street.person(1, "欧阳翠花", "紫薇路口的井盖")
    visit(street, one, "")
    sign_in(street, one, one.client)
    assert 'name="chat"' in one.client.get("/me/erase").text
    assert one.client.post("/me/erase", data={"sure": "yes"}).status_code == 200
    assert one.words in " ".join(street.traces(one))
    other_browser = street.person(1, "", "").client
    with one.client.session_transaction() as cookie:
        cookie["chat_token"] = one.token
    street.parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    sign_in(street, one, one.client)
    assert one.client.post("/me/erase", data={"sure": "yes", "chat": "yes"}).status_code == 200
    assert street.traces(one) == []
    assert other_browser.get("/me").status_code == 200


WHOLLY = "还有手机号和登录，都删掉了"


def test_what_stays_is_named_before_and_after(street: Street) -> None:
    """A listed case in this browser's chat: offered with its number, unticked; who leaves it so reads that it was kept."""
    one, two = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    pages = {}
    for person, tick in ((one, {}), (two, {"chat": "yes"})):
        visit(street, person, "")
        sign_in(street, person, person.client)
        assert person.case_no in person.client.get("/me").text
        before = person.client.get("/me/erase").text
        assert re.search(r'<input[^>]*name="chat"', before)
        assert not re.search(r'<input[^>]*name="chat"[^>]*checked', before)  # nobody's word is given for them
        assert person.case_no in before
        pages[person.number] = person.client.post("/me/erase", data={"sure": "yes", **tick}).text
    assert one.words in " ".join(street.traces(one))
    assert WHOLLY not in pages[1]
    assert "这 1 件没有删" in pages[1]
    assert one.case_no in pages[1]
    assert "没有勾" in pages[1]
    assert street.traces(two) == []
    assert WHOLLY in pages[2]
    assert two.case_no not in pages[2]
    assert "这台设备上的网页聊天也删掉了" in pages[2]
    assert "这台设备上的网页聊天也删掉了" not in pages[1]


def test_anothers_case_on_this_device_is_named_as_kept(street: Street) -> None:
    """It is listed, and cannot be claimed: the page says so beforehand, and again when the rest is gone."""
    mother, daughter = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    visit(street, mother, mother.phone)
    sign_in(street, daughter, mother.client)
    before = mother.client.get("/me/erase").text
    assert "这几件留着" in before
    assert mother.case_no in before
    done = mother.client.post("/me/erase", data={"sure": "yes"}).text
    assert WHOLLY not in done
    assert mother.case_no in done
    assert "别的手机号" in done


def test_who_only_opened_the_chat_keeps_nothing(street: Street) -> None:
    """Nothing was said in it: all of theirs is gone, and the page says so."""
    one = street.person(1, "欧阳翠花", "紫薇路口的井盖")
    street.text(one, one.words)
    one.client.post("/api/v1/chat/sessions")
    sign_in(street, one, one.client)
    assert WHOLLY in one.client.post("/me/erase", data={"sure": "yes"}).text


def test_the_names_of_a_named_vote_are_not_said_to_be_published(street: Street) -> None:
    """They stand in the committee's details; the public record has none."""
    one = street.person(1, "欧阳翠花", "紫薇路口的井盖")
    sign_in(street, one, one.client)
    page = one.client.get("/me/erase").text
    assert "名字和选择留在委员会的表决明细里，不公布" in page
    assert "留在公布的结果里" not in page
