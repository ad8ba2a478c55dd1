"""A draft on the committee's pages: what is refused and kept, edited, emptied, dropped, and never sent without its token."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.doors import forms
from portal.consultations.models import Consultation, ConsultationOrigin, RollEntry
from portal.consultations.verbs import enrolling
from tests.portal.consultations.committee_pages_world import act_as, plan_form, upload
from tests.portal.consultations.consultations_world import World, roll_csv
from tests.portal.consultations.test_consultations_pages import text_of
from tests.portal.consultations.test_voting import rows


def test_a_refused_form_keeps_what_was_typed(world: World, client: FlaskClient) -> None:
    """The reason, and the words in their fields: of the evidence and of the notice; nothing is stored."""
    act_as(client, world.chair)
    with world.parts.db.write() as s:
        found_id = world.draft(s, world.plan()).id
    address, said = f"/committee/consultations/{found_id}", "大会上大家举手说好，网上投也算到会，人人都同意的"
    answer = client.post(f"{address}/evidence/online_clause", data={"record_online_clause": said})
    assert (answer.status_code, said in answer.text) == (422, True)
    answer = client.post(f"{address}/notice", data={"notice_on": "", "notice_record": "东门公告栏"})
    assert answer.status_code == 422
    assert 'value="东门公告栏"' in answer.text
    assert "请填通知的日期" in answer.text
    assert said not in client.get(address).text


@pytest.mark.parametrize(("days", "told"), [(2, True), (60, False)])
def test_a_draft_says_that_the_day_of_its_notice_has_passed(
    world: World, client: FlaskClient, days: int, *, told: bool
) -> None:
    """When it is stored, not only when the notice is to be entered; where the law allows a shorter one, that this opens earlier."""
    act_as(client, world.chair)
    opens = world.now + timedelta(days=days)
    times = {"opens_at": forms.local_value(opens), "closes_at": forms.local_value(opens + timedelta(days=3))}
    page = client.post("/committee/new", data=plan_form(world, **times), follow_redirects=True).text
    assert ("发通知已经晚了" in page, "遇有特殊情况缩短通知的，登记通知时" in page) == (told, told)
    assert "才能开始投票" not in page
    number = re.search(r"/committee/consultations/(\d+)/edit", page)
    assert number
    page = client.post(number[0], data=plan_form(world, **times), follow_redirects=True).text
    assert ("发通知已经晚了" in page, "遇有特殊情况缩短通知的，登记通知时" in page) == (told, told)
    assert "才能开始投票" not in page


def test_an_owners_vote_has_no_shorter_notice(world: World, client: FlaskClient) -> None:
    """The law allows none, and the page offers none."""
    act_as(client, world.owners_chair)
    opens = world.now + timedelta(days=2)
    times = {"opens_at": forms.local_value(opens), "closes_at": forms.local_value(opens + timedelta(days=3))}
    plan = plan_form(world, topic="use_repair_fund", basis="owners", secrecy="named", **times)
    page = client.post("/committee/new", data=plan, follow_redirects=True).text
    assert ("才能开始投票" in page, "遇有特殊情况" in page) == (True, False)


def test_a_bad_roll_names_its_lines(world: World, client: FlaskClient) -> None:
    """Number and reason of each, 422, nothing taken."""
    act_as(client, world.chair)
    with world.parts.db.write() as s:
        found_id = world.draft(s).id
    answer = upload(client, found_id, roll_csv(2) + "张三,123,1,1,\n居民1,13800000001,1-1,x,\n".encode())
    assert answer.status_code == 422
    assert "第 4 行：手机号不对" in text_of(answer)
    assert "第 5 行：和第 2 行重复" in text_of(answer)
    with world.parts.db.read() as s:
        assert enrolling.roll_size(s, found_id) == 0
    assert upload(client, found_id, b"").status_code == 422
    assert "姓名,手机,户,房号,面积" in text_of(upload(client, found_id, b"a,b,c\n1,2,3\n"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "标题"),
        ({"opens_at": "yesterday"}, "请填开始时间"),
        ({"closes_at": ""}, "请填结束时间"),
        ({"q2_most": "many"}, "数字"),
        ({"q2_options": "东门"}, "选项"),
        ({"q1_text": "", "q2_text": "", "q2_options": ""}, "问题"),
        ({"secrecy": "loud"}, "记名"),
    ],
)
def test_a_form_that_cannot_be_comes_back_with_its_reason(
    world: World, client: FlaskClient, changes: dict[str, str], says: str
) -> None:
    """422, everything typed still there."""
    act_as(client, world.chair)
    answer = client.post("/committee/new", data=plan_form(world, **changes))
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "装三盏" in answer.get_data(as_text=True)


def test_one_more_question_is_offered(world: World, client: FlaskClient) -> None:
    """A button without a script."""
    act_as(client, world.chair)
    answer = client.post("/committee/new", data=plan_form(world, more="1"))
    assert 'name="q3_text"' in answer.get_data(as_text=True)
    assert rows(world, Consultation) == []


def test_a_draft_is_edited(world: World, client: FlaskClient) -> None:
    """What stands in it comes back in the form, and changes."""
    act_as(client, world.chair)
    with world.parts.db.write() as s:
        found_id = world.draft(s).id
    here = f"/committee/consultations/{found_id}/edit"
    form = client.get(here).get_data(as_text=True)
    assert "东门\n西门\n水池" in form
    client.post(here, data=plan_form(world, title="西门装路灯"))
    assert [one.title for one in rows(world, Consultation)] == ["西门装路灯"]


def test_the_roll_can_be_emptied_so_that_another_unit_is_counted(world: World, client: FlaskClient) -> None:
    """The refusal says to empty the roll first; the button for it stands on the roll's page."""
    act_as(client, world.chair)
    with world.parts.db.write() as s:
        found_id = world.draft(s).id
    here = f"/committee/consultations/{found_id}"
    upload(client, found_id, roll_csv(3))
    client.post(f"{here}/roll/accept")
    households = plan_form(world, basis="households")
    assert "请先清空名册" in client.post(f"{here}/edit", data=households).text
    assert f"{here}/roll/clear" in client.get(f"{here}/roll").text
    client.post(f"{here}/roll/clear")
    assert client.post(f"{here}/edit", data=households).status_code == 303
    assert [one.basis for one in rows(world, Consultation)] == ["households"]


