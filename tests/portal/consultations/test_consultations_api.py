"""The public doors: list, one, ballots, record."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.law import template_loader
from portal.consultations.models import BoardLine, Envelope, NamedBallot, NamedBallotTrace, OpenedBallot
from portal.consultations.verbs import closing, drafting, opening, queries
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World
from tests.portal.consultations.test_voting import envelope_for, rows


def auth(world: World, number: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {world.token(number)}"}


def vote(client: FlaskClient, found_id: int, body: Any, headers: dict[str, str]) -> Any:
    return client.post(f"/api/v1/consultations/{found_id}/ballots", json=body, headers=headers)


def close(world: World, clock: HandClock, found_id: int, *, publish: bool = False) -> None:
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    if publish:
        with world.parts.db.write() as s:
            opening.mark_published(s, world.chair, found_id, world.now)


def test_the_list_pages_by_cursor_and_holds_no_draft(world: World, client: FlaskClient) -> None:
    """Newest first, twenty a page."""
    with world.parts.db.write() as s:
        world.draft(s)
        made = [world.noticed(s, roll=1) for _ in range(22)]
    first = client.get("/api/v1/consultations").get_json()
    rest = client.get(f"/api/v1/consultations?cursor={first['next']}").get_json()
    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None
    assert set(first["items"][0]) == {"id", "title", "template", "state", "secrecy", "opens_at", "closes_at"}
    assert client.get("/api/v1/consultations?cursor=abc").status_code == 422


def test_one_shows_its_questions_and_no_result_while_open(world: World, client: FlaskClient) -> None:
    """Option codes, the key to seal to, never a count."""
    found_id = world.open()
    assert vote(client, found_id, {"answers": YES}, auth(world, 1)).status_code == 201
    body = client.get(f"/api/v1/consultations/{found_id}").get_json()
    assert [option["code"] for option in body["questions"][0]["options"]] == ["yes", "no", "abstain"]
    assert len(bytes.fromhex(body["seal"]["public_key"])) == 32
    assert "result" not in body
    assert client.get("/api/v1/consultations/999").status_code == 404


@pytest.mark.parametrize("way", ["answers", "envelope"])
def test_a_secret_ballot_is_counted(world: World, client: FlaskClient, way: str) -> None:
    """201 counted; sealed here or sealed in the browser."""
    found_id = world.open()
    body = {"answers": NO} if way == "answers" else {"envelope": envelope_for(world, found_id, NO)}
    answer = vote(client, found_id, body, auth(world, 1))
    assert (answer.status_code, answer.get_json()["status"]) == (201, "counted")
    assert len(rows(world, Envelope)) == 1
    assert [line.head for line in rows(world, BoardLine)] == [answer.get_json()["board_head"]]


def test_a_second_ballot_replaces_the_first(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Until closing; then 409."""
    found_id, headers = world.open(), auth(world, 1)
    for body in ({"answers": YES}, {"answers": NO}):
        assert vote(client, found_id, body, headers).status_code == 201
    close(world, clock, found_id)
    late = vote(client, found_id, {"answers": YES}, headers)
    assert (late.status_code, late.get_json()["type"]) == (409, "urn:linli:problem:vote-closed")
    assert [json.loads(opened.content) for opened in rows(world, OpenedBallot)] == [{"q1": NO["q1"]}, {"q2": NO["q2"]}]


def test_without_a_session_nothing_is_taken(world: World, client: FlaskClient) -> None:
    """401; a proven phone that is not on the roll: 403."""
    found_id = world.open()
    assert vote(client, found_id, {"answers": YES}, {}).status_code == 401
    stranger = vote(client, found_id, {"answers": YES}, auth(world, 999))
    assert (stranger.status_code, stranger.get_json()["type"]) == (403, "urn:linli:problem:entry-unproven")


def test_a_cookie_alone_does_not_vote_here(world: World, client: FlaskClient) -> None:
    """This door has no CSRF check, so a browser's cookie is not enough."""
    found_id = world.open()
    with client.session_transaction() as cookie:
        cookie["resident_token"] = world.token(1)
    assert vote(client, found_id, {"answers": YES}, {}).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        {"answers": YES, "envelope": "AAAA"},
        {"answers": {"q1": ["yes"]}},
        {"answers": {"q1": ["zzz_private"], "q2": ["a"]}},
        {"answers": {"q1": "yes"}},
        {"answers": YES, "weight": 5},
        {"envelope": "x" * 70_000},
        {"answers": YES, "entry": -1},
        {"answers": {"q1": ["x" * 33], "q2": ["a"]}},
    ],
)
def test_bad_ballots_are_refused_in_words(world: World, client: FlaskClient, body: Any) -> None:
    """422 (or 400) as a problem, never a trace, never the answer repeated."""
    answer = vote(client, world.open(), body, auth(world, 1))
    assert answer.status_code in {400, 422}
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["title"]
    assert "zzz_private" not in answer.get_data(as_text=True)
    assert rows(world, Envelope) == []


