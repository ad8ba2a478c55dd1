"""Whoever told their name, and wants it struck, has it starred out for staff; the page says what was done."""

from __future__ import annotations

from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import presentation
from portal.storage.parts import Parts
from tests.portal.cases.test_cases_page import opened


def box(client: FlaskClient, parts: Parts, reporter: int, text: str) -> str:
    return f"{opened(client, parts, reporter, text)}/details"


def test_the_name_is_starred_out_of_all_that_was_said(client: FlaskClient, parts: Parts, reporter: int) -> None:
    """In the report and what was added later; the number that was left stays."""
    address = box(client, parts, reporter, "柳树里3栋的路灯坏了，我叫张建国")
    with parts.db.write() as s:
        s.get_one(Case, 1).words.contact = "张建国 13800000000"
    client.post(address, data={"text": "我是实名举报，我叫张建国"})
    page = client.post(address, data={"text": "我后悔了，把我名字划掉"}, follow_redirects=True).text
    assert "改成了 * 号" in page
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        said = [case.words.text, case.words.contact, *map(presentation.public_words, case.events)]
        assert "张建国" not in "".join(said)
        assert "13800000000" in case.words.contact
        assert case.state == "reported"


def test_a_name_that_was_never_told_is_not_said_to_be_struck(client: FlaskClient, parts: Parts, reporter: int) -> None:
    address = box(client, parts, reporter, "柳树里3栋的路灯坏了")
    page = client.post(address, data={"text": "把名字去掉"}, follow_redirects=True).text
    assert "没有找到您自己说的名字" in page


def test_a_question_strikes_nothing(client: FlaskClient, parts: Parts, reporter: int) -> None:
    address = box(client, parts, reporter, "柳树里3栋的路灯坏了，我叫张建国")
    client.post(address, data={"text": "名字划掉没有"})
    with parts.db.read() as s:
        assert "张建国" in s.get_one(Case, 1).words.text
