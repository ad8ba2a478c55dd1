"""A committee drafts a consultation from a hot issue: once, in neutral words, and nothing opens by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.duplicates.finding import report_of
from portal.cases.models import Case
from portal.cases.rules.lifecycle import Seal
from portal.cases.verbs.disclosure import sealing
from portal.consultations.law.phases import State
from portal.consultations.models import Consultation, ConsultationOrigin
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import Role
from portal.overview import hot_drafts, hot_issues
from portal.overview.clusters import Report
from portal.overview.hot_issues import Issue
from portal.overview.models import HotDraftCase
from portal.staff.models import Committee
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, account, actor, add_contact, report
from tests.portal.overview.hot_world import WORDS, Sit
from tests.portal.signed_in import sit_down

TOPIC = {"topic": "public_welfare"}
FORM = "/desk/hot/1/draft"


def the_draft(parts: Parts) -> Consultation:
    with parts.db.read() as s:
        return s.scalars(sa.select(Consultation)).one()


def the_issue(parts: Parts) -> Issue:
    with parts.db.read() as s:
        return hot_issues.issues(s, [], parts.clock.now())[0]


def owners_chair(client: FlaskClient, parts: Parts) -> FlaskClient:
    """Sit down as the chair of another committee."""
    with parts.db.write() as s:
        committee = Committee(name="测试小区业委会", kind="owners_committee")
        s.add(committee)
        s.flush()
        made = account(parts, Role.CHAIR, committee_id=committee.id)
        made.username = "owners-chair"
        s.add(made)
        s.flush()
        number = made.id
    return sit_down(client, parts, number)


def test_an_issue_becomes_a_draft(sign_in: Sit, parts: Parts, hot: list[str]) -> None:
    """Title, text, place and dates come from the issue; nobody is told, and nothing is open."""
    client = sign_in(Role.CHAIR)
    assert FORM in client.get("/desk/hot").text
    assert "有 3 位居民反映柳树里3栋" in client.get(FORM).text
    answer = client.post(FORM, data=TOPIC)
    made = the_draft(parts)
    assert answer.location == f"/committee/consultations/{made.id}"
    assert (made.state, made.opened_at, made.notice_on) == (State.DRAFT, None, None)
    assert made.title.startswith("柳树里3栋“")
    assert made.text.startswith("2026-")
    assert made.opens_at > parts.clock.now()


def test_a_draft_names_nobody_and_no_case(sign_in: Sit, parts: Parts, hot: list[str]) -> None:
    """No number of a case or a person, and no word of a report, on the form, in the draft or on its page."""
    client = sign_in(Role.CHAIR)
    form = client.get(FORM).text
    page = client.get(client.post(FORM, data=TOPIC).location).text
    made = the_draft(parts)
    shown = f"{form}{page}{made.title}{made.text}{made.questions}"
    assert not any(case_no in shown for case_no in hot)
    assert not any(words in shown for words in WORDS)
    assert "13912345678" not in shown


def test_both_pages_show_the_other(sign_in: Sit, parts: Parts, hot: list[str]) -> None:
    """The draft tells the numbers of its issue as they were; the issue tells which draft it has."""
    client = sign_in(Role.CHAIR)
    page = client.get(client.post(FORM, data=TOPIC).location).text
    number = the_draft(parts).id
    assert "有 3 位居民反映柳树里3栋" in page
    assert f'href="/desk/hot#consultation-{number}"' in page
    back = client.get("/desk/hot").text
    assert f'id="consultation-{number}"' in back
    assert f'href="/committee/consultations/{number}"' in back
    assert FORM not in back


def test_a_second_click_and_a_second_tab_lead_to_the_first(sign_in: Sit, parts: Parts, hot: list[str]) -> None:
    """The form that was open before, sent again, and the form asked for again."""
    client = sign_in(Role.CHAIR)
    first = client.post(FORM, data=TOPIC).location
    assert client.post(FORM, data={"topic": "covenant"}).location == first
    assert client.get(FORM).location == first
    assert the_draft(parts).topic == "public_welfare"


def test_an_issue_that_grew_keeps_its_draft(sign_in: Sit, parts: Parts, hot: list[str]) -> None:
    """A fourth person's report is of the same issue."""
    client = sign_in(Role.CHAIR)
    first = client.post(FORM, data=TOPIC).location
    contact = add_contact(parts, "a fourth")
    with parts.db.write() as s:
        report(s, parts, contact, "柳树里3栋的路灯还没修好，不亮")
    assert "4 位居民" in client.get("/desk/hot").text
    assert client.post(FORM, data=TOPIC).location == first


