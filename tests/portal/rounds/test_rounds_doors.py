"""What a grid worker's phone sends: taken in once by its key, refused with the reason where the case has moved on."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case, CaseEvent
from portal.cases.records import actors, alarms, queries
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.idempotency.models import KeptAnswer
from portal.kernel.roles import Role
from portal.rounds.models import Sighting, Visit
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, account, actor, draft, report
from tests.portal.draft_reader import Reader
from tests.portal.rounds.conftest import Send, jpeg
from tests.portal.signed_in import sit_down

SEEN = "柳树里3栋门口的井盖翘起来了"
DONE = "11月24日上午，网格员老张把3栋的路灯换了新灯管，已经亮了"


def version_of(parts: Parts, case_no: str) -> int:
    with parts.db.read() as s:
        return s.scalars(sa.select(Case.serial).where(Case.case_no == case_no)).one()


def verbs_of(parts: Parts, case_no: str) -> list[str]:
    with parts.db.read() as s:
        return [one.verb for one in s.scalars(sa.select(Case).where(Case.case_no == case_no)).one().events]


def forget_answers(parts: Parts) -> None:
    """As if the server had died between the act and its answer, and a minute had passed."""
    with parts.db.write() as s:
        s.execute(sa.delete(KeptAnswer))


def test_an_act_is_done_once_though_its_answer_was_lost(send: Send, parts: Parts, case_no: str) -> None:
    """The stored answer, and beyond it the key of the event itself."""
    version = version_of(parts, case_no)
    first = send(f"cases/{case_no}/acknowledge", version=version)
    assert (first.status_code, first.json["version"]) == (200, version + 1)
    assert send(f"cases/{case_no}/acknowledge", version=version).json == first.json
    forget_answers(parts)
    again = send(f"cases/{case_no}/acknowledge", version=version)
    assert (again.status_code, again.json["version"]) == (200, version + 1)
    assert verbs_of(parts, case_no).count("acknowledge") == 1


def test_a_repeat_is_known_after_signing_in_again(send: Send, phone: FlaskClient, parts: Parts, case_no: str) -> None:
    """The key belongs to the account, not to the browser's cookie."""
    version = version_of(parts, case_no)
    first = send(f"cases/{case_no}/progress", version=version, text="人到了，在修")
    assert first.status_code == 409  # not acknowledged yet
    send(f"cases/{case_no}/acknowledge", key="a" * 20, version=version)
    done = send(f"cases/{case_no}/progress", key="b" * 20, version=version + 1, text="人到了，在修")
    with parts.db.read() as s:
        number = actor(s, Role.GRID).id
    anew = sit_down(phone.application.test_client(), parts, number)
    repeated = send(f"cases/{case_no}/progress", key="b" * 20, client=anew, version=version + 1, text="人到了，在修")
    assert repeated.json == done.json
    assert verbs_of(parts, case_no).count("progress") == 1


def test_a_phone_does_not_ask_who_reported_in_confidence(send: Send, parts: Parts, case_no: str) -> None:
    """As the page does not: neither on the way nor when it is done."""
    with parts.db.write() as s:
        queries.get(s, case_no, to_change=True).confidential = True
    version = version_of(parts, case_no)
    send(f"cases/{case_no}/acknowledge", key="a" * 20, version=version)
    asks = "灯换好了，您留个电话好联系"
    for number, verb in enumerate(("progress", "resolve")):
        refused = send(f"cases/{case_no}/{verb}", key=str(number) * 20, version=version + 1, text=asks)
        assert refused.status_code == 422
        assert "请受理台去问" in refused.json["title"]
    assert send(f"cases/{case_no}/resolve", key="d" * 20, version=version + 1, text=DONE).status_code == 200


def test_a_key_with_other_words_is_refused(send: Send, parts: Parts, case_no: str) -> None:
    """Also where a file differs only; nothing is done twice."""
    version = version_of(parts, case_no)
    fields = {"version": version, "text": DONE}
    assert send(f"cases/{case_no}/resolve", **fields, photos=jpeg()).status_code == 200
    assert send(f"cases/{case_no}/resolve", **fields, photos=jpeg(7)).status_code == 422
    assert verbs_of(parts, case_no).count("resolve") == 1


