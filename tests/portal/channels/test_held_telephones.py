"""Whoever holds somebody else's telephone or number: what was told from it before is neither read out, sent, withdrawn, restored, erased nor voted on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case, Urgency
from portal.cases.records import handler_view, numbers, queries
from portal.cases.rules.lifecycle import State
from portal.cases.verbs.notifying import notifications
from portal.channels.handover import at_once, holders
from portal.channels.models import Handover
from portal.channels.questions import ask, latest
from portal.consultations.models import Consultation
from portal.consultations.verbs import chat_voting, voting
from portal.kernel.errors import NotFound
from portal.kernel.roles import Role
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.cases.cases_world import actor, report
from tests.portal.channels.test_sms import ABROAD, text
from tests.portal.conftest import HandClock
from tests.portal.home.test_home_views import PROVEN, a_vote, sign_in, text_of
from tests.portal.signed_in import sit_down

SAID = "这号码我昨天刚买的，是谁投诉了保安"


def told_before(parts: Parts, clock: HandClock, phone: str = PROVEN) -> str:
    """A case that was reported by SMS from this number; its number."""
    with parts.db.write() as s:
        point = residents.ensure_contact_point(s, parts.settings.secret_key, "sms", phone, parts.clock.now())
        found = report(s, parts, point.id).case_no
    clock.move(seconds=60)
    return found


def point_of(parts: Parts) -> ContactPoint:
    with parts.db.read() as s:
        return s.scalars(sa.select(ContactPoint).where(ContactPoint.channel == "sms")).one()


def test_the_new_holder_of_a_number_is_told_nothing_and_staff_are(
    client: FlaskClient, parts: Parts, clock: HandClock, community: None
) -> None:
    case_no = told_before(parts, clock, ABROAD)
    answer = " ".join(text(client, parts, SAID))
    assert "转给工作人员" in answer
    assert case_no not in answer
    point = point_of(parts)
    with parts.db.read() as s:
        assert [one.reason for one in s.scalars(sa.select(Handover))] == [at_once.NEW_HOLDER]
        assert queries.cases_of(s, point.id) == []
        assert [one.case_no for one in queries.cases_of(s, point.id, for_staff=True)] == [case_no]
        assert not notifications.can_be_pushed(s, queries.get(s, case_no))
        with pytest.raises(NotFound):
            queries.get_of_reporter(s, case_no, point.id)
        link = numbers.link(parts.settings, queries.get(s, case_no))
    assert client.get(link.removeprefix(parts.settings.public_url)).status_code == 404


def test_the_link_is_open_before(client: FlaskClient, parts: Parts, clock: HandClock, community: None) -> None:
    """So that the test above can fail."""
    case_no = told_before(parts, clock)
    with parts.db.read() as s:
        link = numbers.link(parts.settings, queries.get(s, case_no))
    assert client.get(link.removeprefix(parts.settings.public_url)).status_code == 302


def test_what_is_told_later_is_of_whoever_holds_it_then(
    client: FlaskClient, parts: Parts, clock: HandClock, community: None
) -> None:
    told_before(parts, clock)
    text(client, parts, SAID, sender=PROVEN)
    clock.move(seconds=60)
    with parts.db.write() as s:
        theirs = report(s, parts, point_of(parts).id).case_no
    with parts.db.read() as s:
        assert [one.case_no for one in queries.cases_of(s, point_of(parts).id)] == [theirs]


def test_words_of_another_matter_beside_it_go_on_and_it_is_held_all_the_same(
    client: FlaskClient, parts: Parts, clock: HandClock, community: None
) -> None:
    told_before(parts, clock, ABROAD)
    assert "听到" in " ".join(text(client, parts, "这号码我昨天刚买的，3栋路灯坏了"))
    assert point_of(parts).held_at is not None


@pytest.mark.parametrize("said", ["恢复", "START"])
def test_after_it_messages_may_come_again_but_none_of_what_was_told_before(
    client: FlaskClient, parts: Parts, clock: HandClock, community: None, said: str
) -> None:
    case_no = told_before(parts, clock)
    text(client, parts, SAID, sender=PROVEN)
    text(client, parts, said, "SM2", sender=PROVEN)
    assert point_of(parts).opted_out_at is None
    with parts.db.read() as s:
        assert not notifications.can_be_pushed(s, queries.get(s, case_no))


def test_no_ballot_is_cast_from_it_and_nothing_of_the_roll_is_shown(
    client: FlaskClient, parts: Parts, clock: HandClock, community: None
) -> None:
    told_before(parts, clock)
    vote = a_vote(parts, PROVEN)
    sign_in(client, parts)
    assert "住户2" in text_of(client)
    text(client, parts, SAID, sender=PROVEN)
    assert "住户2" not in text_of(client)
    with parts.db.read() as s:
        found, point = s.get_one(Consultation, vote), point_of(parts)
        assert voting.voting_rights(s, found, point.resident_id).entries == ()
        assert chat_voting._rights_of_contact(s, found, point, parts.clock.now()).entries == ()


def test_on_the_page_of_ones_own_whoever_has_a_new_number_says_so(
    client: FlaskClient, parts: Parts, clock: HandClock, community: None
) -> None:
    case_no = told_before(parts, clock)
    a_vote(parts, PROVEN)
    sign_in(client, parts)
    assert case_no in text_of(client)
    client.post("/me/not-mine", data={})
    assert case_no in text_of(client)
    client.post("/me/not-mine", data={"sure": "1"})
    sign_in(client, parts)
    page = text_of(client)
    assert case_no not in page
    assert "住户2" not in page
    assert "有人说换了人" in page
    with parts.db.read() as s:
        assert [one.reason for one in s.scalars(sa.select(Handover))] == [at_once.NEW_HOLDER]


def test_what_was_asked_before_is_answered_by_nobody_else(
    client: FlaskClient, parts: Parts, clock: HandClock, community: None
) -> None:
    """修好了 from the new holder closes nothing; an emergency's question goes on."""
    case_no = told_before(parts, clock)
    point = point_of(parts)
    now = parts.clock.now()
    with parts.db.write() as s:
        queries.get(s, case_no).state = State.RESOLVED
        ask(s, point.id, {"kind": "follow_up", "case_no": case_no, "choices": {"1": "修好了"}}, now)
    text(client, parts, SAID, sender=PROVEN)
    with parts.db.write() as s:
        assert latest(s, point.id, parts.clock.now()) is None
        until = (now + timedelta(hours=1)).isoformat()
        ask(s, point.id, {"kind": "detail", "case_no": case_no, "danger": "fire", "until": until}, now)
        residents.release(s.get_one(ContactPoint, point.id))
        holders.hold(s, s.get_one(ContactPoint, point.id), at_once.OTHER_HOLDER, now, key="9:hold", text="")
        assert latest(s, point.id, parts.clock.now()) is not None


