"""A supervisor halts a vote that is outside the committee's power: who may, when, and what is left of it and told of it."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.models import (
    ConsultationEvent,
    Envelope,
    NamedBallot,
    NamedBallotTrace,
    OpenedBallot,
)
from portal.consultations.verbs import (
    chat_voting,
    closing,
    noticing,
    opening,
    queries,
    scrutineer,
    sms_votes,
    voting,
    voting_links,
)
from portal.consultations.verbs.watching import halting, second_person
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import Role, StaffActor
from portal.outbox.models import Letter, OutboxRow
from portal.staff.models import Account
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, SECRET, YES, World
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_committee_pages import act_as
from tests.portal.consultations.test_consultations_pages import FORM, sign_in, text_of

WHY = "问的是由谁来带社区，就是换了说法的居委会主任选举"


def halt(
    world: World, found_id: int, actor: StaffActor | None = None, ground: str = "election", why: str = WHY
) -> None:
    """As one supervisor proposes and another agrees; at once, if a scrutineer's objection stands."""
    if not halting.halt(world.parts, actor or world.supervisor, found_id, ground, why):
        halting.agree(world.parts, second_supervisor(world), found_id, proposal(world, found_id))


def second_supervisor(world: World, **more: Any) -> StaffActor:
    """Another supervisor, made when first asked for."""
    with world.parts.db.write() as s:
        made = s.scalar(sa.select(Account).where(Account.username == "督查二"))
        if made is None:
            made = Account(
                username="督查二", password_hash="-", name="督查二", role=Role.SUPERVISOR, created_at=world.now
            )
            s.add(made)
        for name, value in more.items():
            setattr(made, name, value)
        s.flush()
        return StaffActor(id=made.id, username=made.username, name=made.name, role=Role.SUPERVISOR)


def proposal(world: World, found_id: int) -> int:
    with world.parts.db.read() as s:
        found = second_person.proposal_of(s, queries.get(s, found_id))
        assert found is not None
        return found.id


def noticed(world: World) -> int:
    with world.parts.db.write() as s:
        return world.noticed(s)


def count(world: World, what: Any) -> int:
    with world.parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(what)) or 0


@pytest.mark.parametrize("secrecy", ["secret", "named"])
def test_a_halted_vote_is_never_counted_and_keeps_no_choice(world: World, clock: HandClock, secrecy: str) -> None:
    """Not by closing, nor by the worker; the key is destroyed, and nobody votes any more."""
    found_id = world.open(world.plan(secrecy=secrecy), roll=4)
    vote(world, found_id, [1, 2], YES)
    vote(world, found_id, [2], NO)
    halt(world, found_id)
    clock.move(days=4)
    with pytest.raises(Conflict, match="已停止"):
        closing.close(world.parts, world.chair, found_id)
    with pytest.raises(Conflict, match="已停止"):
        closing.publish(world.parts, world.chair, found_id)
    closing.destroy_leftover_keys(world.parts)
    with world.parts.db.read() as s:
        found = queries.get(s, found_id)
        assert (found.state, found.result) == ("halted", None)
        assert found.key_destroyed == (secrecy == "secret")
        assert not any(s.scalars(sa.select(Envelope.sealed)))
        assert not any(s.scalars(sa.select(NamedBallot.choices)))
        with pytest.raises(voting.VoteHalted):
            voting.lock_for_voting(s, found_id, world.now)
    assert count(world, OpenedBallot) == count(world, NamedBallotTrace) == 0


def test_a_noticed_vote_is_halted_and_never_opens(world: World) -> None:
    found_id = noticed(world)
    halt(world, found_id)
    with world.parts.db.write() as s, pytest.raises(Conflict, match="已停止"):
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)
    with world.parts.db.write() as s, pytest.raises(Conflict, match="已停止"):
        noticing.take_back_notice(s, world.chair, found_id, world.now)


