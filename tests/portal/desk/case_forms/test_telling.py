"""What the reporter of a case in confidence told of themselves reaches no handler, whatever form it is typed into."""

from __future__ import annotations

import html
import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import actors, handler_view
from portal.cases.records.actors import resident
from portal.cases.verbs.desk import desk_actions, merging
from portal.cases.verbs.handler import returning
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import SignIn, account, actor, draft, report

LAMP = "柳树里3栋的路灯坏了三天了，我住7栋302，别让人知道是我说的"
GAMBLING = "柳树里3栋棋牌室赌钱，我是302的老李，别让人知道"
WRITTEN = "7栋302的老李说3栋路灯不亮，去看看"


@pytest.fixture
def case_no(parts: Parts, reporter: int) -> str:
    """A case in confidence that the lamps have."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, LAMP)
        desk_actions.dispatch(
            s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps", matter="3栋路灯不亮，请修"
        )
        return case.case_no


def reads(parts: Parts, case_no: str) -> str:
    """All that the handler reads of the case."""
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        words = [handler_view.visible_words(s, case, one, public=p) for one in case.events for p in (True, False)]
        return "\n".join([handler_view.matter(s, case).text, *words])


def send(desk: FlaskClient, case_no: str, what: str, **form: str) -> tuple[int, str]:
    sent = desk.post(f"/desk/cases/{case_no}/{what}", data=form)
    return sent.status_code, sent.text


FIELDS = [
    (Role.DESK, "dispatch", {"body": "lamps", "matter": WRITTEN}),
    (Role.DESK, "dispatch", {"body": "hall", "matter": "3栋路灯不亮，请修", "note": "302反映的"}),
    (Role.DESK, "note", {"text": "302那户晚上才在", "for_handlers": "1"}),
    (Role.DESK, "acknowledgement", {"reason": "302催得急，先替他们签收"}),
    (Role.SUPERVISOR, "supervision", {"text": "302又打电话来了，快办"}),
    (Role.SUPERVISOR, "supervision", {"text": "对门那户说还没修，快办"}),
    (Role.DESK, "dispatch", {"body": "hall", "matter": "3栋路灯不亮，报的人在菜场卖豆腐"}),
    (Role.DESK, "note", {"text": "报的人是个女的，五十多岁", "for_handlers": "1"}),
    (Role.SUPERVISOR, "supervision", {"text": "以前在店里打工的人说还没修，快办"}),
    (Role.DESK, "dispatch", {"body": "lamps", "matter": "楼上住户半夜能看见灯不亮，请修"}),
    (Role.DESK, "dispatch", {"body": "hall", "matter": "3栋路灯不亮，请修", "note": "可以去7栋看，从那里看得见"}),
    (Role.DESK, "note", {"text": "对门那户人家看得见", "for_handlers": "1"}),
    (
        Role.DESK,
        "parts",
        {"kind": "remedy", "body": "hall", "words": "302说灯坏了，请看线路", "due": "2026-12-01"},
    ),
]


@pytest.mark.parametrize(("role", "what", "form"), FIELDS)
def test_no_field_that_a_handler_reads_takes_it(
    sign_in: SignIn, parts: Parts, case_no: str, role: Role, what: str, form: dict[str, str]
) -> None:
    """The passage is shown; nothing is written."""
    with parts.db.write() as s:
        s.add(account(parts, Role.BODY, username="hall", body="hall"))
    if "due" in form:
        form = form | {"due": f"{parts.clock.now():%Y-%m-%d}"}
    before = reads(parts, case_no)
    status, page = send(sign_in(role), case_no, what, **form)
    if asked := re.search(r'name="asked" value="([^"]+)"', page):  # whether it is of the reporter: a tick says no
        status, page = send(sign_in(role), case_no, what, **form, as_written="1", asked=html.unescape(asked[1]))
    assert status == 422
    assert any(one in page for one in ("302", "对门", "报的人", "打工的人", "楼上", "那里看"))
    assert "一看就知道是谁" in page
    assert reads(parts, case_no) == before


@pytest.mark.parametrize(
    "text", ["楼下卖豆腐的那位说还没修", "是302的前妻说的", "3栋2单元二楼东边那户说没修", "五零二那户说的", "5o2说的"]
)
def test_somebody_who_says_so_is_asked_about(sign_in: SignIn, case_no: str, text: str) -> None:
    """In a note for the handler it may be of the accused."""
    status, page = send(sign_in(Role.DESK), case_no, "note", text=text, for_handlers="1")
    assert (status, "勾上“看过了”" in page or "一看就知道是谁" in page) == (422, True)


def test_a_question_to_the_reporter_does_not_take_it(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Whoever gets the case afterwards reads it, too."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, LAMP)
        desk_actions.accept(s, parts, case, actors.staff(s, actor(s, Role.DESK)))
        case_no = case.case_no
    status, page = send(sign_in(Role.DESK), case_no, "question", question="您住302，看得到是哪盏路灯吗？")
    assert (status, "302" in page) == (422, True)


def test_the_order_to_keep_a_case_does_not_take_it(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """Its handler reads why they are to go on."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        lamps = actors.staff(s, actor(s, Role.BODY))
        for _ in range(2):
            returning.send_back(s, parts, case, lamps, reason="灯杆归供电管")
            desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps")
        returning.send_back(s, parts, case, lamps, reason="灯杆真的归供电管，不归我们")
    status, page = send(
        sign_in(Role.SUPERVISOR), case_no, "return-answer", answer="keep", reason="住302的老李等了三天，请你们接着办"
    )
    assert status == 422
    assert "302" in page


