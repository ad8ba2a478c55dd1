"""The rooms' pages with the demo community in them: they read well, and the ways between them work."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from portal.cases.models import Case
from portal.cases.records import numbers
from portal.channels.unanswered import asked
from portal.consultations.models import Consultation, Envelope, RollEntry
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from tests.browser.conftest import PASSWORD, Site, log_in
from tests.browser.sight import Watched, looks_right, person

STATES = ("reported", "rejected", "dispatched", "in_progress", "resolved", "closed", "withdrawn")
STAFF_PAGES = {
    "desk": ("desk", "/desk"),
    "desk-handovers": ("desk", "/desk/handovers"),
    "desk-body": ("body", "/desk"),
    "desk-supervisor": ("supervisor", "/desk"),
    "desk-dead-letters": ("desk", "/desk/dead"),
    "desk-lateness": ("supervisor", "/desk/lateness"),
    "desk-inspections": ("supervisor", "/desk/inspections"),
    "desk-key-places": ("desk", "/desk/key-places"),
    "desk-truth": ("supervisor", "/desk/truth"),
    "desk-new": ("desk", "/desk/new"),
    "desk-hotline": ("desk", "/desk/hotline"),
    "desk-place": ("desk", "/desk/cases/{case}/place"),
    "desk-texts": ("desk", "/desk/texts"),
    "desk-questions": ("member", "/desk/questions"),
    "places": ("supervisor", "/desk/places"),
    "places-desk": ("desk", "/desk/places"),
    "places-drawing": ("supervisor", "/desk/places/drawing"),
    "places-overlay": ("supervisor", "/desk/places/overlay"),
    "places-nicknames": ("desk", "/desk/places/nicknames"),
    "places-people": ("supervisor", "/desk/places/people"),
    "duty": ("supervisor", "/accounts/duty"),
    "duty-days": ("supervisor", "/accounts/duty/days"),
    "desk-board": ("supervisor", "/desk/board"),
    "desk-weekly": ("supervisor", "/desk/weekly"),
    "desk-hot": ("desk", "/desk/hot"),
    "committee-hot": ("chair", "/desk/hot"),
    "desk-search": ("desk", "/desk/search?q=垃圾"),
    "desk-search-nothing": ("supervisor", "/desk/search?q=没有的字"),
    "grid": ("grid", "/grid"),
    "committee": ("chair", "/committee"),
    "committee-new": ("chair", "/committee/new"),
    "committee-noticed": ("chair", "/committee/consultations/{noticed}"),
    "committee-open": ("chair", "/committee/consultations/{open}"),
    "committee-roll": ("chair", "/committee/consultations/{noticed}/roll"),
    "committee-scrutineer": ("scrutineer", "/committee"),
}


def case_in(site: Site, state: str) -> Case:
    with site.parts.db.read() as s:
        found = s.scalars(sa.select(Case).where(Case.state == state).order_by(Case.id)).first()
        if found is None:
            pytest.skip(f"the demo has no case in state {state}")
        return found


def consultations(site: Site) -> dict[str, int]:
    """The demo's consultations: state → id."""
    with site.parts.db.read() as s:
        return {str(state): found for state, found in s.execute(sa.select(Consultation.state, Consultation.id))}


@pytest.mark.parametrize("state", ["noticed", "open", "published"])
def test_a_consultation_is_told_well_in_every_state(site: Site, page: Page, state: str) -> None:
    """Before the vote, while it runs, and with its result and the sentence of law."""
    page.goto(f"{site.url}/consultations/{consultations(site)[state]}")
    looks_right(page, f"consultation-{state}")


def test_the_list_of_consultations_reads_well(site: Site, page: Page) -> None:
    """What is open stands first, and leads to its page."""
    page.goto(f"{site.url}/consultations")
    looks_right(page, "consultations")


@pytest.mark.parametrize("state", STATES)
def test_a_case_is_told_well_in_every_state(site: Site, page: Page, state: str) -> None:
    """The resident's page of a case, by the link that the registration gave."""
    case = case_in(site, state)
    page.goto(numbers.link(site.parts.settings, case))
    expect(page.get_by_text(case.case_no)).to_be_visible()
    looks_right(page, f"case-{state}")


