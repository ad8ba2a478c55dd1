"""A claim that the resident was phoned or visited: what is one, who is asked, whose word counts, what a denial does."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent, ContactClaim
from portal.cases.reading.staff_words.contact_claims import ClaimedContact, How, claimed_contacts
from portal.cases.records import actors, numbers
from portal.cases.rules.lifecycle import Actor
from portal.cases.verbs.clock import extending, pausing
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import attesting, reporter_actions
from portal.desk import queue
from portal.desk.case_forms.replies import refuse_question
from portal.desk.case_forms.replies import ticked_contact as box_of
from portal.desk.queue import Filters, Tab
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wording.templates import render
from tests.portal.cases.cases_world import Find, pushes, report, ring
from tests.portal.conftest import HandClock

TODAY = date(2026, 11, 28)
CLAIMS = [
    ("已安排师傅上门查看过了", How.VISIT), ("安排网格员上门核实了情况", How.VISIT),
    ("已电话联系", How.PHONE), ("电话告知群众", How.PHONE), ("跟您通了电话，说好明天来修", How.PHONE),
    ("给您去电说明了情况", How.PHONE), ("打过您手机", How.PHONE), ("电话打过了", How.PHONE), ("居民电话已接通", How.PHONE), ("已 电 话 沟 通", How.PHONE), ("已電話聯繫居民", How.PHONE),
    ("按您的要求已电话告知", How.PHONE), ("已通过电话、短信等方式告知居民", How.PHONE),
    ("已上门", How.VISIT), ("工作人员上门查看，已修好", How.VISIT), ("入户走访了业主", How.VISIT),
    ("到您家里看过了", How.VISIT), ("已与诉求人见面", How.VISIT), ("上门了两次都没人在家", How.VISIT),
    ("多次拨打您的电话，无人接听", How.MISSED), ("联系不上居民", How.MISSED),
    ("已和居民沟通", How.TALK), ("居民对处理结果表示认可", How.TALK), ("已回访，居民满意", How.TALK), ("已短信告知", How.TALK),
    ("问过报修的人，她说等得住", How.TALK), ("打过招呼了，业主没意见，灯换好了", How.TALK), ("微信上说好了，周五来", How.TALK), ("业主都没意见", How.TALK),
    ("和反映的那位讲过了", How.TALK), ("短信上回过了", How.TALK),
    ("昨天上门您不在，方便留个时间吗？", How.VISIT), ("师傅上门修好了，您看行吗？", How.VISIT), ("下午三点上门看了，是水泵坏了", How.VISIT),
    ("师傅上门时您不在家，已贴了条", How.VISIT), ("上门后发现是阀门坏了", How.VISIT), ("如果没人，我们已上门三次", How.VISIT), ("已派师傅上门修好了", How.VISIT),
    ("给您打过电话，您没说几号楼，是几号楼？", How.PHONE), ("电话联系过您，您说的是哪一盏灯？", How.PHONE), ("周三上门换好了灯头", How.VISIT),
    ("12月1日上午上门维修，恢复正常", How.VISIT), ("今天下午上门查看，水管完好", How.VISIT), ("师傅下午三点上门更换灯泡，路灯恢复照明", How.VISIT), ("工作人员下午入户核实，情况属实", How.VISIT),
    ("周三上门维修完毕", How.VISIT), ("周一上门维修，问题解决", How.VISIT), ("12月1日上午入户走访，居民反映的噪音属实，劝导楼上", How.VISIT), ("上午入户，发现阀门老化，换新", How.VISIT),
]  # fmt: skip
NO_CLAIMS = [
    "请问是几栋几单元几室？我们好安排水工上门", "请问几点方便，我们好安排电工上门？", "正在安排电工上门，请留意电话", "已安排师傅上门",
    "和您约好明天上门", "督查11月20日问了小叶，她承认说了“烦死了”，向您道歉", "给您赔不是，以后注意",
    "换了灯头，灯亮了", "已电话联系施工单位，明天修", "已联系物业处理", "将上门查看", "请电话联系居民",
    "稍后会给您打电话", "如有问题请拨打电话0571-00000001", "未联系居民", "联系电话：0571-00000002", "下一步将电话回访",
    "电梯厂家说钢丝绳要换", "电工问过，要换整流器", "电表箱已确认没进水", "已和物业打过招呼，他们来换", "跟施工队打了招呼，停工了", "请打声招呼再进门", "微信支付的退款已退回", "报修的人多，按顺序来", "发短信通知各楼栋长",
    "方便留个电话吗？师傅上门前打给您", "骑车摔的那位伤得重不重？方便的话我们上门看看", "水泵到了，上门前会先打给您", "师傅上门了吗？", "我们的人上过门没有？",
    "有人给您打过电话，是吗？", "要上门看一下，您几点在家？", "方便的话，我们上门看看", "等配件到了，师傅上门更换", "下午三点上门", "今晚上门修",
    "周五师傅上门，请留门", "上门时请开一下门", "上门时间您定", "好上门给您修", "改天上门", "已派师傅上门", "师傅过两天上门", "修好了我们上门看看", "到货后上门更换",
    "师傅能上门吗", "我们想上门看看，行吗？", "入户前先给您打电话", "不用上门也能修", "师傅到了打电话给您", "还没上门，先问一声：水表在哪里？",
    "下午三点上门，尽快恢复", "周五上门，争取解决", "晚上上门修，修完才恢复供水", "周三师傅上门，正常八点到",
    "社会治安由派出所负责", "门锁换好了", "要求施工单位上门维修",
]  # fmt: skip


@pytest.mark.parametrize(("text", "how"), CLAIMS)
def test_a_claim_is_read_in_its_many_wordings(text: str, how: How) -> None:
    """One claim a text, whatever it is called."""
    assert [one.how for one in claimed_contacts(text, TODAY)] == [how]


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_what_is_to_be_done_or_said_to_others_is_no_claim(text: str) -> None:
    """A promise, an instruction, a number to call, a call to the repairer."""
    assert claimed_contacts(text, TODAY) == ()


def test_the_day_claimed_is_the_one_named_if_it_can_be_meant() -> None:
    """Yesterday, a date of this year or the last; never a day to come."""
    said = {"昨天已电话联系": 27, "11月20日已上门": 20, "已电话联系": 28, "12月30日已上门": 30, "2月31日已上门": 28}
    assert {text: claimed_contacts(text, TODAY)[0].on.day for text in said} == said
    assert claimed_contacts("12月30日已上门", TODAY)[0].on.year == 2025


def test_a_note_that_tells_somebody_to_call_claims_nothing(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """In words among staff only what is said as done counts."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", note="先电话联系居民再去")
    assert claims(s) == []
    desk_actions.note(s, parts, case, who(s, Role.DESK), text="已电话联系居民")
    assert [(one.how, one.by) for one in claims(s)] == [("phone", "受理台")]


