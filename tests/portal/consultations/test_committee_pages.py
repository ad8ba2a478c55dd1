"""The committee's pages, from an empty wizard to the published result."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.doors import forms
from portal.consultations.models import Consultation
from portal.consultations.verbs import closing, enrolling, queries, voting
from portal.wiring.app import create_app
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as, plan_form, upload
from tests.portal.consultations.consultations_world import CLAUSE, NO, YES, World, roll_csv
from tests.portal.consultations.test_consultations_pages import text_of
from tests.portal.consultations.test_voting import rows


def test_the_whole_way(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Choose, write, file, import, notice, wait, have it confirmed, open, watch, close, publish."""
    act_as(client, world.chair)
    assert "公益事业" in text_of(client.get("/committee/new"))
    assert 'name="q1_text"' in client.get("/committee/new?topic=public_welfare").get_data(as_text=True)
    dates = {
        "opens_at": forms.local_value(world.now + timedelta(days=11)),
        "closes_at": forms.local_value(world.now + timedelta(days=14)),
    }
    made = client.post("/committee/new", data=plan_form(world, **dates))
    assert made.status_code == 303
    (found,) = rows(world, Consultation)
    here = f"/committee/consultations/{found.id}"
    assert [option["label"] for option in found.questions[1]["options"]] == ["东门", "西门", "水池", "弃权"]
    long_ago = (world.now - timedelta(days=30)).date().isoformat()
    client.post(f"{here}/evidence/party_study", data={"on_party_study": long_ago, "record_party_study": "会议记录1号"})
    client.post(f"{here}/evidence/online_clause", data={"record_online_clause": CLAUSE})
    upload(client, found.id, roll_csv(3))
    assert "看一看对不对" in text_of(client.get(f"{here}/roll"))
    client.post(f"{here}/roll/accept")
    today = world.now.date().isoformat()
    client.post(f"{here}/notice", data={"notice_on": today, "notice_record": "各单元门口"})
    clock.move(days=11)
    act_as(client, world.chair)
    client.post(f"{here}/open")
    assert "等监票人确认" in text_of(client.get(here))
    act_as(client, world.scrutineer)
    client.post(f"{here}/roll/look")
    page = client.get(here)
    assert "名册上一共 3 人" in text_of(page)
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', page.text)
    client.post(
        f"{here}/scrutiny/confirm", data={"seen": seen, "roll": "1", "posting": "1", "clause": "1", "matter": "within"}
    )
    act_as(client, world.chair)
    client.post(f"{here}/open")
    for number, given in ((1, YES), (2, YES), (3, NO)):
        with world.parts.db.write() as s:
            open_one = voting.lock_for_voting(s, found.id, world.now)
            voting.cast(s, world.ring, open_one, world.entry(s, found.id, number), given, channel="web", now=world.now)
    watched = text_of(client.get(here))
    assert "3 / 3 人" in watched
    assert "谁也看不到各项的票数" in watched
    clock.move(days=3)
    act_as(client, world.chair)  # nobody stays signed in for three days
    client.post(f"{here}/close")
    assert "通过：同意 2 人 / 参加 3 人" in text_of(client.get(here))
    client.post(f"{here}/publish")
    assert "都办完了" in text_of(client.get(here))


def test_opening_too_early_says_what_is_missing(world: World, client: FlaskClient) -> None:
    """The gate and its article on the page."""
    act_as(client, world.chair)
    with world.parts.db.write() as s:
        found_id = world.draft(s).id
    here = f"/committee/consultations/{found_id}"
    day = (world.now - timedelta(days=30)).date().isoformat()
    page = text_of(client.post(f"{here}/notice", data={"notice_on": day, "notice_record": "门口"}))
    assert "社区党组织先行研究讨论：还没有填——居委会组织法第三十条第四款" in page
    assert "提前 10 日通知" in page


def test_the_turnout_shows_what_is_missing(world: World, client: FlaskClient) -> None:
    """还差 N 户, never the count."""
    found_id = world.open(world.plan(basis="households"), roll=90)
    with world.parts.db.write() as s:
        found = voting.lock_for_voting(s, found_id, world.now)
        for number in range(1, 10):
            voting.cast(s, world.ring, found, world.entry(s, found_id, number), YES, channel="web", now=world.now)
    act_as(client, world.scrutineer)
    page = text_of(client.get(f"/committee/consultations/{found_id}"))
    assert "还差 37 户" in page
    assert "同意 9" not in page


def test_while_an_area_vote_runs_no_exact_area_names_who_voted(world: World, client: FlaskClient) -> None:
    """Tenths, rounded: 90.5 m² more after a ballot would be that flat's owner."""
    found_id = world.open(world.owners_plan(), world.owners_chair, roll=12)
    with world.parts.db.write() as s:
        found = voting.lock_for_voting(s, found_id, world.now)
        for number in (1, 2):
            voting.cast(s, world.ring, found, world.entry(s, found_id, number), YES, channel="web", now=world.now)
    act_as(client, world.owners_chair)
    page = text_of(client.get(f"/committee/consultations/{found_id}"))
    assert "已投面积 1 成多" in page
    assert "还差约 5 成" in page
    assert "180" not in page


