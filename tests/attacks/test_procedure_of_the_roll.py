"""One phone has no third voice without a second person, and after the notice a roll changes only with a reason."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.attacks.procedure_world import Town, roll_csv, town, words_of

__all__ = ["town"]


# --- one phone, several voices ----------------------------------------------------------------------------------


def entries_of(town: Town, found: int) -> list[int]:
    with town.parts.db.read() as s:
        return list(s.scalars(sa.text(f"SELECT id FROM roll_entry WHERE consultation_id = {found} ORDER BY line")))


def usable(town: Town, found: int) -> int:
    with town.parts.db.read() as s:
        return int(
            s.scalar(sa.text(f"SELECT count(*) FROM roll_entry WHERE consultation_id = {found} AND confirmed")) or 0
        )


def test_a_phone_acts_for_a_third_voice_only_with_a_second_person(town: Town) -> None:
    """The chair confirms two; the third waits for the scrutineer, and the number of such phones is published."""
    found = town.draft()
    town.roll(found, roll_csv(4, phone="13800000001"))
    here = f"/committee/consultations/{found}/roll/entries"
    for entry in entries_of(town, found):
        town.post("chair", f"{here}/{entry}", confirmed="1")
        town.post("member", f"{here}/{entry}", confirmed="1")
    assert usable(town, found) == 2
    third, fourth = entries_of(town, found)[2:]
    town.post("chair", f"{here}/{third}/second", agree="1")
    town.post("stranger", f"{here}/{third}/second", agree="1")
    assert usable(town, found) == 2
    town.post("scrutineer", f"{here}/{third}/second", agree="1")
    town.post("scrutineer", f"{here}/{fourth}/second", agree="0")
    assert usable(town, found) == 3
    town.notice(found)
    assert "1 个手机号前后确认过能替三位以上投票" in words_of(town.person("nobody").get(f"/consultations/{found}"))


def test_taking_a_confirmation_back_makes_no_room_once_votes_are_cast(town: Town) -> None:
    """Confirm two, vote, take both back, confirm two more: the third and fourth still need the scrutineer."""
    found = town.draft(secrecy="named")
    town.roll(found, roll_csv(4, phone="13800000001"))
    here = f"/committee/consultations/{found}/roll/entries"
    one, two, three, four = entries_of(town, found)
    for entry in (one, two):
        town.post("chair", f"{here}/{entry}", confirmed="1")
    town.notice(found)
    town.clock.move(days=11)
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"
    for entry in (one, two):
        town.post("chair", f"{here}/{entry}", confirmed="0", reason="老两口换了手机号")
    for entry in (three, four):
        town.post("chair", f"{here}/{entry}", confirmed="1", reason="儿子来社区办的")
    assert usable(town, found) == 2
    for entry in (one, two, three):
        town.post("scrutineer", f"{here}/{entry}/second", agree="1")
    town.post("scrutineer", f"{here}/{four}/second", agree="0")
    assert usable(town, found) == 1
    public = words_of(town.person("nobody").get(f"/consultations/{found}"))
    assert "3 次，改的是合用的手机能替谁投" in public
    assert "1 个手机号前后确认过能替三位以上投票" in public


def test_while_the_vote_runs_the_chair_switches_nobody_on_or_off_alone(town: Town) -> None:
    """Without a reason nothing is asked, without the scrutineer nothing changes; what changed is told with its line."""
    found = town.draft(secrecy="named")
    town.roll(found, roll_csv(3, phone="13800000001"))
    entries = f"/committee/consultations/{found}/roll/entries"
    one, two, _three = entries_of(town, found)
    town.post("chair", f"{entries}/{one}", confirmed="1")
    town.notice(found)
    town.clock.move(days=11)
    town.confirm(found)
    town.open(found)
    for reason in ("", "无", "要改"):
        assert "写明原因" in town.post("chair", f"{entries}/{one}", confirmed="0", reason=reason)
    assert "他同意以前什么也不变" in town.post("chair", f"{entries}/{two}", confirmed="1", reason="儿子当面来办的")
    town.post("member", f"{entries}/{two}/second", agree="1")
    assert usable(town, found) == 1
    roll = words_of(town.person("scrutineer").get(f"/committee/consultations/{found}/roll?shared=1"))
    assert "儿子当面来办的" in roll
    assert "居民2" in roll
    town.post("scrutineer", f"{entries}/{two}/second", agree="1")
    assert usable(town, found) == 2
    page = words_of(town.person("supervisor").get(f"/committee/consultations/{found}"))
    assert "第 3 行（投票中确认了合用的手机号，监票人同意）：儿子当面来办的" in page
    town.post("chair", f"{entries}/{two}", confirmed="0", reason="家里人来说不对")
    assert "什么也没有变" in town.post("chair", f"{entries}/{two}", confirmed="1")
    assert usable(town, found) == 2


def test_a_shared_phone_confirmed_after_the_scrutineers_word_takes_it_back(town: Town) -> None:
    """He confirmed a roll on which two could not vote; it opens once he has confirmed the other one."""
    found = town.noticed()
    town.roll(found, roll_csv(2, phone="13800000001"), reason="老两口合用一个号")
    assert "确认了" in town.confirm(found)
    town.post("chair", f"/committee/consultations/{found}/roll/entries/{entries_of(town, found)[0]}", confirmed="1")
    assert "重新看一遍" in town.open(found)
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


# --- the roll after the notice ----------------------------------------------------------------------------------


def test_after_the_notice_a_roll_changes_only_with_a_reason(town: Town) -> None:
    """Replaced, emptied or mended without one: refused; with one it is counted for everybody; once open, never."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    town.roll(found, roll_csv(2))
    for reason in ("无", "名册改动原因", "因为要改所以改", "主任让我改名册", "需要更改名册，所以更改"):
        town.roll(found, roll_csv(2), reason=reason)
    town.post("chair", f"{here}/roll/clear")
    with town.parts.db.read() as s:
        assert s.scalar(sa.text("SELECT count(*) FROM roll_entry")) == 4
    town.roll(found, roll_csv(3), reason="居民4户口迁出，名册换新")
    assert "1 次，每次都写了原因" in words_of(town.person("nobody").get(f"/consultations/{found}"))
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"
    entry = entries_of(town, found)[0]
    line = {"name": "外人", "phone": "13900000000", "household": "", "unit": "", "area": "", "reason": "写错了名字"}
    town.post("chair", f"{here}/roll/entries/{entry}/edit", **line)
    town.post("chair", f"{here}/roll/add", **line)
    town.post("chair", f"{here}/roll/entries/{entry}/remove", reason="写错了名字")
    with town.parts.db.read() as s:
        names = list(s.scalars(sa.text("SELECT name FROM roll_entry ORDER BY line")))
    assert names == ["居民1", "居民2", "居民3"]


@pytest.mark.parametrize(
    "reason",
    [
        "居民4搬走了",
        "写错了名字",
        "手机号换了",
        "漏了3栋的两户",
        "导入的是去年的名册",
        "老李去世了，由儿子接",
        "房子卖了",
        "换成最新的名册",
    ],
)
def test_honest_reasons_of_a_change_are_taken(town: Town, reason: str) -> None:
    """Short ones too."""
    found = town.noticed()
    town.roll(found, roll_csv(3), reason=reason)
    with town.parts.db.read() as s:
        assert s.scalar(sa.text("SELECT count(*) FROM roll_entry")) == 3
