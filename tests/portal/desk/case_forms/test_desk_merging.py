"""并案 on the case page: what a clerk is shown as perhaps the same matter, and what the others may see."""

from __future__ import annotations

from datetime import datetime

import pytest

from portal.cases.models import Accused, Case
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import SignIn, actor, add_contact, report


@pytest.fixture
def two(parts: Parts, reporter: int) -> tuple[str, str]:
    """The numbers of two reports of one lamp, by two people."""
    neighbour = add_contact(parts, "neighbour")
    with parts.db.write() as s:
        first = report(s, parts, reporter, "柳树里3栋的路灯坏了三天了，打13912345678找我").case_no
        return first, report(s, parts, neighbour, "柳树里3栋的路灯不亮了").case_no


def test_the_clerk_is_shown_what_may_be_the_same_matter(sign_in: SignIn, two: tuple[str, str]) -> None:
    """With a button to merge; no number of a person among it."""
    page = sign_in(Role.DESK).get(f"/desk/cases/{two[1]}").text
    assert "可能是同一件事" in page
    assert two[0] in page
    assert "13912345678" not in page


def test_a_tip_off_is_not_offered(sign_in: SignIn, parts: Parts, two: tuple[str, str]) -> None:
    """Nor is anything offered on its own page."""
    with parts.db.write() as s:
        s.get_one(Case, 1).kind = "tip_off"
    client = sign_in(Role.DESK)
    assert two[0] not in client.get(f"/desk/cases/{two[1]}").text
    assert two[1] not in client.get(f"/desk/cases/{two[0]}").text


def test_merging_and_splitting_by_the_page(sign_in: SignIn, parts: Parts, two: tuple[str, str]) -> None:
    """The merged case is found by its own number and says where it went; splitting puts it back."""
    client = sign_in(Role.DESK)
    answer = client.post(f"/desk/cases/{two[1]}/merge", data={"main": f" {two[0].lower()} ", "version": "1"})
    assert answer.status_code == 303
    page = client.get(f"/desk/cases/{two[1]}").text
    assert "并在另一件里一起办" in page
    assert two[0] in page
    assert "2 位居民报了这件事" in client.get(f"/desk/cases/{two[0]}").text
    assert client.post(f"/desk/cases/{two[1]}/split", data={"version": "2"}).status_code == 303
    with parts.db.read() as s:
        assert s.get_one(Case, 2).merged_into is None


def test_a_second_tab_merges_nothing(sign_in: SignIn, parts: Parts, two: tuple[str, str]) -> None:
    """A form of a page that is out of date does nothing, and says so."""
    client = sign_in(Role.DESK)
    client.post(f"/desk/cases/{two[1]}/acceptance", data={"version": "1"})
    assert client.post(f"/desk/cases/{two[1]}/merge", data={"main": two[0], "version": "1"}).status_code == 409
    with parts.db.read() as s:
        assert s.get_one(Case, 2).merged_into is None


@pytest.mark.parametrize("typed", ["", "LL-20990101-0001", "x" * 400])
def test_a_wrong_number_is_told(sign_in: SignIn, two: tuple[str, str], typed: str) -> None:
    """Nothing, a number that does not exist, and rubbish."""
    answer = sign_in(Role.DESK).post(f"/desk/cases/{two[1]}/merge", data={"main": typed, "version": "1"})
    assert answer.status_code == 422
    assert "没有这个编号" in answer.text


def test_a_case_about_the_clerk_is_not_there(sign_in: SignIn, parts: Parts, two: tuple[str, str]) -> None:
    """What is hidden from an actor is neither offered nor merged into: the answer is that of a number that is not."""
    with parts.db.write() as s:
        s.add(Accused(case_id=1, account_id=actor(s, Role.DESK).id))
        s.get_one(Case, 1).conduct = "conduct"
    client = sign_in(Role.DESK)
    assert two[0] not in client.get(f"/desk/cases/{two[1]}").text
    answer = client.post(f"/desk/cases/{two[1]}/merge", data={"main": two[0], "version": "1"})
    assert "没有这个编号" in answer.text