def test_a_reason_lets_it_through_and_is_recorded(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """A whole sentence, which the handler does not read."""
    desk = sign_in(Role.DESK)
    form = {"body": "lamps", "matter": "3栋路灯不亮，302门口那盏"}
    assert 'name="why_told"' in send(desk, case_no, "dispatch", **form)[1]
    assert send(desk, case_no, "dispatch", **form, why_told="急")[0] == 422
    why = "坏的就是302门口那一盏，不写找不到"
    assert send(desk, case_no, "dispatch", **form, why_told=why)[0] == 303
    assert why in desk.get(f"/desk/cases/{case_no}").text
    read = reads(parts, case_no)
    assert "302门口" in read
    assert why not in read


def test_of_a_tip_off_no_reason_is_enough(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """信访工作条例 30: whoever is told of must not learn who told."""
    with parts.db.write() as s:
        tip = draft(GAMBLING, kind={"code": "tip_off", "score": 0.9})
        case_no = report(s, parts, reporter, GAMBLING, draft=tip).case_no
    desk = sign_in(Role.DESK)
    form = {"body": "lamps", "matter": "302的老李说棋牌室赌钱，去看看", "why_told": "坏的就是302那一家，不写找不到"}
    status, page = send(desk, case_no, "dispatch", **form)
    assert status == 422
    assert "不能让办的人知道是谁说的" in page
    assert 'name="why_told"' not in page
    assert send(desk, case_no, "dispatch", body="lamps", matter="棋牌室有人赌钱，晚上去看看")[0] == 303
    assert "302" not in reads(parts, case_no)


def test_of_whoever_tells_a_reason_is_enough(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Of a tip-off, too: it may be of the accused."""
    with parts.db.write() as s:
        tip = draft(GAMBLING, kind={"code": "tip_off", "score": 0.9})
        case_no = report(s, parts, reporter, GAMBLING, draft=tip).case_no
    desk = sign_in(Role.DESK)
    form = {"body": "lamps", "matter": "棋牌室赌钱，报的人在菜场卖豆腐"}
    status, page = send(desk, case_no, "dispatch", **form)
    assert (status, 'name="why_told"' in page) == (422, True)
    assert send(desk, case_no, "dispatch", **form, why_told="这句话说的是店主，不是报事的人")[0] == 303


def test_where_the_reporter_sees_it_from_is_stopped(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Of a tip-off, too, whatever the verb; what is to be looked at goes, and a reason lets a doubt through."""
    told = "烧烤店半夜往下水道倒废油，别说是我说的，我住店对面柳树里6栋201，阳台上看得见，老板是我表弟"
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, told, draft=draft(told, kind={"code": "tip_off", "score": 0.9})).case_no
    desk = sign_in(Role.DESK)
    for matter in ("去柳树里6栋201的阳台上看", "对面6栋那户看得见", "店对面二楼看得见他倒油", "老板的表姐家"):
        assert send(desk, case_no, "dispatch", body="lamps", matter=matter)[0] == 422
    form = {"body": "lamps", "matter": "烧烤店半夜倒废油，老板的堂姐在店里管账"}
    status, page = send(desk, case_no, "dispatch", **form)
    assert (status, 'name="why_told"' in page) == (422, True)
    assert send(desk, case_no, "dispatch", **form, why_told="堂姐管账是执照上写着的，不是报的人")[0] == 303


def test_in_danger_a_word_is_enough(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Whoever goes has to find the door, also of a tip-off."""
    danger = {"level": "emergency", "reasons": [], "danger": "gas"}
    text = "我住柳树里3栋302，对门煤气味很大，别说是我"
    with parts.db.write() as s:
        tip = draft(text, urgency=danger, kind={"code": "tip_off", "score": 0.9})
        case_no = report(s, parts, reporter, text, draft=tip).case_no
    desk = sign_in(Role.DESK)
    form = {"body": "lamps", "matter": "302对门煤气味很大，马上去"}
    assert send(desk, case_no, "dispatch", **form)[0] == 422
    assert send(desk, case_no, "dispatch", **form, why_told="找门")[0] == 303


def test_what_the_reporter_calls_themselves_is_covered(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Like a name that was taken down."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, GAMBLING).case_no
    form = {"body": "lamps", "matter": "老李说棋牌室赌钱，李师傅在场，晚上去看看"}
    assert send(sign_in(Role.DESK), case_no, "dispatch", **form)[0] == 303
    assert "李" not in reads(parts, case_no)


def test_what_they_correct_counts_too(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Said after the report; a matter that was written before waits for somebody who reads it."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, "柳树里3栋的路灯坏了三天了，别说是我")
        clerk = actors.staff(s, actor(s, Role.DESK))
        desk_actions.dispatch(s, parts, case, clerk, body="lamps", matter="3栋路灯不亮，601窗下那盏")
        returning.send_back(s, parts, case, actors.staff(s, actor(s, Role.BODY)), reason="灯杆归供电管")
        reporter_actions.add_detail(s, parts, case, resident(reporter), text="更正一下，我住601，不是602")
        case_no, ticked = case.case_no, f"{case.case_no}:{case.serial}"
    desk = sign_in(Role.DESK)
    many = desk.post("/desk/dispatch", data={"case": ticked, "one": "1", "to": "hall"}).text
    assert "报事的人自己的事" in many
    status, page = send(desk, case_no, "dispatch", body="hall", matter="3栋路灯不亮，601窗下那盏")
    assert (status, "601" in page) == (422, True)


def test_danger_in_a_note_does_not_wait_for_it(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """It raises the alarm, and stays at the desk."""
    form = {"text": "302来电，路灯杆漏电电到人了，起火了", "for_handlers": "1", "danger": "there"}
    assert send(sign_in(Role.DESK), case_no, "note", **form)[0] == 303
    assert "302" not in reads(parts, case_no)


@pytest.mark.parametrize("text", ["邻居看见3楼冒烟，有老人困在里面出不来", "7楼有人拿刀砍人"])
def test_danger_that_may_be_of_others_reaches_the_handler(
    sign_in: SignIn, parts: Parts, reporter: int, text: str
) -> None:
    """Whoever is on the way reads it: only what surely is of the reporter stays at the desk."""
    told = "柳树里3栋的路灯坏了三天了，我住对面7楼，别让人知道是我说的"
    with parts.db.write() as s:
        case = report(s, parts, reporter, told)
        clerk = actors.staff(s, actor(s, Role.DESK))
        desk_actions.dispatch(s, parts, case, clerk, body="lamps", matter="3栋路灯不亮，请修")
        case_no = case.case_no
    form = {"text": text, "for_handlers": "1", "danger": "there"}
    assert send(sign_in(Role.DESK), case_no, "note", **form)[0] == 303
    assert text in reads(parts, case_no)


def test_an_emergency_is_dispatched_with_whoever_hears_it(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Nobody in danger waits for a doubt."""
    danger = {"level": "emergency", "reasons": [], "danger": "violence"}
    text = "柳树里3栋302打孩子，我听见喊救命，别说是我"
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, text, draft=draft(text, urgency=danger)).case_no
    form = {"body": "lamps", "matter": "302打孩子，楼上住户听到喊救命", "sure": "1"}
    assert send(sign_in(Role.DESK), case_no, "dispatch", **form)[0] == 303


def test_what_the_handler_writes_is_theirs(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """They read nothing from it that they did not know."""
    assert send(sign_in(Role.BODY), case_no, "note", text="302门口的灯换了")[0] == 303


def test_where_the_reporter_may_be_named_nothing_is_asked(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, "柳树里3栋的路灯坏了三天了，我住7栋302").case_no
    assert send(sign_in(Role.DESK), case_no, "dispatch", body="lamps", note="7栋302说的")[0] == 303


def test_a_merged_reporter_is_kept_as_well(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """The handler of the main case must not learn who reported the other."""
    with parts.db.write() as s:
        clerk = actors.staff(s, actor(s, Role.DESK))
        main = report(s, parts, reporter)
        merging.merge(s, parts, report(s, parts, reporter, LAMP), main, clerk)
        case_no = main.case_no
    assert send(sign_in(Role.DESK), case_no, "dispatch", body="lamps", note="7栋302也说了")[0] == 422
