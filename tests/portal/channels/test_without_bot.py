"""Dangers told while there is no bot: they make a case and page people at once, and the bot joins it when it comes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm, AlarmPage, Case
from portal.cases.reading import lexicon
from portal.cases.records import alarms, queries
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.reporter import unread
from portal.channels import jobs
from portal.channels.inbound import without_bot
from portal.channels.inbound.inbox import receive
from portal.channels.inbound.incoming import Incoming
from portal.channels.models import Handover, InboxMessage
from portal.channels.text import danger_words
from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.kernel.roles import Role
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.rooms import timers
from tests.portal.cases.cases_world import draft
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.test_sms import MAINLAND
from tests.portal.channels.test_sms import text as by_sms
from tests.portal.channels.test_wechat import content, signed
from tests.portal.channels.test_wechat import text as wechat_text
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot, said

pytestmark = pytest.mark.usefixtures("on_call")
Work = Callable[[], None]


@pytest.fixture
def on_call(parts: Parts, community: None) -> None:
    """Everybody of the small community's staff has a phone."""
    with parts.db.write() as s:
        for number, account in enumerate(s.scalars(sa.select(Account).order_by(Account.id))):
            account.phone = f"+861390000000{number}"


@pytest.fixture
def no_bot(bot: StandInBot) -> None:
    """The bot is down, as after a crash."""
    bot.down()


@pytest.fixture
def training(parts: Parts, no_bot: None) -> None:
    bot_state.record(parts.settings.home, BotState.TRAINING)


@pytest.fixture
def call(internal: FlaskClient, parts: Parts) -> Any:
    """Calls the internal API as the bot does for a message: path, the message's id, the verb, the body."""

    def send(path: str, inbox_id: int, verb: str, body: dict[str, Any]) -> Any:
        key = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": f"{inbox_id}:{verb}"}
        return internal.post("/internal/v1" + path, json=body, headers=key)

    return send


def texts(answer: dict[str, Any]) -> list[str]:
    return [message["text"] for message in answer["messages"]]


def cases(parts: Parts) -> list[Case]:
    with parts.db.read() as s:
        found = list(s.scalars(sa.select(Case).order_by(Case.id)))
        for one in found:
            assert one.words is not None
            assert one.events
            assert [event.words for event in one.events]
        s.expunge_all()
        return found


def on_the_case(parts: Parts) -> list[str]:
    """The reporter's words on the only case, the report first."""
    (case,) = cases(parts)
    return [case.words.text, *(one.text for event in case.events for one in event.words if one.public)]


def paged(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(AlarmPage)) or 0


def messages(parts: Parts) -> list[InboxMessage]:
    with parts.db.read() as s:
        found = list(s.scalars(sa.select(InboxMessage).order_by(InboxMessage.id)))
        s.expunge_all()
        return found


def stored(parts: Parts, text: str) -> int:
    """A message that was stored and acknowledged, and then the process was killed; returns its sender."""
    with parts.db.write() as s:
        sender = residents.add_visitor(s, "secret", parts.clock.now())[0].id
    found = danger_words.plain_danger(text)
    incoming = Incoming(channel="webchat", vendor_id=f"{sender}:1", text=text, alarm=found.danger if found else "")
    receive(parts, lambda s: s.get_one(ContactPoint, sender), incoming)
    return sender


# --- told, and nobody reads it


@pytest.mark.usefixtures("no_bot")
@pytest.mark.parametrize("state", [None, *BotState])
def test_a_sure_danger_is_a_case_and_pages_people_at_once(
    visitor: Visitor, parts: Parts, state: BotState | None
) -> None:
    """Whether the bot is being trained, could not be, or is dead: the number to call first, then the number of the case."""
    if state is not None:
        bot_state.record(parts.settings.home, state)
    told = texts(visitor.say("柳树里3栋着火了"))
    (case,) = cases(parts)
    assert "119" in told[0].partition("\n")[0]
    assert told[1].endswith(f"已按紧急情况报给值班的人，编号{case.case_no}。")
    assert len(told) == 2
    assert (case.urgency, case.danger, case.grid, case.words.place) == ("emergency", "fire", "G-01", "柳树里3栋")
    assert paged(parts) == 2  # the desk and the grid worker


