"""The bot's door to cases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.drafts import open_drafts
from portal.cases.drafts.models import OpenDraft
from portal.cases.models import Case, CaseEvent
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying.notifications import push
from portal.cases.verbs.reporter import attesting
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import create_internal_app
from tests.portal.cases.cases_world import Find, add_contact, draft


@pytest.fixture
def call(internal: FlaskClient, parts: Parts) -> Any:
    """POST or GET with the token; `key` is the Idempotency-Key."""

    def send(path: str, body: Any = None, *, key: str = "1:report", method: str = "POST") -> Any:
        headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": key}
        return internal.open("/internal/v1" + path, method=method, json=body, headers=headers)

    return send


def body(contact: int, **changes: Any) -> dict[str, Any]:
    return {
        "contact": contact,
        "text": "柳树里3栋的路灯坏了三天了",
        "draft": draft(),
        "answers": {},
        "photos": [],
    } | changes


def test_report_answers_with_number_body_worker_and_link(call: Any, reporter: int) -> None:
    """A report is routed by place and category: 201 with all that the bot tells the resident."""
    answer = call("/cases", body(reporter))
    assert answer.status_code == 201
    told = answer.json
    assert told["case_no"] == "LL-20261124-0001"
    assert told["body"] == {"name": "路灯队", "phone": "0571-00000002"}
    assert (told["grid"], told["grid_worker"], told["emergency"]) == ("G-01", "张网格员", False)
    assert told["due_at"] == "2026-12-01T23:59:59+08:00"
    assert told["link"].startswith("http://127.0.0.1:8000/c/LL-20261124-0001?access=")


def test_the_same_key_gives_the_same_case_and_link(call: Any, reporter: int, parts: Parts) -> None:
    """A repeated call makes no second case and no second outbox row, and answers alike."""
    first, second = call("/cases", body(reporter)), call("/cases", body(reporter))
    assert first.json == second.json
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 1
        assert s.scalar(sa.select(sa.func.count()).where(OutboxRow.kind == "submit_case")) == 1


def test_the_same_key_with_another_body_is_refused(call: Any, reporter: int) -> None:
    """422, as RFC 9457 JSON with a Chinese title."""
    call("/cases", body(reporter))
    answer = call("/cases", body(reporter, text="别的话"))
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert "Idempotency-Key" in answer.json["title"]


def test_without_a_key_nothing_is_written(call: Any, reporter: int) -> None:
    """A write without Idempotency-Key: 400."""
    assert call("/cases", body(reporter), key=" ").status_code == 400


def test_without_the_token_nobody_is_let_in(internal: FlaskClient, reporter: int) -> None:
    """401."""
    assert internal.post("/internal/v1/cases", json=body(reporter)).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"contact": "one"},
        {"text": ""},
        {"text": "长" * 5001},
        {"draft": {}},
        {"draft": draft(kind={"code": "rumour", "label": "谣言", "score": 1})},
        {"photos": ["../../etc/passwd"]},
        {"photos": [f"{n}.jpg" for n in range(10)]},
    ],
)
def test_a_wrong_body_is_refused_with_words(call: Any, reporter: int, wrong: dict[str, Any]) -> None:
    """422 problem+json; no words of the body come back."""
    answer = call("/cases", body(reporter) | wrong)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert "长长长" not in answer.text


def test_keys_that_the_schema_does_not_know_are_let_through(call: Any, reporter: int) -> None:
    """A newer bot may say more than this portal reads."""
    assert call("/cases", body(reporter, draft=draft(mood="tired"))).status_code == 201


def test_an_unknown_contact_is_not_found(call: Any, reporter: int) -> None:
    """404."""
    assert call("/cases", body(reporter + 99)).status_code == 404


def test_a_report_drops_the_open_draft(call: Any, reporter: int, parts: Parts) -> None:
    """What is registered is no longer open, in the same transaction."""
    call(f"/contacts/{reporter}/draft", {"inbox_id": 5, "state": {"text": "x"}}, method="PUT")
    call("/cases", body(reporter))
    with parts.db.read() as s:
        assert open_drafts.open_draft(s, reporter) is None


@pytest.mark.parametrize("left_open", [True, False])
@pytest.mark.parametrize("end", ["registered", "given up"])
def test_a_late_call_does_not_bring_a_draft_back(
    call: Any, reporter: int, parts: Parts, end: str, left_open: bool
) -> None:
    """What was registered or given up is not reminded of and handed to the desk because an older call arrives now."""
    older = {"inbox_id": 5, "state": {"text": "x"}}
    if left_open:
        call(f"/contacts/{reporter}/draft", older, method="PUT")
    if end == "registered":
        call("/cases", body(reporter), key="6:report")
    else:
        call(f"/contacts/{reporter}/draft", {"inbox_id": 6, "state": None}, method="PUT")
    assert call(f"/contacts/{reporter}/draft", older, method="PUT").status_code == 204
    with parts.db.read() as s:
        assert open_drafts.open_draft(s, reporter) is None


def test_the_next_matter_is_kept_after_the_first_was_registered(call: Any, reporter: int, parts: Parts) -> None:
    """In the same turn, after the same message."""
    call("/cases", body(reporter), key="6:report")
    call(f"/contacts/{reporter}/draft", {"inbox_id": 6, "state": {"text": "第二件"}}, method="PUT")
    with parts.db.read() as s:
        assert open_drafts.open_draft(s, reporter) == {"text": "第二件"}


def test_the_draft_of_a_newer_message_stays(call: Any, reporter: int, parts: Parts) -> None:
    """A late call for an older message changes nothing."""
    call(f"/contacts/{reporter}/draft", {"inbox_id": 5, "state": {"step": "confirm"}}, method="PUT")
    answer = call(f"/contacts/{reporter}/draft", {"inbox_id": 4, "state": None}, method="PUT")
    assert answer.status_code == 204
    with parts.db.read() as s:
        kept = s.get(OpenDraft, reporter)
        assert kept is not None
        assert kept.inbox_id == 5


def test_cases_lists_the_newest_first(call: Any, reporter: int) -> None:
    """At most ten, the newest first, each with its link."""
    for number in range(11):
        call("/cases", body(reporter), key=f"{number}:report")
    items = call(f"/contacts/{reporter}/cases", method="GET").json["items"]
    assert [item["case_no"][-4:] for item in items] == [f"{n:04d}" for n in range(11, 1, -1)]
    assert items[0]["title"] == "柳树里3栋的路灯坏了三天了"
    assert items[0]["state_label"] == "已经收到，等工作人员看"


def test_somebody_elses_case_is_not_found(call: Any, reporter: int, parts: Parts) -> None:
    """404, not 403: others do not learn that it exists."""
    case_no = call("/cases", body(reporter)).json["case_no"]
    other = add_contact(parts, "other")
    answer = call(f"/cases/{case_no}/details", {"contact": other, "text": "我也要"}, key="9:detail")
    assert answer.status_code == 404


def test_remind_is_told_once_for_one_key(call: Any, reporter: int) -> None:
    """The same key twice counts as one reminder; the summary says when."""
    case_no = call("/cases", body(reporter)).json["case_no"]
    for _ in range(2):
        answer = call(f"/cases/{case_no}/reminders", {"contact": reporter, "text": "快点"}, key="2:remind")
        assert answer.json["reminded_at"] == "2026-11-24T09:00:00+08:00"
    for number in (3, 4):
        call(f"/cases/{case_no}/reminders", {"contact": reporter, "text": ""}, key=f"{number}:remind")
    assert call(f"/cases/{case_no}/reminders", {"contact": reporter, "text": ""}, key="5:remind").status_code == 429


def test_an_answer_before_it_is_resolved_is_a_conflict(call: Any, reporter: int) -> None:
    """409 with a title that a person can read."""
    case_no = call("/cases", body(reporter)).json["case_no"]
    answer = call(f"/cases/{case_no}/follow-up", {"contact": reporter, "fixed": True, "text": "好了"}, key="2:answer")
    assert answer.status_code == 409
    assert "已经收到" in answer.json["title"]


def test_a_withdrawn_case_says_so(call: Any, reporter: int) -> None:
    """The summary carries the new state."""
    case_no = call("/cases", body(reporter)).json["case_no"]
    answer = call(f"/cases/{case_no}/withdrawal", {"contact": reporter, "text": "不用了"}, key="2:withdraw")
    assert answer.json["state"] == "withdrawn"


def test_a_withdrawn_case_is_restored_once(call: Any, reporter: int, parts: Parts) -> None:
    """The same key again changes nothing."""
    case_no = call("/cases", body(reporter)).json["case_no"]
    call(f"/cases/{case_no}/withdrawal", {"contact": reporter, "text": "不用了"}, key="2:withdraw")
    for _ in range(2):
        answer = call(f"/cases/{case_no}/restoration", {"contact": reporter, "text": "按错了"}, key="3:restore")
        assert (answer.status_code, answer.json["case_no"], answer.json["state"]) == (200, case_no, "reported")
    with parts.db.read() as s:
        assert len(s.scalars(sa.select(CaseEvent).where(CaseEvent.verb == "restore")).all()) == 1


def test_the_same_key_from_four_at_once_makes_one_case(parts: Parts, reporter: int) -> None:
    """Whoever is first writes; the others answer with the same fact."""
    app = create_internal_app(parts)
    headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": "7:report"}

    def send(_number: int) -> tuple[int, str]:
        answer = app.test_client().post("/internal/v1/cases", json=body(reporter), headers=headers)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, range(4)))
    assert {status for status, _text in answers} == {201}
    assert len(answers) == 1
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 1


@pytest.mark.parametrize("channel", ["sms", "webchat"])
@pytest.mark.parametrize("danger", ["home_violence", "injury", ""])
def test_violence_at_home_told_later_stops_what_is_sent_unasked(
    call: Any, parts: Parts, channel: str, danger: str
) -> None:
    """Whoever strikes may hold the phone: no SMS about the case that other violence began, whatever danger is told beside it."""
    contact = add_contact(parts, "+8613900000077", channel=channel)
    violence = {"level": "emergency", "reasons": [], "danger": "violence"}
    case_no = call("/cases", body(contact, text="有人打我", draft=draft("有人打我", urgency=violence))).json["case_no"]
    with parts.db.write() as s:
        assert push(s, parts.clock.now(), s.scalars(sa.select(Case)).one(), "case_accepted_emergency", params={})
    added = {"contact": contact, "text": "我老公打的，流血了", "danger": danger, "no_push": True}
    assert call(f"/cases/{case_no}/details", added, key="2:detail").status_code == 200
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        assert not push(s, parts.clock.now(), case, "case_dispatched_emergency", params={})
        assert s.get_one(ContactPoint, contact).no_push


def test_an_answer_after_a_denied_call_is_noted(call: Any, reporter: int, parts: Parts, who: Find) -> None:
    """The denial had reopened the case: what the chat's question hears of the fix counts, once, and the case goes on."""
    case_no = call("/cases", body(reporter)).json["case_no"]
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="已电话联系居民，换了灯头")
        attesting.attest(s, parts, case, actors.resident(reporter), 1, took_place=False)
    said = {"contact": reporter, "fixed": True, "text": "灯是亮了"}
    for _ in range(2):
        answer = call(f"/cases/{case_no}/follow-up", said, key="2:answer")
        assert (answer.status_code, answer.json["state"]) == (200, "dispatched")
    with parts.db.read() as s:
        found = [event for event in s.get_one(Case, 1).events if "fixed" in event.data]
        assert [(event.data["fixed"], event.words[0].text) for event in found] == [(True, "灯是亮了")]