def test_nobody_of_the_committee_halts_a_vote(world: World) -> None:
    """Neither chair nor scrutineer; nor a supervisor who has the chair's phone, or prepared the matter."""
    found_id = world.open()
    for actor in (world.chair, world.scrutineer, world.owners_chair):
        with pytest.raises(Forbidden, match="只有督查"):
            halt(world, found_id, actor)
    with world.parts.db.write() as s:
        s.get_one(Account, world.chair.id).phone = "13900000001"
        s.get_one(Account, world.supervisor.id).phone = "+86 139 0000 0001"
    with pytest.raises(Forbidden, match="另一位督查"):
        halt(world, found_id)
    with world.parts.db.write() as s:
        s.get_one(Account, world.chair.id).phone = ""
        s.get_one(Account, world.chair.id).role = Role.SUPERVISOR
    risen = StaffActor(id=world.chair.id, username="chair", name="chair", role=Role.SUPERVISOR)
    with pytest.raises(Forbidden, match="另一位督查"):
        halt(world, found_id, risen)
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).state == "open"


def test_once_anybody_can_know_the_count_nothing_is_halted(world: World, clock: HandClock) -> None:
    """Neither counted nor published; nor a draft, nor what is halted or void."""
    found_id = world.open(roll=3)
    vote(world, found_id, [1, 2], YES)
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    with pytest.raises(Conflict, match="已结束，不能再停止"):
        halt(world, found_id)
    closing.publish(world.parts, world.chair, found_id)
    with pytest.raises(Conflict, match="已公布，不能再停止"):
        halt(world, found_id)
    with world.parts.db.write() as s:
        draft = world.draft(s).id
    with pytest.raises(Conflict, match="不能再停止"):
        halt(world, draft)
    gone = world.open()
    halt(world, gone)
    with pytest.raises(Conflict, match="不能再停止"):
        halt(world, gone)


@pytest.mark.parametrize(
    ("ground", "why", "says"),
    [
        ("", WHY, "哪一种"),
        ("losing", WHY, "哪一种"),
        ("election", "不合适", "10 到 500"),
        ("election", "没有没有没有没有没有没有", "10 到 500"),
        ("other", "这件事应当由街道来定，不由居委会定", "哪部法律的哪一条"),
    ],
)
def test_only_on_a_ground_of_law_and_with_a_reason(world: World, ground: str, why: str, says: str) -> None:
    found_id = world.open()
    with pytest.raises(Invalid, match=says):
        halt(world, found_id, ground=ground, why=why)


def test_another_law_is_named_with_its_article(world: World) -> None:
    found_id = world.open()
    halt(world, found_id, ground="other", why="《土地管理法》第十五条：土地利用总体规划由人民政府编制，不由居民会议定")
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).state == "halted"


def test_what_owners_decide_is_no_ground_against_owners(world: World) -> None:
    found_id = world.open(world.owners_plan(), world.owners_chair)
    with pytest.raises(Invalid, match="哪一种"):
        halt(world, found_id, ground="owners")
    halt(world, found_id)


def test_everybody_reads_who_halted_it_when_and_why(world: World, client: FlaskClient) -> None:
    """On its page, in the list, in the interface; without a result, and with residents masked in the reason."""
    found_id = world.open(roll=3)
    vote(world, found_id, [1], YES)
    halt(world, found_id, why="居民1被推出来当带头人，这就是换了说法的主任选举")
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "这次表决已停止，没有结果" in page
    assert (
        "督查supervisor提议、督查督查二同意停止：居委会、村委会的选举、罢免、补选或者留任，不在这里投——居委会组织法第十九条、第二十条"
        in page
    )
    assert "这就是换了说法的主任选举" in page
    assert "居民1" not in page
    assert "票没有数，也不会再数" in page
    assert "投这一票" not in page
    assert "已停止" in text_of(client.get("/consultations"))
    body = client.get(f"/api/v1/consultations/{found_id}").get_json()
    assert body["state"] == "halted"
    assert body["halted"]["by"] == {"role": "supervisor", "name": "督查二"}
    assert body["halted"]["with"] == {"role": "supervisor", "name": "supervisor"}
    assert body["halted"]["ground"] == "election"
    assert "result" not in body
    record = client.get(f"/api/v1/consultations/{found_id}/record.json")
    assert record.status_code == 409
    assert "没有结果" in record.get_json()["title"]


