"""Before a reporter is told to go elsewhere, the clerk is asked what they may have overlooked; once."""

from __future__ import annotations

import re
from html import unescape

import pytest

from portal.cases.models import Case
from portal.cases.verbs.clock import extending
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, SignIn, report


def asked_in(page: str) -> str:
    return unescape(re.findall(r'name="asked" value="([^"]*)"', page)[0])


@pytest.fixture
def address(parts: Parts, reporter: int) -> str:
    """A case that no list gives to a body."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        case.body = None
        return f"/desk/cases/{case.case_no}"


def told(office: str, phone: str, **more: str) -> dict[str, str]:
    return {"ground": "out_of_area", "office": office, "phone": phone} | more


@pytest.mark.parametrize("phone", ["1234567", "87654321", "0571-1234567", "11111111111", "88123456", "138001380"])
def test_a_number_that_reaches_nobody_is_asked_about(sign_in: SignIn, address: str, phone: str) -> None:
    """And sent once whoever typed it says that it is right."""
    desk = sign_in(Role.DESK)
    refused = desk.post(f"{address}/rejection", data=told("区供电局", phone))
    assert refused.status_code == 422
    assert "不像一个打得通的电话" in refused.text
    again = told("区供电局", phone, sure="1", asked=asked_in(refused.text))
    assert desk.post(f"{address}/rejection", data=again).status_code == 303


@pytest.mark.parametrize(
    "phone", ["0571-85012345", "12345", "95598", "13800138000", "400 820 8820", "110", "96110", "0571-00000002"]
)
def test_an_ordinary_number_is_not(sign_in: SignIn, address: str, phone: str) -> None:
    """Nor one of our own list, however it looks."""
    assert sign_in(Role.DESK).post(f"{address}/rejection", data=told("区供电局", phone)).status_code == 303


def test_another_number_than_the_list_has_is_asked_about(sign_in: SignIn, address: str) -> None:
    refused = sign_in(Role.DESK).post(f"{address}/rejection", data=told("路灯队", "0571-85012345"))
    assert refused.status_code == 422
    assert "0571-00000002" in refused.text


def test_what_our_own_list_gives_to_a_body_is_asked_about(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """The reporter would be sent away from whoever mends it."""
    with parts.db.write() as s:
        page = f"/desk/cases/{report(s, parts, reporter).case_no}"
    desk, form = sign_in(Role.DESK), told("区供电局", "0571-85012345") | {"ground": "other_body"}
    refused = desk.post(f"{page}/rejection", data=form)
    assert refused.status_code == 422
    assert "职责清单上归路灯队" in refused.text
    assert desk.post(f"{page}/rejection", data=form | {"sure": "1", "asked": asked_in(refused.text)}).status_code == 303


def test_a_name_in_the_reason_of_an_extension_is_asked_about(
    sign_in: SignIn, parts: Parts, reporter: int, who: Find
) -> None:
    """Its reporter reads it."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
        extending.ask(s, parts, case, who(s, Role.BODY), days=3, reason="灯杆要从外地订，下周三到货。")
        page = f"/desk/cases/{case.case_no}"
    why = "灯杆要从外地订，下周三到货，王五师傅13900001111出差。"
    desk = sign_in(Role.DESK)
    refused = desk.post(f"{page}/extension-answer", data={"answer": "grant", "why": why})
    assert refused.status_code == 422
    assert "这些话居民会看到" in refused.text
    sent = {"answer": "grant", "why": why, "as_written": "1", "asked": asked_in(refused.text)}
    assert desk.post(f"{page}/extension-answer", data=sent).status_code == 303
    with parts.db.read() as s:
        assert s.get_one(Case, 1).extension_asked_at is None
