"""A case that is sealed while a colleague has its page open: within half a minute the page, with all its words, gives way."""

from __future__ import annotations

import sqlalchemy as sa
from playwright.sync_api import expect

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.rules.lifecycle import Seal
from portal.cases.verbs.disclosure import sealing
from portal.kernel.roles import Role
from portal.staff import service as accounts
from portal.staff.models import Account
from tests.browser.conftest import Site, log_in
from tests.browser.sight import Watched
from tests.browser.test_desk_journeys import reported
from tests.portal.cases.cases_world import account

WORDS = "柳树里有个孩子放学老被几个大的拦住"


def seal_as_a_colleague(site: Site, case_no: str) -> None:
    with site.parts.db.write() as s:
        made = account(site.parts, Role.DESK, username="desk-of-seal")
        s.add(made)
        s.flush()
        colleague = accounts.active_actor(s, made.id)
        assert colleague is not None
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        supervisor = s.scalars(sa.select(Account.id).where(Account.role == Role.SUPERVISOR)).first()
        who = actors.staff(s, colleague)
        sealing.seal(
            s,
            site.parts,
            case,
            who,
            kind=Seal.MINOR,
            supervisor=supervisor,
            reason="说的是没成年的孩子，不能让旁人知道",
        )


def test_a_page_that_is_open_gives_way_when_its_case_is_sealed(site: Site, clerk: Watched) -> None:
    case_no = reported(site, text=WORDS)[0]
    page = clerk.page()
    log_in(page, site.url, "desk")
    page.clock.install()
    page.goto(f"{site.url}/desk/cases/{case_no}")
    expect(page.locator("body")).to_contain_text(WORDS)
    seal_as_a_colleague(site, case_no)
    page.clock.run_for(31_000)
    expect(page.locator("body")).not_to_contain_text(WORDS)
    expect(page.locator("header")).to_have_count(1)
