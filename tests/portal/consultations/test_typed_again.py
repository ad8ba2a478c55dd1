"""What was typed into a form of a vote that is refused stands in it again, with what was ticked and chosen; the form is open."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from portal.consultations.verbs import queries, scrutineer
from portal.consultations.verbs.watching import objections
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import World, roll_csv
from tests.portal.consultations.declared_world import WHY, noticed
from tests.portal.consultations.halting_world import halt
from tests.portal.consultations.test_consultations_pages import text_of

UNLIKED = "投不同意的人太多，过不了，没意思"


class Forms(HTMLParser):
    """What each form of a page holds: by its action, name → text or chosen value; and the actions of those that stand open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.held: dict[str, dict[str, str]] = {}
        self.open: set[str] = set()
        self._action, self._area, self._select, self._opened = "", "", "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "details":
            self._opened = "open" in has
        elif tag == "form":
            self._action = has.get("action") or ""
            self.held[self._action] = {}
            if self._opened:
                self.open.add(self._action)
        elif tag == "textarea":
            self._area = has.get("name") or ""
            self.held[self._action][self._area] = ""
        elif tag == "select":
            self._select = has.get("name") or ""
        elif tag == "option" and "selected" in has:
            self.held[self._action][self._select] = has.get("value") or ""
        elif tag == "input" and (has.get("type") not in ("radio", "checkbox") or "checked" in has):
            self.held.setdefault(self._action, {})[has.get("name") or ""] = has.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "details":
            self._opened = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self.held[self._action][self._area] += data


def refused(client: FlaskClient, path: str, typed: dict[str, str], action: str = "") -> Forms:
    """The page that answers a form that is refused; what was typed stands in it."""
    answer = client.post(path, data=typed)
    assert 400 <= answer.status_code < 500
    found = Forms(answer.text)
    held = found.held[action or path]
    assert {name: held.get(name) for name in typed} == typed
    return found


def test_a_refused_halt_keeps_its_reason(world: World, client: FlaskClient) -> None:
    found_id = world.open()
    act_as(client, world.supervisor)
    here = f"/committee/consultations/{found_id}/halt"
    assert here in refused(client, here, {"ground": "election", "reason": UNLIKED}).open


def test_a_refused_ruling_keeps_its_words_and_is_refused_before_the_preview(world: World, client: FlaskClient) -> None:
    found_id = world.open()
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
        (one,) = objections.standing(s, queries.get(s, found_id))
        objection = one.id
    act_as(client, world.supervisor)
    here = f"/committee/consultations/{found_id}/objections/{objection}/ruling"
    refused(client, here, {"ruling": "residents_matter", "answer": "主任和街道都同意的，可以定"})


@pytest.mark.parametrize("typed", [{"reason": "没有", "outside": "1"}, {"reason": "不知道"}])
def test_a_refused_objection_keeps_its_words_and_its_tick(
    world: World, client: FlaskClient, typed: dict[str, str]
) -> None:
    found_id = world.open()
    act_as(client, world.scrutineer)
    here = f"/committee/consultations/{found_id}/scrutiny/object"
    assert here in refused(client, here, typed).open


def test_a_refused_confirmation_keeps_all_that_was_ticked(world: World, client: FlaskClient) -> None:
    found_id = noticed(world)
    act_as(client, world.scrutineer)
    page = f"/committee/consultations/{found_id}"
    client.post(f"{page}/roll/look")
    here = f"{page}/scrutiny/confirm"
    ticked = {
        "seen": Forms(client.get(page).text).held[here]["seen"],
        "matter": "within",
        "roll": "1",
        "posting": "1",
        "clause": "1",
        "reason": "题目有点怪",
    }
    refused(client, here, ticked)


def test_what_was_ticked_of_something_else_is_not_ticked_again(world: World, client: FlaskClient) -> None:
    """Where it was changed while the page stood open, all of it has to be read, and ticked, anew."""
    found_id = noticed(world)
    act_as(client, world.scrutineer)
    page = f"/committee/consultations/{found_id}"
    client.post(f"{page}/roll/look")
    here = f"{page}/scrutiny/confirm"
    ticked = {"matter": "within", "roll": "1", "posting": "1", "clause": "1"}
    ticked["seen"] = Forms(client.get(page).text).held[here]["seen"]
    with world.parts.db.write() as s:
        queries.get(s, found_id).title = "给小区起个新名字"
    answer = client.post(here, data=ticked)
    assert "又有改动" in text_of(answer)
    assert "checked" not in answer.text


