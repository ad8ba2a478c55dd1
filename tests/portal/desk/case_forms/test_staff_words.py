"""What a clerk writes on a case: for whom it is, and that a confidential case is told of at all."""

from __future__ import annotations

import re
from html import unescape

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, ContactClaim
from portal.cases.records import handler_view
from portal.cases.records.actors import resident
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Invalid
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, SignIn, draft, report

NOTE = "报的人住3幢，脾气大"
UNCLASSIFIED = {"code": "", "path": [], "score": 0.0, "alternatives": []}


def asked_in(page: str) -> str:
    """What the page of a refused form says was asked, as its form sends it back."""
    return unescape(re.findall(r'name="asked" value="([^"]*)"', page)[0])


def in_confidence(s: Session, parts: Parts, contact: int, category: dict[str, object] | None = None) -> Case:
    found = draft(**({"category": category} if category else {}))
    return report(s, parts, contact, "楼上夜里吵，别说是我说的", draft=found)


@pytest.mark.parametrize("matter", [None, "", "求助：没有分类的事。", "。。", "快办"])
def test_a_confidential_case_without_words_is_not_sent(
    parts: Parts, reporter: int, s: Session, who: Find, matter: str | None
) -> None:
    """Nobody could tell what to do; a clerk writes it."""
    case = in_confidence(s, parts, reporter, UNCLASSIFIED)
    assert case.confidential
    assert handler_view.suggested_restatement(s, case) == ""
    with pytest.raises(Invalid):
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", matter=matter)


def test_with_words_or_a_category_it_is_sent(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """As ever."""
    desk_actions.dispatch(s, parts, in_confidence(s, parts, reporter), who(s, Role.DESK), body="lamps")
    case = in_confidence(s, parts, reporter, UNCLASSIFIED)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", matter="三栋夜里有人打孩子，请上门看")
    assert case.dispatched


@pytest.mark.parametrize("matter", ["", "投诉：城乡建设 / 市政公用。地点：柳树里3栋。", "投诉：路灯。", "柳树里3栋"])
def test_codes_alone_are_no_matter(parts: Parts, reporter: int, s: Session, who: Find, matter: str) -> None:
    """Kind, category and place say nothing that anybody could act on; the form offers none, and refuses them."""
    lamp = {"code": "0403", "path": ["城乡建设", "市政公用"], "score": 0.9, "alternatives": []}
    case = in_confidence(s, parts, reporter, lamp)
    case.words.place = "柳树里3栋"
    assert handler_view.suggested_restatement(s, case) == ""
    with pytest.raises(Invalid, match="事由"):
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", matter=matter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", matter="3栋3单元门口台阶断了一级")
    assert "台阶断了一级" in handler_view.matter(s, case).text


@pytest.mark.parametrize(("place", "matter"), [("楼道", "楼道灯坏了"), ("小区门口", "小区门口占道")])
def test_a_short_matter_that_names_its_place_is_one(
    parts: Parts, reporter: int, s: Session, who: Find, place: str, matter: str
) -> None:
    """It says what is the matter beside where it is."""
    case = in_confidence(s, parts, reporter)
    case.words.place = place
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", matter=matter)
    assert case.dispatched


@pytest.mark.parametrize("matter", [None, ""])
def test_an_emergency_waits_for_nobodys_words(
    parts: Parts, reporter: int, s: Session, who: Find, matter: str | None
) -> None:
    """Where no category says what it is, whoever goes reads that there is danger, and where."""
    danger = {"level": "emergency", "reasons": [], "danger": "home_violence"}
    read = draft(category=UNCLASSIFIED, urgency=danger)
    case = report(s, parts, reporter, "柳树里3栋有人被打，别说是我说的", draft=read)
    assert case.confidential
    assert "险情" in handler_view.suggested_restatement(s, case)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", matter=matter)
    assert "险情" in handler_view.matter(s, case).text