def test_a_link_only_reads_until_a_code_came_back(site: Site, page: Page) -> None:
    """The code leaves the address; what changes the case is offered after a code to the reporter's phone."""
    with site.parts.db.read() as s:
        texted = sa.select(Case).join(ContactPoint, ContactPoint.id == Case.contact_point_id)
        texted = texted.where(ContactPoint.channel == "sms", ContactPoint.address != "", Case.state == "dispatched")
        case = s.scalars(texted.order_by(Case.id)).first()
    if case is None:
        pytest.skip("the demo has no such case that came by SMS")
    page.goto(numbers.link(site.parts.settings, case))
    expect(page).to_have_url(f"{site.url}/c/{case.case_no}")
    expect(page.get_by_role("button", name="催办")).to_have_count(0)
    looks_right(page, "case-by-link")
    page.get_by_role("link", name="核对是我本人").click()
    looks_right(page, "case-proof")
    page.get_by_role("button", name="发验证码").click()
    looks_right(page, "case-proof-code")
    page.get_by_label("6 位验证码").fill(site.last_code())
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("button", name="催办")).to_be_visible()


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_the_staffs_pages_read_well(site: Site, clerk: Watched, name: str) -> None:
    """Queue, handovers and grid, as each role sees them."""
    username, path = STAFF_PAGES[name]
    page = clerk.page()
    log_in(page, site.url, username)
    page.goto(site.url + path.format(**consultations(site), case=case_in(site, "reported").case_no))
    looks_right(page, name)


@pytest.mark.parametrize(
    ("name", "path"), [("accounts", "/accounts"), ("account", "/accounts/1"), ("accounts-duty", "/accounts/duty")]
)
def test_the_operators_pages_read_well(site: Site, clerk: Watched, name: str, path: str) -> None:
    """Accounts, one of them, and who is called for an emergency; the demo has no operator of its own."""
    with site.parts.db.write() as s:
        if accounts.account_named(s, "op") is None:
            now = site.parts.clock.now()
            accounts.add(s, username="op", password=PASSWORD, name="演示·运维", role=Role.OPERATOR, now=now)
    page = clerk.page()
    log_in(page, site.url, "op")
    page.goto(site.url + path)
    looks_right(page, name)


@pytest.mark.parametrize("state", ["reported", "in_progress", "resolved"])
def test_the_desks_page_of_a_case_reads_well(site: Site, clerk: Watched, state: str) -> None:
    """What a clerk works on all day."""
    page = clerk.page()
    log_in(page, site.url, "desk")
    page.goto(f"{site.url}/desk/cases/{case_in(site, state).case_no}")
    looks_right(page, f"desk-case-{state}")


@pytest.mark.parametrize(("username", "path"), [("desk", "/desk"), ("grid", "/grid"), ("supervisor", "/desk")])
def test_each_role_lands_at_its_work(site: Site, clerk: Watched, username: str, path: str) -> None:
    """After signing in the page stands there, and 退出 ends it."""
    page = clerk.page()
    log_in(page, site.url, username)
    expect(page).to_have_url(site.url + path)
    page.get_by_role("button", name="退出").click()
    page.goto(site.url + path)
    expect(page).to_have_url(f"{site.url}/login?next={path}")


def test_a_wrong_password_is_told_at_once(site: Site, clerk: Watched) -> None:
    """The page stays, the name stays, the password does not."""
    page = clerk.page()
    page.goto(f"{site.url}/login")
    page.get_by_label("用户名").fill("desk")
    page.get_by_label("密码", exact=True).fill("not it")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对")
    expect(page.get_by_label("用户名")).to_have_value("desk")
    expect(page.get_by_label("密码", exact=True)).to_have_value("")
    looks_right(page, "login-wrong")


def test_a_resident_signs_in_by_phone_and_out_again(site: Site, page: Page) -> None:
    """Number, code, one's own page; after 退出 nothing of it is left on the device."""
    page.goto(f"{site.url}/me")
    looks_right(page, "me-phone")
    page.get_by_label("手机号").fill("13800138000")
    page.get_by_role("button", name="发验证码").click()
    looks_right(page, "me-code")
    page.get_by_label("6 位验证码").fill(site.last_code())
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("138****8000")).to_be_visible()
    page.evaluate("localStorage.setItem('linli.chat.lines', '[]')")
    looks_right(page, "me")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("手机号")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == ["linli.talk"]  # that another talk begins


def test_a_resident_of_the_demo_finds_cases_and_votes(site: Site, page: Page) -> None:
    """Somebody of the roll with the most cases: both lists are filled, each row leads on."""
    phone = a_resident(site)
    page.goto(f"{site.url}/me")
    page.get_by_label("手机号").fill(phone)
    page.get_by_role("button", name="发验证码").click()
    page.get_by_label("6 位验证码").fill(site.last_code())
    page.get_by_role("button", name="登录").click()
    looks_right(page, "me-filled")
    page.locator("a.list__link[href^='/c/']").first.click()
    expect(page.get_by_text("办到哪一步")).to_be_visible()