def test_a_refused_answer_keeps_its_words(world: World, client: FlaskClient) -> None:
    found_id = world.open()
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, "名册里漏了一户人家", world.now)
        (one,) = objections.standing(s, queries.get(s, found_id))
        objection = one.id
    act_as(client, world.chair)
    refused(client, f"/committee/consultations/{found_id}/objections/{objection}", {"answer": "没有"})


def test_a_halted_votes_page_promises_no_counts(world: World, client: FlaskClient) -> None:
    found_id = world.open()
    halt(world, found_id)
    act_as(client, world.chair)
    page = text_of(client.get(f"/committee/consultations/{found_id}"))
    assert "票没有数，也不会再数，不会有票数" in page
    assert "投票结束以前，页面上谁也看不到" not in page


def noticed_roll(world: World, client: FlaskClient) -> tuple[int, str]:
    """A noticed vote whose first line's form the chair has open; its address."""
    found_id = noticed(world)
    act_as(client, world.chair)
    with world.parts.db.read() as s:
        entry = world.entry(s, found_id, 1).id
    here = f"/committee/consultations/{found_id}/roll/entries/{entry}"
    client.post(f"{here}/look")
    return found_id, here


LINE = {
    "name": "居民壹",
    "phone": "13800009999",
    "household": "1-1",
    "unit": "1栋1室",
    "area": "90",
    "reason": "号码抄错了一位",
}


def test_a_line_of_the_roll_that_is_refused_keeps_what_was_typed(world: World, client: FlaskClient) -> None:
    """Also when the roll may not be changed any more, as the vote has begun meanwhile."""
    found_id, here = noticed_roll(world, client)
    with world.parts.db.write() as s:
        queries.get(s, found_id).state = "open"
    answer = client.post(f"{here}/edit", data=LINE)
    assert answer.status_code == 409
    assert Forms(answer.text).held[f"{here}/edit"].items() >= {"name": "居民壹", "phone": "13800009999"}.items()
    assert client.post(f"{here}/remove", data={"reason": "这一行登记了两次"}).status_code == 409


def test_the_reason_for_removing_a_line_stays(world: World, client: FlaskClient) -> None:
    """Under the button by which it was sent, which stands open."""
    found_id, here = noticed_roll(world, client)
    answer = client.post(f"{here}/remove", data={"reason": "x"})
    assert answer.status_code == 422
    forms = Forms(answer.text)
    assert forms.held[f"{here}/remove"]["reason"] == "x"
    assert forms.held[f"{here}/edit"].get("reason", "") == ""
    with world.parts.db.read() as s:
        assert world.entry(s, found_id, 1)


def test_the_reason_for_another_roll_stays(world: World, client: FlaskClient) -> None:
    found_id, _line = noticed_roll(world, client)
    here = f"/committee/consultations/{found_id}/roll"
    client.post(here, data={"file": (io.BytesIO(roll_csv(3)), "名册.csv")})
    answer = client.post(f"{here}/accept", data={"reason": "y"})
    assert answer.status_code == 422
    assert Forms(answer.text).held[f"{here}/accept"]["reason"] == "y"


def test_who_saves_a_draft_second_is_told_of_the_first(world: World, client: FlaskClient) -> None:
    """What they wrote stays in the form; saved once more, it counts."""
    with world.parts.db.write() as s:
        found_id = world.draft(s).id
    act_as(client, world.chair)
    here = f"/committee/consultations/{found_id}/edit"
    opened = Forms(client.get(here).text).held[here]
    first = {name: value for name, value in opened.items() if name} | {"title": "东门装四盏路灯"}
    assert client.post(here, data=first).status_code == 303
    second = first | {"title": "东门装五盏路灯"}
    refused = client.post(here, data=second)
    assert refused.status_code == 409
    assert "现在存着的题目是“东门装四盏路灯”" in text_of(refused)
    again = Forms(refused.text).held[here]
    assert again["title"] == "东门装五盏路灯"
    assert client.post(here, data=second | {"seen": again["seen"]}).status_code == 303
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).title == "东门装五盏路灯"
