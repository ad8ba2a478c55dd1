"""Residents' pages: the ballot without a script, the receipt, the link from the chat, the result in plain words."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.consultations.law import roll_masks
from portal.consultations.models import Envelope, NamedBallot, VotingLink
from portal.consultations.verbs import closing, opening, queries, roll_edits, voting, voting_links
from portal.wiring.app import create_app
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, SECRET, YES, World
from tests.portal.consultations.test_voting import rows

FORM = {"q1": "yes", "q2": ["a", "b"]}


def sign_in(world: World, client: FlaskClient, number: int) -> None:
    token = world.token(number)
    with client.session_transaction() as cookie:
        cookie["resident_token"] = token


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def test_the_list_tells_what_can_be_voted_on(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Open, noticed, over; no draft; empty is said."""
    assert "现在没有要一起定的事" in text_of(client.get("/consultations"))
    with world.parts.db.write() as s:
        world.draft(s, world.plan(title="只是草稿"))
        world.noticed(s, world.plan(title="就要开始的"))
    world.open(world.plan(title="开着的"))
    page = text_of(client.get("/consultations"))
    assert "开着的" in page
    assert "就要开始的" in page
    assert "只是草稿" not in page
    clock.move(days=3)
    assert "等着计票" in text_of(client.get("/consultations"))


def test_the_notified_start_stays_when_voting_began_later(world: World, client: FlaskClient) -> None:
    """Both moments are said; of one not begun only the planned one."""
    late = world.open(world.plan(title="开着的"))
    page = text_of(client.get(f"/consultations/{late}"))
    assert "投票时间 2026年11月24日 09:00 到" in page
    assert "通知的开始时间 2026年11月24日 08:00" in page
    with world.parts.db.write() as s:
        due = world.noticed(s, world.plan(opens_at=world.now + timedelta(hours=1)))
    assert "通知的开始时间" not in text_of(client.get(f"/consultations/{due}"))


def test_a_stranger_reads_and_is_asked_for_a_code(world: World, client: FlaskClient) -> None:
    """The questions are public, the ballot is not there."""
    page = client.get(f"/consultations/{world.open()}")
    assert "同意装路灯吗" in text_of(page)
    assert 'action="/me/code"' in page.get_data(as_text=True)
    assert 'name="q1"' not in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"


def test_a_vote_without_a_script(world: World, client: FlaskClient) -> None:
    """A plain form; then 已计入; then it may be changed."""
    found_id = world.open()
    sign_in(world, client, 1)
    page = client.get(f"/consultations/{found_id}").get_data(as_text=True)
    assert 'name="q1"' in page
    assert "服务器" in page
    sent = client.post(f"/consultations/{found_id}/ballot", data=FORM)
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/consultations/{found_id}/counted")
    receipt = text_of(client.get(sent.headers["Location"]))
    assert "已计入" in receipt
    assert "西门" not in receipt
    again = text_of(client.get(f"/consultations/{found_id}"))
    assert "您已经投过" in again
    assert client.post(f"/consultations/{found_id}/ballot", data=FORM | {"q1": "no"}).status_code == 303
    assert len(rows(world, Envelope)) == 1


def test_what_is_missing_is_said_and_the_rest_stays_ticked(world: World, client: FlaskClient) -> None:
    """422 with the number of the question; nothing is stored."""
    found_id = world.open()
    sign_in(world, client, 1)
    answer = client.post(f"/consultations/{found_id}/ballot", data={"q1": "no"})
    assert answer.status_code == 422
    assert "第 2 个问题还没有选" in text_of(answer)
    assert re.search(r'name="q1" value="no"[^>]* checked', answer.get_data(as_text=True))
    assert rows(world, Envelope) == []


def test_a_secret_ballot_is_never_shown_again(world: World, client: FlaskClient) -> None:
    """Nothing is ticked when the voter comes back; a named one is."""
    secret, named = world.open(), world.open(world.plan(secrecy="named"))
    sign_in(world, client, 1)
    for found_id in (secret, named):
        client.post(f"/consultations/{found_id}/ballot", data=FORM)
    assert " checked" not in client.get(f"/consultations/{secret}").get_data(as_text=True)
    assert " checked" in client.get(f"/consultations/{named}").get_data(as_text=True)
    assert rows(world, NamedBallot)[0].choices == {"q1": ["yes"], "q2": ["a", "b"]}


def test_who_voted_by_name_reads_what_is_recorded(world: World, client: FlaskClient) -> None:
    """While voting runs and after the count; not for anybody else, nor for two who share a phone, nor of a secret vote."""
    secret, named, shared = world.open(), world.open(world.plan(secrecy="named")), couple(world)
    sign_in(world, client, 1)
    second = re.search(r'name="entry" value="(\d+)"', client.get(f"/consultations/{shared}").get_data(as_text=True))
    assert second
    for found_id in (secret, named):
        client.post(f"/consultations/{found_id}/ballot", data=FORM)
    client.post(f"/consultations/{shared}/ballot", data=FORM | {"entry": second.group(1)})
    assert "记下的是：同意；东门、西门。" in text_of(client.get(f"/consultations/{named}"))
    assert not any("记下的是" in text_of(client.get(f"/consultations/{other}")) for other in (secret, shared))
    with world.parts.db.write() as s:
        found = queries.get(s, named)
        closing.count_and_close(s, found, world.ring, world.now, early=True, actor=None)
    assert "记下的是：同意；东门、西门。" in text_of(client.get(f"/consultations/{named}"))
    sign_in(world, client, 2)
    assert "记下的是" not in text_of(client.get(f"/consultations/{named}"))


