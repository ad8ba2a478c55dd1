"""A clerk's day at the desk, by keys and by clicks: each journey says how many presses it may take, and counts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, Page, expect

from portal.cases.models import Case, CaseWords
from portal.cases.records import actors, queries
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.intake import registering
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from portal.staff.models import Account
from tests.browser.conftest import Site, log_in
from tests.browser.sight import LAPTOP, Watched, looks_right, person
from tests.portal.cases.cases_world import draft

WORDS = "3栋门前的路灯坏了三天了"


@dataclass
class Hands:
    """Whoever sits at the page: every key and every click goes through here, and is counted."""

    page: Page
    keys: int = 0
    clicks: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.wait_for_load_state()  # a page that is still loading has no keys yet
            self.page.keyboard.press(key)
            self.keys += 1

    def click(self, target: Locator, modifiers: Sequence[Literal["Shift"]] = ()) -> None:
        target.click(modifiers=modifiers)
        self.clicks += 1


Sit = Callable[..., Hands]


@pytest.fixture
def at_desk(site: Site, clerk: Watched) -> Sit:
    """Sign in and open a path: the presses before the work are not counted."""

    def sit(path: str = "/desk", username: str = "desk") -> Hands:
        page = clerk.page()
        log_in(page, site.url, username)
        page.goto(site.url + path)
        return Hands(page)

    return sit


def reported(site: Site, count: int = 1, text: str = WORDS) -> list[str]:
    """Report so many cases, each with a suggested body; returns their numbers in the order of the queue."""
    with site.parts.db.write() as s:
        now = site.parts.clock.now()
        made = []
        for number in range(count):
            # the newest reports are urgent, so that they stand together at the top of whatever the demo has
            point = ContactPoint(channel="webchat", address_key=f"journey {now.isoformat()} {number}", created_at=now)
            s.add(point)
            s.flush()
            urgent = draft(text, places=[], times=[], urgency={"level": "urgent", "reasons": []})
            made.append(registering.report(s, site.parts, contact=point.id, text=text, draft=urgent))
        assert {case.body is None for case in made} == {False}
        return [case.case_no for case in made]


def case_of(site: Site, case_no: str) -> Case:
    with site.parts.db.read() as s:
        return s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()


def opened(page: Page) -> str:
    """The number of the case whose page is open."""
    expect(page).to_have_url(re.compile(r"/desk/cases/LL-[0-9-]+($|\?)"))
    return page.locator("h1").inner_text()


def test_accepting_and_dispatching_takes_three_keys(site: Site, at_desk: Sit) -> None:
    """From the list: n, d, Enter. The next case of that list is open and says what was done; again it takes two."""
    reported(site, 3)
    hands = at_desk()
    rows = hands.page.locator("a[data-row]").all_inner_texts()
    hands.press("n")
    first = opened(hands.page)
    hands.press("d")
    expect(hands.page.get_by_role("button", name="受理并派给")).to_be_focused()
    hands.press("Enter")
    expect(hands.page.get_by_role("status")).to_contain_text(first)
    assert hands.keys <= 3
    assert case_of(site, first).state == "dispatched"
    assert opened(hands.page) == rows[rows.index(first) + 1]
    looks_right(hands.page, "desk-next-case")


def test_accepting_alone_is_one_key(site: Site, at_desk: Sit) -> None:
    """a, and the case stays open, to be dispatched by d and Enter: three keys."""
    case_no = reported(site)[0]
    hands = at_desk(f"/desk/cases/{case_no}")
    hands.press("a")
    expect(hands.page.locator(".badge--accepted").first).to_be_visible()
    hands.press("d", "Enter")
    expect(hands.page.get_by_role("status").first).to_contain_text(case_no)
    assert hands.keys <= 3
    assert case_of(site, case_no).state == "dispatched"


def test_a_clerk_walks_without_a_mouse(site: Site, at_desk: Sit) -> None:
    """Down, up, open, next, search, the list of keys; Enter on whatever has the focus."""
    reported(site, 3)
    hands = at_desk()
    page, rows = hands.page, hands.page.locator("a[data-row]")
    hands.press("j", "j")
    expect(rows.nth(1)).to_be_focused()
    hands.press("k")
    expect(rows.nth(0)).to_be_focused()
    first, second = rows.nth(0).inner_text(), rows.nth(1).inner_text()
    hands.press("Enter")
    assert opened(page) == first
    hands.press("n")
    expect(page.locator("h1")).to_have_text(second)
    hands.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    looks_right(page, "desk-keys")
    hands.press("n")  # under the open list of keys nothing happens
    hands.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert opened(page) == second
    hands.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_keys_are_only_letters_while_somebody_writes(site: Site, at_desk: Sit) -> None:
    """In a field, in a select, with a modifier: nothing is accepted, and the letters stand in the field."""
    case_no = reported(site)[0]
    hands = at_desk(f"/desk/cases/{case_no}")
    note = hands.page.locator("#do-dispatch textarea[name=note]")
    note.focus()
    hands.press("a", "d", "n", "j")
    expect(note).to_have_value("adnj")
    hands.page.locator("#do-dispatch select[name=body]").focus()
    hands.press("a", "n")
    hands.page.locator("h1").click()
    hands.press("Control+a", "Alt+a", "Shift+a")
    assert opened(hands.page) == case_no
    assert case_of(site, case_no).state == "reported"


def test_the_keys_can_be_switched_off(site: Site, at_desk: Sit) -> None:
    """WCAG 2.1.4: off stays off on every page, says so to screen readers, and can be undone at the same place."""
    case_no = reported(site)[0]
    hands = at_desk("/desk/keys")
    looks_right(hands.page, "desk-keys-page")
    hands.page.get_by_role("button", name="关掉这些键").click()
    hands.page.goto(f"{site.url}/desk/cases/{case_no}")
    expect(hands.page.locator("[aria-keyshortcuts]")).to_have_count(0)
    hands.press("a", "n", "?", "/")
    assert opened(hands.page) == case_no
    assert case_of(site, case_no).state == "reported"
    hands.page.get_by_role("link", name="键盘").click()
    hands.page.get_by_role("button", name="打开这些键").click()
    expect(hands.page.get_by_role("button", name="关掉这些键")).to_be_visible()
    hands.page.wait_for_load_state()
    hands.press("/")
    expect(hands.page.get_by_role("searchbox")).to_be_focused()


def test_without_a_script_one_button_dispatches(site: Site, browser: Browser) -> None:
    """From the list two clicks, and the next case is open; the keys are told on a page."""
    reported(site, 2)
    with person(browser, size=LAPTOP, javascript=False) as watched:
        page = watched.page()
        log_in(page, site.url, "desk")
        hands = Hands(page)
        first = page.locator("a[data-row]").first.inner_text()
        hands.click(page.locator("a[data-row]").first)
        hands.click(page.get_by_role("button", name="受理并派给"))
        expect(page.get_by_role("status")).to_contain_text(first)
        assert hands.clicks <= 2
        assert opened(page) != first
        page.get_by_role("link", name="键盘").click()
        expect(page.get_by_role("heading", name="用键盘办")).to_be_visible()


def test_twenty_cases_are_dispatched_in_eight_clicks(site: Site, at_desk: Sit) -> None:
    """The first ticked, the twentieth with Shift, one button; the page says of each what was done."""
    made = reported(site, 20)
    hands = at_desk()
    page = hands.page
    boxes = page.locator("input[data-pick]")
    first = page.locator("tr", has_text=made[0]).locator("input[data-pick]")
    hands.click(first)
    hands.click(page.locator("tr", has_text=made[-1]).locator("input[data-pick]"), modifiers=["Shift"])
    expect(page.locator("input[data-pick]:checked")).to_have_count(20)
    expect(page.get_by_text("勾了 20 件")).to_be_visible()
    looks_right(page, "desk-bulk")
    assert boxes.count() >= 20
    hands.click(page.get_by_role("button", name="各派给建议的单位"))
    expect(page.get_by_role("heading", name="派出去 20 件")).to_be_visible()
    looks_right(page, "desk-bulk-done")
    assert hands.clicks <= 8
    assert {case_of(site, case_no).state for case_no in made} == {"dispatched"}


def test_cases_are_ticked_by_keys(site: Site, at_desk: Sit) -> None:
    """x ticks the row, Shift and x all up to it; Enter on a box sends nothing."""
    made = reported(site, 3)
    hands = at_desk()
    page = hands.page
    page.locator("a[data-row]", has_text=made[0]).focus()
    hands.press("x", "j", "j", "Shift+X")
    expect(page.locator("input[data-pick]:checked")).to_have_count(3)
    hands.press("x")
    expect(page.locator("input[data-pick]:checked")).to_have_count(2)
    page.locator("input[data-pick]").first.focus()
    hands.press("Enter")
    expect(page.locator("input[data-pick]:checked")).to_have_count(2)
    assert {case_of(site, case_no).state for case_no in made} == {"reported"}


def test_a_wrong_dispatch_is_taken_back_in_three_clicks(site: Site, at_desk: Sit) -> None:
    """One: the button stands by what was done; the case is open again, and its timeline has both."""
    case_no = reported(site, 2)[0]
    hands = at_desk()
    page = hands.page
    page.locator("a[data-row]", has_text=case_no).click()
    page.get_by_role("button", name="受理并派给").click()
    hands.click(page.get_by_role("button", name="派错了，收回来"))
    expect(page.get_by_role("status")).to_have_text("收回来了，请重新派")
    assert opened(page) == case_no
    assert hands.clicks <= 3
    assert case_of(site, case_no).state == "accepted"
    looks_right(page, "desk-recalled")
    hands.press("d", "Enter")
    expect(page.get_by_text("派出去了")).to_be_visible()
    hands.press("u")
    expect(page.get_by_role("status")).to_have_text("收回来了，请重新派")


FOUND_BY = {  # what is known of a case, and how many steps lead to it: typed and sent, then picked from what was found
    "number": ("", 1),
    "phone": ("6207", 1),
    "words": ("门口的灯柱倒在花坛里", 2),
    "place": ("槐安里97栋", 2),
    "person": ("欧阳听雪", 2),
}
TOLD = "槐安里97栋门口的灯柱倒在花坛里，我叫欧阳听雪，电话13716626207"


@pytest.mark.parametrize("clue", FOUND_BY)
def test_any_case_is_found_from_any_one_clue(site: Site, at_desk: Sit, clue: str) -> None:
    """In two steps at most, from any page: by a number that only one case has it is open at once."""
    with site.parts.db.write() as s:
        known = s.scalar(sa.select(Case.case_no).join(CaseWords).where(CaseWords.text == TOLD))
    case_no = known or reported(site, text=TOLD)[0]
    typed, steps = FOUND_BY[clue]
    hands = at_desk()
    hands.page.get_by_role("searchbox").fill(typed or case_no)
    hands.press("Enter")
    for _step in range(steps - 1):
        hands.click(hands.page.locator("a[data-row]", has_text=case_no))
    assert opened(hands.page) == case_no
    assert steps <= 2


@pytest.mark.parametrize("username", ["desk", "supervisor", "body"])
def test_the_switches_stand_beside_the_name(at_desk: Sit, username: str) -> None:
    """On a laptop no role's ways in push them to a line of their own."""
    page = at_desk("/account", username).page
    tops = [page.locator(one).first.bounding_box() for one in (".brand__mark", ".switches")]
    brand, switches = ([box["y"], box["y"] + box["height"]] for box in tops if box is not None)
    assert brand[0] < (switches[0] + switches[1]) / 2 < brand[1]


def test_a_resolution_on_the_wrong_case_is_taken_back_in_one_click(site: Site, at_desk: Sit) -> None:
    """The button stands on the page that says that it is resolved; then the case is its body's again."""
    case_no = reported(site)[0]
    with site.parts.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        body = s.scalars(sa.select(Account).where(Account.role == Role.BODY).order_by(Account.id)).first()
        assert body is not None
        clerk = s.scalars(sa.select(Account).where(Account.username == "desk")).one()
        acting = accounts.active_actor(s, clerk.id)
        assert acting is not None
        desk_actions.dispatch(s, site.parts, case, actors.staff(s, acting), body=body.body)
        username = body.username
    hands = at_desk(f"/desk/cases/{case_no}", username=username)
    page = hands.page
    page.get_by_label("怎么办的（居民会看到，居民说好了才结案）").fill("换了三楼的水管，试过水，不漏了")
    page.get_by_role("button", name="办结，去问居民").click()
    hands.click(page.get_by_role("button", name="办结写错了，收回来"))
    expect(page.get_by_role("status").first).to_contain_text("收回了")
    assert hands.clicks == 1
    assert case_of(site, case_no).state == "dispatched"
    looks_right(page, "body-taken-back")