@pytest.mark.parametrize("role", [Role.DESK, Role.SUPERVISOR])
def test_a_note_stays_at_the_desk(parts: Parts, reporter: int, s: Session, who: Find, role: Role) -> None:
    """Unless whoever writes it says that the handler is to read it; the handler's own stay theirs."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    desk_actions.note(s, parts, case, who(s, role), text=NOTE)
    assert not handler_view.is_shown(case.events[-1])
    assert handler_view.visible_words(s, case, case.events[-1], public=False) == ""
    desk_actions.note(s, parts, case, who(s, role), text="先修东边的", for_handlers=True)
    assert handler_view.visible_words(s, case, case.events[-1], public=False) == "先修东边的"
    desk_actions.note(s, parts, case, who(s, Role.BODY), text="明天去")
    assert handler_view.visible_words(s, case, case.events[-1], public=False) == "明天去"


def test_a_note_from_before_the_wish_stays_at_the_desk(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Nobody was asked what it tells of the reporter; one that was looked through arrives."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    desk_actions.note(s, parts, case, who(s, Role.DESK), text=NOTE, for_handlers=True)
    before = case.events[-1]
    assert handler_view.visible_words(s, case, before, public=False) == NOTE
    reporter_actions.add_detail(s, parts, case, resident(reporter), text="别让他们知道是我说的")
    assert case.confidential
    assert handler_view.visible_words(s, case, before, public=False) == ""
    desk_actions.note(s, parts, case, who(s, Role.DESK), text="先修东边的", for_handlers=True)
    assert handler_view.visible_words(s, case, case.events[-1], public=False) == "先修东边的"


@pytest.mark.parametrize("no_push", [False, True])
def test_what_is_asked_about_can_be_sent_as_it_is(
    sign_in: SignIn, parts: Parts, reporter: int, who: Find, no_push: bool
) -> None:
    """Also where the reporter is to be left alone, and no contact with them can be ticked."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, no_push=no_push)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
        case_no = case.case_no
    body, address = sign_in(Role.BODY), f"/desk/cases/{case_no}/progress"
    refused = body.post(address, data={"text": "水是2单元502漏下来的，明天去修"})
    assert refused.status_code == 422
    assert 'name="as_written"' in refused.text
    form = {"text": "水是2单元502漏下来的，明天去修", "as_written": "1", "asked": asked_in(refused.text)}
    assert body.post(address, data=form).status_code == 303
    if no_push:
        assert body.post(address, data={"text": "昨天已上门看过，明天换灯头"}).status_code == 303


def test_both_a_body_and_a_worker_are_refused(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """The case goes to one of them; the button that names the body names it."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter).case_no
        worker = s.scalars(sa.select(Account.id).where(Account.role == Role.GRID)).one()
    desk = sign_in(Role.DESK)
    page = desk.get(f"/desk/cases/{case_no}").text
    assert f'<option value="{worker}" selected' not in page
    form = {"body": "lamps", "worker": str(worker)}
    refused = desk.post(f"/desk/cases/{case_no}/dispatch", data=form)
    assert refused.status_code == 422
    assert "只能派给一方" in refused.text
    assert desk.post(f"/desk/cases/{case_no}/dispatch", data=form | {"suggested": "lamps"}).status_code == 303


def taken(parts: Parts, contact: int, who: Find) -> str:
    """A case that the lamps have taken; returns its number."""
    with parts.db.write() as s:
        case = report(s, parts, contact)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
        return case.case_no


@pytest.mark.parametrize("text", ["已上门查看，明天换灯", "打电话和居民说过了", "11月24日上门看过"])
def test_a_contact_that_is_not_ticked_is_asked_about(
    sign_in: SignIn, parts: Parts, reporter: int, who: Find, text: str
) -> None:
    """Whoever writes it reads that the resident will be asked; ticked or sent as written it goes out."""
    address = f"/desk/cases/{taken(parts, reporter, who)}/progress"
    officer = sign_in(Role.BODY)
    refused = officer.post(address, data={"text": text, "reached": ""})
    assert refused.status_code == 422
    assert "会去问居民有没有这回事" in refused.text
    assert 'name="as_written"' in refused.text
    form = {"text": text, "reached": "visit", "reached_on": "2026-11-24", "how": "请受理台转的"}
    assert officer.post(address, data=form).status_code == 303


@pytest.mark.parametrize("text", ["和业主说过了，明天换灯", "微信上联系了", "问过报修的人，她说等得住"])
def test_a_word_with_the_reporter_is_asked_about_too(
    sign_in: SignIn, parts: Parts, reporter: int, who: Find, text: str
) -> None:
    """As a call or a visit; sent as written, the resident is asked."""
    address = f"/desk/cases/{taken(parts, reporter, who)}/progress"
    officer = sign_in(Role.BODY)
    refused = officer.post(address, data={"text": text, "reached": ""})
    assert refused.status_code == 422
    form = {"text": text, "reached": "", "as_written": "1", "asked": asked_in(refused.text)}
    assert officer.post(address, data=form).status_code == 303
    with parts.db.read() as s:
        assert s.scalars(sa.select(ContactClaim)).one().how == "talk"


def test_a_reason_for_calm_is_no_contact(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Whom the clerk phoned need not be the reporter; nobody could correct it."""
    danger = {"level": "emergency", "reasons": [], "danger": "fall"}
    case = report(s, parts, reporter, "柳树里3栋门口有人摔倒", draft=draft(urgency=danger))
    why = "打过电话，120已经把老人接走了，家属在"
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "normal"}, why_calm=why)
    assert s.scalars(sa.select(ContactClaim)).all() == []