@pytest.mark.usefixtures("training")
def test_without_a_place_it_is_asked(visitor: Visitor, parts: Parts) -> None:
    """What is said next goes onto the case, gives it its grid, and pages the grid worker."""
    answer = visitor.say("着火了")
    assert answer["messages"][-1]["asks"] == "place"
    before = paged(parts)
    told = texts(visitor.say("柳树里3栋"))
    (case,) = cases(parts)
    assert told == [f"【幸福社区】记到这件事里了（{case.case_no}），值班的人打开就看得到。"]
    assert (case.grid, case.words.place) == ("G-01", "柳树里3栋")
    assert on_the_case(parts) == ["着火了", "柳树里3栋"]
    assert paged(parts) > before


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("said", ["东风路18号着火了", "我在东风路十八号，三楼着火了", "槐树巷6弄着火了，快来人"])
def test_where_it_is_is_not_asked_where_the_words_say_it(visitor: Visitor, parts: Parts, said: str) -> None:
    """An address need not be on the community's list; it is the case's place."""
    answer = visitor.say(said)
    (case,) = cases(parts)
    assert case.words.place in lexicon.simplified(said)
    assert case.words.place
    assert [one["asks"] for one in answer["messages"]] == [None, None]


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("where", ["柳树里3栋", "我在柳树里3栋", "东风路18号"])
def test_where_it_was_said_just_before_is_on_the_case_and_not_asked(visitor: Visitor, parts: Parts, where: str) -> None:
    """The place comes first, and then what it is."""
    visitor.say(where)
    answer = visitor.say("着火了")
    (case,) = cases(parts)
    assert "place" not in [one["asks"] for one in answer["messages"]]
    assert where.removeprefix("我在") in case.words.place
    assert on_the_case(parts) == ["着火了", where]


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("said", ["着火了，我刚从医院2号楼出来往家赶", "着火了，我住桃源路8号，在单位回不去"])
def test_where_somebody_was_goes_or_lives_is_not_where_it_is(visitor: Visitor, parts: Parts, said: str) -> None:
    """It is asked."""
    assert visitor.say(said)["messages"][-1]["asks"] == "place"
    assert cases(parts)[0].words.place == ""


@pytest.mark.usefixtures("training")
def test_a_place_in_another_matter_is_not_where_it_is(visitor: Visitor, parts: Parts) -> None:
    """It is asked, and the matter is no part of the emergency."""
    visitor.say("柳树里停水了")
    assert visitor.say("着火了")["messages"][-1]["asks"] == "place"
    assert on_the_case(parts) == ["着火了"]


@pytest.mark.usefixtures("training")
def test_a_place_told_just_before_takes_no_other_matter_along(visitor: Visitor, parts: Parts) -> None:
    """The accusation after it is no part of the fire, nor confidential with it."""
    for text in ("柳树里3栋", "物业经理老王收黑钱，我要投诉他", "别说是我说的", "着火了"):
        visitor.say(text)
    assert on_the_case(parts) == ["着火了", "柳树里3栋"]
    assert not cases(parts)[0].confidential


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("said", ["3栋着火了", "3号晚上着火了"])
def test_a_part_without_its_estate_is_asked_for(visitor: Visitor, said: str) -> None:
    assert visitor.say(said)["messages"][-1]["asks"] == "place"


@pytest.mark.usefixtures("training")
def test_two_dangers_of_one_sender_are_one_case(visitor: Visitor, parts: Parts) -> None:
    """The second has its number too, and joins; people are not paged as for another."""
    visitor.say("柳树里3栋着火了")
    told = texts(visitor.say("有人晕倒了"))
    assert "120" in told[0].partition("\n")[0]
    assert "记到这件事里了" in told[1]
    assert on_the_case(parts) == ["柳树里3栋着火了", "有人晕倒了"]


@pytest.mark.usefixtures("training")
def test_two_senders_are_two_cases(client: FlaskClient, parts: Parts) -> None:
    """Nobody's words go onto another's case."""
    for _ in range(2):
        Visitor(client, client.post("/api/v1/chat/sessions").json["token"]).say("着火了")
    assert [case.words.text for case in cases(parts)] == ["着火了", "着火了"]