def test_a_body_sees_how_many_and_not_which(sign_in: SignIn, parts: Parts, two: tuple[str, str]) -> None:
    """The handler of the main case learns that two reported it; the other's number and words stay at the desk."""
    client = sign_in(Role.DESK)
    client.post(f"/desk/cases/{two[1]}/merge", data={"main": two[0], "version": "1"})
    client.post(f"/desk/cases/{two[0]}/dispatch", data={"body": "lamps", "version": "3"})
    page = sign_in(Role.BODY).get(f"/desk/cases/{two[0]}").text
    assert "2 位居民报了这件事" in page
    assert "路灯不亮了" not in page
    assert client.get(f"/desk/cases/{two[1]}").status_code == 404


@pytest.mark.parametrize(("told", "is_shown"), [("柳树里3栋东门旁", True), ("柳树里3栋", False), ("", False)])
def test_a_body_reads_where_else_the_others_say_it_is(
    sign_in: SignIn, parts: Parts, two: tuple[str, str], told: str, is_shown: bool
) -> None:
    """Not the same place again."""
    with parts.db.write() as s:
        s.get_one(Case, 2).words.place = told
    client = sign_in(Role.DESK)
    client.post(f"/desk/cases/{two[1]}/merge", data={"main": two[0], "version": "1"})
    client.post(f"/desk/cases/{two[0]}/dispatch", data={"body": "lamps", "version": "3"})
    page = sign_in(Role.BODY).get(f"/desk/cases/{two[0]}").text
    assert "2 位居民报了这件事" in page
    assert (f"别的居民说的地方：{told}" in page) is is_shown
    assert ("别的居民说的地方" in page) is is_shown


def test_a_body_reads_what_the_desk_wrote_of_the_others(sign_in: SignIn, parts: Parts, two: tuple[str, str]) -> None:
    """Their own words stay at the desk; the clerk reads the reports themselves."""
    with parts.db.write() as s:
        s.get_one(Case, 2).words.matter = "东门旁第二盏灯也灭了"
    client = sign_in(Role.DESK)
    client.post(f"/desk/cases/{two[1]}/merge", data={"main": two[0], "version": "1"})
    client.post(f"/desk/cases/{two[0]}/dispatch", data={"body": "lamps", "version": "3"})
    assert "受理台写的别的居民反映的事" not in client.get(f"/desk/cases/{two[0]}").text
    assert "受理台写的别的居民反映的事：东门旁第二盏灯也灭了" in sign_in(Role.BODY).get(f"/desk/cases/{two[0]}").text


def test_only_the_desk_merges(sign_in: SignIn, two: tuple[str, str]) -> None:
    """A supervisor reads, and merges nothing."""
    answer = sign_in(Role.SUPERVISOR).post(f"/desk/cases/{two[1]}/merge", data={"main": two[0]})
    assert answer.status_code == 403


def test_cases_that_look_unlike_are_merged_once_the_clerk_says_so(
    sign_in: SignIn, parts: Parts, two: tuple[str, str]
) -> None:
    """Of another class or body: asked once, with a box; nothing is merged before."""
    with parts.db.write() as s:
        s.get_one(Case, 2).category = "0901"
    client = sign_in(Role.DESK)
    asked = client.post(f"/desk/cases/{two[1]}/merge", data={"main": two[0], "version": "1"})
    assert (asked.status_code, "类别或者承办单位不一样" in asked.text, 'name="sure"' in asked.text) == (422, True, True)
    with parts.db.read() as s:
        assert s.get_one(Case, 2).merged_into is None
    client.post(f"/desk/cases/{two[1]}/merge", data={"main": two[0], "version": "1", "sure": "1"})
    with parts.db.read() as s:
        assert s.get_one(Case, 2).merged_into == 1


def test_the_timelines_say_which_deadline_merging_and_splitting_brought(
    sign_in: SignIn, parts: Parts, two: tuple[str, str]
) -> None:
    """That of the earlier one, and the own one again."""
    later = "2026-12-18T10:00:00+00:00"
    with parts.db.write() as s:
        case = s.get_one(Case, 2)
        case.events[-1].data = {**case.events[-1].data, "due_at": later}
        case.due_at = datetime.fromisoformat(later)
    client = sign_in(Role.DESK)
    client.post(f"/desk/cases/{two[1]}/merge", data={"main": two[0], "version": "1"})
    assert "最晚按早的那一件" in client.get(f"/desk/cases/{two[1]}").text
    client.post(f"/desk/cases/{two[1]}/split", data={"version": "2"})
    assert "最晚的日子恢复到 2026-12-18" in client.get(f"/desk/cases/{two[1]}").text
