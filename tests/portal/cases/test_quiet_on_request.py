"""Whoever wishes that nothing comes to their telephone is sent nothing unasked, in an ordinary case too."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import actors, handler_view
from portal.cases.verbs.reporter import reporter_actions
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import report
from tests.portal.cases.test_cases_page import opened

WISH = "别给我发短信，我老公看手机"


def test_the_wish_on_the_page_is_heeded_and_answered(client: FlaskClient, parts: Parts, reporter: int) -> None:
    """The page says what is done; the handler reads none of it."""
    address = opened(client, parts, reporter)
    page = client.post(f"{address}/details", data={"text": WISH}, follow_redirects=True).text
    assert "不会主动给您发消息，工单上写着别打电话" in page
    assert "派给谁办谁也看得到" not in page
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert s.get_one(ContactPoint, reporter).no_push
        assert handler_view.must_leave_reporter_alone(s, case)
        assert handler_view.visible_words(s, case, case.events[-1], public=True) == handler_view.KEPT_BACK


@pytest.mark.parametrize("text", ["叫物业别打电话催了", "别打电话，发短信就行", "门口还是黑的"])
def test_other_words_leave_the_notices_on(parts: Parts, reporter: int, text: str) -> None:
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text=text)
    with parts.db.read() as s:
        assert not s.get_one(ContactPoint, reporter).no_push


def test_the_wish_in_the_report_is_heeded_and_kept_from_the_handler(parts: Parts, reporter: int) -> None:
    with parts.db.write() as s:
        report(s, parts, reporter, f"柳树里3栋的路灯坏了，{WISH}")
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert s.get_one(ContactPoint, reporter).no_push
        assert handler_view.matter(s, case).text == "柳树里3栋的路灯坏了"
        assert not s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "push_resident")).all()