def test_a_matter_of_another_template_is_refused_with_the_right_one(world: World, client: FlaskClient) -> None:
    """Raising the repair fund is not an ordinary matter."""
    act_as(client, world.owners_chair)
    answer = client.get("/committee/new?topic=raise_repair_fund")
    assert answer.status_code == 422
    assert "业主共同决定（特别事项）" in text_of(answer)
    assert "第二百七十八条" in text_of(answer)


def test_a_draft_that_nobody_was_told_of_can_be_dropped(world: World, client: FlaskClient) -> None:
    """With its roll, and with what another room keeps of it; one that was noticed stays, also once the notice is taken back."""
    act_as(client, world.chair)
    with world.parts.db.write() as s:
        gone = world.draft(s).id
        enrolling.import_roll(s, world.chair, gone, roll_csv(3), now=world.now)
        s.add(
            ConsultationOrigin(
                consultation_id=gone,
                people=3,
                place="公园路",
                category="路灯",
                since=world.now.date(),
                until=world.now.date(),
            )
        )
        kept = world.noticed(s)
    page = client.get(f"/committee/consultations/{gone}").text
    assert f"/committee/consultations/{gone}/drop" in page
    assert client.post(f"/committee/consultations/{gone}/drop").headers["Location"] == "/committee"
    assert client.get(f"/committee/consultations/{gone}").status_code == 404
    with world.parts.db.read() as s:
        assert s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == gone)).all() == []
    client.post(f"/committee/consultations/{kept}/take-back")
    assert f"/committee/consultations/{kept}/drop" not in client.get(f"/committee/consultations/{kept}").text
    client.post(f"/committee/consultations/{kept}/drop")
    assert client.get(f"/committee/consultations/{kept}").status_code == 200


def test_nobody_else_drops_a_draft(world: World, client: FlaskClient) -> None:
    with world.parts.db.write() as s:
        found_id = world.draft(s).id
    act_as(client, world.owners_chair)
    assert client.post(f"/committee/consultations/{found_id}/drop").status_code == 404


def test_what_was_noticed_is_not_offered_to_be_edited(world: World, client: FlaskClient) -> None:
    """Nobody fills in a form that is then refused: its page says how it becomes a draft again."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s)
    act_as(client, world.chair)
    page = client.get(f"/committee/consultations/{found_id}/edit", follow_redirects=True).text
    assert "要改先在这一页“撤回通知”" in page