def test_a_question_claims_a_contact_only_where_it_says_that_it_was_made(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """What a handler asks tells mostly of what is still to come; its form warns of the claim that it makes."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
    plain = {"question": "您家里什么时候有人？我们师傅上门修"}
    refuse_question(s, case, who(s, Role.BODY), plain)
    pausing.ask(s, parts, case, who(s, Role.BODY), **plain)
    assert claims(s) == []
    reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="晚上六点以后有人")
    claiming = {"question": "昨天师傅上门没有人，您今天几点在家？"}
    with pytest.raises(Invalid) as told:
        refuse_question(s, case, who(s, Role.BODY), claiming)
    refuse_question(s, case, who(s, Role.BODY), claiming | {"as_written": "1", "asked": told.value.title})
    pausing.ask(s, parts, case, who(s, Role.BODY), **claiming)
    assert [(one.how, one.on.day) for one in claims(s)] == [("visit", 23)]


def claims(s: Session) -> list[ContactClaim]:
    return list(s.scalars(sa.select(ContactClaim).order_by(ContactClaim.id)))


def asked(s: Session) -> list[str]:
    return [one["template"] for one in pushes(s) if one["template"].startswith("contact_")]


def staff_sms(s: Session) -> list[str]:
    rows = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms").order_by(OutboxRow.id))
    return [str(row.payload["template"]) for row in rows]


def progressed(s: Session, parts: Parts, contact: int, who: Find, text: str = "11月24日已电话联系居民") -> Case:
    """A case in whose progress the body claims a call."""
    case = report(s, parts, contact)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
    handler_actions.progress(s, parts, case, who(s, Role.BODY), text=text)
    for supervisor in s.scalars(sa.select(Account).where(Account.role == Role.SUPERVISOR)):
        supervisor.phone = "+8613900000009"
    return case


def test_the_reporter_is_asked_at_once_and_the_claim_has_a_row(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """Who claimed what, when and how; the push asks in the reporter's own channel, and fits."""
    with parts.db.write() as s:
        progressed(s, parts, reporter, who)
    ring(parts, clock, seconds=1)
    with parts.db.read() as s:
        one, push = claims(s)[0], pushes(s)[-1]
        assert (one.by, one.body, one.how, one.answer) == ("路灯队", "lamps", "phone", "")
        assert one.asked_at is not None
        assert push["expecting"] == {
            "kind": "contact", "case_no": one.case.case_no, "choices": {"1": "打过", "2": "没打过"},
            "title": "打没打电话", "claim": one.id, "how": "phone",
        }  # fmt: skip
        said = render(parts.settings.community, push["template"], push["params"])
        assert "路灯队说11月24日给您打过电话" in said


def test_who_gets_no_messages_is_not_said_to_have_been_asked(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """After 退订 nothing is queued, and of each message that staff are warned about they are told so."""
    with parts.db.write() as s:
        s.get_one(ContactPoint, reporter).opted_out_at = parts.clock.now()
        case, body, desk = report(s, parts, reporter), who(s, Role.BODY), who(s, Role.DESK)
        went = [desk_actions.accept(s, parts, case, desk, regime="petition")]
        desk_actions.dispatch(s, parts, case, desk, body="lamps")
        handler_actions.acknowledge(s, parts, case, body)
        went.append(handler_actions.progress(s, parts, case, body, text="11月24日已电话联系居民"))
        extending.ask(s, parts, case, body, days=1, reason="灯头缺货，厂里下周才发来")
        why = "灯头缺货，厂里下周才发来"
        went.append(extending.grant(s, parts, case, who(s, Role.SUPERVISOR), why=why))
        assert went == [False, False, False]
    ring(parts, clock, seconds=1)
    with parts.db.read() as s:
        assert ([one.asked_at for one in claims(s)], pushes(s)) == ([None], [])


def test_after_a_resolution_the_question_waits_for_the_answer_whether_it_is_done(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """Never both at once: at most a day, or until the reporter has said 修好了 or 没修好."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="已电话联系，换好了")
    ring(parts, clock, hours=2)
    with parts.db.write() as s:
        assert asked(s) == []
        reporter_actions.answer(s, parts, s.get_one(Case, 1), actors.resident(reporter), fixed=False)
    ring(parts, clock, seconds=1)
    with parts.db.read() as s:
        assert asked(s) == ["contact_phone"]


def test_a_silent_reporter_is_asked_the_day_after(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """Silence to the first question does not hide the second."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="已上门修好")
    ring(parts, clock, days=1.1)
    with parts.db.read() as s:
        assert asked(s) == ["contact_visit"]


def test_a_body_that_repeats_its_claim_does_not_flood_the_reporter(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """Three questions a day; the others stand on the page."""
    with parts.db.write() as s:
        case = progressed(s, parts, reporter, who)
        for _ in range(5):
            handler_actions.progress(s, parts, case, who(s, Role.BODY), text="又上门了")
    ring(parts, clock, seconds=1)
    with parts.db.read() as s:
        assert (len(asked(s)), len(claims(s))) == (attesting.MOST_A_DAY, 6)


@pytest.mark.parametrize("why", ["confidential", "no_push"])
def test_who_is_not_to_be_pushed_is_asked_on_the_page_only(
    parts: Parts, reporter: int, who: Find, clock: HandClock, client: FlaskClient, why: str
) -> None:
    """The claim is kept, and the page asks."""
    with parts.db.write() as s:
        case = progressed(s, parts, reporter, who)
        if why == "no_push":
            s.get_one(ContactPoint, reporter).no_push = True
        else:
            confidentiality.make_confidential(s, parts, case, who(s, Role.DESK))
        link = numbers.link(parts.settings, case).removeprefix(parts.settings.public_url)
    ring(parts, clock, seconds=1)
    with parts.db.read() as s:
        assert asked(s) == []
        assert claims(s)[0].asked_at is None
    assert "谁说联系过您" in client.get(link, follow_redirects=True).text


def test_a_denial_reaches_the_supervisors_and_their_list(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """While the case is being worked on it stays where it is; the list lets go once a supervisor has acted."""
    case = progressed(s, parts, reporter, who)
    attesting.attest(s, parts, case, actors.resident(reporter), 1, took_place=False, text="没人打过")
    assert (case.state, claims(s)[0].answer, staff_sms(s)[-1]) == ("in_progress", "denied", "staff_contact_denied")
    supervisor, now = who(s, Role.SUPERVISOR), parts.clock.now()
    assert queue.page(s, supervisor, Filters(Tab.DENIED), now).cases == [case]
    assert queue.counts(s, supervisor, now).tabs[Tab.DENIED] == 1
    desk_actions.supervise(s, parts, case, supervisor, text="请说明电话是打给谁的")
    assert queue.page(s, supervisor, Filters(Tab.DENIED), now).cases == []


@pytest.mark.parametrize("closed", [False, True])
def test_a_denial_reopens_what_is_resolved_or_closed(
    parts: Parts, reporter: int, s: Session, who: Find, *, closed: bool
) -> None:
    """The body is told why; the event says whose word it was."""
    case = progressed(s, parts, reporter, who)
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换好了")
    if closed:
        reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    assert attesting.attest(s, parts, case, actors.resident(reporter), 1, took_place=False)
    assert (case.state, case.close_reason, case.events[-1].data["unmet"]) == ("dispatched", None, 1)
    assert case.events[-1].actor == Actor.RESIDENT


def test_a_late_denial_is_heard_and_reopens_nothing(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """After the term the case stays closed, and the supervisors know."""
    with parts.db.write() as s:
        case = progressed(s, parts, reporter, who)
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换好了")
        reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    clock.move(days=31)
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        assert not attesting.attest(s, parts, case, actors.resident(reporter), 1, took_place=False)
        assert (case.state, staff_sms(s)[-1]) == ("closed", "staff_contact_denied")


def test_the_last_word_counts_and_the_same_again_changes_nothing(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """Both words stay in the log; an older claim has its own answer."""
    case = progressed(s, parts, reporter, who)
    handler_actions.progress(s, parts, case, who(s, Role.BODY), text="又打了居民电话")
    resident = actors.resident(reporter)
    for took_place in (True, False, False):
        attesting.attest(s, parts, case, resident, 1, took_place=took_place)
    said = [event.data["answer"] for event in case.events if event.verb == "attest"]
    assert (said, [one.answer for one in claims(s)]) == (["confirmed", "denied"], ["denied", ""])
    assert claims(s)[0].answer_event_id == case.events[-1].id


@pytest.mark.parametrize("role", [Role.DESK, Role.BODY, Role.GRID, Role.SUPERVISOR])
def test_no_staff_member_answers_for_the_reporter(
    parts: Parts, reporter: int, s: Session, who: Find, role: Role
) -> None:
    """The table has no row for them."""
    case = progressed(s, parts, reporter, who)
    with pytest.raises(Conflict):
        attesting.attest(s, parts, case, who(s, role), 1, took_place=True)
    assert claims(s)[0].answer == ""


def test_a_claim_of_another_case_is_not_found(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Its number alone opens nothing."""
    progressed(s, parts, reporter, who)
    other = report(s, parts, reporter)
    with pytest.raises(NotFound):
        attesting.attest(s, parts, other, actors.resident(reporter), 1, took_place=True)


def test_the_box_of_the_form(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """A tick claims, whatever the words say; its day lies between the report and today."""
    case = progressed(s, parts, reporter, who, text="在换灯头")
    now = parts.clock.now()
    box = box_of("visit", "2026-11-24", since=case.created_at, now=now)
    assert box == ClaimedContact(How.VISIT, date(2026, 11, 24))
    handler_actions.progress(s, parts, case, who(s, Role.BODY), text="换好了", reached=box)
    assert [(one.how, one.on) for one in claims(s)] == [("visit", date(2026, 11, 24))]
    assert box_of("", "", since=case.created_at, now=now) is None
    for how, on in (("visit", "2026-11-23"), ("phone", "2026-11-25"), ("phone", "明天"), ("letter", "2026-11-24")):
        with pytest.raises(Invalid):
            box_of(how, on, since=case.created_at, now=now)


def test_only_one_module_writes_an_answer(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """And an answer without its event is refused by the database."""
    progressed(s, parts, reporter, who)
    with pytest.raises(sa.exc.IntegrityError), s.begin_nested():
        s.execute(sa.update(ContactClaim).values(answer="confirmed"))
    assert s.scalar(sa.select(sa.func.count()).select_from(CaseEvent).where(CaseEvent.verb == "attest")) == 0


def test_an_accused_supervisor_is_not_told(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Whom the case is about reads nothing of it."""
    case = progressed(s, parts, reporter, who)
    reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="张督查骂人推人，态度恶劣")
    attesting.attest(s, parts, case, actors.resident(reporter), 1, took_place=False)
    assert "staff_contact_denied" not in staff_sms(s)