def test_a_vote_halted_before_it_began_says_so(world: World, client: FlaskClient) -> None:
    found_id = noticed(world)
    halt(world, found_id)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "停止的时候投票还没有开始" in page
    assert "没有开始，原定" in page
    assert "钥匙" not in page


def press(client: FlaskClient, found_id: int, **data: str) -> str:
    """The page that the halt's form answers with; pressed once more if it is the preview."""
    return text_of(client.post(f"/committee/consultations/{found_id}/halt", data=data, follow_redirects=True))


def confirm_preview(client: FlaskClient, found_id: int, why: str = WHY) -> str:
    here = f"/committee/consultations/{found_id}/halt"
    data = {"ground": "election", "reason": why}
    (shown,) = re.findall(r'name="shown" value="([^"]*)"', client.post(here, data=data).text)
    return text_of(client.post(here, data=data | {"shown": html.unescape(shown)}, follow_redirects=True))


def test_one_press_halts_nothing_and_shows_exactly_what_would_be_published(world: World, client: FlaskClient) -> None:
    """Residents masked; that choices are deleted for good; that one supervisor alone only proposes it."""
    found_id = world.open(roll=3)
    vote(world, found_id, [1], YES)
    act_as(client, world.supervisor)
    page = press(client, found_id, ground="election", reason="1栋202室的居民1打19900000005来说：这就是选居委会主任")
    assert "先看停止以后的样子" in page
    assert "199****0005来说：这就是选居委会主任" in page
    assert "居民1" not in page
    assert "202室" not in page
    assert "选的是什么都删掉，删了谁也找不回来" in page
    assert "您一个人停不了：按下去只是提议" in page
    assert "督查supervisor提议停止，另一位督查同意：居委会、村委会的选举" in page
    assert "现在没有别的督查" in page
    second_supervisor(world)
    assert "现在没有别的督查" not in press(client, found_id, ground="election", reason=WHY)
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).state == "open"
        assert second_person.proposal_of(s, queries.get(s, found_id)) is None


def test_one_supervisor_alone_only_proposes(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Voting and the count go on; the proposer cannot agree, nor take back another's; whoever reads the log sees it."""
    found_id = world.open(roll=3)
    act_as(client, world.supervisor)
    assert "提议记下了，还没有停止" in confirm_preview(client, found_id)
    vote(world, found_id, [1, 2], YES)
    here = f"/committee/consultations/{found_id}"
    client.post(f"{here}/halt/agree", data={"proposal": str(proposal(world, found_id))})
    page = text_of(client.get(here))
    assert "停止要两个人" in page
    assert "supervisor 提议停止这次表决：不归本委员会定" in page
    assert WHY not in text_of(client.get(f"/consultations/{found_id}"))
    clock.move(days=4)
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        assert second_person.proposal_of(s, queries.get(s, found_id)) is None
    with pytest.raises(Conflict, match="不能再停止"):
        halting.agree(world.parts, second_supervisor(world), found_id, 1)


def test_another_supervisor_agrees_on_the_page(world: World, client: FlaskClient) -> None:
    """The log and the committee's page have both; the button is a supervisor's alone."""
    found_id = world.open()
    here = f"/committee/consultations/{found_id}"
    for actor in (world.chair, world.scrutineer):
        act_as(client, actor)
        assert "停止这次表决" not in text_of(client.get(here))
    for path in ("halt", "halt/agree", "halt/take-back"):
        assert client.post(f"{here}/{path}", data={"ground": "election", "reason": WHY}).status_code == 403
    act_as(client, world.supervisor)
    confirm_preview(client, found_id)
    act_as(client, second_supervisor(world))
    page = text_of(client.get(here))
    assert "督查supervisor提议停止：居委会、村委会的选举" in page
    assert WHY in page
    client.post(f"{here}/halt/agree", data={"proposal": str(proposal(world, found_id))})
    act_as(client, world.chair)
    page = text_of(client.get(here))
    assert "督查二 停止了这次表决：不归本委员会定" in page
    assert "督查停止了，不能再开" in page
    assert WHY in page
    assert "已停止" in text_of(client.get("/committee"))
    with world.parts.db.read() as s:
        event = s.scalars(sa.select(ConsultationEvent).where(ConsultationEvent.verb == "halted")).one()
        second = {"second": world.supervisor.id, "objected": False}
        assert event.detail == {"ground": "election", "was_open": True} | second


def test_a_scrutineers_objection_is_the_second_person(world: World, client: FlaskClient) -> None:
    """One that says that the matter is not the committee's, and stands; then the supervisor halts it, and both are named."""
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, "名册里漏了一户人家", world.now)
    assert not halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
    act_as(client, world.supervisor)
    assert "停止了，居民能看到" in confirm_preview(client, found_id)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "督查supervisor停止：居委会" in page
    assert "监票人scrutineer先提出这件事不归本委员会定" in page


