"""`/open311/v2`: what another system may file and read, and what it never reads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from defusedxml.ElementTree import fromstring

from portal.backends.models import FiledRequest
from portal.backends.verbs import apps, filing
from portal.cases.models import Alarm, Case
from portal.cases.records import queries
from portal.cases.records.actors import resident
from portal.cases.rules.lifecycle import State
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions, taking_back
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.privacy import blanking
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.backends.conftest import REPORT, App, make_app
from tests.portal.backends.open311_world import only_case
from tests.portal.cases.cases_world import Find, report
from tests.portal.conftest import HandClock
from tests.portal.desk.test_desk_lists import statements_of


def test_a_report_becomes_a_case_like_any_other(app: App, parts: Parts) -> None:
    """Same verb: number, grid by its place, suggested body, deadline; its reporter a contact point of its own."""
    number = app.filed(first_name="小明", last_name="王", phone="13800000001", email="w@example.cn")
    with parts.db.read() as s:
        case = only_case(s)
        assert (case.case_no, case.channel, case.state) == (number, "open311", State.REPORTED)
        assert (case.category, case.grid, case.body) == ("0403", "G-01", "lamps")
        assert case.words.text == REPORT["description"]
        assert case.words.contact == "王小明 13800000001 w@example.cn"
        point = s.get_one(ContactPoint, case.contact_point_id)
        assert (point.channel, point.address, point.resident_id) == ("open311", "", None)


def test_two_reports_have_two_reporters(app: App, parts: Parts) -> None:
    """One app files for many people: nobody reads or changes another's case by it."""
    app.filed()
    app.filed()
    with parts.db.read() as s:
        points = list(s.scalars(sa.select(Case.contact_point_id)))
        assert len(set(points)) == 2


def test_the_same_key_is_the_same_request(app: App, parts: Parts) -> None:
    """A repeat gives the number again; another body with the key is refused; another app's same key is its own."""
    key = {"Idempotency-Key": "a-1"}
    first = app.file(headers=key)
    assert app.file(headers=key).json == first.json
    other = app.file(headers=key, description="别的事，垃圾没人收")
    assert (other.status_code, other.json[0]["code"]) == (422, "422")
    assert make_app(parts, app.client, "另一家").file(headers=key).json != first.json
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 2
        assert s.scalar(sa.select(sa.func.count()).select_from(ContactPoint)) == 2


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "guess"}, 403),
        ({"service_code": "9999"}, 404),
        ({"service_code": ""}, 404),
        ({"description": ""}, 400),
        ({"description": "灯" * 4001}, 400),
        ({"address_string": "", "address_id": ""}, 400),
        ({"address_string": "柳" * 201}, 400),
        ({"address_string": "", "lat": "30.2"}, 400),
        ({"lat": "91", "long": "120"}, 400),
        ({"lat": "nan", "long": "120"}, 400),
        ({"lat": "abc", "long": "120"}, 400),
        ({"phone": "1" * 31}, 400),
        ({"attribute[kind]": "vote"}, 400),
        ({"media_url": "file:///etc/passwd"}, 400),
    ],
)
@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_what_is_refused(app: App, parts: Parts, fields: dict[str, str], status: int, fmt: str) -> None:
    """A list of {code, description} in Chinese, in the format asked for; and no case."""
    answer = app.file(f"requests.{fmt}", **fields)
    assert answer.status_code == status
    told = answer.json if fmt == "json" else [flat(one) for one in fromstring(answer.text)]
    assert [set(one) for one in told] == [{"code", "description"}]
    assert told[0]["code"] == str(status)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told[0]["description"])
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 0
        assert s.scalar(sa.select(sa.func.count()).select_from(ContactPoint)) == 0


def test_a_longest_report_is_taken(app: App) -> None:
    """4,000 characters, as the standard's schema allows."""
    assert app.file(description="路灯坏了，" * 800).status_code == 200


def test_coordinates_are_words_for_the_desk_and_never_given_out(app: App, parts: Parts) -> None:
    """They may lead to somebody's door."""
    number = app.filed(address_string="", lat="30.2741234567", long="120.15511")
    with parts.db.read() as s:
        assert only_case(s).words.place == "30.27412,120.15511"
    told = app.get(f"requests/{number}.json")
    assert (told.json[0]["lat"], told.json[0]["long"]) == (None, None)
    assert "30.27" not in told.text