def test_another_process_that_was_first_is_led_to(
    client: FlaskClient, sign_in: Sit, parts: Parts, hot: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where neither saw the other's draft, the second makes none: the cases count for one draft only."""
    sign_in(Role.CHAIR)
    issue = the_issue(parts)
    with client.application.test_request_context(), parts.db.write() as s:
        first, _made = hot_drafts.draft(s, actor(s, Role.CHAIR), issue, "public_welfare", parts.clock.now())
    seen, honest = [], hot_drafts.drafted_from

    def blind_once(s: Any, issues: Any) -> dict[int, hot_drafts.Drafted]:
        seen.append(issues)
        return {} if len(seen) == 1 else honest(s, issues)

    monkeypatch.setattr(hot_drafts, "drafted_from", blind_once)
    with client.application.test_request_context(), parts.db.write() as s:
        second = hot_drafts.draft(s, actor(s, Role.CHAIR), issue, "public_welfare", parts.clock.now())
    assert second == (first, False)
    assert the_draft(parts).id == first.consultation_id


def test_another_committee_is_told_whose_draft_it_is(
    client: FlaskClient, sign_in: Sit, parts: Parts, hot: list[str]
) -> None:
    """It is led back, and no link leads it to a draft that it may not read."""
    sign_in(Role.CHAIR).post(FORM, data=TOPIC)
    other = owners_chair(client, parts)
    assert other.post(FORM, data={"topic": "other_owners"}).location == "/desk/hot"
    page = other.get("/desk/hot").text
    assert "测试社区居委会从这里起草了一个议题" in page
    assert f"/committee/consultations/{the_draft(parts).id}" not in page


@pytest.mark.parametrize("role", [Role.DESK, Role.SUPERVISOR, Role.BODY, Role.GRID])
def test_only_a_committee_drafts(sign_in: Sit, parts: Parts, hot: list[str], role: Role) -> None:
    """Whoever may not open a consultation may not draft one."""
    page = sign_in(role)
    assert page.get(FORM).status_code == 403
    assert page.post(FORM, data=TOPIC).status_code == 403
    with parts.db.read() as s, pytest.raises(Forbidden):
        hot_drafts.draft(s, actor(s, role), the_issue(parts), "public_welfare", parts.clock.now())


def test_the_supervisor_is_led_to_the_draft_and_the_desk_is_not(sign_in: Sit, parts: Parts, hot: list[str]) -> None:
    """A supervisor reads every consultation; a clerk reads that there is a draft."""
    sign_in(Role.CHAIR).post(FORM, data=TOPIC)
    link = f'href="/committee/consultations/{the_draft(parts).id}"'
    assert link in sign_in(Role.SUPERVISOR).get("/desk/hot").text
    page = sign_in(Role.DESK).get("/desk/hot").text
    assert link not in page
    assert "从这里起草了一个议题" in page


@pytest.mark.parametrize("topic", ["", "no_such", "other_owners", "rebuild"])
def test_a_topic_that_is_not_the_committees_is_refused(sign_in: Sit, parts: Parts, hot: list[str], topic: str) -> None:
    """The form comes again with the reason; no draft is made, and the issue stays free."""
    answer = sign_in(Role.CHAIR).post(FORM, data={"topic": topic})
    assert answer.status_code == 422
    assert "field__error" in answer.text
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(HotDraftCase)) == 0


