"""What a committee may do, and what the law does not let it do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from portal.consultations.law.phases import State
from portal.consultations.models import RollEntry, RollUpload
from portal.consultations.verbs import drafting, enrolling, noticing, opening, queries, scrutineer
from portal.consultations.verbs.acting import GateMissing
from portal.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from portal.kernel.roles import Role
from tests.portal.consultations.consultations_world import World, roll_csv


def days_ago(world: World, days: int) -> date:
    return (world.now - timedelta(days=days)).date()


def test_a_draft_keeps_the_template_as_it_was(world: World) -> None:
    """A later version of the law does not change what is running."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        assert found.state == State.DRAFT
        assert queries.template_of(found).version == found.template_version
        assert "居民会议" in found.template_text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"template": "nothing"}, "没有这个模板"),
        ({"topic": "nothing"}, "哪类事"),
        ({"title": "x"}, "标题"),
        ({"title": "长" * 101}, "标题"),
        ({"text": ""}, "说明"),
        ({"questions": []}, "问题"),
        ({"questions": [{"text": "选", "kind": "choose", "options": []}]}, "问题"),
        ({"basis": "owners"}, "名册"),
        ({"secrecy": "whispered"}, "记名"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(world: World, changes: dict[str, object], says: str) -> None:
    """Each refusal says what to mend."""
    with world.parts.db.write() as s, pytest.raises(Invalid, match=says):
        world.draft(s, world.plan(**changes))


def test_a_vote_lasts_a_whole_day_at_least(world: World) -> None:
    """Planned, and when it is opened late there must be half a day left: a vote of three minutes reaches nobody."""
    opens = world.now - timedelta(hours=23)
    with world.parts.db.write() as s, pytest.raises(Invalid, match="24 小时"):
        world.draft(s, world.plan(opens_at=opens, closes_at=world.now + timedelta(minutes=3)))
    with world.parts.db.write() as s:  # a draft from before the rule is not posted in vain
        early = world.draft(s)
        world.file_all(s, early, world.chair, world.now.date())
        early.closes_at = early.opens_at + timedelta(hours=9)
        with pytest.raises(GateMissing, match="24 小时"):
            noticing.give_notice(s, world.chair, early.id, on=world.now.date(), record="各单元门口", now=world.now)
    for left, opened in ((timedelta(hours=11), False), (timedelta(hours=13), True)):
        with world.parts.db.write() as s:
            found = world.noticed(s, world.plan(opens_at=world.now - timedelta(days=2), closes_at=world.now + left))
            missing = noticing.checklist(s, queries.get(s, found), world.now)
            assert opened is not any(one.blocks and "12 小时" in one.why for one in missing)
            if opened:
                assert opening.open_vote(s, world.chair, found, world.ring, world.now).state == State.OPEN
            else:
                with pytest.raises(GateMissing, match="12 小时"):
                    opening.open_vote(s, world.chair, found, world.ring, world.now)


def test_a_weighted_vote_is_never_secret(world: World) -> None:
    """An area names the flat."""
    with world.parts.db.write() as s, pytest.raises(Invalid, match="必须记名"):
        world.draft(s, world.owners_plan(secrecy="secret"), world.owners_chair)


def test_a_matter_goes_to_the_template_that_the_law_names(world: World) -> None:
    """Raising the repair fund is 278(6): not the ordinary template."""
    with world.parts.db.write() as s, pytest.raises(Invalid, match=r"特别事项.*第六项"):
        world.draft(s, world.owners_plan(topic="raise_repair_fund"), world.owners_chair)


def test_a_committee_uses_its_own_templates(world: World) -> None:
    """Owners' votes are not called by the residents' committee."""
    with world.parts.db.write() as s, pytest.raises(Invalid, match="不由本委员会召集"):
        world.draft(s, world.owners_plan())


def test_the_end_comes_after_the_beginning(world: World) -> None:
    """And is not past."""
    with world.parts.db.write() as s:
        with pytest.raises(Invalid, match="之后"):
            world.draft(s, world.plan(closes_at=world.now - timedelta(days=1)))
        with pytest.raises(Invalid, match="已经过了"):
            world.draft(s, world.plan(opens_at=world.now - timedelta(days=3), closes_at=world.now - timedelta(days=1)))


def test_others_neither_see_nor_touch_it(world: World) -> None:
    """Another committee gets 404; a scrutineer sees and does not act; a supervisor sees all."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        with pytest.raises(NotFound):
            queries.get_for(s, world.owners_chair, found.id)
        assert queries.get_for(s, world.scrutineer, found.id) is found
        assert queries.get_for(s, world.supervisor, found.id) is found
        for actor in (world.scrutineer, world.supervisor):
            with pytest.raises(Forbidden):
                queries.get_for(s, actor, found.id, act=True)
        with pytest.raises(Forbidden):
            drafting.create_draft(s, replace(world.scrutineer, role=Role.SCRUTINEER), world.plan(), world.now)


def test_the_party_study_comes_before_the_notice(world: World) -> None:
    """居 30(4): without it the notice is refused, with the article."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        with pytest.raises(GateMissing, match="居委会组织法第三十条第四款") as refused:
            noticing.give_notice(s, world.chair, found.id, on=days_ago(world, 30), record="门口", now=world.now)
        assert [gate["key"] for gate in refused.value.extra["gates"]] == ["party_study"]


def test_a_party_study_after_the_notice_does_not_count(world: World) -> None:
    """First the study, then the notice."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        world.file_all(s, found, world.chair, days_ago(world, 20))
        with pytest.raises(GateMissing, match="应当在先"):
            noticing.give_notice(s, world.chair, found.id, on=days_ago(world, 30), record="门口", now=world.now)


def test_nine_days_are_not_ten(world: World) -> None:
    """居 26(2): ten whole days between the notice and the opening."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        world.file_all(s, found, world.chair, days_ago(world, 60))
        opens = noticing.facts_of(s, found, world.now).opens_on
        for days, lawful in ((10, False), (11, True)):
            on, heard = opens - timedelta(days=days), world.now - timedelta(days=days)
            if lawful:
                noticing.give_notice(s, world.chair, found.id, on=on, record="门口", now=heard)
                continue
            with pytest.raises(GateMissing, match="中间整 9 日"):
                noticing.give_notice(s, world.chair, found.id, on=on, record="门口", now=heard)
        assert found.state == State.NOTICED


def test_special_circumstances_shorten_the_notice_of_an_assembly(world: World) -> None:
    """居 26(2): 遇有特殊情况的，可以临时通知, with its reason on file."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        world.file_all(s, found, world.chair, days_ago(world, 60))
        noticing.give_notice(
            s,
            world.chair,
            found.id,
            on=days_ago(world, 1),
            record="门口",
            special_circumstances="3栋二楼水管爆了，全楼停水，等不到十天",
            now=world.now,
        )
        notice = next(check for check in noticing.checklist(s, found, world.now) if check.key == "notice")
        assert notice.met
        assert "水管爆了" in notice.why


def test_owners_have_no_short_notice(world: World) -> None:
    """物业管理条例 14(1) knows no exception."""
    with world.parts.db.write() as s:
        found = world.draft(s, world.owners_plan(), world.owners_chair)
        with pytest.raises(Invalid, match="第十四条"):
            noticing.give_notice(
                s,
                world.owners_chair,
                found.id,
                on=days_ago(world, 1),
                record="门口",
                special_circumstances="急",
                now=world.now,
            )


def test_a_notice_is_not_given_tomorrow(world: World) -> None:
    """A date to come is not a notice."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        with pytest.raises(Invalid, match="还没有到"):
            noticing.give_notice(s, world.chair, found.id, on=days_ago(world, -1), record="门口", now=world.now)


def test_opening_without_the_online_clause_is_refused_with_its_article(world: World) -> None:
    """居 27 counts who attends: answers from a phone need the clause that lets them count."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        noticing.file_evidence(
            s, world.chair, found.id, "party_study", on=days_ago(world, 40), record="会议记录1号", now=world.now
        )
        enrolling.import_roll(s, world.chair, found.id, roll_csv(3), world.now)
        then = world.now - timedelta(days=30)
        noticing.give_notice(s, world.chair, found.id, on=then.date(), record="门口", now=then)
        with pytest.raises(GateMissing, match=r"网上参加.*第二十七条"):
            opening.open_vote(s, world.chair, found.id, world.ring, world.now)
    assert not world.parts.settings.keys.exists()


def test_owners_open_only_when_the_residents_committee_was_told(world: World) -> None:
    """物业管理条例 14(2)."""
    with world.parts.db.write() as s:
        found = world.draft(s, world.owners_plan(), world.owners_chair)
        enrolling.import_roll(s, world.owners_chair, found.id, roll_csv(3), world.now)
        then = world.now - timedelta(days=30)
        noticing.give_notice(s, world.owners_chair, found.id, on=then.date(), record="门口", now=then)
        with pytest.raises(GateMissing, match="第十四条第二款"):
            opening.open_vote(s, world.owners_chair, found.id, world.ring, world.now)


def test_opening_without_a_roll_is_refused(world: World) -> None:
    """Nobody votes where nobody is counted; after the notice the roll is not emptied at once."""
    with world.parts.db.write() as s:
        found = queries.get(s, world.noticed(s))
        with pytest.raises(Conflict, match="不能清空"):
            enrolling.clear_roll(s, world.chair, found.id, world.now)
        s.execute(sa.delete(RollEntry).where(RollEntry.consultation_id == found.id))
        with pytest.raises(GateMissing, match="名册"):
            opening.open_vote(s, world.chair, found.id, world.ring, world.now)


def test_opening_before_its_time_is_refused(world: World) -> None:
    """The notice names the hour."""
    with world.parts.db.write() as s:
        found = world.noticed(s, world.plan(opens_at=world.now + timedelta(hours=1)))
        with pytest.raises(GateMissing, match="开始时间"):
            opening.open_vote(s, world.chair, found, world.ring, world.now)


def test_opening_freezes_the_roll(world: World) -> None:
    """Counted, hashed, and nothing is imported any more."""
    found_id = world.open(roll=4)
    with world.parts.db.write() as s:
        found = queries.get(s, found_id)
        assert (found.state, found.roll_count, len(found.roll_hash)) == (State.OPEN, 4, 64)
        with pytest.raises(Conflict):
            enrolling.import_roll(s, world.chair, found_id, roll_csv(5), world.now)
        with pytest.raises(Conflict):
            enrolling.clear_roll(s, world.chair, found_id, world.now)


def test_owners_areas_are_summed_exactly(world: World) -> None:
    """Hundredths stay hundredths."""
    found_id = world.open(world.owners_plan(), world.owners_chair, roll=7)
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).roll_area == Decimal("630.00")


def test_after_the_notice_nothing_announced_changes(world: World) -> None:
    """To correct it the notice is taken back, and counts anew."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s)
        with pytest.raises(Conflict):
            drafting.edit_draft(s, world.chair, found_id, world.plan(title="换个题目"), world.now)
        with pytest.raises(Conflict, match="不能再改"):
            noticing.file_evidence(
                s, world.chair, found_id, "party_study", on=days_ago(world, 1), record="记录", now=world.now
            )
        noticing.take_back_notice(s, world.chair, found_id, world.now)
        edited = drafting.edit_draft(s, world.chair, found_id, world.plan(title="换个题目"), world.now)
        assert (edited.title, edited.notice_on) == ("换个题目", None)


def test_a_bad_roll_leaves_the_old_one(world: World) -> None:
    """Nothing is half-imported."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        enrolling.import_roll(s, world.chair, found.id, roll_csv(3), world.now)
        bad = enrolling.import_roll(s, world.chair, found.id, roll_csv(3) + b"x,1,1,1,1\n", world.now)
        assert bad.bad_count == 1
        assert enrolling.roll_size(s, found.id) == 3
        assert s.get(RollUpload, found.id) is None


def test_a_roll_is_looked_at_before_it_is_taken(world: World) -> None:
    """The upload waits; accepting it replaces the roll; its file is gone then."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        enrolling.upload_roll(s, world.chair, found.id, roll_csv(3), world.now)
        assert enrolling.roll_size(s, found.id) == 0
        assert enrolling.accept_roll(s, world.chair, found.id, world.now) == 3
        assert s.get(RollUpload, found.id) is None
        with pytest.raises(Conflict, match="重新上传"):
            enrolling.accept_roll(s, world.chair, found.id, world.now)


def test_five_thousand_clean_lines_import(world: World) -> None:
    """As many as a large community has."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        assert enrolling.import_roll(s, world.chair, found.id, roll_csv(5000), world.now).good
        assert enrolling.roll_size(s, found.id) == 5000


def test_the_roll_is_shown_masked_and_in_pages(world: World) -> None:
    """Who can vote, without saying who they are."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        enrolling.import_roll(s, world.chair, found.id, roll_csv(60), world.now)
        first = enrolling.masked_roll(s, found)
        rest = enrolling.masked_roll(s, found, after=first[-1].line)
        assert (len(first), len(rest)) == (50, 10)
        assert (first[9].name, first[9].phone) == ("居**0", "138****0010")


def test_a_shared_phone_waits_for_the_committee(world: World) -> None:
    """Each of its entries is confirmed by hand."""
    text = "姓名,手机,户,房号,面积\n张三,13800000001,1,101,\n李四,13800000001,2,102,\n王五,13800000003,3,103,\n"
    with world.parts.db.write() as s:
        found = world.draft(s)
        enrolling.import_roll(s, world.chair, found.id, text.encode(), world.now)
        shown = enrolling.masked_roll(s, found)
        assert [entry.can_vote_online for entry in shown] == [False, False, True]
        enrolling.confirm_entry(s, world.chair, found.id, shown[0].id, confirmed=True, now=world.now)
        again = enrolling.masked_roll(s, found, only_shared=True)
        assert [entry.can_vote_online for entry in again] == [True, False]


def test_a_new_roll_has_no_phones_for_more_than_two(world: World) -> None:
    """The public number is counted anew: nothing of the new roll is confirmed."""
    text = "姓名,手机,户,房号,面积\n" + "".join(f"居民{n},13800000001,{n},10{n},\n" for n in range(1, 4))
    with world.parts.db.write() as s:
        found = world.draft(s)
        enrolling.import_roll(s, world.chair, found.id, text.encode(), world.now)
        shown = enrolling.masked_roll(s, found)
        for entry in shown:
            enrolling.confirm_entry(s, world.chair, found.id, entry.id, confirmed=True, now=world.now)
        scrutineer.decide_further_entry(s, world.scrutineer, found.id, shown[2].id, agree=True, now=world.now)
        assert found.phones_for_more_than_two == 1
        enrolling.import_roll(s, world.chair, found.id, roll_csv(3), world.now)
        assert found.phones_for_more_than_two == 0


def test_the_counting_unit_stays_while_a_roll_is_there(world: World) -> None:
    """A roll of persons is not one of households."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        enrolling.import_roll(s, world.chair, found.id, roll_csv(3), world.now)
        with pytest.raises(Conflict, match="计票单位"):
            drafting.edit_draft(s, world.chair, found.id, world.plan(basis="households"), world.now)


def test_residents_see_nothing_of_a_draft(world: World) -> None:
    """From the notice on it is public."""
    with world.parts.db.write() as s:
        found = world.draft(s)
        assert queries.public_list(s) == []
        with pytest.raises(NotFound):
            queries.public_get(s, found.id)
        noticed = world.noticed(s)
        assert [one.id for one in queries.public_list(s)] == [noticed]


def test_the_roll_belongs_to_its_consultation(world: World) -> None:
    """An entry of another consultation cannot be confirmed here."""
    with world.parts.db.write() as s:
        one, two = world.noticed(s), world.noticed(s)
        stranger = s.query(RollEntry).filter_by(consultation_id=two).first()
        assert stranger is not None
        with pytest.raises(NotFound):
            enrolling.confirm_entry(s, world.chair, one, stranger.id, confirmed=True, now=world.now)


def test_control_signs_are_dropped(world: World) -> None:
    """Neither a zero byte nor a bidi override is stored."""
    with world.parts.db.write() as s:
        question = {"text": "同\x00意\u202e吗？", "kind": "yes_no"}
        found = world.draft(s, world.plan(title="东\x00门\u202e装灯", text="一\r\n二\x07", questions=[question]))
        assert (found.title, found.text, found.questions[0]["text"]) == ("东门装灯", "一\n二", "同意吗？")
        noticing.file_evidence(
            s, world.chair, found.id, "party_study", on=days_ago(world, 1), record="会议记\x00录\n1号", now=world.now
        )
        assert noticing.evidence_of(s, found)["party_study"].record == "会议记录 1号"


def test_an_opening_that_was_cut_off_leaves_no_key(world: World) -> None:
    """Killed between making the key and the commit: the next opening removes it."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s)
    world.ring.make(found_id)
    with world.parts.db.write() as s:
        found = opening.open_vote(s, world.chair, found_id, world.ring, world.now)
        assert found.public_key is not None
        assert world.ring.read(found_id, found.public_key)
    assert len(world.ring.key_files(found_id)) == 1