@pytest.mark.parametrize("role", [Role.BODY, Role.DESK])
def test_a_handler_does_not_ask_who_reported_in_confidence(
    sign_in: SignIn, parts: Parts, reporter: int, who: Find, role: Role
) -> None:
    """Neither in a question nor in other words to them, whatever is ticked; the desk knows them, and may."""
    with parts.db.write() as s:
        case = in_confidence(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
        page = f"/desk/cases/{case.case_no}"
    staff, asks = sign_in(role), "您的车牌号是多少？"
    asked = staff.post(f"{page}/question", data={"question": asks, "as_written": "1"})
    if role is Role.DESK:
        assert "保密：不能问" not in asked.text
        return
    assert asked.status_code == 422
    assert "请受理台去问" in asked.text
    assert staff.post(f"{page}/progress", data={"text": asks, "as_written": "1"}).status_code == 422
    assert staff.post(f"{page}/question", data={"question": "是上午响还是夜里响？"}).status_code != 422


def test_a_question_that_names_others_is_asked_about(sign_in: SignIn, parts: Parts, reporter: int, who: Find) -> None:
    """As in words on how it goes."""
    address = f"/desk/cases/{taken(parts, reporter, who)}/question"
    refused = sign_in(Role.BODY).post(address, data={"question": "您是6栋的陈阿姨吗？"})
    assert refused.status_code == 422
    assert 'name="as_written"' in refused.text


@pytest.mark.parametrize("text", ["到现场看过，灯座坏了，明天换", "和物业电话沟通过，他们来换", "灯换好了，两层都亮"])
def test_a_visit_to_the_site_is_no_contact(sign_in: SignIn, parts: Parts, reporter: int, who: Find, text: str) -> None:
    """It goes out, and nobody is asked."""
    address = f"/desk/cases/{taken(parts, reporter, who)}/progress"
    assert sign_in(Role.BODY).post(address, data={"text": text, "reached": ""}).status_code == 303
    with parts.db.read() as s:
        assert s.scalars(sa.select(ContactClaim)).all() == []


def test_what_may_be_of_a_third_person_is_asked_about(sign_in: SignIn, parts: Parts, reporter: int, who: Find) -> None:
    """It goes out if whoever wrote it has looked."""
    address = f"/desk/cases/{taken(parts, reporter, who)}/progress"
    form = {"text": "灯座锈了，找5幢2单元301的住户13812345678开的门", "reached": ""}
    refused = sign_in(Role.BODY).post(address, data=form)
    assert refused.status_code == 422
    assert "13812345678" in refused.text
    told = {"as_written": "1", "asked": asked_in(refused.text)}
    more = form | told | {"text": form["text"] + "，对门陈阿姨13900001111也在"}
    later = sign_in(Role.BODY).post(address, data=more)
    assert (later.status_code, "13900001111" in asked_in(later.text)) == (422, True)
    assert sign_in(Role.BODY).post(address, data=form | told).status_code == 303


def test_all_that_is_asked_about_is_told_at_once(sign_in: SignIn, parts: Parts, reporter: int, who: Find) -> None:
    """Nobody ticks for a number that they were not told of; the tick alone answers nothing."""
    address = f"/desk/cases/{taken(parts, reporter, who)}/progress"
    form = {"text": "已上门查看，找5幢2单元301的住户13812345678开的门，明天换灯", "reached": "", "as_written": "1"}
    refused = sign_in(Role.BODY).post(address, data=form)
    assert refused.status_code == 422
    asked = asked_in(refused.text)
    assert "会去问居民有没有这回事" in asked
    assert "13812345678" in asked


def test_a_clerk_reads_what_was_taken_out(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Of their words to the body."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter).case_no
    form = {"body": "lamps", "worker": "", "note": "先找张师傅13912345678"}
    page = sign_in(Role.DESK).post(f"/desk/cases/{case_no}/dispatch", data=form, follow_redirects=True)
    assert "号码去掉了，他们看到的是“先找张师傅（号码略）”" in page.text
    assert "名字、号码" not in page.text


def test_a_note_for_the_handler_of_a_case_in_confidence_arrives(
    sign_in: SignIn, parts: Parts, reporter: int, who: Find
) -> None:
    """As written; where it tells of the reporter whoever writes it is asked first, and what is taken out is told."""
    with parts.db.write() as s:
        case = in_confidence(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        page = f"/desk/cases/{case.case_no}"
    desk = sign_in(Role.DESK)
    assert desk.post(f"{page}/note", data={"text": "请查9月的两张停车票", "for_handlers": "1"}).status_code == 303
    form = {"text": "东边那户说先看北门，打13912345678", "for_handlers": "1"}
    refused = desk.post(f"{page}/note", data=form)
    assert refused.status_code == 422
    assert "东边那户说" in refused.text
    with parts.db.read() as s:
        assert "先看北门" not in [one.text for event in s.get_one(Case, case.id).events for one in event.words]
    sent = desk.post(f"{page}/note", data=form | {"sure": "1", "asked": asked_in(refused.text)}, follow_redirects=True)
    assert "号码去掉了" in sent.text
    read = sign_in(Role.BODY).get(page).text
    assert "请查9月的两张停车票" in read
    assert "先看北门" in read
    assert "13912345678" not in read


def test_a_note_for_the_desk_alone_is_not_asked_about(sign_in: SignIn, parts: Parts, reporter: int, who: Find) -> None:
    """Whatever it tells of the reporter: it stays there."""
    with parts.db.write() as s:
        case = in_confidence(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        page = f"/desk/cases/{case.case_no}"
    assert sign_in(Role.DESK).post(f"{page}/note", data={"text": NOTE}).status_code == 303
    assert "脾气大" not in sign_in(Role.BODY).get(page).text


@pytest.mark.parametrize(
    ("text", "level", "hint"),
    [
        ("我是柳树里3栋的，楼上天天打麻将，别说是我讲的", "normal", "地点他们也看不到"),
        ("我是柳树里3栋的，隔壁煤气味好大，别说是我讲的", "emergency", "地点（柳树里3栋）他们另外看得到"),
        ("柳树里3栋楼道灯坏了，别说是我讲的", "normal", "地点（柳树里3栋）他们另外看得到"),
    ],
)
def test_the_form_says_whether_handlers_read_the_place(
    sign_in: SignIn, parts: Parts, reporter: int, text: str, level: str, hint: str
) -> None:
    """A clerk who thinks that they do leaves it out."""
    urgency = {"level": level, "reasons": [], "danger": "gas" if level == "emergency" else None}
    at = text.index("柳树里3栋")
    place = {"text": "柳树里3栋", "start": at, "end": at + 5, "grid": None, "score": 0.9}
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, text, draft=draft(text, times=[], places=[place], urgency=urgency)).case_no
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    assert hint in page
    assert "没认出来，或不在社区里" not in page
    assert ("要保密，不按它定" in page) == ("他们也看不到" in hint)


def test_no_handler_tells_that_they_found_out_who_reported(
    sign_in: SignIn, parts: Parts, reporter: int, who: Find
) -> None:
    """Whatever is ticked; what they did is told, and of an ordinary case they may tell anything."""
    with parts.db.write() as s:
        case = in_confidence(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
        page = f"/desk/cases/{case.case_no}"
        open_case = report(s, parts, reporter, "3栋的路灯坏了")
        desk_actions.dispatch(s, parts, open_case, who(s, Role.DESK), body="lamps")
        handler_actions.acknowledge(s, parts, open_case, who(s, Role.BODY))
    body, found = sign_in(Role.BODY), "查到了投诉人是三楼的，已经谈过"
    for form in ("progress", "resolution"):
        refused = body.post(f"{page}/{form}", data={"text": found, "as_written": "1", "despite": "就这样发"})
        assert refused.status_code == 422
        assert "不能去查是谁说的" in refused.text
    assert body.post(f"{page}/progress", data={"text": "到现场看过，楼上夜里不再拖椅子"}).status_code == 303
    told = body.post(f"/desk/cases/{open_case.case_no}/progress", data={"text": "查到是谁反映的，已回复"})
    assert "不能去查是谁说的" not in told.text