@pytest.mark.parametrize("state", ["closed", "published", "void"])
def test_a_vote_that_is_over_lacks_nobody(world: World, client: FlaskClient, state: str) -> None:
    """Nobody can still come: the numbers stay, what is missing belongs to the open vote."""
    found_id = world.open(world.plan(basis="households"), roll=90)
    act_as(client, world.scrutineer)
    here = f"/committee/consultations/{found_id}"
    assert "还差" in text_of(client.get(here))
    with world.parts.db.write() as s:
        s.execute(sa.update(Consultation).where(Consultation.id == found_id).values(state=state))
    page = text_of(client.get(here))
    assert "还差" not in page
    assert "已达到要求" not in page


def test_closing_without_a_quorum_says_how_many_are_missing(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """In the dialog of closing, before it is done; nothing of the kind once enough took part."""
    found_id, during = world.open(world.plan(basis="households"), roll=4), world.now
    clock.move(days=3)
    act_as(client, world.chair)
    for number in (1, 2, 3):
        with world.parts.db.write() as s:
            found = voting.lock_for_voting(s, found_id, during)
            voting.cast(s, world.ring, found, world.entry(s, found_id, number), YES, channel="web", now=during)
        dialog = text_of(client.get(f"/committee/consultations/{found_id}")).partition("不能重开")[2]
        assert ("还差 2 户。现在结束，这次表决就不成立" in dialog) == (number == 1)
        assert ("就不成立" in dialog) == (number < 3)


def test_without_a_quorum_no_question_was_voted_down(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Each question is 不成立, for residents and committee: 没有通过 would say that it was put to the vote and lost."""
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        found = voting.lock_for_voting(s, found_id, world.now)
        voting.cast(s, world.ring, found, world.entry(s, found_id, 1), YES, channel="web", now=world.now)
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    closing.publish(world.parts, world.chair, found_id)
    act_as(client, world.scrutineer)
    for address in (f"/consultations/{found_id}", f"/committee/consultations/{found_id}"):
        page = text_of(client.get(address))
        assert page.count(" 不成立 ") == len(YES)
        assert "没有通过" not in page
        assert "没有选出" not in page


def test_a_shared_phone_is_confirmed_on_the_roll_page(world: World, client: FlaskClient) -> None:
    """One tap an entry."""
    act_as(client, world.chair)
    text = "姓名,手机,户,房号,面积\n张三,13800000001,1,101,\n李四,13800000001,2,102,\n"
    with world.parts.db.write() as s:
        found_id = world.draft(s).id
        enrolling.import_roll(s, world.chair, found_id, text.encode(), world.now)
        first = enrolling.masked_roll(s, queries.get(s, found_id))[0].id
    here = f"/committee/consultations/{found_id}/roll"
    assert text_of(client.get(f"{here}?shared=1")).count("待确认") == 2
    client.post(f"{here}/entries/{first}", data={"confirmed": "1"})
    page = client.get(here).get_data(as_text=True)
    assert "已确认" in page
    assert "13800000001" not in page
    assert "张三" in page
    act_as(client, world.supervisor)
    page = client.get(here).get_data(as_text=True)
    assert "张*" in page
    assert "张三" not in page


def test_a_scrutineer_sees_and_cannot_act(world: World, client: FlaskClient) -> None:
    """The page without buttons; the doors refuse."""
    found_id = world.open()
    act_as(client, world.scrutineer)
    page = client.get(f"/committee/consultations/{found_id}")
    assert page.status_code == 200
    assert "结束投票并计票" not in text_of(page)
    assert client.post(f"/committee/consultations/{found_id}/close").status_code == 403
    assert client.get("/committee/new").status_code == 403


def test_another_committee_finds_nothing(world: World, client: FlaskClient) -> None:
    """404 to see and to act."""
    found_id = world.open()
    act_as(client, world.owners_chair)
    here = f"/committee/consultations/{found_id}"
    assert client.get(here).status_code == 404
    assert client.get(f"{here}/roll").status_code == 404
    assert client.post(f"{here}/close").status_code == 404
    assert "还没有议题" in text_of(client.get("/committee"))


def test_a_supervisor_sees_every_committee(world: World, client: FlaskClient) -> None:
    """Read only."""
    world.open()
    world.open(world.owners_plan(title="换物业"), world.owners_chair)
    act_as(client, world.supervisor)
    page = text_of(client.get("/committee"))
    assert "东门装路灯" in page
    assert "换物业" in page
    assert "发起一个议题" not in page


def test_nobody_comes_in_without_an_account(world: World, client: FlaskClient) -> None:
    """To the sign-in."""
    assert client.get("/committee").status_code == 302


def test_every_form_of_the_committee_needs_its_csrf_token(world: World) -> None:
    """Each POST rule is refused without it."""
    app = create_app(world.parts)
    client = app.test_client()
    act_as(client, world.chair)
    found_id = world.open()
    posts = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/committee") and "POST" in (rule.methods or ())
    ]
    assert len(posts) >= 20
    for rule in posts:
        of_scrutineer = "scrutiny" in rule.rule or "second" in rule.rule
        of_supervisor = rule.rule.endswith("/void") or "/ruling" in rule.rule or "/halt" in rule.rule
        act_as(client, world.supervisor if of_supervisor else world.scrutineer if of_scrutineer else world.chair)
        address = re.sub(r"<int:[^>]+>", str(found_id), rule.rule).replace("<gate>", "party_study")
        assert client.post(address).status_code == 400, address