@pytest.mark.usefixtures("training")
def test_what_was_said_before_the_danger_is_no_part_of_it(visitor: Visitor, parts: Parts) -> None:
    """It waits for the bot."""
    visitor.say("路灯坏了")
    visitor.say("着火了")
    visitor.say("快来")
    assert on_the_case(parts) == ["着火了", "快来"]


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize(
    "text", ["煤气", "杀人", "路灯坏了", "万一着火了怎么办", "昨天着火了", "差点着火了", "着火了怎么办"]
)
def test_what_is_doubtful_or_ordinary_makes_no_case(visitor: Visitor, parts: Parts, text: str) -> None:
    """Doubtful words have their number; they wait for the bot."""
    told = texts(visitor.say(text))
    assert told[0].startswith("请") == (danger_words.plain_danger(text) is not None)
    assert cases(parts) == []
    assert jobs.take_in_danger(parts) == 0


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize(
    ("text", "number", "danger"),
    [
        ("我老公打我流血了", "110", "home_violence"),
        ("叔叔摸我", "110", "violence"),
        ("孩子不见了", "110", "missing"),
        ("爷爷从楼梯上摔下来了起不来", "120", "injury"),
        ("我站在楼顶了", "110", "self_harm"),
    ],
)
def test_harm_to_a_person_makes_a_case(visitor: Visitor, parts: Parts, text: str, number: str, danger: str) -> None:
    """With the number to call first; people are paged."""
    told = texts(visitor.say(text))
    assert number in told[0].partition("\n")[0]
    assert [case.danger for case in cases(parts)] == [danger]
    assert paged(parts) > 0


@pytest.mark.usefixtures("training")
def test_an_all_clear_stands_on_the_case_and_ends_nothing(visitor: Visitor, parts: Parts) -> None:
    """Only the bot, or a person, can tell whether it is one: people are paged on, and read it."""
    visitor.say("柳树里3栋着火了")
    visitor.say("扑灭了")
    assert on_the_case(parts) == ["柳树里3栋着火了", "扑灭了"]
    with parts.db.read() as s:
        alarm = s.scalars(sa.select(Alarm)).one()
        assert alarm.ended_at is None
        assert alarm.next_at is not None


@pytest.mark.usefixtures("training")
def test_in_violence_nothing_is_sent_later(visitor: Visitor, parts: Parts) -> None:
    """Said at once; somebody else may hold the phone."""
    told = texts(visitor.say("有人拿刀砍人"))
    assert "110" in told[0].partition("\n")[0]
    assert "不会主动发消息给您" in told[1]
    with parts.db.read() as s:
        assert s.get_one(ContactPoint, cases(parts)[0].contact_point_id).no_push


@pytest.mark.usefixtures("training")
def test_a_cry_for_help_is_an_emergency_without_a_name(visitor: Visitor, parts: Parts) -> None:
    """救命 does not tell what happened."""
    visitor.say("救命啊")
    assert [(case.urgency, case.danger) for case in cases(parts)] == [("emergency", "")]


@pytest.mark.usefixtures("training")
def test_the_same_message_delivered_again_is_one_case(visitor: Visitor, client: FlaskClient, parts: Parts) -> None:
    """And gets the same answer, in the web chat and in WeChat."""
    first = visitor.say("着火了", "same")
    assert visitor.say("着火了", "same")["messages"] == first["messages"]
    by_wechat = [
        content(client.post("/wechat", query_string=signed(parts), data=wechat_text("着火了"))) for _ in range(2)
    ]
    assert by_wechat[0] == by_wechat[1]
    assert "编号LL-" in by_wechat[0]
    assert len(cases(parts)) == 2


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("number", ["", MAINLAND])
def test_by_sms_too(client: FlaskClient, parts: Parts, letters: Callable[[str], list[str]], number: str) -> None:
    """The number first; then the case's, whether the reply returns it or the SMS port sends it."""
    told = by_sms(client, parts, "着火了", "SM1", *([number] if number else []))
    sent = told or [one for one in letters("send_sms") if "险情：" not in one]
    assert "119" in sent[0]
    assert "LL-" in "".join(sent)
    assert len(cases(parts)) == 1


def test_a_choice_for_a_vote_is_never_kept(parts: Parts, no_bot: None) -> None:
    """The number is given all the same; the case waits for what the gateway makes of the words."""
    sender = stored(parts, "着火了")
    without_bot.take_in(replace(parts, names_a_choice=lambda _s, _text: True), sender)
    assert cases(parts) == []


