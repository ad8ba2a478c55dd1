"""A grid worker's phone without a network: what was written there survives, arrives once, and is nobody else's to read."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from portal.cases.inspections.models import Inspection
from portal.cases.key_places import listing as key_places
from portal.cases.models import Case, CaseEvent, CaseWords
from portal.cases.records import actors
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.rounds.models import Sighting, Visit
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.staff.sign_in import sessions
from tests.browser.conftest import Site, log_in
from tests.browser.sight import CHROMIUM, PHONE, QUIET, Watched, looks_right, watching
from tests.browser.test_desk_journeys import reported

DONE = "11月24日下午，网格员把3栋门前的路灯换了灯泡，已经亮了"


class Phone:
    """A browser whose storage outlives it, like a phone's."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder

    @contextmanager
    def opened(self) -> Iterator[Watched]:
        context = self.browser.browser_type.launch_persistent_context(
            self.folder,
            executable_path=CHROMIUM,
            args=QUIET,
            viewport=PHONE,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        self.context = context
        with watching(context) as watched:
            yield watched

    def kill(self) -> None:
        """End its browser at once (SIGKILL), as an empty battery does."""
        with self.context.expect_event("close"):
            self._kill_browser()

    def _kill_browser(self) -> None:
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            words = path.read_bytes().split(b"\0") if path.exists() else []
            if f"--user-data-dir={self.folder}".encode() in words and not any(
                one.startswith(b"--type=") for one in words
            ):
                os.kill(int(path.parent.name), signal.SIGKILL)


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Phone:
    return Phone(browser, tmp_path / "phone")


def dispatched(site: Site, username: str = "grid") -> str:
    """A case dispatched to this grid worker; its number."""
    case_no = reported(site)[0]
    with site.parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        clerk, worker = (
            s.scalars(sa.select(Account).where(Account.username == one)).one() for one in ("desk", username)
        )
        desk_actions.dispatch(
            s, site.parts, case, actors.staff(s, accounts.as_actor(clerk)), body=None, worker_id=worker.id
        )
    return case_no


def rounds(hand: Watched, site: Site, username: str = "grid") -> Page:
    """Sign in and open the page, until it can be opened without a network."""
    page = hand.page()
    page.goto(f"{site.url}/login")
    if page.get_by_label("用户名").count():
        log_in(page, site.url, username)
    page.goto(f"{site.url}/grid/rounds")
    expect(page.locator("#line")).to_contain_text("有网")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("caches.keys().then((names) => names.length > 0)")
    return page


def card(page: Page, case_no: str) -> Locator:
    return page.locator(".rounds__card", has_text=case_no)


def write(page: Page, text: str, *photos: tuple[str, str]) -> None:
    """Fill the open sheet and hand it in. `photos`: (field, name of the file)."""
    sheet = page.locator("#sheet")
    sheet.locator("[name=text]").fill(text)
    for field, name in photos:
        part = sheet.locator(f"[data-pictures={field}]")
        before = part.locator("img").count()
        part.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "image/jpeg", "buffer": picture_of(name)}
        )
        expect(part.locator("img")).to_have_count(before + 1)
    sheet.get_by_role("button", name="写好了，交").click()
    expect(sheet).to_be_hidden()


def picture_of(name: str) -> bytes:
    """A photo in a colour of its own for each name: the same one twice would be stored once."""
    file = io.BytesIO()
    Image.new("RGB", (2400, 1200), (ord(name[0]), 120, 110)).save(file, "JPEG")
    return file.getvalue()


def events(site: Site, case_no: str) -> list[CaseEvent]:
    with site.parts.db.read() as s:
        return list(s.scalars(sa.select(Case).where(Case.case_no == case_no)).one().events)


def count(site: Site, *where: sa.ColumnElement[bool]) -> int:
    with site.parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(CaseWords).where(*where)) or 0


