"""What is read of a vote is as it was: its days, what its figures reveal, whether it was by name, what a link is worth."""

from __future__ import annotations

import html
import json
import re

import pytest
from flask.testing import FlaskClient

from portal.consultations.models import Consultation
from portal.consultations.verbs import closing, voting
from portal.kernel.config import PROJECT
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.attacks.paging_world import (
    danger,
    line,
    vendor,
)
from tests.attacks.town import call, report, seat, town
from tests.attacks.true_words_world import plain
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World, world
from tests.portal.signed_in import sit_down

__all__ = ["call", "community", "danger", "line", "report", "seat", "town", "vendor", "world"]


# --- a vote that ended before its time


def votes(world: World, found_id: int, ballots: list[dict[str, list[str]]]) -> None:
    with world.parts.db.write() as s:
        found = s.get_one(Consultation, found_id)
        for number, given in enumerate(ballots, start=1):
            entry = world.entry(s, found_id, number)
            voting.cast(s, world.ring, found, entry, given, channel="web", now=world.now)


def committee(client: FlaskClient, world: World) -> FlaskClient:
    sit_down(client, world.parts, world.chair.id)
    return client


def test_a_vote_that_was_closed_early_tells_its_real_days(
    world: World, client: FlaskClient, clock: HandClock, parts: Parts
) -> None:
    """List, page and the committee's page say when it began and ended, in the past; one that runs says when it is to end."""
    early, runs = world.open(roll=6), world.open(world.plan(title="还开着的"), roll=6)
    votes(world, early, [YES, NO, YES, NO, YES, NO])
    clock.move(days=1)
    closing.close(parts, world.chair, early)
    closing.publish(parts, world.chair, early)
    clock.move(hours=1)
    listed = plain(client.get("/consultations").text)
    assert "2026年11月25日 结束" in listed
    assert "2026年11月27日 结束" not in listed
    page = plain(client.get(f"/consultations/{early}").text)
    assert "2026年11月24日 09:00 到 2026年11月25日 09:00" in page
    assert "提前结束，原定到2026年11月27日 09:00" in page
    assert "截止前票封着" not in page
    still = plain(client.get(f"/consultations/{runs}").text)
    assert "到 2026年11月27日 09:00" in still
    assert "提前结束" not in still
    assert "截止前票封着" in still
    own = plain(committee(client, world).get(f"/committee/consultations/{early}").text)
    assert "开始 2026年11月24日 09:00" in own
    assert "2026年11月25日 09:00" in own


def test_a_vote_that_was_counted_late_ended_at_its_time(
    world: World, client: FlaskClient, clock: HandClock, parts: Parts
) -> None:
    found_id = world.open(roll=6)
    votes(world, found_id, [YES, NO, YES, NO, YES, NO])
    clock.move(days=5)
    closing.close(parts, world.chair, found_id)
    page = plain(client.get(f"/consultations/{found_id}").text)
    assert "到 2026年11月27日 09:00" in page
    assert "提前结束" not in page


REVEALS = "从票数可能看得出谁怎么投的。法律要求公布票数"
MIXED = [YES, NO, YES, NO, {"q1": ["abstain"], "q2": ["c"]}, YES]


@pytest.mark.parametrize(
    ("ballots", "reveals"),
    [([YES], True), ([YES, NO], True), ([YES] * 6, True), (MIXED, False)],
    ids=["one", "few", "alike", "mixed"],
)
def test_figures_that_tell_who_chose_what_say_so(
    world: World,
    client: FlaskClient,
    clock: HandClock,
    parts: Parts,
    ballots: list[dict[str, list[str]]],
    reveals: bool,
) -> None:
    """Few ballots, or all alike, of a lawful vote: the chair is warned before closing (of few), the page says it; the figures stay."""
    found_id = world.open(roll=min(6, 2 * len(ballots) - 1))
    votes(world, found_id, ballots)
    clock.move(days=4)
    before = plain(committee(client, world).get(f"/committee/consultations/{found_id}").text)
    assert ("从票数可能看得出谁怎么投的" in before) == (len(ballots) < 5)
    closing.close(parts, world.chair, found_id)
    closing.publish(parts, world.chair, found_id)
    page = plain(create_app(parts).test_client().get(f"/consultations/{found_id}").text)
    assert (REVEALS in page) == reveals
    assert "票数" in page


def test_figures_of_a_vote_by_name_need_no_such_words(world: World, client: FlaskClient, parts: Parts) -> None:
    found_id = world.open(world.owners_plan(), world.owners_chair, roll=3)
    sit_down(client, world.parts, world.owners_chair.id)
    assert "看得出谁怎么投" not in client.get(f"/committee/consultations/{found_id}").text


# --- by name or not


def test_what_is_kept_of_a_vote_is_said_as_that_vote_is(world: World, client: FlaskClient) -> None:
    """Own votes: of a secret one only whether; of one by name also what. Each line says which it is."""
    only, what = "只记您投没投，不记投了什么", "投了什么也和您的名字记在一起"
    world.open(world.plan(title="甲事"), roll=3)
    with client.session_transaction() as cookie:
        cookie["resident_token"] = world.token(1)
    secret = plain(client.get("/me").text)
    assert only in secret
    assert what not in secret
    world.open(world.plan(title="乙事", secrecy="named"), roll=3)
    both = plain(client.get("/me").text)
    assert f"无记名的，{only}" in both
    assert f"记名的，{what}" in both
    assert "无记名 ·" in both
    assert " 记名 ·" in both


def test_the_card_of_a_voting_link_promises_no_secrecy(client: FlaskClient) -> None:
    """A card stands below links of either kind."""
    written = re.search(r"data-words=(['\"])(.*?)\1", client.get("/chat").text, re.S)
    assert written
    note = json.loads(html.unescape(written[2]))["voteNote"]
    assert "看不到" not in note
    assert "记名还是无记名" in note


def test_a_voting_link_is_said_to_be_used_up_by_a_ballot(
    world: World, client: FlaskClient, parts: Parts, internal: FlaskClient
) -> None:
    """Opened twice, in two browsers, it works; after a ballot it does not. The bot's words say just that."""
    headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": "1:link"}
    path = f"/internal/v1/consultations/{world.open(roll=3)}/links"
    url = internal.post(path, json={"contact": world.visitor()}, headers=headers).json["url"]
    link, other = url.removeprefix(parts.settings.public_url), create_app(parts).test_client()
    assert [browser.get(link).status_code for browser in (client, other, client)] == [200, 200, 200]
    with client.session_transaction() as cookie:
        cookie["resident_token"] = world.token(1)
    assert client.post(link, data={"q1": "yes", "q2": ["a"]}).status_code == 303
    assert other.get(link).status_code == 409
    said = re.search(r"utter_vote_link:\n(.*?)\n\n", (PROJECT / "domain.yml").read_text(encoding="utf-8"), re.S)
    assert said
    assert "只能用一次" not in said[1]
    assert said[1].count("投过一次") == 2