@pytest.mark.parametrize(("text", "reopened"), [("又翘起来了", True), ("谢谢师傅", False)])
def test_the_answer_to_added_words_says_that_they_reopened_the_case(
    call: Any, reporter: int, parts: Parts, who: Find, text: str, reopened: bool
) -> None:
    """An emergency that was dealt with and is there again; a second try says the same, other words after it do not."""
    emergency = {"level": "emergency", "reasons": [], "danger": "injury"}
    said = body(reporter, text="井盖翘起来了", draft=draft("井盖翘起来了", urgency=emergency))
    case_no = call("/cases", said).json["case_no"]
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="井盖换了新的，试过踩上去不动")
    for _ in range(2):
        answer = call(f"/cases/{case_no}/details", {"contact": reporter, "text": text}, key="2:detail")
        assert (answer.status_code, answer.json["reopened"]) == (200, reopened)
    later = call(f"/cases/{case_no}/details", {"contact": reporter, "text": "谢谢你们"}, key="3:detail")
    assert later.json["reopened"] is False


def test_the_reporter_lets_handlers_know(call: Any, reporter: int, parts: Parts) -> None:
    """A confidential case is so no more, its words stay, and a second try changes nothing; a later wish is heard again."""
    said = body(reporter, text="柳树里3栋的路灯坏了三天了，别让物业知道是我说的")
    case_no = call("/cases", said).json["case_no"]
    words = {"contact": reporter, "text": "不用保密了，可以告诉他们是我"}
    added = call(f"/cases/{case_no}/details", words, key="2:detail").json
    assert (added["confidential"], added["named"]) == (True, False)
    for _ in range(2):
        answer = call(f"/cases/{case_no}/naming", words, key="3:name")
        assert (answer.status_code, answer.json["confidential"], answer.json["named"]) == (200, False, True)
    with parts.db.read() as s:
        verbs = s.scalars(sa.select(CaseEvent.verb).where(CaseEvent.verb == "disclose")).all()
    assert len(verbs) == 1
    again = call(
        f"/cases/{case_no}/details", {"contact": reporter, "text": "还是别让他们知道是我"}, key="4:detail"
    ).json
    assert (again["confidential"], again["named"]) == (True, False)


def test_nobody_else_lets_handlers_know(call: Any, reporter: int, parts: Parts) -> None:
    """Only whoever reported the case."""
    case_no = call("/cases", body(reporter)).json["case_no"]
    other = add_contact(parts, "web-9")
    assert call(f"/cases/{case_no}/naming", {"contact": other, "text": "可以"}, key="5:name").status_code == 404