def lose_answers(page: Page) -> Callable[[], None]:
    """The server gets every form, and its answers never arrive; returns how to mend that."""

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/grid/rounds/**", lose)
    return lambda: page.unroute("**/grid/rounds/**")


def test_written_without_a_network_it_arrives_once(site: Site, phone: Phone) -> None:
    """Acknowledged, mended with pictures before and after, a sighting, a visit; the phone closed; the answers lost; each once."""
    case_no = dispatched(site)
    seen = "3栋门口的井盖翘起来了，没网的时候看见的"
    with phone.opened() as hand:
        page = rounds(hand, site)
        looks_right(page, "rounds-online")
        hand.context.set_offline(True)
        page.reload()
        expect(page.locator("#line")).to_contain_text("没有网")
        card(page, case_no).get_by_role("button", name="签收").click()
        expect(page.locator(".rounds__entry", has_text=case_no)).to_contain_text("在手机里，还没交")
        card(page, case_no).get_by_role("button", name="办好了").click()
        looks_right(page, "rounds-sheet")
        write(page, DONE, ("before", "b.jpg"), ("photos", "a.jpg"))
        page.get_by_role("button", name="看见一件事").click()
        write(page, seen, ("photos", "c.jpg"))
        page.get_by_role("button", name="记一次走访").click()
        sheet = page.locator("#sheet")
        sheet.get_by_label("走访了谁").select_option("elder")
        sheet.get_by_label("为什么去").select_option("care")
        sheet.get_by_label("用了几分钟").fill("20")
        sheet.get_by_role("button", name="写好了，交").click()
        expect(page.locator("#line")).to_contain_text("4 条还没交")
        page.get_by_role("button", name="看见一件事").click()
        page.locator("#sheet [name=text]").fill("写到一半")
        page.wait_for_timeout(600)
        looks_right(page, "rounds-offline")
    with phone.opened() as hand:
        hand.context.set_offline(True)
        page = hand.page()
        page.goto(f"{site.url}/grid/rounds")
        expect(page.locator("#line")).to_contain_text("4 条还没交")
        expect(page.locator("#halves")).to_contain_text("写到一半")
        mend = lose_answers(page)
        hand.context.set_offline(False)
        page.get_by_role("button", name="现在交、现在看").click()
        expect(page.locator("#entries")).to_contain_text("交过一次，没等到回音")
        mend()
        page.get_by_role("button", name="现在交、现在看").click()
        expect(page.locator("#sent-entries .badge--good")).to_have_count(4)
        page.locator("#sent summary").click()
        looks_right(page, "rounds-sent")
    done = [one for one in events(site, case_no) if one.actor == "grid"]
    assert [one.verb for one in done] == ["acknowledge", "resolve"]
    assert (len(done[-1].data["photos"]), done[-1].data["before"]) == (2, 1)
    assert count(site, CaseWords.text == seen) == 1
    with site.parts.db.read() as s:
        assert len(s.scalars(sa.select(Visit)).all()) == 1
        assert len(s.scalars(sa.select(Sighting)).all()) == 1


def test_danger_without_a_network_says_that_nobody_was_called(site: Site, phone: Phone) -> None:
    """At the top, with whom to call; what is not handed in yet can be written otherwise or deleted, and arrives once, as it was written last."""
    ordinary, gas = "菜场西门口的路灯不亮", "菜场东门口煤气罐倒在人行道上，闻得到煤气味"
    with phone.opened() as hand:
        page = rounds(hand, site)
        hand.context.set_offline(True)
        page.reload()
        for seen in (ordinary, gas, "写错了的一条，要删掉"):
            page.get_by_role("button", name="看见一件事").click()
            write(page, seen)
        entries = page.locator("#entries .rounds__entry")
        expect(entries.first).to_contain_text("没有叫人。请马上打 119")
        expect(entries.first).to_contain_text(gas)
        expect(entries.nth(1).locator("[data-danger]")).to_be_hidden()
        looks_right(page, "rounds-danger-offline")
        wrong = entries.filter(has_text="写错了的一条")
        wrong.get_by_role("button", name="删掉").click()
        wrong.get_by_role("button", name="真的删掉").click()
        expect(entries).to_have_count(2)
        entries.filter(has_text=ordinary).get_by_role("button", name="改").click()
        write(page, ordinary + "，西边第二盏")
        expect(page.locator("#line")).to_contain_text("2 条还没交")
        hand.context.set_offline(False)
        page.get_by_role("button", name="现在交、现在看").click()
        expect(page.locator("#sent-entries .badge--good")).to_have_count(2)
    assert [count(site, CaseWords.text == one) for one in (ordinary, ordinary + "，西边第二盏", gas)] == [0, 1, 1]


def to_inspect(site: Site) -> str:
    """A hazard of the worker's grid, resolved, whose inspection is due today; its number."""
    case_no = dispatched(site)
    today = shanghai_day(site.parts.clock.now())
    with site.parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        worker = accounts.as_actor(s.scalars(sa.select(Account).where(Account.username == "grid")).one())
        case.grid = worker.grid
        handler_actions.resolve(s, site.parts, case, actors.staff(s, worker), text=DONE)
        planned = s.scalars(sa.select(Inspection).where(Inspection.case_id == case.id)).one()
        planned.due_on = planned.next_on = today
    return case_no


def test_a_hazard_is_inspected_without_a_network(site: Site, phone: Phone) -> None:
    """What was found needs words if the hazard is back; sent once there is a network, the case is open again."""
    case_no = to_inspect(site)
    with phone.opened() as hand:
        page = rounds(hand, site)
        expect(page.locator("#inspections")).to_contain_text(case_no)
        looks_right(page, "rounds-inspections")
        hand.context.set_offline(True)
        card(page, case_no).get_by_role("button", name="去看过了").click()
        sheet = page.locator("#sheet")
        sheet.get_by_label("看得怎么样").select_option("back")
        sheet.get_by_role("button", name="写好了，交").click()
        expect(sheet.get_by_role("alert")).to_contain_text("请先写上")
        looks_right(page, "rounds-inspect-sheet")
        write(page, "又灭了两盏", ("photos", "d.jpg"))
        expect(page.locator("#entries")).to_contain_text("在手机里，还没交")
        hand.context.set_offline(False)
        page.get_by_role("button", name="现在交、现在看").click()
        expect(page.locator("#sent-count")).to_contain_text("1")
    assert [one.verb for one in events(site, case_no)[-2:]] == ["inspect", "reopen"]


def test_a_hazard_is_inspected_on_the_page(site: Site, clerk: Watched) -> None:
    """By the grid's worker, who reads why a form was refused, and finds what was typed; at both widths."""
    case_no = to_inspect(site)
    page = clerk.page()
    log_in(page, site.url, "grid")
    page.goto(f"{site.url}/desk/inspections")
    item = page.locator(".list__item", has_text=case_no)
    item.locator("summary").click()
    looks_right(page, "desk-inspections-form")
    item.get_by_label("去不成", exact=True).check()
    item.get_by_role("button", name="记下来").click()
    expect(page.get_by_role("alert")).to_contain_text("为什么去不成")
    looks_right(page, "desk-inspections-refused")
    item.get_by_label("看见了什么").fill("小区封着路")
    item.get_by_role("button", name="记下来").click()
    expect(item).to_contain_text("去过 1 次没去成")
    assert events(site, case_no)[-1].data["inspection"] == "unreached"


def test_a_key_place_is_visited_and_struck_off(site: Site, clerk: Watched) -> None:
    """The grid's worker notes a visit there, the supervisor strikes it off; at both widths."""
    numbers = reported(site, 5)
    with site.parts.db.write() as s:
        worker = s.scalars(sa.select(Account).where(Account.username == "grid")).one()
        for case in s.scalars(sa.select(Case).where(Case.case_no.in_(numbers))):
            case.grid, case.words.place = worker.grid, "垃圾房旁边的台阶"
    assert key_places.refresh(site.parts) > 0
    page = clerk.page()
    log_in(page, site.url, "grid")
    page.goto(f"{site.url}/desk/key-places")
    item = page.locator(".list__item", has_text=numbers[0])
    item.get_by_text("今天去看过了").click()
    looks_right(page, "key-places-visit")
    item.get_by_label("用了几分钟").fill("15")
    item.get_by_role("button", name="记下来").click()
    expect(item).to_contain_text("去看过")
    page.get_by_role("button", name="退出").click()
    log_in(page, site.url, "supervisor")
    page.goto(f"{site.url}/desk/key-places")
    item.locator("summary").click()
    item.get_by_label("为什么划掉").fill("好了")
    item.get_by_role("button", name="划掉").click()
    expect(page.get_by_role("alert")).to_contain_text("划掉的理由")
    looks_right(page, "key-places-refused")
    item.get_by_label("为什么划掉").fill("台阶修好了，两个月没有人再报")
    item.get_by_role("button", name="划掉").click()
    page.get_by_text("划掉的（").click()
    expect(page.locator("details[open]")).to_contain_text("台阶修好了")
    looks_right(page, "key-places-struck")


def test_a_case_that_moved_is_refused_and_the_words_are_kept(site: Site, phone: Phone) -> None:
    """The reason stands beside them; sent again on the new state, they arrive."""
    case_no = dispatched(site)
    with phone.opened() as hand:
        page = rounds(hand, site)
        hand.context.set_offline(True)
        card(page, case_no).get_by_role("button", name="办好了").click()
        write(page, DONE, ("photos", "a.jpg"))
        with site.parts.db.write() as s:
            case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
            reporter = actors.resident(case.contact_point_id)
            reporter_actions.add_detail(s, site.parts, case, reporter, text="旁边那盏也坏了")
        hand.context.set_offline(False)
        page.get_by_role("button", name="现在交、现在看").click()
        entry = page.locator("#entries .rounds__entry", has_text=case_no)
        expect(entry).to_contain_text("没有收下")
        expect(entry).to_contain_text("有了变化")
        expect(entry).to_contain_text(DONE)
        looks_right(page, "rounds-refused")
        entry.get_by_role("button", name="改一改再交").click()
        sheet = page.locator("#sheet")
        expect(sheet.locator("[name=text]")).to_have_value(DONE)
        expect(sheet.locator("img")).to_have_count(1)
        sheet.get_by_role("button", name="写好了，交").click()
        expect(page.locator("#sent-count")).to_contain_text("1")
    assert len(events(site, case_no)[-2].data["photos"]) == 1


def test_a_picture_that_cannot_be_opened_is_refused_when_it_is_chosen(site: Site, phone: Phone) -> None:
    """Without a network, by its name; the good one beside it is taken."""
    with phone.opened() as hand:
        page = rounds(hand, site)
        hand.context.set_offline(True)
        page.get_by_role("button", name="看见一件事").click()
        sheet = page.locator("#sheet")
        sheet.locator("input[type=file]").set_input_files(
            [
                {"name": "bad.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"},
                {"name": "good.jpg", "mimeType": "image/jpeg", "buffer": picture_of("g.jpg")},
            ]
        )
        expect(sheet.locator("[data-problem]")).to_contain_text("bad.jpg：这张照片打不开")
        expect(sheet.locator("img")).to_have_count(1)


def put_aside(page: Page) -> None:
    """Close the open sheet, and wait until what stands in it is kept."""
    sheet = page.locator("#sheet")
    sheet.get_by_role("button", name="先放着").click()
    expect(sheet.locator("form")).to_have_count(0)


def test_what_is_written_again_takes_no_place_of_what_is_half_written(site: Site, phone: Phone) -> None:
    """A refused visit stands beside the one begun meanwhile; each opens with its own words."""
    with phone.opened() as hand:
        page = rounds(hand, site)
        sheet, halves = page.locator("#sheet"), page.locator("#halves .rounds__entry")
        page.get_by_role("button", name="记一次走访").click()
        sheet.get_by_label("哪一天").fill("2020-01-01")
        sheet.get_by_label("走访了谁").select_option("elder")
        sheet.get_by_label("为什么去").select_option("care")
        sheet.get_by_label("用了几分钟").fill("20")
        sheet.get_by_label("备注").fill("很早以前去的")
        sheet.get_by_role("button", name="写好了，交").click()
        expect(page.locator("#entries")).to_contain_text("没有收下")
        page.get_by_role("button", name="记一次走访").click()
        sheet.get_by_label("备注").fill("今天去的，写了一半")
        put_aside(page)
        page.locator("#entries").get_by_role("button", name="改一改再交").click()
        expect(sheet.get_by_label("备注")).to_have_value("很早以前去的")
        put_aside(page)
        expect(halves).to_have_count(2)
        for words in ("很早以前去的", "今天去的，写了一半"):
            halves.filter(has_text=words).get_by_role("button", name="接着写").click()
            expect(sheet.get_by_label("备注")).to_have_value(words)
            put_aside(page)


def kept_on(page: Page) -> str:
    """Whatever this phone's databases hold, as text: what somebody reads who opens the browser's tools."""
    return str(
        page.evaluate(
            """async () => {
              const store = await new Promise((done) => { const r = indexedDB.open("linli-rounds"); r.onsuccess = () => done(r.result); });
              const rows = await new Promise((done) => { const r = store.transaction("kept").objectStore("kept").getAll(); r.onsuccess = () => done(r.result); });
              store.close();
              const read = new TextDecoder();
              return rows.map((row) => JSON.stringify({ ...row, sealed: read.decode(row.sealed) })).join("\\n") + document.cookie + JSON.stringify(localStorage);
            }"""
        )
    )


def test_the_next_person_on_this_phone_reads_nothing(site: Site, phone: Phone) -> None:
    """Neither after signing out nor after signing in as somebody else, nor in the store; the writer's own sign-in sends it."""
    case_no = dispatched(site)
    seen = "菜场后门的消防栓漏水，写给自己账号的"
    with phone.opened() as hand:
        page = rounds(hand, site)
        hand.context.set_offline(True)
        page.get_by_role("button", name="看见一件事").click()
        write(page, seen)
        assert "/queued/" in kept_on(page)  # it does read what is there
        assert "消防栓" not in kept_on(page)
        assert "路灯" not in kept_on(page)
        page.get_by_role("button", name="退出").click()
        page.reload()  # at once: the wish to leave is kept already
        expect(page.locator("#locked")).to_contain_text("还锁着 1 条")
        expect(page.locator("#locked-why")).to_contain_text("还没有真的退出")
        assert case_no not in page.content()
        looks_right(page, "rounds-locked")
        page.close()  # else it might sign out just before the next page asks
        hand.context.set_offline(False)
        page = hand.page()
        page.goto(f"{site.url}/grid/rounds")
        expect(page.locator("#locked-why")).to_have_text("退出了，这部手机上看不到了。")
        with page.expect_response("**/today.json", timeout=60_000):  # asks again, signed out by now
            page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator("#locked-why")).to_have_text("退出了，这部手机上看不到了。")
        page.goto(f"{site.url}/grid")
        assert "/login" in page.url
        page = rounds(hand, site, "grid-01")
        assert seen not in page.content()
        assert case_no not in page.content()
        page.get_by_role("button", name="退出").click()
        expect(page).to_have_url(f"{site.url}/grid/rounds")
        expect(page.locator("#locked")).to_contain_text("还锁着 1 条")
        page = rounds(hand, site)
        expect(page.locator("#sent-count")).to_contain_text("1")
    assert count(site, CaseWords.text == seen) == 1


