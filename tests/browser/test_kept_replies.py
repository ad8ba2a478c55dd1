"""What is typed on a case's page is there again after another page, until it is handed in."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, Site
from tests.browser.sight import looks_right
from tests.browser.test_desk_journeys import Sit, at_desk, reported

__all__ = ["at_desk"]


def test_half_a_reply_is_there_again_and_goes_once_it_is_handed_in(site: Site, at_desk: Sit) -> None:
    """After the next case and a reload, with a word that it was put back; a session that is gone loses nothing; another account finds nothing."""
    one, other = reported(site, count=2)
    told = "问过物业，明天下午来看"
    page = at_desk(f"/desk/cases/{one}").page
    page.locator("#do-note summary").click()
    page.locator("#do-note textarea").fill(told)
    page.goto(f"{site.url}/desk/cases/{other}")
    expect(page.locator("#do-note textarea")).to_have_value("")
    expect(page.locator("#draft-kept")).to_be_hidden()
    page.goto(f"{site.url}/desk/cases/{one}")
    expect(page.locator("#do-note textarea")).to_have_value(told)
    expect(page.locator("#draft-kept")).to_contain_text("放回原来的格子里了")
    looks_right(page, "case-draft-kept")
    page.reload()
    page.locator("#do-note button").last.click()
    page.wait_for_load_state()
    page.goto(f"{site.url}/desk/cases/{one}")
    expect(page.locator("#do-note textarea")).to_have_value("")
    expect(page.locator("#draft-kept")).to_be_hidden()
    assert page.evaluate("Object.keys(sessionStorage).filter(name => name.startsWith('linli-case'))") == []
    page.locator("#do-note summary").click()
    page.locator("#do-note textarea").fill(told)
    held = "Object.entries(sessionStorage).find(([name]) => name.startsWith('linli-case'))"
    page.evaluate(
        f'(() => {{ const [name, text] = {held}; sessionStorage.setItem(name, text.replace(/"account":"\\d+"/, \'"account":"999999"\')) }})()'
    )
    page.reload()
    expect(page.locator("#do-note textarea")).to_have_value("")


def test_whoever_signs_out_on_another_page_leaves_nothing(site: Site, at_desk: Sit) -> None:
    """And what is too old goes on any page for staff, not only on the case's."""
    (one,) = reported(site, count=1)
    page = at_desk(f"/desk/cases/{one}").page
    page.locator("#do-note summary").click()
    page.locator("#do-note textarea").fill("问过物业，明天下午来看")
    kept = "Object.entries(sessionStorage).filter(([name]) => name.startsWith('linli-case'))"
    page.goto(f"{site.url}/desk")
    (entry,) = page.evaluate(kept)
    page.evaluate('([name, text]) => sessionStorage.setItem(name, text.replace(/"at":\\d+/, \'"at":1\'))', entry)
    page.reload()
    assert page.evaluate(kept) == []
    page.evaluate("([name, text]) => sessionStorage.setItem(name, text)", entry)
    page.locator("form.whoami button").click()
    page.wait_for_load_state()
    assert page.evaluate(kept) == []


def test_a_session_that_is_gone_leads_back_to_the_reply(site: Site, at_desk: Sit) -> None:
    """It stands there again after signing in, which goes on at the case."""
    (one,) = reported(site, count=1)
    told = "问过物业，明天下午来看"
    page = at_desk(f"/desk/cases/{one}").page
    page.locator("#do-note summary").click()
    page.locator("#do-note textarea").fill(told)
    page.context.clear_cookies()
    page.locator("#do-note button").last.click()
    page.wait_for_url("**/login?**")
    looks_right(page, "login-lost")
    page.get_by_label("用户名").fill("desk")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**/desk/cases/{one}")
    expect(page.locator("#do-note textarea")).to_have_value(told)