@pytest.mark.usefixtures("training", "take_in_fails")
def test_a_failure_to_register_costs_nobody_the_number(
    visitor: Visitor, parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged as an error, and the worker tries again."""
    monkeypatch.setattr(unread, "report", lambda *_args, **_more: 1 / 0)
    told = texts(visitor.say("着火了"))
    assert "119" in told[0]
    assert len(told) == 1
    assert [one.levelname for one in caplog.records if one.name == without_bot.__name__] == ["ERROR"]
    monkeypatch.undo()
    assert jobs.take_in_danger(parts) == 1
    assert len(cases(parts)) == 1


def test_an_erased_senders_words_make_no_case(parts: Parts, no_bot: None) -> None:
    """They are gone."""
    sender = stored(parts, "着火了")
    with parts.db.write() as s:
        s.get_one(ContactPoint, sender).erased_at = parts.clock.now()
    without_bot.take_in(parts, sender)
    assert cases(parts) == []


@pytest.mark.usefixtures("training")
def test_what_was_said_just_before_of_danger_is_part_of_it(visitor: Visitor, parts: Parts) -> None:
    """我爸胸口疼 is no sure danger, but has the place; what was said before that is none."""
    for text in ("路灯坏了", "我爸胸口疼，柳树里3栋", "没呼吸了"):
        visitor.say(text)
    assert on_the_case(parts) == ["没呼吸了", "我爸胸口疼，柳树里3栋"]
    assert cases(parts)[0].grid == "G-01"


@pytest.mark.usefixtures("training")
def test_what_was_said_long_before_is_no_part_of_it(visitor: Visitor, parts: Parts, clock: HandClock) -> None:
    """It waits for the bot."""
    visitor.say("我爸胸口疼")
    clock.move(minutes=11)
    visitor.say("没呼吸了")
    assert on_the_case(parts) == ["没呼吸了"]


@pytest.mark.usefixtures("training")
def test_the_bot_makes_no_second_case_of_what_was_said_just_before(visitor: Visitor, parts: Parts, call: Any) -> None:
    """However often it reports; the words stand there once."""
    visitor.say("我爸胸口疼，柳树里3栋")
    visitor.say("没呼吸了")
    urgency = {"level": "emergency", "reasons": [], "danger": "injury"}
    before = messages(parts)
    for row in (before[0], before[0], before[1]):
        assert report(call, row, draft=draft(urgency=urgency)).status_code == 201
    assert on_the_case(parts) == ["没呼吸了", "我爸胸口疼，柳树里3栋"]
    assert cases(parts)[0].danger == "injury"


@pytest.mark.usefixtures("training")
def test_another_matter_told_just_before_is_another_case(visitor: Visitor, parts: Parts, call: Any) -> None:
    """The bot reads no emergency in it."""
    visitor.say("楼道灯坏了，怕有人摔")
    visitor.say("没呼吸了")
    assert report(call, messages(parts)[0], draft=draft()).status_code == 201
    assert len(cases(parts)) == 2


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("text", ["我爸把我妈打得昏过去了", "老公把我打晕倒了", "老公把我打得没呼吸了"])
def test_blows_told_by_what_they_did_are_silent(visitor: Visitor, parts: Parts, text: str) -> None:
    """Injury, and somebody else may hold the phone."""
    assert "不会主动发消息给您" in texts(visitor.say(text))[1]
    with parts.db.read() as s:
        assert s.get_one(ContactPoint, cases(parts)[0].contact_point_id).no_push


@pytest.mark.usefixtures("training")
def test_blows_told_later_are_silent(visitor: Visitor, parts: Parts) -> None:
    """Of the same emergency."""
    visitor.say("有人晕倒了")
    visitor.say("是我老公打的")
    with parts.db.read() as s:
        assert s.get_one(ContactPoint, cases(parts)[0].contact_point_id).no_push


@pytest.mark.usefixtures("training")
def test_death_wished_beside_a_complaint_is_handed_over_and_pages_nobody(visitor: Visitor, parts: Parts) -> None:
    """The number is given; a person hears of it at once, and the bot's reading pages."""
    assert "110" in texts(visitor.say("楼上天天吵，我都不想活了"))[0]
    assert (cases(parts), paged(parts)) == ([], 0)
    with parts.db.read() as s:
        assert [one.reason for one in s.scalars(sa.select(Handover))] == ["self_harm"]


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("text", ["1", "谢谢", "验证码123456"])
def test_what_says_nothing_of_the_emergency_waits_for_the_bot(visitor: Visitor, parts: Parts, text: str) -> None:
    """Nobody on call reads it."""
    visitor.say("柳树里3栋着火了")
    visitor.say(text)
    assert on_the_case(parts) == ["柳树里3栋着火了"]


@pytest.mark.usefixtures("training")
def test_a_number_may_be_where_it_is(visitor: Visitor, parts: Parts) -> None:
    """While that is asked."""
    visitor.say("着火了")
    visitor.say("12")
    assert on_the_case(parts) == ["着火了", "12"]


def acknowledge(parts: Parts) -> None:
    """Somebody on call takes the only alarm on."""
    with parts.db.write() as s:
        alarm, account = s.scalars(sa.select(Alarm)).one(), s.scalars(sa.select(Account.id)).first()
        assert account is not None
        alarms.mark_acknowledged(s, alarm, account, "case", parts.clock.now())


@pytest.mark.usefixtures("training")
def test_what_is_new_of_an_acknowledged_danger_pages_anew(visitor: Visitor, parts: Parts, call: Any) -> None:
    """没心跳了 is graver than 晕倒了: at once, and not again when the bot reads it."""
    visitor.say("柳树里3栋有人晕倒了")
    acknowledge(parts)
    before = paged(parts)
    visitor.say("没心跳了")
    anew = paged(parts)
    assert anew > before
    acknowledge(parts)
    assert tell(call, parts, 1).status_code == 200
    assert paged(parts) == anew
    assert on_the_case(parts) == ["柳树里3栋有人晕倒了", "没心跳了"]


def tell(call: Any, parts: Parts, number: int, danger: str = "injury") -> Any:
    """The bot reads danger in the message of this number (from 0), which joined the only case."""
    row, case_no = messages(parts)[number], cases(parts)[0].case_no
    body: dict[str, Any] = {"contact": row.contact_point_id, "text": row.text, "danger": danger}
    return call(f"/cases/{case_no}/details", row.id, "detail", body)


@pytest.mark.usefixtures("training")
def test_danger_that_only_the_bot_reads_in_words_on_the_case_pages_anew(
    visitor: Visitor, parts: Parts, call: Any
) -> None:
    """The words are not written twice, however often the bot tells them."""
    visitor.say("柳树里3栋有人晕倒了")
    acknowledge(parts)
    visitor.say("救护车到了，地上的线一直响")
    before = paged(parts)
    assert [tell(call, parts, 1, "live_wire").status_code for _ in range(2)] == [200, 200]
    assert paged(parts) > before
    assert on_the_case(parts) == ["柳树里3栋有人晕倒了", "救护车到了，地上的线一直响"]


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize(
    ("first", "more"), [("老公打我", "他又来了"), ("爷爷摔倒了起不来", "流血了"), ("柳树里3栋着火了", "火烧到三楼了")]
)
def test_what_gets_worse_pages_anew_before_the_bot_reads_it(
    visitor: Visitor, parts: Parts, first: str, more: str
) -> None:
    """Whoever took it on, though the words alone are no sure danger; once, however often the bot reads it."""
    visitor.say(first)
    acknowledge(parts)
    before = paged(parts)
    visitor.say(more)
    assert paged(parts) > before
    assert on_the_case(parts) == [first, more]


@pytest.mark.usefixtures("training")
def test_a_message_that_the_bot_put_on_a_case_is_taken(visitor: Visitor, parts: Parts, call: Any) -> None:
    """Though it waits still, as where the bot was killed before it answered: nobody adds its words again."""
    visitor.say("您好，我来补充一句")
    visitor.say("柳树里3栋着火了")
    row, case_no = messages(parts)[0], cases(parts)[0].case_no
    taken = sa.select(InboxMessage.id).where(unread.was_taken(InboxMessage.id))
    with parts.db.read() as s:
        assert row.id not in s.scalars(taken).all()
    assert (
        call(
            f"/cases/{case_no}/details", row.id, "detail", {"contact": row.contact_point_id, "text": row.text}
        ).status_code
        == 200
    )
    with parts.db.read() as s:
        assert row.id in s.scalars(taken).all()


@pytest.mark.usefixtures("training")
def test_an_all_clear_that_is_read_after_danger_was_told_again_is_none(
    visitor: Visitor, parts: Parts, call: Any
) -> None:
    """All of it was told before the bot came: 着火了, 扑灭了, 又着了. Nobody is told that there is no danger."""
    for text in ("柳树里3栋着火了", "扑灭了", "又着了"):
        visitor.say(text)
    rows, case_no = messages(parts), cases(parts)[0].case_no
    report(call, rows[0])
    clear = {"contact": rows[1].contact_point_id, "text": "扑灭了", "false_alarm": False, "ends": True}
    assert call(f"/cases/{case_no}/all-clear", rows[1].id, "all_clear", clear).status_code == 200
    assert tell(call, parts, 2).status_code == 200
    (case,) = cases(parts)
    assert case.urgency == "emergency"
    assert "all_clear" not in [event.verb for event in case.events]
    assert on_the_case(parts) == ["柳树里3栋着火了", "扑灭了", "又着了"]


# --- killed, slow


@pytest.mark.usefixtures("training")
def test_dangers_refused_for_good_keep_nobody_waiting(parts: Parts) -> None:
    """The one after as many as a run takes is taken in with the next run."""
    refusing = replace(parts, names_a_choice=lambda _s, text: "厨房" in text)
    for _ in range(20):
        stored(parts, "厨房着火了")
    stored(parts, "柳树里3栋着火了")
    take = jobs.DangerTaker()
    assert [take(refusing) for _ in range(3)] == [20, 1, 0]
    assert len(cases(parts)) == 1


@pytest.mark.usefixtures("training")
def test_a_danger_that_was_refused_is_tried_again(parts: Parts, clock: HandClock) -> None:
    """After a pause."""
    stored(parts, "着火了")
    take = jobs.DangerTaker()
    take(replace(parts, names_a_choice=lambda _s, _text: True))
    assert take(parts) == 0
    clock.move(seconds=3)
    assert take(parts) == 1
    assert len(cases(parts)) == 1


def test_a_message_that_the_bot_never_finishes_holds_up_the_next_no_longer(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Work, clock: HandClock
) -> None:
    """It is put aside after ASIDE_AFTER tries, and not given up."""
    bot.answer = lambda ask: {"messages": [said("好")], "retry": ask["text"] == "路灯坏了"}
    visitor.say("路灯坏了")
    for _ in range(12):
        clock.move(seconds=5)
        work()
    visitor.say("井盖丢了")
    work()
    first, second = messages(parts)
    assert (first.state, second.state) == ("held", "answered")


def test_a_kill_between_storing_and_taking_in_loses_nothing(parts: Parts, training: None, visitor: Visitor) -> None:
    """The worker takes it in; the sender is told both numbers; a second round does nothing."""
    sender = stored(parts, "着火了")
    assert jobs.take_in_danger(parts) == 1
    assert jobs.take_in_danger(parts) == 0
    assert len(cases(parts)) == 1
    with parts.db.read() as s:
        said = list(s.scalars(sa.select(jobs.ChatMessage.text).where(jobs.ChatMessage.contact_point_id == sender)))
    assert "119" in said[0]
    assert "编号LL-" in said[1]


def test_many_at_once_make_one_case(parts: Parts, training: None) -> None:
    """The request and the worker, or two workers."""
    sender = stored(parts, "着火了")
    together = threading.Barrier(4)

    def take() -> None:
        together.wait()
        without_bot.take_in(parts, sender)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cases(parts)) == 1
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).where(jobs.ChatMessage.template == "utter_danger_raised")) == 1


