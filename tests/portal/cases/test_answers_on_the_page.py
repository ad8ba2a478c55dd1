"""The question whether it is done, on the case's page: its answers, its pictures, the rating, and calls that are denied."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case, ContactClaim
from portal.cases.verbs.clock import pausing
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying import following_up
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_page_world import as_reporter, bare, change, link, picture

__all__ = ["link"]


def test_the_resolved_case_asks_and_yes_closes_it(client: FlaskClient, link: str, parts: Parts) -> None:
    """修好了 closes; the page says thanks."""
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.resolve, text="换了灯头")
    as_reporter(client, parts)
    page = client.get(link, follow_redirects=True).text
    assert "修好了" in page
    assert "换了灯头" in page
    page = client.post(f"{bare(link)}/follow-up", data={"fixed": "yes"}, follow_redirects=True).text
    assert "谢谢您" in page
    assert "已经结了" in page


def test_the_reporter_sees_what_it_was_before_and_after(client: FlaskClient, link: str, parts: Parts) -> None:
    """Beside the question whether it is done, the handler's pictures in their order; and each of them opens."""
    kept = [parts.media.put(picture(quality=quality), "image/jpeg") for quality in (40, 90)]
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.resolve, text="换了灯头", before=kept[:1], photos=kept[1:])
    as_reporter(client, parts)
    page = client.get(link, follow_redirects=True).text
    asked = page[page.index('id="ask"') : page.index('name="fixed"')]
    shown = [asked.index(one) for one in ("办以前", kept[0], "办以后", kept[1])]
    assert shown == sorted(shown)
    assert [client.get(f"{bare(link)}/photos/{one}").status_code for one in kept] == [200, 200]


def test_the_question_shows_no_pictures_of_an_earlier_fix(client: FlaskClient, link: str, parts: Parts) -> None:
    """Reopened and resolved without pictures: those of the first time stay on the timeline only."""
    kept = [parts.media.put(picture(quality=quality), "image/jpeg") for quality in (40, 90)]
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.resolve, text="换了灯头", before=kept[:1], photos=kept[1:])
    as_reporter(client, parts)
    client.get(link)
    client.post(f"{bare(link)}/follow-up", data={"fixed": "no", "text": "还是不亮"})
    change(parts, Role.BODY, handler_actions.resolve, text="换了整盏灯")
    page = client.get(bare(link)).text
    asked = page[page.index('id="ask"') : page.index('name="fixed"')]
    assert [one in asked for one in kept] == [False, False]
    assert [one in page for one in kept] == [True, True]


def test_the_reporter_rates_in_one_tap_and_changes_it(client: FlaskClient, link: str, parts: Parts) -> None:
    """Each button is a choice; the one chosen is told as pressed. Whoever only has the link rates nothing."""
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.resolve, text="换了灯头")
    assert 'name="attitude"' not in client.get(link, follow_redirects=True).text
    as_reporter(client, parts)
    assert "记下了" in client.post(f"{bare(link)}/rating", data={"attitude": "bad"}, follow_redirects=True).text
    page = client.post(f"{bare(link)}/rating", data={"attitude": "fair"}, follow_redirects=True).text
    assert re.findall(r'name="(\w+)" value="(\w+)" aria-pressed="true"', page) == [("attitude", "fair")]
    assert "请在几个按钮里选一个" in client.post(f"{bare(link)}/rating", follow_redirects=True).text


def test_no_reopens_it(client: FlaskClient, link: str, parts: Parts) -> None:
    """没解决 gives it back to the body."""
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.resolve, text="换了灯头")
    as_reporter(client, parts)
    client.post(f"{bare(link)}/follow-up", data={"fixed": "no", "text": "还是黑的"})
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert (case.state, case.reopened, case.body) == ("dispatched", 1, "lamps")


