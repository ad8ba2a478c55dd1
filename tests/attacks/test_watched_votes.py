"""Who watches the committee is not passed over: objections are answered in public, the roll's changes seen and told."""

from __future__ import annotations

import re

import sqlalchemy as sa

from portal.consultations.ballots.keys import KeyRing
from portal.consultations.models import RollEntry
from portal.consultations.verbs import closing, queries
from portal.consultations.verbs.watching import objections
from portal.outbox.models import Letter
from tests.attacks.test_procedure import Town, entries_of, roll_csv, town, words_of

__all__ = ["town"]


def counted_with_an_objection(town: Town) -> int:
    """A vote by name of two, ended early in the demo's way, to which the scrutineer objected twice while it ran."""
    found = town.noticed(secrecy="named")
    here = f"/committee/consultations/{found}"
    town.confirm(found)
    town.open(found)
    said = town.post("scrutineer", f"{here}/scrutiny/object", reason="居民2说没有收到验证码，13800000002")
    assert "不能公布" in said
    assert "不能开始投票" not in said
    town.post("scrutineer", f"{here}/scrutiny/object", reason="名册上漏了2栋")
    page = words_of(town.person("chair").get(here))
    assert "居民2说没有收到验证码" in page
    assert "已撤回" not in page
    town.clock.move(days=1)
    with town.parts.db.write() as s:
        closing.count_and_close(
            s, queries.get(s, found), KeyRing(town.parts.settings.keys), town.clock.now(), early=True, actor=None
        )
    return found


def test_an_objection_is_answered_before_anything_is_published(town: Town) -> None:
    """Each, by the committee and in words; both stand beside the result and in the record, without the resident's name."""
    found = counted_with_an_objection(town)
    here = f"/committee/consultations/{found}"
    assert "异议" in words_of(town.person("nobody").get(f"/consultations/{found}"))
    assert "没有答复" in town.post("chair", f"{here}/publish")
    assert town.state(found) == "closed"
    one, two = re.findall(rf"{here}/objections/(\d+)", town.person("chair").get(here).get_data(as_text=True))
    town.post("supervisor", f"{here}/objections/{one}", answer="这是督查写的")
    town.post("chair", f"{here}/objections/{one}", answer="居民2换过号码，已经补投")
    town.post("chair", f"{here}/objections/{two}", answer="。")
    town.post("chair", f"{here}/publish")
    assert town.state(found) == "closed"
    town.post("chair", f"{here}/objections/{two}", answer="2栋属于另一个社区")
    town.post("chair", f"{here}/publish")
    assert town.state(found) == "published"
    public = words_of(town.person("nobody").get(f"/consultations/{found}"))
    assert "监票人：居*2说没有收到验证码，138****0002" in public
    assert "委员会：2栋属于另一个社区" in public
    record = town.person("nobody").get(f"/api/v1/consultations/{found}/record.json").get_json()
    told = [(one["reason"], one["answer"]) for one in record["scrutiny"]["objections"]]
    assert told == [
        ("居*2说没有收到验证码，138****0002", "居*2换过号码，已经补投"),
        ("名册上漏了2栋", "2栋属于另一个社区"),
    ]
    assert record["consultation"]["ended_early"] is True
    assert record["consultation"]["ended_at"] < record["consultation"]["closes_at"]


def test_each_flat_and_the_longer_name_are_masked_in_what_is_published(town: Town) -> None:
    """An owner's second flat, a name that holds another's, a number with spaces, a flat in other words; no year."""
    found = counted_with_an_objection(town)
    told = {
        "5栋101说没收到": "5栋***说没收到",
        "3栋2单元1201": "3栋2单元****",
        "王伟明和王伟": "王*明和王*",
        "138 1234 5678": "138****5678",
        "3栋1201、3-2-1201、1201室": "3栋****、3-2-****、****室",
        "2026年第2次会议，2栋漏了": "2026年第2次会议，2栋漏了",
    }
    with town.parts.db.write() as s:
        rows = s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == found).order_by(RollEntry.line)).all()
        rows[0].name, rows[0].unit = "王伟", "3栋2单元1201、5栋101"
        rows[1].name = "王伟明"
        s.flush()
        known = objections._known_masks(s, queries.get(s, found))
        for text, masked in told.items():
            assert objections._without_residents(text, known) == masked


def test_an_objection_that_was_taken_back_needs_no_answer(town: Town) -> None:
    """Nor is it published: whoever objected does not stand by it."""
    found = counted_with_an_objection(town)
    here = f"/committee/consultations/{found}"
    town.post("scrutineer", f"{here}/scrutiny/withdraw")
    assert words_of(town.person("chair").get(here)).count("（已撤回）") == 2
    town.post("chair", f"{here}/publish")
    assert town.state(found) == "published"
    assert "漏了2栋" not in words_of(town.person("nobody").get(f"/consultations/{found}"))