def test_a_scrutineer_who_became_something_else_still_only_objected(world: World, client: FlaskClient) -> None:
    """The page says what they did, not what they are now."""
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
        s.get_one(Account, world.scrutineer.id).role = Role.SUPERVISOR
    halt(world, found_id)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "监票人scrutineer先提出这件事不归本委员会定" in page
    assert "提议、督查" not in page


def test_the_preview_tells_of_another_supervisors_proposal(world: World, client: FlaskClient) -> None:
    """Agreeing to it is what halts the vote."""
    found_id = world.open(roll=3)
    halting.halt(world.parts, second_supervisor(world), found_id, "election", WHY)
    act_as(client, world.supervisor)
    assert "督查督查二已经提议停止" in press(client, found_id, ground="election", reason=WHY)


def test_an_objection_that_was_taken_back_or_ruled_on_is_no_second_person(world: World) -> None:
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
        scrutineer.withdraw(s, world.scrutineer, found_id, world.now)
    assert not halting.halt(world.parts, world.supervisor, found_id, "election", WHY)


@pytest.mark.parametrize("change", [{"phone": "13900000007"}, {"active": False}])
def test_two_accounts_of_one_person_are_one_person(world: World, change: dict[str, Any]) -> None:
    """By their phone. And whoever proposed it and is no supervisor any more proposes nothing."""
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        s.get_one(Account, world.supervisor.id).phone = "+86 139 0000 0007"
    other = second_supervisor(world, **change)
    if "active" in change:
        halting.halt(world.parts, other, found_id, "election", WHY)
        with world.parts.db.read() as s:
            assert second_person.proposal_of(s, queries.get(s, found_id)) is None
        return
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    with pytest.raises(Forbidden, match="两个人"):
        halting.agree(world.parts, other, found_id, proposal(world, found_id))


def test_a_proposal_is_taken_back_or_replaced(world: World) -> None:
    """By its author alone; whoever agrees agrees to the one that they read."""
    found_id, other = world.open(roll=3), second_supervisor(world)
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    first = proposal(world, found_id)
    with world.parts.db.write() as s, pytest.raises(Forbidden, match="自己"):
        halting.take_back(s, other, found_id, world.now)
    halting.halt(world.parts, world.supervisor, found_id, "owners", "问的是换哪家物业来管，要由业主共同决定")
    with pytest.raises(Conflict, match="换过了"):
        halting.agree(world.parts, other, found_id, first)
    with world.parts.db.write() as s:
        halting.take_back(s, world.supervisor, found_id, world.now)
    with pytest.raises(Conflict, match="撤回"):
        halting.agree(world.parts, other, found_id, first)