def test_who_left_without_a_network_has_left_on_every_page(site: Site, phone: Phone) -> None:
    """The page leads nowhere else until it is done; another page, opened first, shows nothing of theirs."""
    with phone.opened() as hand:
        page = rounds(hand, site)
        expect(page.get_by_role("link", name="我的网格")).to_be_visible()
        hand.context.set_offline(True)
        page.get_by_role("button", name="退出").click()
        expect(page.locator("#locked-why")).to_contain_text("还没有真的退出")
        expect(page.get_by_role("link", name="我的网格")).to_be_hidden()
        expect(page.get_by_role("link", name="工作量")).to_be_hidden()
        page.close()
        hand.context.set_offline(False)
        page = hand.page()
        page.goto(f"{site.url}/grid")
        assert "/login" in page.url
        assert "老周" not in page.content()
        page.goto(f"{site.url}/grid/rounds")
        expect(page.locator("#locked-why")).to_have_text("退出了，这部手机上看不到了。")


def test_two_taps_hand_a_sheet_in_once(site: Site, phone: Phone) -> None:
    """A sighting and a visit: the second tap, while the first is being written, makes nothing more."""
    seen = "垃圾房门口堆了两张床垫，连点两下的"
    twice = "(button) => { button.click(); button.click(); }"
    with site.parts.db.read() as s:
        before = len(s.scalars(sa.select(Visit)).all())
    with phone.opened() as hand:
        page = rounds(hand, site)
        sheet = page.locator("#sheet")
        page.get_by_role("button", name="看见一件事").click()
        sheet.locator("[name=text]").fill(seen)
        sheet.get_by_role("button", name="写好了，交").evaluate(twice)
        expect(sheet).to_be_hidden()
        page.get_by_role("button", name="记一次走访").click()
        sheet.get_by_label("走访了谁").select_option("elder")
        sheet.get_by_label("为什么去").select_option("care")
        sheet.get_by_label("用了几分钟").fill("20")
        sheet.get_by_role("button", name="写好了，交").dblclick()
        expect(page.locator("#sent-count")).to_contain_text("2")
        expect(page.locator("#entries .rounds__entry")).to_have_count(0)
    assert count(site, CaseWords.text == seen) == 1
    with site.parts.db.read() as s:
        assert len(s.scalars(sa.select(Visit)).all()) == before + 1