def whole_roll(town: Town, found: int, name: str = "scrutineer") -> str:
    """The roll unmasked, as somebody's button shows it."""
    return town.post(name, f"/committee/consultations/{found}/roll/look")


def letters(town: Town) -> list[tuple[str, str]]:
    with town.parts.db.read() as s:
        return [(one.address, one.text) for one in s.scalars(sa.select(Letter).order_by(Letter.outbox_id))]


def test_a_number_that_is_exchanged_is_seen_by_the_scrutineer_and_told_to_its_owner(town: Town) -> None:
    """By one line or hidden in a whole new roll: before and after stand in full, the look is recorded, the old number is told."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    entry = entries_of(town, found)[0]
    line = {"name": "居民1", "phone": "13900009999", "household": "1-1", "unit": "1栋1室", "area": "90.00"}
    town.post("chair", f"{here}/roll/entries/{entry}/edit", reason="号码改了", **line)
    assert [address for address, _text in letters(town)] == ["+8613800000001"]
    assert "不登记这个号了" in letters(town)[0][1]
    shown = whole_roll(town, found)
    assert "手机 +8613800000001 → +8613900009999" in shown
    assert "居民213800000002" in shown
    assert "scrutineer 看了没有遮的名册" in words_of(town.person("chair").get(here))
    town.roll(found, roll_csv(4).replace(b"13800000003", b"13900008888"), reason="换成最新的名册")
    assert [address for address, _text in letters(town)] == ["+8613800000001", "+8613900009999", "+8613800000003"]
    shown = whole_roll(town, found)
    assert "居民3：手机 +8613800000003 → +8613900008888" in shown
    assert "居民2：" not in shown


def test_the_roll_unmasked_is_for_committee_and_scrutineer_who_said_so(town: Town) -> None:
    """Not for a supervisor or another committee; not by its address alone; half an hour later not either."""
    found = town.noticed()
    whole = f"/committee/consultations/{found}/roll/whole"
    assert town.person("supervisor").get(whole).status_code == 403
    assert town.person("stranger").post(f"/committee/consultations/{found}/roll/look").status_code == 404
    assert town.person("scrutineer").get(whole).status_code == 303
    assert "13800000002" in whole_roll(town, found)
    assert town.person("scrutineer").get(whole).status_code == 200
    town.clock.move(minutes=31)
    assert town.person("scrutineer").get(whole).status_code == 303


def test_a_line_is_shown_for_changing_only_once_the_look_is_recorded(town: Town) -> None:
    """By its address masked; on the button whole, for half an hour and this line alone; once voting runs, not at all."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    one, other = entries_of(town, found)[:2]
    page = town.person("member").get(f"{here}/roll/entries/{one}/edit").get_data(as_text=True)
    assert "138****0001" in page
    assert not any(whole in page for whole in ("13800000001", "居民1", "1栋1室"))
    assert 'value="13800000001"' in town.person("member").post(
        f"{here}/roll/entries/{one}/look", follow_redirects=True
    ).get_data(as_text=True)
    assert "member 看了没有遮的一行" in words_of(town.person("scrutineer").get(here))
    assert "13800000002" not in words_of(town.person("member").get(f"{here}/roll/entries/{other}/edit"))
    assert "13800000001" not in town.person("chair").get(f"{here}/roll/entries/{one}/edit").get_data(as_text=True)
    town.clock.move(minutes=31)
    assert "13800000001" not in town.person("member").get(f"{here}/roll/entries/{one}/edit").get_data(as_text=True)
    whole_roll(town, found, "chair")
    assert "13800000002" in town.person("chair").get(f"{here}/roll/entries/{other}/edit").get_data(as_text=True)
    town.confirm(found)
    town.open(found)
    assert town.person("chair").get(f"{here}/roll/entries/{one}/edit").status_code == 303
    assert "封定" in town.post("chair", f"{here}/roll/entries/{one}/look")


def test_emptying_the_roll_after_the_notice_hides_no_change(town: Town) -> None:
    """Emptied at once it is refused; line by line, the new roll still needs a reason and is counted."""
    found = town.noticed()
    here = f"/committee/consultations/{found}/roll"
    town.post("chair", f"{here}/clear", reason="居民4搬走了")
    assert len(entries_of(town, found)) == 4
    for entry in entries_of(town, found):
        town.post("chair", f"{here}/entries/{entry}/remove", reason="居民都搬走了")
    assert "写明原因" in town.roll(found, roll_csv(3))
    town.roll(found, roll_csv(3), reason="换成最新的名册")
    assert "5 次，每次都写了原因" in words_of(town.person("nobody").get(f"/consultations/{found}"))
