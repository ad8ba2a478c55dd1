"""A sealed case at the desk: nowhere for others, each look recorded, and a second tab told so plainly."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import AccessLook, Assigned, Case, CaseEvent
from portal.cases.ratings import giving
from portal.cases.records import actors, numbers, presentation
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.form_text import SHORTEST_SENTENCE
from portal.cases.rules.lifecycle import Seal
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.desk import queue
from portal.desk.models import CaseClerk
from portal.kernel.roles import Role
from portal.kernel.time_zone import monday_of
from portal.overview import weekly
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.kept_apps import KeptApp
from tests.portal.cases.cases_world import account, actor, report
from tests.portal.signed_in import sit_down

WHY = "说的是没成年的孩子，不能让旁人知道"
WORDS = "柳树里3栋的路灯坏了三天了"


class Desk:
    """The seats around one case."""

    def __init__(self, kept_apps: dict[str, KeptApp], parts: Parts, case_no: str) -> None:
        self.parts, self.case_no, self.page = parts, case_no, f"/desk/cases/{case_no}"
        self._app = kept_apps["public"].of(parts)
        self._app.config["WTF_CSRF_ENABLED"] = False

    def id_of(self, username: str) -> int:
        with self.parts.db.read() as s:
            return s.scalars(sa.select(Account.id).where(Account.username == username)).one()

    def seat(self, username: str) -> FlaskClient:
        return sit_down(self._app.test_client(), self.parts, self.id_of(username))

    def seal(self) -> None:
        facts = {"kind": Seal.MINOR, "supervisor": self.id_of("supervisor"), "reason": WHY}
        assert self.seat("desk").post(f"{self.page}/seal", data=facts).status_code == 303

    def looks(self) -> list[tuple[int, str]]:
        with self.parts.db.read() as s:
            return [(one.account_id, one.what) for one in s.scalars(sa.select(AccessLook).order_by(AccessLook.id))]


@pytest.fixture
def desk(kept_apps: dict[str, KeptApp], parts: Parts, reporter: int) -> Desk:
    """A case, and a second clerk and supervisor."""
    with parts.db.write() as s:
        s.add(account(parts, Role.DESK, username="second", name="李晓"))
        s.add(account(parts, Role.SUPERVISOR, username="boss-2", name="赵督"))
        case_no = report(s, parts, reporter, WORDS).case_no
    return Desk(kept_apps, parts, case_no)


def without_token(page: str) -> str:
    """The page without its CSRF token, which differs from page to page."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


LISTS = (
    "/desk",
    "/desk?tab=open",
    "/desk/search?q=路灯",
    "/desk/board",
    "/desk/board/part",
    "/desk/hot",
    "/desk/alarms",
)


def test_for_a_colleague_it_is_nowhere(desk: Desk) -> None:
    """Before the seal it is; afterwards no list has its number, and its address says what that of no case says."""
    second = desk.seat("second")
    assert desk.case_no in second.get("/desk?tab=open").text
    desk.seal()
    for address in LISTS:
        page = second.get(address)
        assert [page.status_code, desk.case_no in page.text, "柳树里3栋" in page.text] == [200, False, False], address
    for part in ("", "/next", "/print", "/others"):
        refused, nobody = second.get(desk.page + part), second.get(f"/desk/cases/LL-20200101-0001{part}")
        assert refused.status_code == 404
        assert without_token(refused.text) == without_token(nobody.text).replace("LL-20200101-0001", desk.case_no)


def test_another_supervisor_finds_no_trace_either(desk: Desk) -> None:
    """Not in the lists of what is late, nor of what residents deny."""
    desk.seal()
    boss = desk.seat("boss-2")
    for address in ("/desk?tab=denied", "/desk/lateness", "/desk/truth", "/desk/hot"):
        assert desk.case_no not in boss.get(address).text
    assert boss.get(desk.page).status_code == 404


def test_the_case_it_was_merged_into_does_not_name_it(desk: Desk, parts: Parts, reporter: int) -> None:
    """Colleagues read "…"; those assigned read its number; another case's number stays."""
    with parts.db.write() as s:
        main, other = report(s, parts, reporter, WORDS).case_no, report(s, parts, reporter, WORDS).case_no
    for one in (desk.case_no, other):
        assert desk.seat("desk").post(f"/desk/cases/{one}/merge", data={"main": main}).status_code == 303
    desk.seal()
    page = f"/desk/cases/{main}"
    told, own = desk.seat("second").get(page).text, desk.seat("desk").get(page).text
    assert [desk.case_no in told, "… 并进来一起办" in told, f"{other} 并进来一起办" in told] == [False, True, True]
    assert f"{desk.case_no} 并进来一起办" in own