def test_an_app_reads_only_what_it_filed(app: App, parts: Parts) -> None:
    """Not by list, not by number, not by its updates; nobody without a key reads anything."""
    number, other = app.filed(), make_app(parts, app.client, "另一家")
    assert [one["service_request_id"] for one in app.get("requests.json").json] == [number]
    assert app.get(f"requests/{number}.json").status_code == 200
    for stranger in (other, App(app.client, "")):
        assert stranger.get("requests.json").json == []
        assert stranger.get("requests.json", service_request_id=number).json == []
        assert stranger.get(f"requests/{number}.json").status_code == 404
    assert other.get("servicerequestupdates.json").json == []
    assert App(app.client, "").get("servicerequestupdates.json").status_code == 403


def test_a_residents_case_is_nobodys_to_read(app: App, parts: Parts, reporter: int) -> None:
    """Reported in the chat: no app finds it."""
    with parts.db.write() as s:
        number = report(s, parts, reporter).case_no
    assert app.get("requests.json").json == []
    assert app.get(f"requests/{number}.json").status_code == 404


def test_a_sealed_case_is_gone_from_its_app(app: App, parts: Parts) -> None:
    """By list, by number and by its updates: nobody here knows who looks through an app. Unsealed, it is back."""
    number = app.filed()
    for seal, found in (("minor", []), ("", [number])):
        with parts.db.write() as s:
            s.execute(sa.update(Case).values(seal=seal))
        assert [one["service_request_id"] for one in app.get("requests.json").json] == found
        assert app.get(f"requests/{number}.json").status_code == (200 if found else 404)
        assert {one["service_request_id"] for one in app.get("servicerequestupdates.json").json} <= set(found)


PERSONAL = ("13800000001", "王小明", "1201", "2单元", "w@example.cn")


@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_no_personal_word_and_no_room_comes_back(app: App, parts: Parts, fmt: str) -> None:
    """Names, numbers and rooms that were filed are not read back, not even by who filed them."""
    number = app.filed(
        last_name="王小明",
        phone="13800000001",
        email="w@example.cn",
        address_string="柳树里3栋2单元1201室",
        description="我叫王小明，住柳树里3栋2单元1201室，电话13800000001，楼下路灯坏了",
    )
    told = app.get(f"requests/{number}.{fmt}").text + app.get(f"requests.{fmt}").text
    assert [word for word in PERSONAL if word in told] == []
    assert "路灯坏了" in told
    assert "柳树里3栋" in told


def test_a_wish_not_to_be_named_holds_here_too(app: App) -> None:
    """Of a case in confidence the words stay at the desk."""
    number = app.filed(description="请保密，别说是我说的：楼下那家半夜打麻将")
    told = app.get(f"requests/{number}.json").json[0]
    assert "麻将" not in told["description"]


def test_the_state_follows_the_resident_not_the_body(app: App, parts: Parts, who: Find, clock: HandClock) -> None:
    """办结 is still open: closed is what the resident, or their lawful absence, makes it."""
    number = app.filed()

    def told() -> tuple[str, str]:
        found = app.get(f"requests/{number}.json").json[0]
        return found["status"], found["agency_responsible"] or ""

    assert told() == ("open", "")
    with parts.db.write() as s:
        case = queries.get(s, number)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
    assert told() == ("open", "路灯队")
    clock.move(hours=1)
    with parts.db.write() as s:
        handler_actions.resolve(s, parts, queries.get(s, number), who(s, Role.BODY), text="换了灯头，打13800000001")
    assert told() == ("open", "路灯队")
    seen = app.get("servicerequestupdates.json").json
    assert [(one["status"], one["service_request_id"]) for one in seen] == [("open", number)] * 4
    assert seen[-1]["description"] == "换了灯头，打（号码略）"
    since = (clock.now() - timedelta(minutes=1)).isoformat()
    assert app.get("servicerequestupdates.json", start_date=since).json == seen[-1:]
    with parts.db.write() as s:
        case = queries.get(s, number)
        reporter_actions.answer(s, parts, case, resident(case.contact_point_id), fixed=True)
    assert told()[0] == "closed"


