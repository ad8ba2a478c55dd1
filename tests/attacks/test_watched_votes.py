"""Who watches the committee is not passed over: objections are answered in public, the roll's changes seen and told."""

from __future__ import annotations

import re

import sqlalchemy as sa

from portal.consultations.ballots.keys import KeyRing
from portal.consultations.models import RollEntry
from portal.consultations.verbs import closing, queries, scrutiny_status
from portal.consultations.verbs.watching import objections, roll_history
from portal.outbox.models import Letter
from tests.attacks.procedure_world import Town, roll_csv, town, words_of
from tests.attacks.test_procedure_of_the_roll import entries_of

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
    assert "撤回异议" not in words_of(town.person("scrutineer").get(here))
    assert "没有可以撤回的" in town.post("scrutineer", f"{here}/scrutiny/withdraw")
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


def test_whoever_objects_takes_that_back_before_confirming(town: Town) -> None:
    """So no objection disappears by another button, against what was shown when it was made."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    town.post("scrutineer", f"{here}/scrutiny/object", reason="第2行的手机被换了，她说没换过号")
    assert "先撤回异议" in town.confirm(found)
    assert "先撤回异议" in words_of(town.person("scrutineer").get(here))
    with town.parts.db.read() as s:
        assert [one.stands for one in objections.objections(s, queries.get(s, found))] == [True]
    town.post("scrutineer", f"{here}/scrutiny/withdraw")
    assert "确认了" in town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"


def test_the_reason_for_a_shorter_notice_is_confirmed_by_itself(town: Town) -> None:
    """It and the clause are the committee's words, and are called so on the public page."""
    found = town.draft(wait=2)
    town.notice(found, special_circumstances="3栋二楼水管爆裂，全楼停水，等不到十天")
    town.clock.move(days=2)
    assert "每一项" in town.confirm(found, circumstances="")
    assert "确认了" in town.confirm(found)
    public = words_of(town.person("nobody").get(f"/consultations/{found}"))
    assert "委员会写的缩短通知的原因" in public
    assert "委员会写的网上参加的依据" in public


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
        assert objections.as_published(s, queries.get(s, found), *told) == list(told.values())


def test_an_objection_that_was_taken_back_needs_no_answer(town: Town) -> None:
    """Nor is it published: whoever objected does not stand by it."""
    found = counted_with_an_objection(town)
    here = f"/committee/consultations/{found}"
    town.post("scrutineer", f"{here}/scrutiny/withdraw")
    assert words_of(town.person("chair").get(here)).count("（已撤回）") == 2
    town.post("chair", f"{here}/publish")
    assert town.state(found) == "published"
    assert "漏了2栋" not in words_of(town.person("nobody").get(f"/consultations/{found}"))


def test_what_is_published_is_seen_first_and_masks_whoever_stood_on_the_roll(town: Town) -> None:
    """Who was taken off as well; nothing is taken before its author has been shown the public words."""
    found = town.noticed(secrecy="named")
    here = f"/committee/consultations/{found}"
    line = {"name": "演示·王秀英", "phone": "13800000001", "household": "1-1", "unit": "1栋1室", "area": "90.00"}
    entry = entries_of(town, found)[0]
    town.post("chair", f"{here}/roll/entries/{entry}/edit", reason="名字写错了", **line)
    town.post("chair", f"{here}/roll/entries/{entry}/edit", reason="换成业主本人", **line | {"name": "欧阳震华"})
    town.confirm(found)
    town.open(found)
    reason = "王 秀英被换成欧阳震华，微信号 wangxiuying61"
    first = town.person("scrutineer").post(f"{here}/scrutiny/object", data={"reason": reason})
    assert "王*英被换成欧**华，微信号 *************" in words_of(first)
    assert "提出了异议" not in words_of(town.person("chair").get(here))
    wrong = town.person("scrutineer").post(f"{here}/scrutiny/object", data={"reason": reason, "shown": reason})
    assert "先看公布出去的样子" in words_of(wrong)
    town.post("scrutineer", f"{here}/scrutiny/object", reason=reason)
    assert "公布时写成：王*英被换成欧**华" in words_of(town.person("chair").get(here))
    (objection,) = re.findall(rf"{here}/objections/(\d+)", town.person("chair").get(here).get_data(as_text=True))
    first = town.person("chair").post(f"{here}/objections/{objection}", data={"answer": "王秀英住1栋105"})
    assert "王*英住1栋***" in words_of(first)
    assert "不撤回异议" in town.post("chair", f"{here}/objections/{objection}", answer="王秀英住1栋105")