def test_a_sealed_case_is_not_counted_among_those_merged(desk: Desk, parts: Parts, reporter: int) -> None:
    """But for those assigned: 2 residents reported it, to them."""
    with parts.db.write() as s:
        main = report(s, parts, reporter, WORDS)
        page = f"/desk/cases/{main.case_no}"
        sealed = s.scalars(sa.select(Case).where(Case.case_no == desk.case_no)).one()
        sealed.merged_into, sealed.seal = main.id, Seal.MINOR
        sealed.assigned.append(Assigned(account_id=desk.id_of("desk"), at=parts.clock.now()))
    assert "2 位居民报了这件事" in desk.seat("desk").get(page).text
    assert "位居民报了这件事" not in desk.seat("second").get(page).text


def test_no_figure_of_another_supervisor_counts_it(desk: Desk, parts: Parts, reporter: int) -> None:
    """Neither what its body claimed nor how it was rated; the supervisor assigned counts both."""
    desk.seal()
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == desk.case_no)).one()
        clerk, body = (actors.staff(s, actor(s, role)) for role in (Role.DESK, Role.BODY))
        desk_actions.dispatch(s, parts, case, clerk, body="lamps")
        handler_actions.resolve(s, parts, case, body, text="11月24日路灯队换了灯泡，已经电话联系居民")
        giving.give(s, parts, case, actors.resident(reporter), attitude="good", result="bad")
        monday = monday_of(shanghai_day(parts.clock.now()))
        by_seat = {}
        for name in ("supervisor", "boss-2"):
            found = accounts.active_actor(s, desk.id_of(name))
            assert found is not None
            by_seat[name] = weekly.count_week(s, queue.scope(actors.staff(s, found)), monday)
    assert [by_seat[name].now.fixes.claimed for name in ("supervisor", "boss-2")] == [1, 0]
    assert [len(desk.seat(name).get("/desk/truth.csv").text.splitlines()) for name in ("supervisor", "boss-2")] == [
        2,
        1,
    ]


def test_a_list_of_those_assigned_has_no_words(desk: Desk) -> None:
    """To read them is to open the case, which is recorded; the search says only that it was found, and is recorded too."""
    desk.seal()
    clerk = desk.seat("desk")
    listed, found = clerk.get("/desk?tab=open").text, clerk.get("/desk/search?q=坏了").text
    assert [desk.case_no in listed, "坏了三天" in listed, "限看" in listed] == [True, False, True]
    assert [desk.case_no in found, "坏了三天" in found, "柳树里3栋" in found] == [True, False, False]
    assert desk.looks() == [(desk.id_of("desk"), "search")]


def test_each_look_is_recorded_and_the_supervisor_reads_them(desk: Desk) -> None:
    """The page, the paper, whoever looks."""
    desk.seal()
    clerk, boss = desk.seat("desk"), desk.seat("supervisor")
    assert WORDS in clerk.get(desk.page).text
    assert clerk.get(f"{desk.page}/print").status_code == 200
    assert "谁打开过（2）" in boss.get(desk.page).text
    mine, theirs = desk.id_of("desk"), desk.id_of("supervisor")
    assert desk.looks() == [(mine, "page"), (mine, "print"), (theirs, "page")]


def test_the_paper_for_the_handler_is_marked_and_has_no_words(desk: Desk) -> None:
    """It passes through other hands. The desk's own has them, under the same mark."""
    clerk = desk.seat("desk")
    assert WORDS in clerk.get(f"{desk.page}/print").text
    desk.seal()
    paper, whole = clerk.get(f"{desk.page}/print").text, clerk.post(f"{desk.page}/print").text
    assert [WORDS in paper, "可以交给承办的人签" in paper, "限看" in paper] == [False, False, True]
    assert [WORDS in whole, "只供受理台留存" in whole, "限看" in whole] == [True, True, True]