@pytest.mark.parametrize(
    "why",
    [
        "我不赞成这个公约，通不过也好", "这个公约不好，没必要投", "反正通不过，别浪费时间了", "大家都反对这个方案所以停了吧", "结果肯定不理想，影响考核评比",
        "领导不同意这件事，先停下来再说", "怕这个公约通过以后大家不满意", "投票的人太少了，投不投没有意思",
        "这公约没什么用处，弄它干什么", "我觉得这样定不合适，先停一停再说", "条款太严，居民受不了，停掉吧", "时机不成熟，以后再办，先停", "票太少，没代表性，停了重来",
        "书记让停的，先停下来再说", "上面不让投，停了吧停了吧", "方案不成熟，应当暂缓一段时间", "有人告状，为避免矛盾激化停止", "一二三四五六七八九十",
    ],
)  # fmt: skip
def test_liking_and_the_outcome_are_no_reason(world: World, client: FlaskClient, why: str) -> None:
    found_id = world.open(roll=3)
    act_as(client, world.supervisor)
    page = press(client, found_id, ground="election", reason=why)
    says = "都不是停止的理由|请写题目问的是哪样"
    assert re.search(says, page)
    with pytest.raises(Invalid, match=says):
        halt(world, found_id, why=why)


@pytest.mark.parametrize(
    "why",
    [
        "题目问同意不同意张三继续当主任，就是留任投票", "动用维修资金要业主三分之二以上参与表决才能通过，不归居民会议", "应当由业主大会通过，不是居民会议通过的事",
        "选项里是沈兰和张三两个名字，选出来的做当家人，就是选主任", "应当经专有部分面积过半数的业主且人数过半数的业主同意，不归居民会议", "改变绿地用途要四分之三以上业主同意",
        "未经业主同意动用维修资金，不归居委会", "动用维修资金须经业主大会通过以后才能办", "会议没通过业主大会就来表决了", "这是选举居委会主任，居民同意也不能在网上定",
        "结果是选出主任，这是选举居委会", "题目问的是由谁当主任，结果会被当成选举结果", "这个议题不好由居委会定，是业主的事", "选物业会影响稳定，且属于业主共同决定", "问的是谁来牵头今后三年的社区工作", "换掉现在管小区的公司，不是居民会议能定的", "业主反对与否不管，这件事归业主大会",
    ],
)  # fmt: skip
def test_a_reason_may_quote_such_words(world: World, why: str) -> None:
    found_id = world.open(roll=3)
    halt(world, found_id, why=why)


def test_those_whom_it_concerns_are_told(world: World) -> None:
    """Chair and scrutineer, and whoever voted by SMS; before that, the other supervisor, of the proposal."""
    asks = [{"text": "同意吗？", "kind": "yes_no"}]
    found_id = world.open(world.plan(secrecy="named", questions=asks), roll=3)
    vote(world, found_id, [1, 2], {"q1": ["yes"]})
    with world.parts.db.write() as s:
        voter = world.entry(s, found_id, 1)
        s.get_one(NamedBallot, voter.id).channel = "sms"
        by_sms = voter.phone
        for actor, number in ((world.chair, "13900000001"), (world.scrutineer, "13900000002")):
            s.get_one(Account, actor.id).phone = number
    second_supervisor(world, phone="13900000003")
    halt(world, found_id)
    with world.parts.db.read() as s:
        rows = sa.select(Letter, OutboxRow.payload).join(OutboxRow, OutboxRow.id == Letter.outbox_id)
        sent = {letter.address: (letter.text, payload["template"]) for letter, payload in s.execute(rows)}
    assert {number: template for number, (_text, template) in sent.items()} == {
        "13900000001": "vote_halted_staff",
        "13900000002": "vote_halted_staff",
        "13900000003": "vote_halt_proposed",
        by_sms: "vote_halted",
    }
    assert "东门装路灯" in sent[by_sms][0]


def test_a_receipt_of_a_halted_vote_says_what_it_is_worth(world: World, client: FlaskClient) -> None:
    found_id = world.open(roll=3)
    vote(world, found_id, [1], YES)
    halt(world, found_id)
    assert "只说明那张票当时收到了" in text_of(client.get(f"/consultations/{found_id}"))
    assert "收票号在这里查不了" in text_of(client.get(f"/consultations/{found_id}/receipt"))


