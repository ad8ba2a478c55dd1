"""What each button of a case's page does."""

from __future__ import annotations

import io
import re
from html import unescape

from PIL import Image

from portal.cases.models import Case
from portal.cases.records import actors, queries
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import SignIn, draft, report
from tests.portal.desk.desk_pages_world import case_no, given_to_lamps, picture, pictures, state_of

__all__ = ["case_no"]


def test_the_clerk_accepts_and_dispatches_in_one_form(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """The suggested body is chosen already."""
    desk = sign_in(Role.DESK)
    assert '<option value="lamps" selected>' in desk.get(f"/desk/cases/{case_no}").text
    page = desk.post(f"/desk/cases/{case_no}/dispatch", data={"body": "lamps", "note": ""}, follow_redirects=True)
    assert "派出去了" in page.text
    assert state_of(parts) == "dispatched"


def test_the_body_sees_its_own_and_resolves(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """404 before it is dispatched; then acknowledge, resolve with words and a photo."""
    body = sign_in(Role.BODY)
    assert body.get(f"/desk/cases/{case_no}").status_code == 404
    assert case_no not in body.get("/desk?tab=open").text
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    assert case_no in body.get("/desk").text
    body.post(f"/desk/cases/{case_no}/acknowledgement")
    assert state_of(parts) == "in_progress"
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    picture.seek(0)
    page = body.post(
        f"/desk/cases/{case_no}/resolution",
        data={"text": "今天路灯队到柳树里3栋换了路灯的灯头", "photos": (picture, "after.png")},
        follow_redirects=True,
    )
    assert "等居民说好了没有" in page.text
    assert state_of(parts) == "resolved"
    address = re.search(rf"/desk/cases/{case_no}/photos/[^\"]+", page.text)
    assert address is not None
    assert body.get(address[0]).mimetype == "image/jpeg"


def test_a_reply_with_faults_is_sent_only_with_a_word_why(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """What is wrong is shown, what was typed stays, nothing is done; with the word it is done, and the word is kept."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    address, typed = f"/desk/cases/{case_no}/resolution", {"text": "您反映的事情已转相关部门处理"}
    refused = sign_in(Role.BODY).post(address, data=typed)
    assert (refused.status_code, state_of(parts)) == (422, "dispatched")
    for words in ("没有结果", "为什么还是这样发", typed["text"]):
        assert words in refused.text
    sign_in(Role.BODY).post(address, data=typed | {"despite": "居民要的就是转给电力公司"})
    assert state_of(parts) == "resolved"
    assert "居民要的就是转给电力公司" in sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text


def test_photos_are_to_be_chosen_again_only_if_there_were_any(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """A refused form without a photo says nothing of photos."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    address = f"/desk/cases/{case_no}/resolution"
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    picture.seek(0)
    without = sign_in(Role.BODY).post(address, data={"text": "已转相关部门处理"})
    with_one = sign_in(Role.BODY).post(address, data={"text": "已转相关部门处理", "photos": (picture, "after.png")})
    assert [("重新选一次" in page.text, page.status_code) for page in (without, with_one)] == [
        (False, 422),
        (True, 422),
    ]


def test_a_short_honest_reply_is_sent_with_a_hint(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """What the next one might say more clearly; it counts as no faulty one."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    page = sign_in(Role.BODY).post(
        f"/desk/cases/{case_no}/resolution", data={"text": "灯头换了，亮了。"}, follow_redirects=True
    )
    assert state_of(parts) == "resolved"
    assert "下回写上更清楚：没说谁办的；没说什么时候办的" in page.text
    with parts.db.read() as s:
        resolved = next(event for event in s.get_one(Case, 1).events if event.verb == "resolve")
        assert (resolved.data["hints"], "faults" in resolved.data) == (["who", "when"], False)


def test_resolving_without_words_is_refused(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """The resident is owed what was done."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    page = sign_in(Role.BODY).post(f"/desk/cases/{case_no}/resolution", data={"text": " "}, follow_redirects=True)
    assert "请写上怎么办的" in page.text
    assert state_of(parts) == "dispatched"


def test_sending_back_returns_to_the_list(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """The body no longer sees it; the desk does, with the reason."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    answer = sign_in(Role.BODY).post(
        f"/desk/cases/{case_no}/return", data={"reason": "灯杆归供电"}, follow_redirects=True
    )
    assert answer.status_code == 200
    assert "退回受理台了" in answer.text
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    assert "灯杆归供电" in page
    assert "退回1次" in page


def test_the_grid_worker_mends_it_on_the_spot(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """From the list on the phone, with a word, and a picture from before and after the work, which are both needed."""
    worker = sign_in(Role.GRID)
    assert case_no in worker.get("/grid").text
    said = {"text": "灯泡松了，拧紧了", "despite": "居民都知道"}
    for lacking in ({}, picture("before"), picture("photos")):
        refused = worker.post(f"/desk/cases/{case_no}/on-spot", data=said | lacking)
        assert "办以前、办以后的照片各要一张" in refused.text
    assert state_of(parts) == "reported"
    worker.post(f"/desk/cases/{case_no}/on-spot", data=said | pictures())
    assert state_of(parts) == "resolved"
    others, _title, resolved = worker.get("/grid").text.partition("办结了，等居民回话的")
    assert case_no not in others
    assert case_no in resolved


def test_the_supervisor_supervises(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """An overlay: the state stays, the desk sees it."""
    sign_in(Role.SUPERVISOR).post(f"/desk/cases/{case_no}/supervision", data={"text": "本周办结"})
    assert state_of(parts) == "reported"
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    assert "本周办结" in page
    assert "督办" in page


def test_a_correction_from_the_form(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """What the clerk picks is what stands; empty means none."""
    data = {"kind": "complaint", "category": "", "urgency": "urgent", "grid": ""}
    sign_in(Role.DESK).post(f"/desk/cases/{case_no}/correction", data=data)
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert (case.kind, case.category, case.urgency, case.rank, case.grid) == ("complaint", None, "urgent", 1, None)


def test_what_the_resident_adds_is_new_until_read(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """The mark goes when a clerk opens the case, not when the supervisor does."""
    with parts.db.write() as s:
        reporter_actions.add_detail(s, parts, s.get_one(Case, 1), actors.resident(1), text="今晚更黑了")
    sign_in(Role.SUPERVISOR).get(f"/desk/cases/{case_no}")
    desk = sign_in(Role.DESK)
    assert 'badge--open">有新话' in desk.get("/desk").text
    assert "今晚更黑了" in desk.get(f"/desk/cases/{case_no}").text
    with parts.db.read() as s:
        assert not s.get_one(Case, 1).unread


def test_a_grid_worker_goes_from_the_page_of_an_emergency(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """The box is worded for who goes there, with the latest words; who goes stands on the desk's timeline, too."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
        reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="他还在")
        address = f"/desk/cases/{case.case_no}"
    worker = sign_in(Role.GRID)
    page = worker.get(address).text
    box = page[page.index('id="going"') : page.index("</section>", page.index('id="going"'))]
    assert "他还在" in box
    assert "我去看" in box
    assert "再派人" not in page
    assert worker.post(f"{address}/going").status_code == 303
    assert "您说了去看" in worker.get(address).text
    desk = sign_in(Role.DESK).get(address).text
    assert "再派人" in desk
    assert "我去看险情" in desk


def test_a_clerk_acknowledges_for_the_handler_only_with_a_reason(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """It is no first button: nobody of theirs has seen the case. The timeline says that it was done for them, and why."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    desk, address = sign_in(Role.DESK), f"/desk/cases/{case_no}"
    page = desk.get(address).text
    assert "签收，开始办" not in page
    assert 'id="do-acknowledge"' in page
    refused = desk.post(f"{address}/acknowledgement", data={"reason": " "})
    assert (refused.status_code, state_of(parts)) == (422, "dispatched")
    assert "请写上为什么替他们签收" in refused.text
    page = desk.post(f"{address}/acknowledgement", data={"reason": "老李电话里说收到了"}, follow_redirects=True).text
    assert state_of(parts) == "in_progress"
    assert "替承办的签收" in page
    assert "老李电话里说收到了" in page
    assert "替对方签收" not in sign_in(Role.BODY).get(address).text


def test_a_body_without_the_number_says_how_it_called(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """A call in words or by the box is asked how; what is told stays with the event, for staff. A visit needs no number."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    body, address = sign_in(Role.BODY), f"/desk/cases/{case_no}"
    body.post(f"{address}/acknowledgement")
    today = f"{shanghai_day(parts.clock.now())}"
    boxed = {"text": "换了灯头，灯亮了", "reached": "phone", "reached_on": today}
    asked = unescape(body.post(f"{address}/progress", data={"text": "已电话联系居民"}).text)
    for typed in ({"text": "已电话联系居民", "as_written": "1", "asked": asked}, boxed):
        refused = body.post(f"{address}/progress", data=typed)
        assert refused.status_code == 422
        assert "电话是怎么打的" in refused.text
    assert body.post(f"{address}/progress", data=boxed | {"reached": "visit"}).status_code == 303
    assert body.post(f"{address}/progress", data=boxed | {"how": "请楼长转的"}).status_code == 303
    page = sign_in(Role.SUPERVISOR).get(address).text
    assert "没有号码，这样联系上的：请楼长转的" in page


def test_who_sees_the_number_is_not_asked_how_they_called(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """A body whose reporter agreed to be named."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
        queries.get(s, case_no, to_change=True).may_be_named = True
    body, address = sign_in(Role.BODY), f"/desk/cases/{case_no}"
    body.post(f"{address}/acknowledgement")
    assert 'name="how"' not in body.get(address).text
    form = {"text": "已电话联系居民", "as_written": "1"}
    form["asked"] = unescape(body.post(f"{address}/progress", data=form).text)
    assert body.post(f"{address}/progress", data=form).status_code == 303