def test_a_reason_that_is_no_sentence_is_stopped_by_the_form(desk: Desk) -> None:
    """Else the case would stay open to everybody until the clerk has written another."""
    form = desk.seat("desk").get(desk.page).text.split('id="seal-reason"')[1]
    assert f'minlength="{SHORTEST_SENTENCE}"' in form.split(">")[0]


def test_the_whole_paper_is_one_look(desk: Desk) -> None:
    """Unmasked after a recorded look, it is not recorded once more for the seal."""
    desk.seal()
    assert desk.seat("desk").post(f"{desk.page}/print").status_code == 200
    assert desk.looks() == [(desk.id_of("desk"), "print")]


def test_an_unsealed_cases_page_records_no_look(desk: Desk) -> None:
    """As before: only looks behind the mask are."""
    desk.seat("desk").get(desk.page)
    assert desk.looks() == []


def test_the_second_tab_is_told_that_nothing_was_kept(desk: Desk) -> None:
    """A colleague has the page open while it is sealed: the form does nothing, and says so; the part that asks is told 404."""
    second = desk.seat("second")
    assert second.get(desk.page).status_code == 200
    desk.seal()
    refused = second.post(f"{desk.page}/note", data={"text": "打过电话", "version": 1})
    assert refused.status_code == 404
    assert "现在不归您看了。刚才按的没有办，写的也没有存。" in refused.text
    assert second.get(f"{desk.page}/others").status_code == 404
    with desk.parts.db.read() as s:
        assert list(s.scalars(sa.select(CaseEvent.verb).order_by(CaseEvent.id))) == ["report", "seal"]


def test_those_assigned_change_by_the_page(desk: Desk) -> None:
    """One more, one fewer, unsealed by the supervisor; a clerk cannot."""
    desk.seal()
    clerk, boss, second = desk.seat("desk"), desk.seat("supervisor"), desk.seat("second")
    more = {"account": desk.id_of("second"), "reason": "他明天接着办，要看原话"}
    assert clerk.post(f"{desk.page}/seal/people", data=more).status_code == 303
    assert second.get(desk.page).status_code == 200
    assert boss.post(f"{desk.page}/seal/people/gone", data=more).headers["Location"] == desk.page
    assert second.get(desk.page).status_code == 404
    assert clerk.post(f"{desk.page}/seal/end", data={"reason": WHY}).status_code == 403
    assert boss.post(f"{desk.page}/seal/end", data={"reason": WHY}).status_code == 303
    assert second.get(desk.page).status_code == 200


def test_whoever_takes_themselves_off_is_led_to_the_list(desk: Desk) -> None:
    """Its page is not theirs any more."""
    desk.seal()
    answer = desk.seat("desk").post(f"{desk.page}/seal/people/gone", data={"account": desk.id_of("desk")})
    assert answer.headers["Location"] == "/desk"


def test_handed_on_it_is_the_other_clerks(desk: Desk) -> None:
    """Who has it in hand sees it, and who had it does not any more."""
    with desk.parts.db.write() as s:
        number = s.scalars(sa.select(Case.id)).one()
        s.add(CaseClerk(case_id=number, account_id=actor(s, Role.DESK).id, since=desk.parts.clock.now()))
    desk.seal()
    clerk, second = desk.seat("desk"), desk.seat("second")
    answer = clerk.post(f"{desk.page}/hand-on", data={"clerk": desk.id_of("second"), "word": "请接着办"})
    assert answer.headers["Location"] == "/desk"
    assert [second.get(desk.page).status_code, clerk.get(desk.page).status_code] == [200, 404]


def test_a_refused_seal_keeps_what_was_typed(desk: Desk) -> None:
    """Too short a reason: the page again, with the choices made."""
    facts = {"kind": Seal.MEDIATION, "supervisor": desk.id_of("supervisor"), "reason": "调解"}
    page = desk.seat("desk").post(f"{desk.page}/seal", data=facts)
    assert page.status_code == 422
    assert "写成一句话" in page.text
    assert '<option value="mediation" selected>' in page.text


def test_its_reporter_reads_it_as_before(desk: Desk, parts: Parts) -> None:
    """No word of the seal; their own words stay."""
    desk.seal()
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        told = str(presentation.for_reporter(s, case))
        link = numbers.link(parts.settings, case)
    page = desk._app.test_client().get(link.removeprefix(parts.settings.public_url), follow_redirects=True)
    assert page.status_code == 200
    assert WORDS in page.text
    assert "限看" not in told + page.text