def test_a_bot_that_is_only_slow_has_ten_seconds(
    visitor: Visitor, parts: Parts, bot: StandInBot, clock: HandClock
) -> None:
    """Then the worker makes the case; not while the bot reads the message."""
    bot.gate = threading.Event()
    assert len(texts(visitor.say("着火了"))) == 1
    assert jobs.take_in_danger(parts) == 0
    clock.move(seconds=11)
    with parts.db.write() as s:
        talk = s.scalars(sa.select(jobs.Conversation)).one()
        talk.lease_until = parts.clock.now() + jobs.DANGER_WAITS
    assert jobs.take_in_danger(parts) == 0
    with parts.db.write() as s:
        s.scalars(sa.select(jobs.Conversation)).one().lease_until = None
    assert jobs.take_in_danger(parts) == 1
    assert len(cases(parts)) == 1


def test_a_bot_in_time_makes_the_case_itself(visitor: Visitor, parts: Parts, bot: StandInBot) -> None:
    """Nothing is registered from plain words while it reads."""
    assert texts(visitor.say("着火了"))[-1] == "听到：着火了"
    assert cases(parts) == []
    assert "raised" not in bot.asked[0]["metadata"]


def test_the_worker_looks_for_them() -> None:
    """With the urgent jobs."""
    assert "take_in_danger" in {timer.name for timer in timers()}