def test_who_is_not_on_the_roll_is_told(world: World, client: FlaskClient) -> None:
    """And cannot vote by sending the form all the same."""
    found_id = world.open()
    sign_in(world, client, 999)
    assert "不在这次的名册上" in text_of(client.get(f"/consultations/{found_id}"))
    assert client.post(f"/consultations/{found_id}/ballot", data=FORM).status_code == 403
    assert rows(world, Envelope) == []


def test_after_closing_the_form_is_refused(world: World, client: FlaskClient, clock: HandClock) -> None:
    """409, in words."""
    found_id = world.open()
    sign_in(world, client, 1)
    clock.move(days=3)
    answer = client.post(f"/consultations/{found_id}/ballot", data=FORM)
    assert answer.status_code == 409
    assert "投票已经结束" in text_of(answer)


def test_the_result_says_which_sentence_decided(world: World, client: FlaskClient, clock: HandClock) -> None:
    """In plain words, with the figures and the article; the record after publishing."""
    found_id = world.open(roll=3)
    for number in (1, 2, 3):
        with world.parts.db.write() as s:
            found = voting.lock_for_voting(s, found_id, world.now)
            given = YES if number < 3 else NO
            voting.cast(s, world.ring, found, world.entry(s, found_id, number), given, channel="web", now=world.now)
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "已经计票，等委员会公布" in page
    assert "同意 2 人" not in page
    with world.parts.db.write() as s:
        opening.mark_published(s, world.chair, found_id, world.now)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "通过：同意 2 人 / 参加 3 人，达到过半数（至少 2）——居委会组织法第二十七条" in page
    assert "record.json" in client.get(f"/consultations/{found_id}").get_data(as_text=True)
    assert "至少公布到 2026年12月12日" in text_of(client.get(f"/consultations/{found_id}"))


# --- the link ---------------------------------------------------------------------------------------------------


def link(world: World, found_id: int) -> str:
    contact = world.visitor()
    with world.parts.db.write() as s:
        made = voting_links.issue_link(s, SECRET, found_id, contact, source_key="1:link", now=world.now)
    return f"/v/{made.token}"


def test_the_link_asks_for_the_code_and_a_look_uses_nothing_up(world: World, client: FlaskClient) -> None:
    """Previews fetch links: three GETs later it still votes."""
    found_id = world.open()
    address = link(world, found_id)
    for _ in range(3):
        page = client.get(address).get_data(as_text=True)
        assert 'action="/me/code"' in page
        assert f'name="next" value="{address}"' in page
    sign_in(world, client, 1)
    assert f'action="{address}#vote"' in client.get(address).get_data(as_text=True)
    assert client.post(address, data=FORM).status_code == 303
    assert [one.used for one in rows(world, VotingLink)] == [True]


def test_the_link_alone_proves_nobody(world: World, client: FlaskClient) -> None:
    """Without the phone's code the ballot is refused and the link stays unused."""
    found_id = world.open()
    address = link(world, found_id)
    assert client.post(address, data=FORM).status_code == 403
    assert [one.used for one in rows(world, VotingLink)] == [False]
    assert rows(world, Envelope) == []


def test_a_used_link_leads_to_the_page(world: World, client: FlaskClient) -> None:
    """It takes no second ballot; changing goes by the consultation's own page."""
    found_id = world.open()
    address = link(world, found_id)
    sign_in(world, client, 1)
    client.post(address, data=FORM)
    assert client.post(address, data=FORM).status_code == 409
    spent = client.get(address)
    assert spent.status_code == 409
    assert f"/consultations/{found_id}" in spent.get_data(as_text=True)
    assert client.get("/v/nothing").status_code == 404


def test_an_unfinished_ballot_does_not_use_the_link_up(world: World, client: FlaskClient) -> None:
    """422, then it works."""
    found_id = world.open()
    address = link(world, found_id)
    sign_in(world, client, 1)
    assert client.post(address, data={"q1": "yes"}).status_code == 422
    assert client.post(address, data=FORM).status_code == 303


@pytest.mark.parametrize("where", ["ballot", "link"])
def test_every_ballot_form_needs_its_csrf_token(world: World, where: str) -> None:
    """A foreign page cannot vote with somebody's cookie."""
    found_id = world.open()
    address = link(world, found_id) if where == "link" else f"/consultations/{found_id}/ballot"
    strict = create_app(world.parts).test_client()
    sign_in(world, strict, 1)
    assert strict.post(address, data=FORM).status_code == 400
    page_at = address if where == "link" else f"/consultations/{found_id}"
    token = re.search(r'name="csrf_token" value="([^"]+)"', strict.get(page_at).get_data(as_text=True))
    assert token is not None
    assert strict.post(address, data=FORM | {"csrf_token": token.group(1)}).status_code == 303


