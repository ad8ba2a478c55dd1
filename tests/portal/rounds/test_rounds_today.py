"""What goes onto a grid worker's phone: their cases and a colleague's, no number without consent, and a key that goes again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import AccessLook, Case, Kind
from portal.cases.records import actors, queries
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Invalid
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.staff import leave
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, account, actor, draft, report
from tests.portal.conftest import HandClock
from tests.portal.rounds.conftest import Send, dispatched
from tests.portal.signed_in import sit_down

NUMBER = "13800001234"


def today(client: FlaskClient) -> Any:
    return client.get("/grid/rounds/today.json")


def change(parts: Parts, case_no: str, **facts: Any) -> None:
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        for name, value in facts.items():
            setattr(case, name, value)
        case.words.contact = f"王大妈 {NUMBER}"


def looks(parts: Parts) -> list[str]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(AccessLook.what)))


def test_the_list_holds_what_is_theirs_and_little_of_others(
    phone: FlaskClient, parts: Parts, reporter: int, case_no: str
) -> None:
    """Of a case that is not dispatched to them, neither words nor number."""
    with parts.db.write() as s:
        other = report(s, parts, reporter, "柳树里3栋的路灯坏了三天了").case_no
    cards = {one["case_no"]: one for one in today(phone).json["cases"]}
    assert cards[case_no]["may"] == ["acknowledge", "resolve"]
    assert cards[case_no]["text"] == "柳树里3栋的路灯坏了三天了"
    assert (cards[other]["mine"], "text" in cards[other], "phone" in cards[other]) == (False, False, False)


def test_an_urgent_case_says_so(phone: FlaskClient, parts: Parts, case_no: str) -> None:
    """As on the worker's other list; an emergency has a mark of its own."""
    change(parts, case_no, urgency="urgent")
    (card,) = [one for one in today(phone).json["cases"] if one["case_no"] == case_no]
    assert (card["urgent"], card["emergency"]) == (True, False)


def test_a_number_is_there_only_where_the_reporter_agreed(phone: FlaskClient, parts: Parts, case_no: str) -> None:
    """Then it counts as looked at, once a day."""
    change(parts, case_no)
    assert today(phone).json["cases"][0]["phone"] == ""
    assert looks(parts) == []
    change(parts, case_no, may_be_named=True)
    assert [today(phone).json["cases"][0]["phone"] for _ in range(2)] == [f"+86{NUMBER}"] * 2
    assert looks(parts) == ["phone"]


def emergency(parts: Parts, reporter: int, **more: Any) -> str:
    """An emergency in the worker's grid that nobody was given yet; its number."""
    with parts.db.write() as s:
        found = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}), **more)
        return found.case_no


def says(parts: Parts, case_no: str, text: str, *, clear: bool = False) -> None:
    """The reporter says more, or (`clear`) that there is no danger any more."""
    with parts.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        by = actors.resident(case.contact_point_id)
        if clear:
            reporter_actions.all_clear(s, parts, case, by, text=text, false_alarm=False, ends=True)
        else:
            reporter_actions.add_detail(s, parts, case, by, text=text)


def test_an_emergency_tells_what_is_said_last(phone: FlaskClient, parts: Parts, reporter: int) -> None:
    """Whosesoever it is: the latest three, numbers covered, and that there is something new."""
    case_no = emergency(parts, reporter)
    for text in ("有烟", "他还在", "我怕", f"电话{NUMBER}"):
        says(parts, case_no, text)
    (card,) = today(phone).json["cases"]
    assert [one.partition(" ")[2] for one in card["later"][:2]] == ["他还在", "我怕"]
    assert len(card["later"]) == 3
    assert NUMBER not in str(card)
    assert (card["unread"], card["check"], card["may"]) == (True, False, ["go", "handle_on_spot"])


def test_what_is_said_to_be_over_is_to_be_looked_at(phone: FlaskClient, parts: Parts, reporter: int) -> None:
    """It stays on the card, whatever else they say and whoever is sent, until somebody tells what they found; then nothing of this is there."""
    case_no = emergency(parts, reporter)
    says(parts, case_no, "没事了", clear=True)
    says(parts, case_no, "谢谢")
    (card,) = today(phone).json["cases"]
    assert (card["check"], card["emergency"], card["may"][0]) == (True, False, "go")
    with parts.db.write() as s:
        case, worker = queries.get(s, case_no, to_change=True), actor(s, Role.GRID)
        desk_actions.accept(s, parts, case, actors.staff(s, actor(s, Role.DESK)))
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body=None, worker_id=worker.id)
        handler_actions.acknowledge(s, parts, case, actors.staff(s, worker))
    (card,) = today(phone).json["cases"]
    assert (card["mine"], card["check"], card["may"][0]) == (True, True, "go")
    assert len(card["later"]) == 2
    with parts.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        handler_actions.progress(s, parts, case, actors.staff(s, actor(s, Role.GRID)), text="去看过了，没有危险")
    (card,) = today(phone).json["cases"]
    assert "check" not in card
    assert "go" not in card["may"]


@pytest.mark.parametrize(
    "facts", [{"confidential": True}, {"danger": "home_violence"}, {"kind": "tip_off"}, {"conduct": "ask"}]
)
def test_discretion_goes_before_consent(phone: FlaskClient, parts: Parts, case_no: str, facts: dict[str, Any]) -> None:
    """Confidence, violence at home, a tip-off, a doubt about conduct: no number."""
    change(parts, case_no, may_be_named=True, **facts)
    assert today(phone).json["cases"][0]["phone"] == ""