def test_the_words_of_a_mistake_are_not_told(app: App, parts: Parts, who: Find) -> None:
    """A result that was taken back may be another reporter's; that it was a mistake is told."""
    number = app.filed()
    with parts.db.write() as s:
        case = queries.get(s, number)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="三楼的水管换好了")
        taking_back.take_back(s, parts, case, who(s, Role.BODY))
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    told = app.get("servicerequestupdates.json").text
    assert "水管" not in told
    assert "换了灯头" in told


def test_nothing_is_sent_to_a_reporter_of_another_system(app: App, parts: Parts, who: Find) -> None:
    """No push waits for somebody whom nothing reaches; the other system follows the case."""
    number = app.filed()
    with parts.db.write() as s:
        desk_actions.dispatch(s, parts, queries.get(s, number), who(s, Role.DESK), body="lamps")
        assert s.scalar(sa.select(sa.func.count()).where(OutboxRow.kind == "push_resident")) == 0


def test_an_unmistakable_danger_raises_the_alarm(app: App, parts: Parts) -> None:
    """着火了 is an emergency here as in the chat."""
    app.filed(description="着火了！柳树里3栋着火了")
    with parts.db.read() as s:
        assert (only_case(s).urgency, only_case(s).danger) == ("emergency", "fire")
        assert s.scalar(sa.select(sa.func.count()).select_from(Alarm)) == 1


FIRST = [
    ("着火了！柳树里3栋着火了", "119"),
    ("楼道里煤气味很大，漏气了，有人晕倒了", "119"),
    ("有人晕倒了，叫不醒", "120"),
]


@pytest.mark.parametrize(("description", "number"), FIRST)
def test_who_reports_a_danger_is_told_first_whom_to_call(app: App, description: str, number: str) -> None:
    """In the field that apps show, as the chat's first line: the number and what to do, not to wait for staff; in XML, too."""
    filed = app.file(description=description).json[0]
    told = app.get(f"requests/{filed['service_request_id']}.json").json[0]
    assert number in filed["service_notice"][:20]
    assert "看过再派人办" not in filed["service_notice"]
    assert filed["service_request_id"] in filed["service_notice"]
    assert filed["service_notice"].startswith(told["service_notice"])
    assert told["status_notes"].startswith(told["service_notice"])
    xml = fromstring(app.get(f"requests/{filed['service_request_id']}.xml").text)
    for name in ("service_notice", "status_notes"):
        assert xml.findtext(f"request/{name}") == told[name]
    xml = fromstring(app.file("requests.xml", description=description).text)
    assert number in (xml.findtext("request/service_notice") or "")[:20]


def test_a_danger_that_is_called_done_asks_nobody_to_call(app: App, parts: Parts, who: Find) -> None:
    """Nor does a report without danger."""
    number, lamp = app.filed(description="着火了！柳树里3栋着火了"), app.file().json[0]
    assert lamp["service_notice"] == f"已收到，编号 {lamp['service_request_id']}。工作人员看过再派人办。"
    assert app.get(f"requests/{lamp['service_request_id']}.json").json[0]["service_notice"] is None
    with parts.db.write() as s:
        desk_actions.dispatch(s, parts, queries.get(s, number), who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, queries.get(s, number), who(s, Role.BODY), text="火灭了，没有人受伤")
    told = app.get(f"requests/{number}.json").json[0]
    assert told["service_notice"] is None
    assert "119" not in told["status_notes"]


def test_an_erased_case_is_not_there(app: App, parts: Parts) -> None:
    """Nothing of it is told any more."""
    number = app.filed()
    with parts.db.write() as s:
        blanking.blank_cases(s, list(s.scalars(sa.select(FiledRequest.case_id))), parts.clock.now())
    assert app.get(f"requests/{number}.json").status_code == 404
    assert app.get("requests.json").json == []