def test_what_people_wrote_is_shown_escaped(world: World, client: FlaskClient) -> None:
    """Markup in a title is text."""
    found_id = world.open(world.plan(title="<script>alert(1)</script>", text="<b>粗</b>"))
    page = client.get(f"/consultations/{found_id}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page


def test_a_vote_that_the_committee_has_not_opened_says_so(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Before the planned time: when to come; after it: that it is not open; once open: since when."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s, world.plan(opens_at=world.now + timedelta(hours=1)))
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "再来" in page
    assert "委员会还没有打开" not in page
    assert "就要开始" in text_of(client.get("/consultations"))
    clock.move(hours=3, minutes=7)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "委员会还没有打开" in page
    assert "再来" not in page
    listed = text_of(client.get("/consultations"))
    assert "就要开始" not in listed
    assert "委员会还没有打开" in listed
    with world.parts.db.write() as s:
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "委员会还没有打开" not in page
    assert "12:07 到" in page


def test_the_receipt_says_what_an_earlier_number_is_good_for(world: World, client: FlaskClient) -> None:
    """In the same words whether it was changed or not: who looks over a shoulder learns nothing."""
    found_id = world.open()
    sign_in(world, client, 1)
    for choice in ("yes", "no"):
        sent = client.post(f"/consultations/{found_id}/ballot", data=FORM | {"q1": choice})
        page = text_of(client.get(sent.headers["Location"]))
        assert "以前的号也还查得到；算数的是您最后一次投的那一张" in page
        assert "不算数了" not in page


def couple(world: World, names: tuple[str, str] = ("张甲", "张乙")) -> int:
    """An open vote by name in which one phone votes for two of one flat, both confirmed."""
    with world.parts.db.write() as s:
        found = world.noticed(s, world.plan(secrecy="named"), confirmed=False)
        for number, name in enumerate(names, start=1):
            row = world.entry(s, found, number)
            row.name, row.unit, row.confirmed, row.was_confirmed = name, "1栋101", True, True
        world.entry(s, found, 2).phone = world.entry(s, found, 1).phone
        world.confirm(s, found)
        opening.open_vote(s, world.chair, found, world.ring, world.now)
    return found


def test_two_ballots_on_one_phone_are_told_apart(world: World, client: FlaskClient) -> None:
    """By whole names, before and after voting: whose was taken, who is left, and no "again" for who has not voted."""
    found_id = couple(world)
    sign_in(world, client, 1)
    here = f"/consultations/{found_id}"
    page = client.get(here).get_data(as_text=True)
    assert "张甲 · 1栋101" in page
    second = re.search(r'name="entry" value="(\d+)"[^>]*><span>张乙', page)
    assert second
    sent = client.post(f"{here}/ballot", data=FORM | {"entry": second.group(1)})
    taken = text_of(client.get(sent.headers["Location"]))
    assert "已计入的是：张乙。 还没投：张甲。" in taken
    page = text_of(client.get(here))
    assert "已计入：张乙。还没投：张甲。" in page
    assert "投这一票" in page
    assert "改投这一票" not in page


def test_whoever_has_the_number_of_one_voter_reads_no_whole_name(world: World, client: FlaskClient) -> None:
    """The number may have passed to somebody else; with a second entry on it, the name tells whose ballot it is."""
    found_id = world.open()
    with world.parts.db.read() as s:
        name = world.entry(s, found_id, 1).name
    sign_in(world, client, 1)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert f"投票人：{roll_masks.mask_name(name)}" in page
    assert f"投票人：{name}" not in page


def test_a_link_that_a_neighbour_used_does_not_say_that_one_has_voted(world: World, client: FlaskClient) -> None:
    """It is used up; who asked for it may not have voted."""
    found_id, visitor = world.open(), world.visitor()
    with world.parts.db.write() as s:
        token = voting_links.issue_link(s, SECRET, found_id, visitor, source_key="k", now=world.now).token
    sign_in(world, client, 2)
    client.post(f"/v/{token}", data=FORM)
    sign_in(world, client, 1)
    assert "还没投的、要改票的" in text_of(client.get(f"/v/{token}"))


def test_whose_number_was_taken_off_reads_it_where_they_would_vote(world: World, client: FlaskClient) -> None:
    """With another way than the committee that did it; whose number never stood there is not told so."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s, confirmed=False)
        line = {"name": "居民1", "phone": "13900009999", "household": "1-1", "unit": "1栋1室", "area": "90.00"}
        entry = world.entry(s, found_id, 1).id
        roll_edits.change(s, world.chair, found_id, entry, line, reason="号码改了", now=world.now)
        world.confirm(s, found_id)
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)
    sign_in(world, client, 1)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "原来登记在这次的名册上" in page
    assert all(way in page for way in ("监票人都看得到", "我要举报", "街道"))
    sign_in(world, client, 77)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "您的手机号不在这次的名册上" in page
    assert "原来登记" not in page
