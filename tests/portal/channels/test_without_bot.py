"""Dangers told while there is no bot: they make a case and page people at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm
from portal.cases.reading import lexicon
from portal.cases.verbs.reporter import unread
from portal.channels import jobs
from portal.channels.inbound import without_bot
from portal.channels.models import Handover
from portal.channels.text import danger_words
from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.test_sms import MAINLAND
from tests.portal.channels.test_sms import text as by_sms
from tests.portal.channels.test_wechat import content, signed
from tests.portal.channels.test_wechat import text as wechat_text
from tests.portal.channels.without_bot_world import acknowledge, cases, on_the_case, paged, stored, texts
from tests.portal.conftest import HandClock

pytestmark = pytest.mark.usefixtures("on_call")


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
def test_a_place_told_in_doubtful_words_just_before_is_not_asked_again(visitor: Visitor, parts: Parts) -> None:
    """They join the case, and tell its place."""
    visitor.say("柳树里3栋楼里困着三个人，烟上来了")
    assert cases(parts) == []
    told = texts(visitor.say("有人被困在电梯里出不来"))
    (case,) = cases(parts)
    assert case.words.place == "柳树里3栋"
    assert not any("告诉我在哪里" in one for one in told)


@pytest.mark.usefixtures("training")
def test_a_holding_reply_says_when_its_number_is_answered(visitor: Visitor) -> None:
    """At night nobody is there."""
    told = texts(visitor.say("楼道灯坏了"))
    assert any("急事打0571-00000100（" in one and "）；有危险先打" in one for one in told)


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
    """The second has its number too, and joins; those who were paged hear of it."""
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
    assert "不主动发消息给您" in told[1]
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
@pytest.mark.parametrize("text", ["我爸把我妈打得昏过去了", "老公把我打晕倒了", "老公把我打得没呼吸了"])
def test_blows_told_by_what_they_did_are_silent(visitor: Visitor, parts: Parts, text: str) -> None:
    """Injury, and somebody else may hold the phone."""
    assert "不主动发消息给您" in texts(visitor.say(text))[1]
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