def test_a_reporter_to_be_left_alone_is_marked(phone: FlaskClient, parts: Parts, reporter: int, case_no: str) -> None:
    """On the worker's own case and on another of the grid, with no number to dial."""
    change(parts, case_no, may_be_named=True)
    assert [one["leave_alone"] for one in today(phone).json["cases"]] == [False]
    with parts.db.write() as s:
        s.get_one(ContactPoint, reporter).no_push = True
        report(s, parts, reporter)
    assert [(one["leave_alone"], one.get("phone", "")) for one in today(phone).json["cases"]] == [(True, "")] * 2


def test_praise_is_not_offered_to_the_grid(phone: FlaskClient, parts: Parts, reporter: int, case_no: str) -> None:
    """There is nothing to handle on the spot; it may praise the very worker. A clerk may still dispatch it."""
    with parts.db.write() as s:
        report(s, parts, reporter).kind = Kind.PRAISE
    assert [one["case_no"] for one in today(phone).json["cases"]] == [case_no]
    change(parts, case_no, kind=Kind.PRAISE)
    assert "resolve" in today(phone).json["cases"][0]["may"]


def test_a_colleagues_cases_come_and_go_with_the_leave(
    phone: FlaskClient, parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """With the colleague's name; gone on the day after."""
    with parts.db.write() as s:
        colleague = account(parts, Role.GRID, username="colleague", name="李网格", grid="G-02")
        s.add(colleague)
        s.flush()
        case = report(s, parts, reporter, "柳树里13栋漏水", draft=draft("柳树里13栋漏水", places=[], times=[]))
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=colleague.id)
        day = date(2026, 11, 24)
        leave.enter(s, colleague.id, actor(s, Role.GRID).id, (day, day), by=1, now=clock.now())
    assert [one["for"] for one in today(phone).json["cases"]] == ["李网格"]
    clock.move(hours=24)
    with parts.db.read() as s:
        number = actor(s, Role.GRID).id
    assert today(sit_down(phone.application.test_client(), parts, number)).json["cases"] == []


def test_the_key_lives_as_long_as_the_session_and_goes_with_any_sign_in(phone: FlaskClient, parts: Parts) -> None:
    """For the page alone; the same for the same account; taken back by signing out, and by whoever signs in next."""
    given = today(phone).headers.getlist("Set-Cookie")
    key = next(one for one in given if one.startswith("linli_rounds_"))
    assert "Path=/grid/rounds" in key
    assert "SameSite=Strict" in key
    assert f"Max-Age={int(timedelta(hours=12).total_seconds())}" in key
    again = next(one for one in today(phone).headers.getlist("Set-Cookie") if one.startswith("linli_rounds_"))
    assert _without_expiry(again) == _without_expiry(key)
    for path in ("/login", "/logout"):
        gone = phone.application.test_client().post(path, data={}).headers.getlist("Set-Cookie")
        assert [one for one in gone if one.startswith("linli_rounds_") and "Max-Age=0" in one] != [], path


def _without_expiry(cookie: str) -> list[str]:
    """Its attributes but Expires, which follows the clock; Max-Age says how long it lives."""
    return [one for one in cookie.split("; ") if not one.startswith("Expires=")]


def test_the_page_holds_nobodys_data(phone: FlaskClient, parts: Parts, case_no: str) -> None:
    """It is the same for a stranger, and shows no message that waits for the signed-in."""
    with phone.session_transaction() as kept:
        kept["_flashes"] = [("success", "办结了 LL-1")]
    page = phone.get("/grid/rounds")
    stranger = phone.application.test_client().get("/grid/rounds")
    assert (page.status_code, page.get_data()) == (200, stranger.get_data())
    assert phone.application.test_client().get("/grid/rounds/today.json").status_code == 401


def test_the_list_is_a_grid_workers(phone: FlaskClient, parts: Parts, send: Send) -> None:
    """A clerk gets neither list nor doors."""
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id
    clerk = sit_down(phone.application.test_client(), parts, number)
    assert today(clerk).status_code == 403
    assert send("visits", client=clerk).status_code == 403


def test_the_list_is_bounded(phone: FlaskClient, parts: Parts, reporter: int, who: Find) -> None:
    """Forty cases of their own, the most pressing first."""
    for _ in range(42):
        dispatched(parts, reporter, who)
    assert len(today(phone).json["cases"]) == 40


def test_nobody_photographs_whoever_was_in_danger(parts: Parts, reporter: int, who: Find) -> None:
    """Handled on the spot it needs no pictures, of what lies about it does."""
    danger = draft(urgency={"level": "emergency", "reasons": [], "danger": "lost"})
    with parts.db.write() as s:
        worker = who(s, Role.GRID)
        lost, lamp = report(s, parts, reporter, "有个小孩找不到妈妈", draft=danger), report(s, parts, reporter)
        handler_actions.resolve(s, parts, lost, worker, text="下午三点他妈妈来了，接走了", on_spot=True)
        assert lost.state == "resolved"
        with pytest.raises(Invalid, match="照片"):
            handler_actions.resolve(s, parts, lamp, worker, text="下午三点拧紧了灯泡", on_spot=True)