def test_the_page_that_a_ballot_was_taken_is_gone_with_the_ballot(world: World, client: FlaskClient) -> None:
    """Left open, or come back to: it leads to the page that says that nothing is counted."""
    found_id = world.open(roll=3)
    sign_in(world, client, 1)
    taken = client.post(f"/consultations/{found_id}/ballot", data=FORM).headers["Location"]
    assert "已计入" in client.get(taken).text
    halt(world, found_id)
    gone = client.get(taken)
    assert (gone.status_code, gone.headers["Location"]) == (302, f"/consultations/{found_id}")


def test_whoever_holds_a_link_or_a_code_is_told(world: World, client: FlaskClient) -> None:
    """The link of the chat shows the page; the code that comes back by SMS is answered with it."""
    found_id = world.open(world.plan(secrecy="named", questions=[{"text": "同意吗？", "kind": "yes_no"}]), roll=3)
    visitor = world.visitor()
    with world.parts.db.write() as s:
        link = voting_links.issue_link(s, SECRET, found_id, visitor, source_key="k1", now=world.now)
        entry = world.entry(s, found_id, 1)
    world.resident(1)
    with world.parts.db.write() as s:
        point = voting.residents.ensure_contact_point(s, SECRET, "sms", entry.phone, world.now).id
        assert sms_votes.park(s, world.entry(s, found_id, 1), point, {"q1": ["yes"]}, source_key="k2", now=world.now)
        code = sms_votes.issue_code(s, world.parts.settings.secret_key, point, world.now)
    assert code is not None
    halt(world, found_id)
    assert "这次表决已停止，没有结果" in text_of(client.get(f"/v/{link.token}"))
    with world.parts.db.write() as s:
        counted = chat_voting.count_sms_vote(s, world.parts.settings, point, code.code, said="", now=world.now)
        assert counted.outcome == sms_votes.CodeOutcome.HALTED
        with pytest.raises(voting.VoteHalted, match="没有结果"):
            voting_links.issue_link(s, SECRET, found_id, visitor, source_key="k3", now=world.now)


def test_the_bot_is_told_of_what_was_halted_lately(world: World, clock: HandClock) -> None:
    found_id = world.open(world.plan(opens_at=world.now - timedelta(hours=1), closes_at=world.now + timedelta(days=9)))
    halt(world, found_id)
    with world.parts.db.read() as s:
        assert [one.title for one, _at in halting.recent_halts(s, world.now)] == ["东门装路灯"]
    clock.move(days=31)
    with world.parts.db.read() as s:
        assert halting.recent_halts(s, world.now) == []


def test_a_state_that_was_written_by_hand_is_shown_as_what_it_is(world: World, client: FlaskClient) -> None:
    """Nobody halted it: the page warns, and breaks nowhere."""
    found_id = world.open()
    with world.parts.db.write() as s:
        s.execute(sa.text("UPDATE consultation SET state = 'halted'"))
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "对不上" in page
    assert "这次表决已停止" not in page
    act_as(client, world.chair)
    assert client.get(f"/committee/consultations/{found_id}").status_code == 200
    closing.destroy_leftover_keys(world.parts)
    with world.parts.db.read() as s:
        assert not queries.get(s, found_id).key_destroyed


def test_the_log_says_on_which_ground_and_which_step(world: World, client: FlaskClient) -> None:
    """提议停止 names the ground that was picked, 补了手续 what was filed."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s, world.plan())
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    act_as(client, world.supervisor)
    page = re.sub(r"\s+", " ", text_of(client.get(f"/committee/consultations/{found_id}")))
    assert re.search("提议停止这次表决：不归本委员会定.{0,40}居委会、村委会的选举、罢免", page)
    assert re.search("补了手续.{0,20}社区党组织先行研究讨论", page)
