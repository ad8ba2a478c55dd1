"""Reporters whom no message asks whether it is done: what is said on resolving, the desk's list of them, and how one leaves it."""

from __future__ import annotations

from math import inf

import pytest
from sqlalchemy.orm import Session

from portal.cases.hotline import orders
from portal.cases.models import Case
from portal.cases.records import actors, handler_view
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.intake.taking_down import TakenFrom
from portal.cases.verbs.notifying import following_up, in_person
from portal.cases.verbs.reporter import reporter_actions
from portal.desk import queue
from portal.desk.case_forms.replies import asked_in_words
from portal.desk.queue import Figure, Filters, Tab
from portal.grids.lookup import gazetteer
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, SignIn, add_contact, report
from tests.portal.cases.test_contact_claims import progressed
from tests.portal.conftest import HandClock
from tests.portal.desk.test_desk_figures import rows
from tests.portal.desk.test_desk_lists import statements_of

SAID = "11月24日路灯队换了灯头，灯亮了"


def resolved(s: Session, parts: Parts, who: Find, contact: int) -> Case:
    """A case that the body resolved."""
    case = report(s, parts, contact)
    case.channel = s.get_one(ContactPoint, contact).channel.replace("desk", "desk_call")
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text=SAID)
    return case


@pytest.fixture
def caller(parts: Parts, community: None) -> int:
    """Somebody who phoned and left no mobile number."""
    return add_contact(parts, "caller", channel="desk")


def listed(s: Session, parts: Parts, who: Find, role: Role = Role.DESK) -> list[str]:
    """The numbers of the cases on the list."""
    found = queue.page(s, who(s, role), Filters(Tab.OPEN, figure=Figure.TO_ASK), parts.clock.now())
    return [case.case_no for case in found.cases]


def test_whoever_no_message_reaches_is_on_the_list(
    parts: Parts, who: Find, caller: int, reporter: int, s: Session
) -> None:
    """Once resolved; with those whose number takes no SMS, and without those who are asked by a message."""
    unresolved = report(s, parts, caller)
    called, chatted = resolved(s, parts, who, caller), resolved(s, parts, who, reporter)
    assert listed(s, parts, who) == [called.case_no]
    s.get_one(ContactPoint, reporter).unreachable_at = parts.clock.now()
    assert listed(s, parts, who) == [called.case_no, chatted.case_no]
    assert queue.counts(s, who(s, Role.DESK), parts.clock.now()).to_ask == 2
    assert [in_person.is_to_ask(s, one) for one in (unresolved, called, chatted)] == [False, True, True]


@pytest.mark.parametrize("why", ["no_push", "opted_out_at", "erased_at"])
def test_who_is_not_to_be_contacted_is_not_on_it(parts: Parts, who: Find, caller: int, s: Session, why: str) -> None:
    """Whoever may be struck at home, sent 退订 or was erased is neither phoned nor visited for it."""
    case, point = resolved(s, parts, who, caller), s.get_one(ContactPoint, caller)
    setattr(point, why, True if why == "no_push" else parts.clock.now())
    assert (listed(s, parts, who), in_person.is_to_ask(s, case)) == ([], False)
    assert "请打电话" not in asked_in_words(s, case, who(s, Role.DESK))


@pytest.mark.parametrize("channel", [TakenFrom.SIGHTING, orders.CHANNEL])
def test_what_no_resident_told_us_is_not_on_it(parts: Parts, who: Find, caller: int, s: Session, channel: str) -> None:
    """What a grid worker saw has nobody to ask; the hotline asks its own callers. The clerk is told neither to phone nor to wait."""
    case = resolved(s, parts, who, caller)
    case.channel = channel
    assert (listed(s, parts, who), in_person.is_to_ask(s, case)) == ([], False)
    assert queue.counts(s, who(s, Role.DESK), parts.clock.now()).to_ask == 0
    assert "不用我们去问" in asked_in_words(s, case, who(s, Role.DESK))