# --- and then the bot comes


def comes(parts: Parts, bot: StandInBot) -> None:
    bot.up()
    bot_state.clear(parts.settings.home)


def report(call: Any, row: InboxMessage, **changes: Any) -> Any:
    """What the bot reports of this message."""
    urgency = {"level": "emergency", "reasons": [], "danger": "fire"}
    body = {
        "contact": row.contact_point_id,
        "text": row.text,
        "draft": draft(urgency=urgency),
        "answers": {},
        "photos": [],
    }
    return call("/cases", row.id, "report", body | changes)


@pytest.mark.usefixtures("training")
def test_the_bot_is_told_that_the_message_made_a_case(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Work
) -> None:
    """With its danger and no open question; the next message is about that emergency, until the bot says otherwise."""
    visitor.say("着火了")
    visitor.say("扑灭了")
    (case,) = cases(parts)
    comes(parts, bot)
    work()
    first, second = (ask["metadata"] for ask in bot.asked)
    assert (first["raised"], first["expecting"]) == ("fire", None)
    assert "raised" not in second
    assert second["expecting"]["case_no"] == case.case_no


@pytest.mark.usefixtures("training")
def test_what_the_bot_reads_completes_the_case(visitor: Visitor, parts: Parts, call: Any) -> None:
    """Its category, time and place; no second case, nobody paged anew, however often it is repeated."""
    visitor.say("柳树里3栋着火了")
    (row,), before = messages(parts), paged(parts)
    answers = [report(call, row) for _ in range(2)]
    (case,) = cases(parts)
    assert [answer.status_code for answer in answers] == [201, 201]
    assert {answer.json["case_no"] for answer in answers} == {case.case_no}
    assert (case.category, case.words.time, case.words.place) == ("0403", "三天了", "柳树里3栋")
    assert on_the_case(parts) == ["柳树里3栋着火了"]
    assert [event.verb for event in case.events] == ["report", "correct"]
    assert paged(parts) == before