def a_voter(site: Site) -> str:
    """The phone of an entry of the open consultation that has not voted, and stands on the roll once."""
    with site.parts.db.read() as s:
        found = consultations(site)["open"]
        once = sa.select(RollEntry.phone).where(RollEntry.consultation_id == found, RollEntry.phone != "")
        once = once.group_by(RollEntry.phone).having(sa.func.count() == 1)
        query = sa.select(RollEntry.phone).outerjoin(Envelope, Envelope.roll_entry_id == RollEntry.id)
        query = query.where(
            RollEntry.consultation_id == found, RollEntry.phone.in_(once), Envelope.roll_entry_id.is_(None)
        )
        return s.scalars(query.order_by(RollEntry.id)).first() or ""


@pytest.mark.parametrize("javascript", [True, False])
def test_a_secret_vote_from_the_list_to_the_receipt(site: Site, browser: Browser, javascript: bool) -> None:
    """Number, code, choice, counted; with a script or without one. The page never shows again what was chosen."""
    phone = a_voter(site)
    with person(browser, javascript=javascript) as watched:
        page = watched.page()
        page.goto(f"{site.url}/consultations")
        page.locator(f"a[href='/consultations/{consultations(site)['open']}']").click()
        page.get_by_label("手机号").fill(phone)
        page.get_by_role("button", name="发验证码").click()
        page.get_by_label("6 位验证码").fill(site.last_code())
        page.get_by_role("button", name="登录").click()
        if javascript:
            looks_right(page, "ballot")
        for question in page.locator("fieldset.choices").all():
            question.locator("input").first.check()
        page.get_by_role("button", name="投这一票").click()
        expect(page.get_by_text("已计入").first).to_be_visible()
        if javascript:
            looks_right(page, "counted")
        page.goto(f"{site.url}/consultations/{consultations(site)['open']}")
        expect(page.get_by_text("您已经投过").first).to_be_visible()
        assert page.locator("input:checked").count() == 0


def a_resident(site: Site) -> str:
    with site.parts.db.read() as s:
        query = sa.select(ContactPoint.address).join(Case, Case.contact_point_id == ContactPoint.id)
        found = s.scalar(query.where(ContactPoint.channel == "sms", ContactPoint.address != "").limit(1))
        if found is None:
            pytest.skip("the demo has no case that came by SMS")
        return found


def test_a_case_is_found_by_the_keyboard(site: Site, page: Page) -> None:
    """A slash, two characters, Enter: the cases with the words marked; its number leads straight to it, and back."""
    case = case_in(site, "dispatched")
    log_in(page, site.url, "desk")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(case.words.text[:2])
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text(case.words.text[:2])
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.type(f" {case.case_no.lower()} ")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/desk/cases/{case.case_no}")
    page.get_by_role("link", name="回到列表").click()
    expect(page.get_by_role("heading", name="找工单")).to_be_visible()


def test_the_list_of_unanswered_questions_reads_well(site: Site, clerk: Watched) -> None:
    """With a question on it, the form to answer it, and the answer that was written."""
    with site.parts.db.write() as s:
        who = s.scalars(sa.select(ContactPoint.id).where(ContactPoint.erased_at.is_(None))).first()
        asked.note(s, who or 0, "browser:question", "图书室周末几点关门，能不能带小孩进去？", site.parts.clock.now())
    page = clerk.page()
    log_in(page, site.url, "chair")
    page.goto(f"{site.url}/desk/questions")
    looks_right(page, "desk-questions-filled")
    page.get_by_role("link", name="写个答案：图书室").click()
    looks_right(page, "desk-question")
    page.get_by_label("问题").fill("图书室周末几点关门")
    page.get_by_label("答案").fill("周末五点关门，可以带小孩。")
    page.get_by_label("依据什么").fill("居委会通知")
    page.get_by_role("button", name="就这样答").click()
    expect(page.get_by_text("周末五点关门，可以带小孩。")).to_be_visible()
    looks_right(page, "desk-questions-written")


def test_a_supervisors_ways_in_leave_a_phone_its_page(site: Site, browser: Browser) -> None:
    """Fifteen of them are one row, pushed so that the one of this page is in sight."""
    with person(browser) as someone:
        page = someone.page()
        log_in(page, site.url, "supervisor")
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{site.url}/desk/weekly")
        here = page.locator('.site-nav--row [aria-current="page"]').bounding_box()
        title = page.locator("h1").bounding_box()
        assert here is not None
        assert title is not None
        assert here["x"] >= 0
        assert here["x"] + here["width"] <= 390
        assert title["y"] < 422