def test_no_idempotency_key_is_kept_for_a_secret_ballot(world: World, client: FlaskClient) -> None:
    """The roll entry is the key: the same header with other answers replaces, and nothing of it is stored."""
    found_id, headers = world.open(), auth(world, 1) | {"Idempotency-Key": "my-very-own-key"}
    for body in ({"answers": YES}, {"answers": NO}):
        assert vote(client, found_id, body, headers).status_code == 201
    data = b"".join(path.read_bytes() for path in world.parts.settings.home.glob("linli.db*"))
    assert b"my-very-own-key" not in data


def test_an_idempotency_key_names_one_vote_by_name(world: World, client: FlaskClient) -> None:
    """The same again: once; the same key with another body: 422."""
    found_id, headers = world.open(world.plan(secrecy="named")), auth(world, 1) | {"Idempotency-Key": "k"}
    for _ in range(2):
        assert vote(client, found_id, {"answers": YES}, headers).status_code == 201
    assert vote(client, found_id, {"answers": NO}, headers).status_code == 422
    assert (len(rows(world, NamedBallot)), len(rows(world, NamedBallotTrace))) == (1, 0)


def test_result_and_record_come_after_publishing(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Counted is not published: until then an objection may stand that nobody reads beside the figures."""
    found_id = world.open(roll=3)
    for number in (1, 2):
        vote(client, found_id, {"answers": YES}, auth(world, number))
    vote(client, found_id, {"answers": NO}, auth(world, 3))
    close(world, clock, found_id)
    address = f"/api/v1/consultations/{found_id}"
    assert "result" not in client.get(address).get_json()
    assert client.get(f"{address}/record.json").status_code == 409
    with world.parts.db.write() as s:
        opening.mark_published(s, world.chair, found_id, world.now)
    assert client.get(address).get_json()["result"]["questions"][0]["passed"]
    assert client.get(f"{address}/record.json").status_code == 200


def test_a_secret_vote_without_a_quorum_gives_no_counts(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Nothing was decided that the law wants published, and the only ballot would be its voter's choice."""
    found_id = world.open(roll=6)
    vote(client, found_id, {"answers": YES}, auth(world, 1))
    close(world, clock, found_id, publish=True)
    address = f"/api/v1/consultations/{found_id}"
    result = client.get(address).get_json()["result"]
    assert (result["lawful"], result["took_part"]["count"]) == (False, 1)
    assert [question["options"] for question in result["questions"]] == [[], []]
    record = client.get(f"{address}/record.json").get_json()
    assert record["ballots"] == []
    assert [question["options"] for question in record["tally"]["questions"]] == [[], []]
    assert len(record["board"]["chain"]) == 1
    page = client.get(f"/consultations/{found_id}").get_data(as_text=True)
    assert "不写各项的票数" in page
    assert "各项得票" not in page


def test_the_record_is_enough_to_count_again(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Template with articles, roll without people, ballots sorted one a line, tally, outcome."""
    found_id = world.open(roll=5)
    for number in (1, 2, 3):
        vote(client, found_id, {"answers": YES}, auth(world, number))
    vote(client, found_id, {"answers": NO}, auth(world, 4))
    close(world, clock, found_id, publish=True)
    text = client.get(f"/api/v1/consultations/{found_id}/record.json").get_data(as_text=True)
    record = json.loads(text)
    assert {"template", "roll", "ballots", "tally", "outcome", "board"} <= set(record)
    lines = [{"question": key, "choices": codes} for cast in [YES] * 3 + [NO] for key, codes in cast.items()]
    assert record["ballots"] == sorted(lines, key=lambda line: json.dumps(line, sort_keys=True))
    assert text.count('\n{"choices"') == len(lines)
    assert record["outcome"]["passed"] == {"q1": True, "q2": True}
    assert record["template"]["quorum"][0]["citation"] == "居委会组织法第二十七条"
    assert "居民1" not in text
    assert "1380000" not in text


def test_a_named_record_names_nobody(world: World, client: FlaskClient, clock: HandClock) -> None:
    """No article wants owners' names and flats public: answers one a line, areas as sums that the tally stands on."""
    found_id = world.open(world.owners_plan(), world.owners_chair, roll=6)
    for number, given in ((1, YES), (2, YES), (3, YES), (4, NO), (5, NO), (6, NO)):
        vote(client, found_id, {"answers": given}, auth(world, number))
    publish_owners(world, clock, found_id)
    record = client.get(f"/api/v1/consultations/{found_id}/record.json").get_json()
    assert {frozenset(line) for line in record["ballots"]} == {frozenset({"question", "choices"})}
    assert "居民" not in json.dumps(record["ballots"] + record["weights"], ensure_ascii=False)
    assert {"question": "q1", "choices": ["yes"], "count": 3, "weight": "270.00"} in record["weights"]
    assert record["tally"]["questions"][0]["options"][0]["area"] == "270.00"
    assert record["channels"] == {}  # fewer than ten
    assert record["roll"] == {"count": 6, "area": "540.00", "hash": record["roll"]["hash"]}


def test_no_flat_is_known_by_its_area(world: World, client: FlaskClient, clock: HandClock) -> None:
    """One owner said no: neither the record nor the page has that area, nor what the others' would leave of the whole."""
    found_id = world.open(world.owners_plan(), world.owners_chair, roll=6)
    for number in range(1, 7):
        vote(client, found_id, {"answers": NO if number == 6 else YES}, auth(world, number))
    publish_owners(world, clock, found_id)
    told = client.get(f"/api/v1/consultations/{found_id}/record.json").get_data(as_text=True)
    page = client.get(f"/consultations/{found_id}").text
    for text in (told, page):
        assert "450.00" not in text
        assert "90.00" not in text.replace("390.00", "")
    record = json.loads(told)
    assert {one["weight"] for one in record["weights"]} == {None}
    assert [one["count"] for one in record["tally"]["questions"][0]["options"]] == [5, 1, 0]
    assert record["outcome"]["passed"]["q1"] is True
    assert "的面积达到过半数" in record["outcome"]["sentences"]["q1"]
    assert "认得出是哪一户" in page


def test_a_record_has_names_where_an_article_wants_them(
    world: World, client: FlaskClient, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The template says so, with the article: name, choices, weight, channel."""
    load = template_loader.load_templates()
    text = load["owners_ordinary"].text.replace("names: false", "names: true")
    told = {**load, "owners_ordinary": template_loader.parse_template(text, "owners_ordinary.yml")}
    monkeypatch.setattr(drafting, "load_templates", lambda: told)
    found_id = world.open(world.owners_plan(), world.owners_chair, roll=3)
    vote(client, found_id, {"answers": YES}, auth(world, 2))
    publish_owners(world, clock, found_id)
    record = client.get(f"/api/v1/consultations/{found_id}/record.json").get_json()
    assert record["ballots"] == [{"name": "居民2", "choices": YES, "weight": "90.00", "channel": "web"}]


def publish_owners(world: World, clock: HandClock, found_id: int) -> None:
    clock.move(days=3)
    closing.close(world.parts, world.owners_chair, found_id)
    closing.publish(world.parts, world.owners_chair, found_id)


def test_no_door_tells_a_count_while_open(world: World, client: FlaskClient) -> None:
    """Neither the API nor the database's own tables hold one."""
    found_id = world.open()
    for number in (1, 2):
        vote(client, found_id, {"answers": YES}, auth(world, number))
    for address in (f"/api/v1/consultations/{found_id}", "/api/v1/consultations"):
        assert "result" not in client.get(address).get_data(as_text=True)
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).result is None
        assert s.scalar(sa.select(sa.func.count()).select_from(OpenedBallot)) == 0


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_impossible_numbers_are_not_found(world: World, client: FlaskClient, number: int) -> None:
    """404 (or an empty page), never a fault of the database."""
    found_id = world.open()
    assert client.get(f"/api/v1/consultations/{number}").status_code == 404
    assert client.get(f"/consultations/{number}").status_code == 404
    assert client.get(f"/consultations?before={number}").status_code == 200
    assert client.get(f"/api/v1/consultations?cursor={10**14}").status_code == 200
    entry = {"answers": YES, "entry": min(number, 2**53)}
    assert vote(client, found_id, entry, auth(world, 1)).status_code in {403, 422}