@pytest.mark.usefixtures("training")
def test_another_danger_that_the_bot_reads_counts(visitor: Visitor, parts: Parts, call: Any) -> None:
    """Violence that is violence at home: a denial of it may be forced; the one before stays in the event."""
    visitor.say("有人拿刀砍人")
    urgency = {"level": "emergency", "reasons": [], "danger": "home_violence"}
    report(call, messages(parts)[0], draft=draft(urgency=urgency), no_push=True)
    (case,) = cases(parts)
    assert case.danger == "home_violence"
    assert case.events[-1].data["danger_before"] == "violence"


@pytest.mark.usefixtures("training")
def test_more_words_than_the_messages_own_are_added(visitor: Visitor, parts: Parts, call: Any) -> None:
    """Of a draft that was open before: 我儿子, 掉井里了."""
    visitor.say("有人掉井里了")
    report(call, messages(parts)[0], text="我儿子\n有人掉井里了")
    assert on_the_case(parts) == ["有人掉井里了", "我儿子\n有人掉井里了"]


@pytest.mark.usefixtures("training")
def test_what_staff_decided_stays(visitor: Visitor, parts: Parts, call: Any, who: Any) -> None:
    """A clerk accepted it meanwhile, with another category."""
    visitor.say("着火了")
    with parts.db.write() as s:
        case = queries.get(s, cases(parts)[0].case_no, to_change=True)
        desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"category": "0101"})
        desk_actions.accept(s, parts, case, who(s, Role.DESK))
    report(call, messages(parts)[0])
    assert cases(parts)[0].category == "0101"