def test_the_list_is_not_for_handlers(parts: Parts, who: Find, caller: int, s: Session) -> None:
    """How a reporter can be reached would tell who it is; nor do they read it on resolving."""
    case = resolved(s, parts, who, caller)
    assert listed(s, parts, who, Role.BODY) == []
    assert queue.counts(s, who(s, Role.BODY), parts.clock.now()).to_ask == 0
    told = asked_in_words(s, case, who(s, Role.BODY))
    s.get_one(ContactPoint, caller).channel = "sms"
    assert told == asked_in_words(s, case, who(s, Role.BODY))
    assert "已经去问" not in told


def test_the_desk_is_told_to_phone_or_visit(parts: Parts, who: Find, caller: int, reporter: int, s: Session) -> None:
    """On resolving it itself; that a message asks is said only where one does."""
    clerk = who(s, Role.DESK)
    assert "请打电话或上门问" in asked_in_words(s, resolved(s, parts, who, caller), clerk)
    assert "已经去问居民" in asked_in_words(s, resolved(s, parts, who, reporter), clerk)


def test_a_note_of_what_they_said_takes_it_off(parts: Parts, who: Find, caller: int, sign_in: SignIn) -> None:
    """The page says what to do, and has the box; another note does not; the timeline tells both, nobody is 居民没回."""
    with parts.db.write() as s:
        case_no = resolved(s, parts, who, caller).case_no
    desk = sign_in(Role.DESK)
    assert rows(desk.get("/desk?figure=to_ask").text) == [case_no]
    page = desk.get(f"/desk/cases/{case_no}").text
    assert ("请打电话或上门问" in page, 'name="asked"' in page) == (True, True)
    assert "发不了消息，没有问到居民" in page
    assert "居民没回" not in page
    desk.post(f"/desk/cases/{case_no}/note", data={"text": "换人跟了"})
    assert rows(desk.get("/desk?figure=to_ask").text) == [case_no]
    desk.post(f"/desk/cases/{case_no}/note", data={"text": "打了座机，说灯亮了", "asked": "1"})
    assert rows(desk.get("/desk?figure=to_ask").text) == []
    page = desk.get(f"/desk/cases/{case_no}").text
    assert ("打电话、上门问过居民" in page, 'name="asked"' in page) == (True, False)


def test_resolved_anew_it_is_asked_anew(parts: Parts, who: Find, caller: int, s: Session) -> None:
    """What they said to the last resolution answers no later one."""
    case = resolved(s, parts, who, caller)
    desk_actions.note(s, parts, case, who(s, Role.DESK), text="说没好", asked=True)
    assert listed(s, parts, who) == []
    assert following_up.give_up(s, parts, case, case.state_serial) == "closed"
    assert listed(s, parts, who) == []


def test_a_handler_notes_no_answer(parts: Parts, who: Find, caller: int, s: Session) -> None:
    """Whoever resolved it does not say that its reporter was asked."""
    case = resolved(s, parts, who, caller)
    desk_actions.note(s, parts, case, who(s, Role.BODY), text="问过了", asked=True)
    assert listed(s, parts, who) == [case.case_no]


def test_a_claim_is_silent_only_once_its_reporter_was_asked_and_did_not_answer(
    parts: Parts, who: Find, reporter: int, clock: HandClock, sign_in: SignIn
) -> None:
    """Not asked yet, asked, and after a week silent: three badges."""
    with parts.db.write() as s:
        case_no = progressed(s, parts, reporter, who).case_no
    page = f"/desk/cases/{case_no}"
    desk = sign_in(Role.DESK)
    assert "说联系过，还没发消息问居民" in desk.get(page).text
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        case.contact_claims[0].asked_at = parts.clock.now()
    assert "联系过没有，问了，等居民回" in desk.get(page).text
    clock.move(days=7)
    assert "联系过没有，居民没回" in sign_in(Role.DESK).get(page).text


BRIBED = "他说路灯队的人收了他两百块红包，王阿姨也看见了"