def test_who_denies_a_call_is_told_before_and_still_says_whether_it_is_done(
    client: FlaskClient, parts: Parts, link: str
) -> None:
    """That it is handled again stands at the button; afterwards the fix and the rating can be answered as before."""
    as_reporter(client, parts)
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.resolve, text="已电话联系，换了灯头")
    page = client.get(bare(link)).text
    assert "按“没打过”就告诉督查，这件事重新办" in page
    assert "谁也不能替您结案" not in page
    assert "还没等到，就先结了；结了 30 天里" in page
    with parts.db.read() as s:
        claim = s.scalars(sa.select(ContactClaim.id)).one()
    page = client.post(f"{bare(link)}/contacts/{claim}", data={"took_place": "no"}, follow_redirects=True).text
    assert 'id="ask-fix"' in page
    assert "您满意吗" in page
    page = client.post(f"{bare(link)}/follow-up", data={"fixed": "yes"}, follow_redirects=True).text
    assert "照样重新办" in page
    assert "您说的是：修好了" in page
    assert "记下了" in client.post(f"{bare(link)}/rating", data={"attitude": "bad"}, follow_redirects=True).text
    with parts.db.read() as s:
        assert s.get_one(Case, 1).state == "dispatched"


def test_what_happens_without_an_answer_is_said_as_it_will_be(client: FlaskClient, parts: Parts, link: str) -> None:
    """The day of the second message, where one goes; then only the day on which it closes."""
    as_reporter(client, parts)
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.resolve, text="换了灯头")
    page = client.get(bare(link)).text
    assert ("12月1日再发消息问一次" in page, "到2026年12月8日还没等到" in page) == (True, True)
    with parts.db.write() as s:
        s.get_one(ContactPoint, 1).opted_out_at = parts.clock.now()
    page = client.get(bare(link)).text
    assert ("再发消息问一次" in page, "到2026年12月8日还没等到" in page) == (False, True)
    with parts.db.write() as s:
        s.get_one(ContactPoint, 1).opted_out_at = None
        case = s.get_one(Case, 1)
        assert following_up.ask_again(s, parts, case, case.state_serial) == "asked again"
    page = client.get(bare(link)).text
    assert ("再发消息问一次" in page, "到2026年12月1日还没等到" in page) == (False, True)


def denied(client: FlaskClient, parts: Parts, link: str) -> str:
    """The address of the answer to a claimed call, which was denied, so that the resolved case is handled again."""
    as_reporter(client, parts)
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.resolve, text="已电话联系，换了灯头")
    address = f"{bare(link)}/contacts/1"
    client.post(address, data={"took_place": "no"})
    return address


def test_who_takes_a_denial_back_is_not_told_that_nobody_called(client: FlaskClient, parts: Parts, link: str) -> None:
    """Neither at the question, nor in the answer, nor on the timeline."""
    address = denied(client, parts, link)
    assert "没人联系过您，在重新办" in client.get(bare(link)).text
    page = client.post(address, data={"took_place": "yes"}, follow_redirects=True).text
    assert ("没人联系过您" in page, 'id="ask-fix"' in page) == (False, True)
    page = client.post(f"{bare(link)}/follow-up", data={"fixed": "yes"}, follow_redirects=True).text
    assert ("没人联系过您" in page, "只是没人联系过" in page, "您说办好了" in page) == (False, False, True)


def test_words_with_the_same_answer_on_the_fix_are_kept(client: FlaskClient, parts: Parts, link: str) -> None:
    """From another tab; the same words again are not kept twice."""
    denied(client, parts, link)
    for words in ("灯还是不亮", "今天又来看了还是黑的", "今天又来看了还是黑的", ""):
        answer = {"fixed": "no", "text": words}
        page = client.post(f"{bare(link)}/follow-up", data=answer, follow_redirects=True).text
    assert (page.count("灯还是不亮"), page.count("今天又来看了还是黑的")) == (1, 1)


def test_whoever_answers_a_question_reads_that_their_number_is_covered(
    client: FlaskClient, link: str, parts: Parts
) -> None:
    """Else they wait for a call, and who asked waits for the number; not once they agreed to be known."""
    change(parts, Role.DESK, desk_actions.dispatch, body="lamps")
    change(parts, Role.BODY, handler_actions.acknowledge)
    change(parts, Role.BODY, pausing.ask, question="您几点在家？留个电话")
    as_reporter(client, parts)
    told = "里面的电话号码会遮住，他们打不了"
    assert told in client.get(link, follow_redirects=True).text
    client.post(f"{bare(link)}/naming", data={"agree": "yes"})
    assert told not in client.get(link, follow_redirects=True).text
