"""A page in English tells the whole life of a case in English, and in Chinese what people said."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import actors, numbers
from portal.cases.rules.lifecycle import Actor, Verb
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.grids import service as grids
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, report
from tests.portal.conftest import HandClock

_WHAT = re.compile(r'<span class="timeline__(?:what|when)">(.*?)</span>', re.DOTALL)
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@pytest.fixture
def lived(parts: Parts, reporter: int, clock: HandClock) -> str:
    """A case that was accepted, dispatched, taken up, told of, resolved, reopened, resolved and closed; its link."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        desk, body = (actors.staff(s, actor(s, role)) for role in (Role.DESK, Role.BODY))
        resident = actors.resident(reporter)
        desk_actions.accept(s, parts, case, desk)
        desk_corrections.correct(s, parts, case, desk, {"urgency": "urgent"})
        desk_actions.dispatch(s, parts, case, desk, body="lamps")
        handler_actions.acknowledge(s, parts, case, body)
        handler_actions.progress(s, parts, case, body, text="在换灯泡")
        reporter_actions.add_detail(s, parts, case, resident, text="又灭了一盏")
        reporter_actions.remind(s, parts, case, resident)
        handler_actions.resolve(s, parts, case, body, text="换了灯泡")
        reporter_actions.answer(s, parts, case, resident, fixed=False)
        handler_actions.acknowledge(s, parts, case, body)
        handler_actions.resolve(s, parts, case, body, text="换了灯")
        reporter_actions.answer(s, parts, case, resident, fixed=True)
        return numbers.link(parts.settings, case).removeprefix(parts.settings.public_url)


def lines(client: FlaskClient, address: str) -> list[str]:
    page = client.get(address, follow_redirects=True)
    assert page.status_code == 200
    return [" ".join(one.split()) for one in _WHAT.findall(page.text)]


def names(parts: Parts) -> set[str]:
    """What stays Chinese: names of bodies."""
    with parts.db.read() as s:
        return {body.name for body in grids.bodies(s)}


def test_an_english_page_has_no_chinese_timeline(client: FlaskClient, parts: Parts, lived: str) -> None:
    """The same events in Chinese first: what a resident reads is what it was."""
    chinese = lines(client, lived)
    assert "收到您说的事，已经登记" in chinese
    assert "办好了，您看好了没有" not in chinese
    client.post("/preferences", data={"lang": "en", "next": "/"})
    english = lines(client, lived)
    assert len(english) == len(chinese) > 16
    left = {word for line in english for word in _HAN.findall(line)} - {
        word for name in names(parts) for word in _HAN.findall(name)
    }
    assert left == set()


def test_every_verb_of_the_timeline_has_an_english_sentence(parts: Parts, lived: str) -> None:
    """Those that the one case did not go through, too; a verb without a sentence of its own has its name."""
    from portal.translations.words import catalogues, source  # noqa: PLC0415 (reads all of the portal)
    from tests.portal.pages.test_translations import messages  # noqa: PLC0415 (a module that reads every template)

    said = (
        {
            str(message.id)
            for message in source()
            if any(str(place).startswith(("data/case_events", "data/follow_up")) for place, _line in message.locations)
        }
        | {verb.label for verb in Verb}
        | {one.label for one in Actor}
    )
    for po in catalogues():
        known = {message.id for message in messages(po) if message.string}
        assert said - known == set()
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 1