def test_searching(app: App, clock: HandClock) -> None:
    """By numbers (which exclude all else), category, status, time; a page past the last is empty."""
    first = app.filed()
    clock.move(days=2)
    second = app.filed(service_code="0402")

    def found(**query: Any) -> list[str]:
        return [one["service_request_id"] for one in app.get("requests.json", **query).json]

    assert found() == [second, first]
    assert found(service_request_id=f"{first},LL-20000101-0001", status="closed") == [first]
    assert found(status="closed") == []
    assert found(status="open,closed") == [second, first]
    assert found(end_date=(clock.now() - timedelta(days=1)).isoformat()) == [first]
    assert found(start_date=(clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")) == [second]
    assert found(page="2") == []
    assert found(service_code="0402") == [second]
    clock.move(days=91)
    assert found() == []


def test_a_long_list_comes_in_pages(app: App, parts: Parts, who: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests and updates alike: each once, in order, and nothing after the last."""
    monkeypatch.setattr(filing, "MOST", 2)
    numbers = [app.filed() for _ in range(3)]
    with parts.db.write() as s:
        for case in s.scalars(sa.select(Case).order_by(Case.id)):
            desk_actions.accept(s, parts, case, who(s, Role.DESK))

    def listed(what: str) -> list[list[str]]:
        pages = [app.get(f"{what}.json", page=str(page)).json for page in (1, 2, 3)]
        return [[one["service_request_id"] for one in page] for page in pages]

    assert listed("requests") == [[numbers[2], numbers[1]], [numbers[0]], []]
    assert listed("servicerequestupdates") == [numbers[:2], numbers[2:], []]


@pytest.mark.parametrize("what", ["requests", "servicerequestupdates"])
def test_a_list_asks_the_database_as_often_however_long_it_is(app: App, parts: Parts, who: Find, what: str) -> None:
    """Else whoever looks for a report in doubt waits longer than any client does."""

    def look() -> None:
        assert app.get(f"{what}.json").status_code == 200

    counts = []
    for _ in range(2):
        filed = [app.filed() for _ in range(3)]
        with parts.db.write() as s:
            for case in s.scalars(sa.select(Case).where(Case.case_no.in_(filed))):
                desk_actions.accept(s, parts, case, who(s, Role.DESK))
        look()  # what is read once and kept is there from now on
        counts.append(statements_of(parts, look))
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
        {"start_date": "yesterday"},
        {"status": "resolved"},
        {"page": "0"},
        {"page": "１"},
    ],
)
def test_a_search_that_cannot_be_read(app: App, query: dict[str, str]) -> None:
    """400 and why; more than 90 days, too."""
    answer = app.get("requests.json", **query)
    assert (answer.status_code, answer.json[0]["code"]) == (400, "400")


def test_a_token_leads_to_its_number(app: App) -> None:
    """And one that was guessed to nothing."""
    made = app.file().json[0]
    assert app.get(f"tokens/{made['token']}.json").json == [
        {"service_request_id": made["service_request_id"], "token": made["token"]}
    ]
    assert app.get(f"tokens/{made['service_request_id']}.abc.json").status_code == 404


def test_a_stopped_app_is_refused(app: App, parts: Parts) -> None:
    """What it filed goes on."""
    app.filed()
    with parts.db.write() as s:
        found = apps.app_named(s, app.name)
        assert found is not None
        apps.stop(found, parts.clock.now())
    assert app.file().status_code == 403
    assert app.get("requests.json").status_code == 403


def test_an_app_has_its_own_pace(parts: Parts, app: App) -> None:
    """Beyond it 429, with a time to wait; another app is not held up."""
    slow = make_app(parts, app.client, "慢的", per_minute=2)
    assert [slow.get("requests.json").status_code for _ in range(3)] == [200, 200, 429]
    assert slow.get("requests.json").headers["Retry-After"]
    assert app.get("requests.json").status_code == 200


def test_keys_cannot_be_tried_for_long(app: App) -> None:
    """From one address."""
    seen = [App(app.client, f"guess-{n}").get("requests.json").status_code for n in range(21)]
    assert set(seen[:20]) == {403}
    assert seen[20] == 429


def flat(element: ET.Element) -> dict[str, str]:
    return {one.tag: one.text or "" for one in element}