@pytest.mark.parametrize("confidential", [False, True])
def test_what_they_said_in_person_stays_at_the_desk(
    parts: Parts, who: Find, caller: int, sign_in: SignIn, confidential: bool
) -> None:
    """It may be about the very handler and name others; that they were asked in person tells that no message reaches them."""
    with parts.db.write() as s:
        case = resolved(s, parts, who, caller)
        case.confidential, case_no = confidential, case.case_no
    desk = sign_in(Role.DESK)
    desk.post(f"/desk/cases/{case_no}/note", data={"text": BRIBED, "asked": "1"})
    read = desk.get(f"/desk/cases/{case_no}").text
    assert ("打电话、上门问过居民" in read, "红包" in read) == (True, True)
    read = sign_in(Role.BODY).get(f"/desk/cases/{case_no}").text
    assert (SAID in read, "打电话、上门问过居民" in read, "红包" in read, "王阿姨" in read) == (
        True,
        False,
        False,
        False,
    )


def test_what_they_said_in_person_goes_to_no_other_system(parts: Parts, who: Find, caller: int, s: Session) -> None:
    """Words for handlers are read one by one there, without the timeline; a note that does not quote them stays."""
    case, clerk = resolved(s, parts, who, caller), who(s, Role.DESK)
    desk_actions.note(s, parts, case, clerk, text=BRIBED, asked=True)
    assert handler_view.visible_words(s, case, case.events[-1], public=False) == ""
    desk_actions.note(s, parts, case, clerk, text="换人跟了", for_handlers=True)
    assert handler_view.visible_words(s, case, case.events[-1], public=False) == "换人跟了"


def test_a_handler_does_not_read_from_a_claim_whether_messages_reach_its_reporter(
    parts: Parts, who: Find, reporter: int, clock: HandClock, sign_in: SignIn
) -> None:
    """Not asked by a message, asked, and silent look the same to them, in the list and on the page."""
    with parts.db.write() as s:
        case_no = progressed(s, parts, reporter, who).case_no
    body = sign_in(Role.BODY)

    def badges() -> list[str]:
        page = body.get(f"/desk/cases/{case_no}").text
        return [
            one
            for one in ("联系过，居民还没答", ">居民还没答", "没发消息", ">居民没回", "没有，居民没回", "问了，等")
            if one in page
        ]

    assert badges() == ["联系过，居民还没答", ">居民还没答"]
    with parts.db.write() as s:
        s.get_one(Case, 1).contact_claims[0].asked_at = parts.clock.now()
    assert badges() == ["联系过，居民还没答", ">居民还没答"]
    clock.move(days=7)
    body = sign_in(Role.BODY)
    assert badges() == ["联系过，居民还没答", ">居民还没答"]


def test_a_handler_who_may_know_the_reporter_is_not_told_to_ask(
    parts: Parts, who: Find, caller: int, s: Session
) -> None:
    """It is the desk that notes what they say; who did the work asks for no praise of it."""
    case = resolved(s, parts, who, caller)
    told = asked_in_words(s, case, who(s, Role.BODY))
    case.may_be_named = True
    assert "请打电话" not in told
    assert asked_in_words(s, case, who(s, Role.BODY)) == told


@pytest.mark.parametrize("no_push", [False, True])
def test_nobody_is_told_to_ask_whom_they_must_leave_alone(
    parts: Parts, who: Find, reporter: int, sign_in: SignIn, no_push: bool
) -> None:
    """The form and the sentence that names it are there only where the question can be put."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
        s.get_one(ContactPoint, reporter).no_push = no_push
        case_no = case.case_no
    page = sign_in(Role.BODY).get(f"/desk/cases/{case_no}").text
    shown = ("用“问居民一句”" in page, 'id="do-question"' in page, "不要主动联系" in page, "要问居民，" in page)
    assert shown == (not no_push, not no_push, no_push, not no_push)


@pytest.mark.parametrize("confidential", [False, True])
def test_a_time_counts_from_the_day_on_which_it_was_told(
    parts: Parts, who: Find, reporter: int, clock: HandClock, sign_in: SignIn, confidential: bool
) -> None:
    """A correction's 昨晚 is not the evening before the report."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        case.confidential = confidential
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        case_no = case.case_no
    clock.move(days=3)
    with parts.db.write() as s:
        changes = {"time": "昨天晚上"}
        me = actors.resident(reporter)
        reporter_actions.add_detail(s, parts, s.get_one(Case, 1), me, text="不对，是昨天晚上坏的", changes=changes)
    assert "昨天晚上（2026年11月27日说的）" in sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    with parts.db.read() as s:
        when = handler_view.matter(s, s.get_one(Case, 1)).time
    assert when == ("11月26日晚上" if confidential else "昨天晚上")