def test_a_session_that_ran_out_keeps_the_words(site: Site, phone: Phone) -> None:
    """The page locks once it hears of it; after signing in again, with another CSRF token, what waits is sent."""
    case_no = dispatched(site)
    with phone.opened() as hand:
        page = rounds(hand, site)
        hand.context.set_offline(True)
        card(page, case_no).get_by_role("button", name="签收").click()
        expect(page.locator("#entries")).to_contain_text(case_no)
        with site.parts.db.write() as s:
            worker = s.scalars(sa.select(Account).where(Account.username == "grid")).one()
            sessions.end_all(s, worker.id, site.parts.clock.now())
        hand.context.set_offline(False)
        expect(page.locator("#locked")).to_contain_text("登录到期了")
        assert case_no not in page.content()
        page = rounds(hand, site)
        expect(page.locator("#sent-count")).to_contain_text("1")
    assert events(site, case_no)[-1].verb == "acknowledge"


# tap a button, and have the page lock before what was tapped is written
TAP_AND_LOCK = """(button) => {
    const name = document.getElementById("rounds").dataset.cookie;
    document.cookie = `${name}=; path=/grid/rounds; max-age=0; samesite=strict`;
    button.click();
    dispatchEvent(new Event("focus"));
}"""


def test_a_tap_as_the_page_locks_is_kept(site: Site, phone: Phone) -> None:
    """The key goes, and the page locks, between a tap and its record: it is written and sent after all."""
    case_no = dispatched(site)
    with phone.opened() as hand:
        page = rounds(hand, site)
        button = card(page, case_no).get_by_role("button", name="签收")
        button.evaluate(TAP_AND_LOCK)
        expect(page.locator("#sent-count")).to_contain_text("1")
    assert events(site, case_no)[-1].verb == "acknowledge"