def test_a_clerk_who_found_out_that_it_is_the_same_person_lifts_it(
    client: FlaskClient, parts: Parts, clock: HandClock, community: None
) -> None:
    case_no = told_before(parts, clock, ABROAD)
    text(client, parts, SAID)
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    with parts.db.read() as s:
        number, held = actor(s, Role.DESK).id, s.scalars(sa.select(Handover.id)).one()
    clerk = sit_down(app.test_client(), parts, number)
    assert case_no in clerk.get(f"/desk/handovers/{held}").text
    assert clerk.post(f"/desk/handovers/{held}/holder", data={}).status_code == 422
    assert point_of(parts).held_at is not None
    assert clerk.post(f"/desk/handovers/{held}/holder", data={"sure": "1"}).status_code == 303
    with parts.db.read() as s:
        assert [one.case_no for one in queries.cases_of(s, point_of(parts).id)] == [case_no]


def test_words_for_an_emergency_are_taken_from_whoever_holds_it(
    parts: Parts, clock: HandClock, community: None
) -> None:
    case_no = told_before(parts, clock)
    with parts.db.write() as s:
        case = queries.get(s, case_no)
        case.urgency = Urgency.EMERGENCY
        residents.hold(s.get_one(ContactPoint, case.contact_point_id), parts.clock.now())
        contact = case.contact_point_id
        assert queries.get_of_reporter(s, case_no, contact, to_add=True) is case
        with pytest.raises(NotFound):
            queries.get_of_reporter(s, case_no, contact)


def test_a_word_that_anybody_may_write_opens_no_danger_at_home(parts: Parts, clock: HandClock, community: None) -> None:
    """恢复 lets messages come again, of the other cases; that one is neither told here nor sent."""
    case_no = told_before(parts, clock)
    with parts.db.write() as s:
        case = queries.get(s, case_no)
        case.urgency = Urgency.EMERGENCY
        point = s.get_one(ContactPoint, case.contact_point_id)
        residents.keep_quiet(point)
        residents.opt_in(s, point, parts.clock.now())
        lamp: Case = report(s, parts, point.id)
        assert handler_view.is_quiet_emergency(s, case)
        assert handler_view.must_leave_reporter_alone(s, case)
        assert not notifications.can_be_pushed(s, case)
        assert notifications.can_be_pushed(s, lamp)