def test_a_worker_goes_to_see_an_emergency(send: Send, parts: Parts, reporter: int) -> None:
    """Nobody else is paged, the desk reads who goes; though the reporter said more meanwhile; a repeat notes nothing more."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
        case_no, version = case.case_no, case.serial
        reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="他还在")
    answers = [send(f"cases/{case_no}/go", key=key * 20, version=version) for key in "aab"]
    assert [one.status_code for one in answers] == [200, 200, 200]
    assert "不再叫别人" in answers[0].json["told"]
    with parts.db.read() as s:
        case = queries.get(s, case_no)
        alarm, worker = alarms.alarm_of(s, case), actor(s, Role.GRID).id
        assert alarm is not None
        assert (alarm.acked_by, alarm.next_at) == (worker, None)
        assert [event.actor_id for event in case.events if alarms.GOES in event.data] == [worker]


def test_who_goes_as_well_takes_nothing_over(send: Send, parts: Parts, reporter: int, who: Find) -> None:
    """The clerk who took it on keeps it; the worker is noted."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
        alarm = alarms.alarm_of(s, case)
        assert alarm is not None
        paging.acknowledge_alarm(s, alarm.id, actor(s, Role.DESK).id, "tap", parts.clock.now())
        case_no, version = case.case_no, case.serial
    assert "别人也接下了" in send(f"cases/{case_no}/go", version=version).json["told"]
    with parts.db.read() as s:
        alarm = alarms.alarm_of(s, queries.get(s, case_no))
        assert alarm is not None
        assert alarm.acked_by == actor(s, Role.DESK).id


def test_nobody_goes_where_no_danger_was_told(send: Send, case_no: str) -> None:
    """The act is of an emergency only."""
    assert send(f"cases/{case_no}/go", version=9).status_code == 409


def test_a_case_that_moved_meanwhile_is_refused_with_the_reason(
    send: Send, parts: Parts, case_no: str, reporter: int
) -> None:
    """Nothing is done, and the key is free for the same words on the new state."""
    version = version_of(parts, case_no)
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="又坏了一盏")
    refused = send(f"cases/{case_no}/acknowledge", version=version)
    assert refused.status_code == 409
    assert "有了变化" in refused.json["title"]
    assert send(f"cases/{case_no}/acknowledge", version=version_of(parts, case_no)).status_code == 200


def test_a_repeat_does_not_hide_what_others_did_since(send: Send, parts: Parts, case_no: str, who: Find) -> None:
    """Its version is that of its own event, so that the next act based on it is compared with the case as it is now."""
    version = version_of(parts, case_no)
    send(f"cases/{case_no}/acknowledge", version=version)
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        handler_actions.progress(s, parts, case, who(s, Role.GRID), text="在等零件")
    forget_answers(parts)
    assert send(f"cases/{case_no}/acknowledge", version=version).json["version"] == version + 1


def test_pictures_before_and_after_stay_apart(send: Send, parts: Parts, case_no: str) -> None:
    """The first ones show how it was; what is handled on the spot needs both."""
    version = version_of(parts, case_no)
    assert send(f"cases/{case_no}/handle_on_spot", version=version, text=DONE, photos=jpeg(2)).status_code == 422
    answer = send(
        f"cases/{case_no}/handle_on_spot", version=version, text=DONE, before=jpeg(1), photos=[jpeg(2), jpeg(3)]
    )
    assert answer.status_code == 200
    with parts.db.read() as s:
        event = s.scalars(sa.select(CaseEvent).where(CaseEvent.verb == "handle_on_spot")).one()
        assert (len(event.data["photos"]), event.data["before"]) == (3, 1)