def test_a_tap_on_what_was_refused_is_kept_as_the_page_locks(site: Site, phone: Phone) -> None:
    """The refused 签收 goes only once the new one stands on the phone."""
    case_no = dispatched(site)
    with phone.opened() as hand:
        page = rounds(hand, site)
        hand.context.set_offline(True)
        card(page, case_no).get_by_role("button", name="签收").click()
        with site.parts.db.write() as s:
            case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
            reporter = actors.resident(case.contact_point_id)
            reporter_actions.add_detail(s, site.parts, case, reporter, text="旁边那盏也坏了")
        hand.context.set_offline(False)
        page.get_by_role("button", name="现在交、现在看").click()
        entry = page.locator("#entries .rounds__entry", has_text=case_no)
        expect(entry).to_contain_text("没有收下")
        entry.get_by_role("button", name="再交").evaluate(TAP_AND_LOCK)
        expect(page.locator("#sent-count")).to_contain_text("1")
        expect(page.locator("#entries .rounds__entry")).to_have_count(0)
    assert events(site, case_no)[-1].verb == "acknowledge"


def test_an_emergency_says_what_was_told_last_and_who_goes(site: Site, phone: Phone) -> None:
    """On the phone, without a network, and on the case's page: the latest words first to see, and the tap that says that they go."""
    case_no = dispatched(site)
    with site.parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        clerk = s.scalars(sa.select(Account).where(Account.username == "desk")).one()
        desk_corrections.correct(
            s, site.parts, case, actors.staff(s, accounts.as_actor(clerk)), {"urgency": "emergency"}
        )
        reporter = actors.resident(case.contact_point_id)
        reporter_actions.add_detail(s, site.parts, case, reporter, text="他还在门口")
        reporter_actions.all_clear(s, site.parts, case, reporter, text="我到家了", false_alarm=False, ends=False)
    with phone.opened() as hand:
        page = rounds(hand, site)
        shown = card(page, case_no)
        for told in ("他还在门口", "我到家了", "说没事了，请核实", "有新话"):
            expect(shown).to_contain_text(told)
        looks_right(page, "rounds-emergency")
        shown.get_by_role("link", name="看全部").click()
        expect(page.locator("#going")).to_contain_text("我到家了")
        looks_right(page, "rounds-emergency-page")
        page.goto(f"{site.url}/grid/rounds")
        expect(page.locator("#line")).to_contain_text("有网")
        hand.context.set_offline(True)
        card(page, case_no).get_by_role("button", name="我去看").click()
        expect(card(page, case_no).get_by_role("button", name="我去看")).to_have_count(0)
        hand.context.set_offline(False)
        page.get_by_role("button", name="现在交、现在看").click()
        expect(card(page, case_no)).to_contain_text("您说了去看")
    assert events(site, case_no)[-1].data == {"goes": True}