def test_an_answer_that_was_given_once_stays(town: Town) -> None:
    """A further one stands below it, for the scrutineer and for everybody."""
    found = counted_with_an_objection(town)
    here = f"/committee/consultations/{found}"
    one, two = re.findall(rf"{here}/objections/(\d+)", town.person("chair").get(here).get_data(as_text=True))
    town.post("chair", f"{here}/objections/{one}", answer="没有这回事")
    town.clock.move(hours=2)
    town.post("chair", f"{here}/objections/{one}", answer="查过了，验证码是晚到了")
    town.post("chair", f"{here}/objections/{two}", answer="2栋属于另一个社区")
    page = words_of(town.person("scrutineer").get(here))
    first, further = re.findall(r"委员会 (\S+ \S+?)答复：(?:没有这回事|查过了)", page)
    assert first != further
    assert "答复：查过了，验证码是晚到了" in page
    town.post("chair", f"{here}/publish")
    public = words_of(town.person("nobody").get(f"/consultations/{found}"))
    assert re.search(r"\d\d:\d\d 委员会：没有这回事", public)
    record = town.person("nobody").get(f"/api/v1/consultations/{found}/record.json").get_json()
    (told, *_rest) = record["scrutiny"]["objections"]
    assert [line["text"] for line in told["answers"]] == ["没有这回事", "查过了，验证码是晚到了"]
    assert told["answers"][0]["at"] < told["answers"][1]["at"] == told["answered_at"]
    assert "委员会：查过了，验证码是晚到了" in public


def test_a_number_that_was_taken_off_is_known_as_one(town: Town) -> None:
    """With the moment of the change; one that stands there, or never stood, is none."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    line = {"name": "居民1", "phone": "13900009999", "household": "1-1", "unit": "1栋1室", "area": "90.00"}
    town.post("chair", f"{here}/roll/entries/{entries_of(town, found)[0]}/edit", reason="号码改了", **line)
    with town.parts.db.read() as s:
        vote, at = queries.get(s, found), town.clock.now()
        assert roll_history.taken_off_at(s, vote, ["+8613800000001"]) == at
        assert roll_history.taken_off_at(s, vote, ["+8613800000002", "+8613900009999"]) is None
        assert roll_history.taken_off_at(s, vote, []) is None


def test_the_chair_is_not_told_that_an_answer_to_what_may_be_taken_back_is_published(town: Town) -> None:
    """Only that it is, if the objection stays."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    town.post("scrutineer", f"{here}/scrutiny/object", reason="公告栏里没有看到这份通知")
    (objection,) = re.findall(rf"{here}/objections/(\d+)", town.person("chair").get(here).get_data(as_text=True))
    said = town.post("chair", f"{here}/objections/{objection}", answer="通知贴在一楼大厅，拍了照")
    assert "监票人不撤回异议，就和异议一起公布" in said


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
    assert "去掉了这个号" in letters(town)[0][1]
    assert all(way in letters(town)[0][1] for way in ("监票人", "我要举报"))
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


def test_nobody_confirms_a_roll_that_they_have_not_looked_at_since_it_changed(town: Town) -> None:
    """Not unseen, nor seen before the last change only; the box says what was changed since the notice."""
    found = town.noticed()
    here = f"/committee/consultations/{found}"
    ticks = {"roll": "1", "posting": "1", "clause": "1", "matter": "within"}

    def seen() -> dict[str, str]:
        with town.parts.db.read() as s:
            return ticks | {"seen": scrutiny_status.confirmed_digest(s, queries.get(s, found))}

    assert 'name="seen"' not in town.person("scrutineer").get(here).get_data(as_text=True)
    assert "看一遍" in town.post("scrutineer", f"{here}/scrutiny/confirm", **seen())
    whole_roll(town, found)
    line = {"name": "居民1", "phone": "13900009999", "household": "1-1", "unit": "1栋1室", "area": "90.00"}
    town.post("chair", f"{here}/roll/entries/{entries_of(town, found)[0]}/edit", reason="号码改了", **line)
    town.post("chair", f"{here}/roll/add", reason="漏了一户", **line | {"name": "新来的", "phone": "13900007777"})
    assert "以后名册又改过" in words_of(town.person("scrutineer").get(here))
    assert "看一遍" in town.post("scrutineer", f"{here}/scrutiny/confirm", **seen())
    town.open(found)
    assert town.state(found) == "noticed"
    whole_roll(town, found, "second")
    assert "看一遍" in town.post("scrutineer", f"{here}/scrutiny/confirm", **seen())
    whole_roll(town, found)
    page = words_of(town.person("scrutineer").get(here))
    assert "名册上一共 5 人" in page
    assert "加过 1 行、去掉过 0 行、换过 1 个手机号、改过别的 0 行" in page
    assert "确认了" in town.post("scrutineer", f"{here}/scrutiny/confirm", **seen())


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