def test_a_list_reads_the_contact_points_of_its_cases_at_once(
    sign_in: SignIn, parts: Parts, who: Find, caller: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many people reported what stands on it."""
    monkeypatch.setattr(gazetteer, "FRESH", inf)
    desk = sign_in(Role.DESK)
    with parts.db.write() as s:
        resolved(s, parts, who, caller)
    desk.get("/desk?figure=to_ask")
    one = statements_of(parts, lambda: desk.get("/desk?figure=to_ask"))
    others = [add_contact(parts, f"caller-{at}", channel="desk") for at in range(5)]
    with parts.db.write() as s:
        for other in others:
            resolved(s, parts, who, other)
    assert desk.get("/desk?figure=to_ask").text.count("要打电话、上门问") > 5
    assert statements_of(parts, lambda: desk.get("/desk?figure=to_ask")) == one


@pytest.mark.parametrize(
    ("channel", "quiet", "said"),
    [
        ("webchat", False, "记下了，找哪里正在发给居民"),
        ("desk", False, "还不知道找哪里：请打电话或者当面告诉"),
        ("webchat", True, "什么也没有发，也请不要打电话"),
    ],
)
def test_a_clerk_learns_whether_the_reporter_is_told_where_to_go(
    parts: Parts, community: None, sign_in: SignIn, channel: str, quiet: bool, said: str
) -> None:
    """A caller whom no message reaches would else wait for nothing."""
    contact = add_contact(parts, "somebody", channel=channel)
    with parts.db.write() as s:
        case = report(s, parts, contact)
        s.get_one(ContactPoint, contact).no_push = quiet
        case.body = None  # of no body of ours
        case_no, serial = case.case_no, case.serial
    form = {"version": str(serial), "ground": "out_of_area", "office": "区法院", "phone": "12368"}
    page = sign_in(Role.DESK).post(f"/desk/cases/{case_no}/rejection", data=form, follow_redirects=True)
    assert said in page.text


def test_whoever_said_in_person_that_it_is_not_done_has_it_reopened(
    parts: Parts, who: Find, caller: int, sign_in: SignIn
) -> None:
    """The same case, with a new deadline and its handler; what they said stays at the desk."""
    with parts.db.write() as s:
        case_no = resolved(s, parts, who, caller).case_no
    desk = sign_in(Role.DESK)
    said = {"text": "打了座机，她说第二盏还是不亮", "asked": "1", "answered": "not"}
    told = desk.post(f"/desk/cases/{case_no}/note", data=said, follow_redirects=True).text
    assert "这件重办" in told
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert (case.state, case.body, case.reopened) == ("dispatched", "lamps", 1)
    assert "第二盏" not in sign_in(Role.BODY).get(f"/desk/cases/{case_no}").text


@pytest.mark.parametrize("fields", [{"answered": "not"}, {"asked": "1", "answered": "done"}, {"asked": "1"}])
def test_nothing_else_reopens_it(parts: Parts, who: Find, caller: int, sign_in: SignIn, fields: dict[str, str]) -> None:
    """Nor a note without the tick that they were asked."""
    with parts.db.write() as s:
        case_no = resolved(s, parts, who, caller).case_no
    sign_in(Role.DESK).post(f"/desk/cases/{case_no}/note", data={"text": "打了座机"} | fields)
    with parts.db.read() as s:
        assert s.get_one(Case, 1).state == "resolved"


def test_who_is_asked_by_a_message_answers_for_themselves(
    parts: Parts, who: Find, reporter: int, sign_in: SignIn
) -> None:
    """No clerk reopens what its reporter can."""
    with parts.db.write() as s:
        case_no = resolved(s, parts, who, reporter).case_no
    fields = {"text": "说没好", "asked": "1", "answered": "not"}
    sign_in(Role.DESK).post(f"/desk/cases/{case_no}/note", data=fields)
    with parts.db.read() as s:
        assert s.get_one(Case, 1).state == "resolved"