def test_the_ledger_is_read(site: Site, clerk: Watched) -> None:
    """By a supervisor, at both widths."""
    page = clerk.page()
    log_in(page, site.url, "supervisor")
    page.goto(f"{site.url}/grid/ledger")
    expect(page.get_by_role("table")).to_contain_text("演示·网格员老周")
    looks_right(page, "rounds-ledger")


def test_a_killed_phone_has_what_was_written(site: Site, phone: Phone) -> None:
    """Queued and half written, a photo too; after signing in again, if the sign-in was lost, it is there and is sent."""
    seen = "翠竹公寓门口的树倒了一半"
    with phone.opened() as hand:
        page = rounds(hand, site)
        hand.context.set_offline(True)
        page.get_by_role("button", name="看见一件事").click()
        write(page, seen, ("photos", "k.jpg"))
        page.get_by_role("button", name="看见一件事").click()
        page.locator("#sheet [name=text]").fill("还没写完的话")
        page.wait_for_timeout(600)
        phone.kill()
    with phone.opened() as hand:
        page = rounds(hand, site)
        expect(page.locator("#sent-count")).to_contain_text("1")
        expect(page.locator("#halves")).to_contain_text("还没写完的话")
    with site.parts.db.read() as s:
        case = s.scalars(sa.select(Case).join(CaseWords).where(CaseWords.text == seen)).one()
        assert len(case.photos) == 1