@pytest.mark.usefixtures("training")
def test_words_on_the_case_are_not_written_twice(visitor: Visitor, parts: Parts, call: Any) -> None:
    """What they correct is; the all-clear is recorded as one, and calls off whoever was paged."""
    visitor.say("着火了")
    visitor.say("柳树里3栋")
    visitor.say("扑灭了")
    case_no, rows = cases(parts)[0].case_no, messages(parts)
    report(call, rows[0], draft=draft(places=[], urgency={"level": "emergency", "reasons": [], "danger": "fire"}))
    body: dict[str, Any] = {"contact": rows[1].contact_point_id, "text": "柳树里3栋"}
    assert call(f"/cases/{case_no}/details", rows[1].id, "detail", body).status_code == 200
    clear = {"contact": rows[2].contact_point_id, "text": "扑灭了", "false_alarm": False, "ends": True}
    assert call(f"/cases/{case_no}/all-clear", rows[2].id, "all_clear", clear).status_code == 200
    assert on_the_case(parts) == ["着火了", "柳树里3栋", "扑灭了"]
    (case,) = cases(parts)
    assert case.events[-1].verb == "all_clear"
    with parts.db.read() as s:
        assert s.scalars(sa.select(Alarm)).one().ended_at is not None


@pytest.mark.usefixtures("training")
def test_a_correction_in_words_on_the_case_is_made(visitor: Visitor, parts: Parts, call: Any) -> None:
    """不对，是柳树里13栋: the place moves once, and the words stand there once."""
    visitor.say("柳树里3栋着火了")
    visitor.say("不对，是柳树里13栋")
    case_no, row = cases(parts)[0].case_no, messages(parts)[1]
    body = {"contact": row.contact_point_id, "text": row.text, "changes": {"place": "柳树里13栋"}}
    assert call(f"/cases/{case_no}/details", row.id, "detail", body).status_code == 200
    (case,) = cases(parts)
    assert (case.words.place, case.grid) == ("柳树里13栋", "G-02")
    assert on_the_case(parts) == ["柳树里3栋着火了", "不对，是柳树里13栋"]


def test_the_bot_and_the_worker_at_the_same_moment_make_one_case(parts: Parts, call: Any, clock: HandClock) -> None:
    """The bot was first: the worker finds its case."""
    sender = stored(parts, "着火了")
    (row,) = messages(parts)
    assert report(call, row).status_code == 201
    clock.move(seconds=60)
    assert jobs.take_in_danger(parts) == 0
    without_bot.take_in(parts, sender)
    assert len(cases(parts)) == 1


@pytest.mark.usefixtures("training")
def test_a_danger_after_the_bots_all_clear_pages_anew(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Work, call: Any, clock: HandClock
) -> None:
    """The bot heard the end and is gone again: 又着火了 is the same case, and an emergency again."""
    visitor.say("柳树里3栋着火了")
    (row,) = messages(parts)
    case_no = cases(parts)[0].case_no
    over = {"kind": "detail", "case_no": case_no, "danger": "fire", "over": True}
    bot.answer = lambda _ask: {"messages": [said("好")], "expecting": over}
    report(call, row)
    comes(parts, bot)
    work()
    clear = {"contact": row.contact_point_id, "text": "没事了", "false_alarm": False, "ends": True}
    call(f"/cases/{case_no}/all-clear", 9999, "all_clear", clear)
    bot.down()
    clock.move(minutes=2)
    before = paged(parts)
    assert "记到这件事里了" in texts(visitor.say("又着火了"))[-1]
    (case,) = cases(parts)
    assert case.urgency == "emergency"
    assert paged(parts) > before


@pytest.mark.usefixtures("training")
def test_a_late_answer_goes_to_no_phone_that_somebody_else_may_hold(
    client: FlaskClient, parts: Parts, bot: StandInBot, work: Work, letters: Callable[[str], list[str]]
) -> None:
    """In violence, by SMS: they were told that nothing comes unasked."""
    by_sms(client, parts, "有人拿刀砍人", "SM1")
    before = letters("send_sms")
    comes(parts, bot)
    work()
    assert [ask["text"] for ask in bot.asked] == ["有人拿刀砍人"]
    assert [one for one in letters("send_sms") if one not in before] == []


@pytest.mark.usefixtures("training")
def test_a_late_answer_to_another_danger_is_sent(
    client: FlaskClient, parts: Parts, bot: StandInBot, work: Work, letters: Callable[[str], list[str]]
) -> None:
    """Silence that stems from an earlier case does not take what to do in a fire away."""
    by_sms(client, parts, "柳树里3栋着火了", "SM1")
    with parts.db.write() as s:
        s.get_one(ContactPoint, cases(parts)[0].contact_point_id).no_push = True
    before = letters("send_sms")
    comes(parts, bot)
    work()
    assert [one for one in letters("send_sms") if one not in before] != []