def test_an_empty_phrase_is_refused_until_the_worker_says_why(send: Send, parts: Parts, case_no: str) -> None:
    """As on the desk's page."""
    version = version_of(parts, case_no)
    refused = send(f"cases/{case_no}/resolve", version=version, text="已转相关部门处理")
    assert (refused.status_code, "先没有发" in refused.json["title"]) == (422, True)
    sure = send(f"cases/{case_no}/resolve", version=version, text="已转相关部门处理", despite="居民当面说行")
    assert sure.status_code == 200


def test_another_grids_case_is_not_there(send: Send, phone: FlaskClient, parts: Parts, case_no: str) -> None:
    """Neither to see nor to act on."""
    with parts.db.write() as s:
        other = account(parts, Role.GRID, username="other-grid", grid="G-02")
        s.add(other)
        s.flush()
        number = other.id
    stranger = sit_down(phone.application.test_client(), parts, number)
    assert stranger.get("/grid/rounds/today.json").json["cases"] == []
    refused = send(f"cases/{case_no}/acknowledge", client=stranger, version=version_of(parts, case_no))
    assert refused.status_code == 404


def test_a_sighting_becomes_a_case_with_the_worker_as_finder(send: Send, parts: Parts, bot: Reader) -> None:
    """By its place in the grid, once; the photo is the case's."""
    bot.found = draft(SEEN, times=[])
    first = send("sightings", text=SEEN, made="2026-11-24T08:30:00+08:00", photos=jpeg())
    forget_answers(parts)
    again = send("sightings", text=SEEN, made="2026-11-24T08:30:00+08:00", photos=jpeg())
    assert first.json == again.json
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        finder = s.scalars(sa.select(Sighting)).one()
        assert (case.channel, case.grid, len(case.photos)) == ("sighting", "G-01", 1)
        assert (case.words.time, finder.account_id) == ("11月24日 08:30", actor(s, Role.GRID).id)


def test_a_sighting_without_a_known_place_lies_in_the_workers_grid(send: Send, parts: Parts, bot: Reader) -> None:
    """Also when the bot cannot be reached; plain words of danger make it an emergency all the same."""
    bot.found = None
    assert send("sightings", text="路边的配电箱着火了", made="not a time").status_code == 200
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert (case.grid, case.urgency, case.words.time) == ("G-01", "emergency", "")


def test_a_visit_is_entered_once(send: Send, parts: Parts) -> None:
    """By its key, which other words cannot use again."""
    fields = {
        "on": "2026-11-23",
        "whom": "elder",
        "purpose": "care",
        "minutes": "25",
        "household": "3栋一楼",
        "note": "缺药",
    }
    assert send("visits", **fields).status_code == 200
    forget_answers(parts)
    assert send("visits", **fields).status_code == 200
    forget_answers(parts)
    assert send("visits", **fields | {"minutes": "30"}).status_code == 422
    with parts.db.read() as s:
        visit = s.scalars(sa.select(Visit)).one()
        assert (visit.on, visit.minutes, visit.household) == (date(2026, 11, 23), 25, "3栋一楼")


def test_what_cannot_be_is_no_visit(send: Send, parts: Parts) -> None:
    """A day to come or long ago, no minutes or too many, whom nobody listed."""
    good = {"on": "2026-11-24", "whom": "elder", "purpose": "care", "minutes": "5"}
    for wrong in (
        {"on": "2026-11-25"},
        {"on": "2026-11-01"},
        {"on": "x"},
        {"minutes": "0"},
        {"minutes": "601"},
        {"whom": "king"},
        {"purpose": ""},
        {"note": "长" * 501},
    ):
        assert send("visits", **good | wrong).status_code == 422, wrong
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Visit)) == 0


def test_what_has_no_proper_key_is_refused(phone: FlaskClient, case_no: str) -> None:
    """Nothing that could be done twice is done once."""
    assert phone.post("/grid/rounds/visits.json", data={}).status_code == 400
    assert phone.post("/grid/rounds/visits.json", data={}, headers={"Idempotency-Key": "short"}).status_code == 400
    unknown = phone.post(f"/grid/rounds/cases/{case_no}/close.json", headers={"Idempotency-Key": "k" * 20})
    assert unknown.status_code == 404
