"""A copy of one's own data holds what one's cases list, and nothing of anybody else."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.storage.parts import Parts
from tests.attacks.erasure_world import Street
from tests.attacks.paging_world import (
    danger,
    line,
    vendor,
)
from tests.attacks.test_erasure_told import sign_in, visit
from tests.attacks.town import call, report, seat, town
from tests.portal.cases.cases_world import community
from tests.portal.consultations.consultations_world import World, world

__all__ = ["call", "community", "danger", "line", "report", "seat", "town", "vendor", "world"]


@pytest.fixture
def street(parts: Parts, world: World, internal: FlaskClient) -> Street:
    return Street(parts, world, internal)


def copied(client: FlaskClient, **typed: str) -> dict[str, Any]:
    answer = client.post("/me/copy", data=typed)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        found: dict[str, Any] = json.loads(archive.read("我的信息.json"))
        return found


def test_a_copy_holds_what_my_cases_list(street: Street) -> None:
    """Reported in this browser's chat, then signed in: ticked it is in the copy; unticked the file names it as left out."""
    one = street.person(1, "欧阳翠花", "紫薇路口的井盖")
    visit(street, one, "")
    sign_in(street, one, one.client)
    assert one.case_no in one.client.get("/me").text
    page = one.client.get("/me/copy").text
    assert one.case_no in page
    assert re.search(r'<input[^>]*name="chat"', page)
    assert not re.search(r'<input[^>]*name="chat"[^>]*checked', page)  # nobody's word is given for them
    whole = copied(one.client, chat="yes")
    assert [case["编号"] for case in whole["我的事"]] == [one.case_no]
    assert "没有放进来的事" not in whole
    part = copied(one.client)
    assert part["我的事"] == []
    assert part["没有放进来的事"]["编号"] == [one.case_no]


def test_a_copy_never_holds_another_persons_chat(street: Street) -> None:
    """Another's number was left in this device's chat: however it is asked for, it stays out, and page and file say so."""
    mother, daughter = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    visit(street, mother, mother.phone)
    sign_in(street, daughter, mother.client)
    page = mother.client.get("/me/copy").text
    assert "不在导出里" in page
    assert mother.case_no in page
    told = copied(mother.client, chat="yes")
    assert told["我的事"] == []
    assert told["没有放进来的事"]["编号"] == [mother.case_no]
    assert mother.words not in json.dumps(told, ensure_ascii=False)


def test_the_chat_that_left_only_their_number_is_in_the_copy(street: Street) -> None:
    """It is theirs when they erase, so it is theirs when they ask for a copy, in that browser and wherever they sign in."""
    one, neighbour = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    visit(street, one, one.marks()[0])
    visit(street, neighbour, one.marks()[0])  # a number is quickly written in a stranger's chat
    sign_in(street, one, one.client)
    assert [case["编号"] for case in copied(one.client)["我的事"]] == [one.case_no]
    elsewhere = street.person(1, "", "").client
    street.parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    sign_in(street, one, elsewhere)
    assert [case["编号"] for case in copied(elsewhere)["我的事"]] == [one.case_no]