@pytest.mark.parametrize("key", [0, 2, 3, 10**18])
def test_only_the_key_of_an_issue_leads_anywhere(sign_in: Sit, hot: list[str], key: int) -> None:
    """Nobody learns from an address whether a case belongs to an issue."""
    assert sign_in(Role.CHAIR).get(f"/desk/hot/{key}/draft").status_code == 404


@pytest.mark.parametrize("change", [{"kind": "tip_off"}, {"confidential": True}, {"conduct": "ask"}])
def test_what_could_betray_somebody_is_never_drafted(
    sign_in: Sit, parts: Parts, hot: list[str], change: dict[str, Any]
) -> None:
    """Neither of an issue that is no more one, nor by a form that was open before."""
    client, issue = sign_in(Role.CHAIR), the_issue(parts)
    with parts.db.write() as s:
        case = s.get_one(Case, 2)
        for name, value in change.items():
            setattr(case, name, value)
    assert client.post(FORM, data=TOPIC).status_code == 404
    with parts.db.write() as s, pytest.raises(Conflict):
        hot_drafts.draft(s, actor(s, Role.CHAIR), issue, "public_welfare", parts.clock.now())


def test_a_sealed_case_is_never_counted(sign_in: Sit, parts: Parts, hot: list[str], who: Find) -> None:
    """Of four reports one is sealed: the draft counts three, and keeps no line of the fourth."""
    contact = add_contact(parts, "a fourth")
    with parts.db.write() as s:
        number = report(s, parts, contact, "柳树里3栋的路灯还没修好，不亮").id
        boss, why = who(s, Role.SUPERVISOR).id, "说的是没成年的孩子，不能让旁人知道"
        case = s.get_one(Case, number)
        sealing.seal(s, parts, case, who(s, Role.DESK), kind=Seal.MINOR, supervisor=boss, reason=why)
    sign_in(Role.CHAIR).post(FORM, data=TOPIC)
    with parts.db.read() as s:
        assert s.scalars(sa.select(ConsultationOrigin.people)).one() == 3
        assert number not in set(s.scalars(sa.select(HotDraftCase.case_id)))


def test_the_draft_is_chinese_for_whoever_reads_english(sign_in: Sit, parts: Parts, hot: list[str]) -> None:
    """It is for the residents."""
    client = sign_in(Role.CHAIR)
    client.post("/preferences", data={"lang": "en"})
    client.post(FORM, data=TOPIC)
    assert the_draft(parts).text.endswith("请大家商量怎么办。")


def test_a_place_outside_the_list_is_told_as_its_grid(client: FlaskClient) -> None:
    """Never a reporter's own words for it."""
    day = date(2026, 11, 24)
    issue = Issue(1, "", "第一网格", "路灯", 3, [], day, day, [1], ["LL-20261124-0001"])
    with client.application.test_request_context():
        assert hot_drafts.words(issue).title == "第一网格“路灯”怎么办"


@pytest.mark.parametrize(("persons", "place"), [("abc", "柳树里3栋"), ("aab", "")])
def test_a_place_that_too_few_of_them_named_is_not_said(parts: Parts, hot: list[str], persons: str, place: str) -> None:
    """It is one reporter's, and the others may have meant another. Three calls of one person are one."""
    with parts.db.read() as s:
        cases = list(s.scalars(sa.select(Case).where(Case.case_no.in_(hot))))
        reports = [
            Report(case.id, report_of(case), None, person, case.created_at)
            for case, person in zip(cases, persons, strict=True)
        ]
        assert hot_issues._known_place(s, reports, cases) == place


def test_the_law_on_topics_is_asked(sign_in: Sit, parts: Parts, hot: list[str]) -> None:
    """The verb itself refuses, whatever the page lists."""
    sign_in(Role.CHAIR)
    issue = the_issue(parts)
    with parts.db.write() as s, pytest.raises(Invalid):
        hot_drafts.draft(s, actor(s, Role.CHAIR), issue, "no_such", parts.clock.now())
