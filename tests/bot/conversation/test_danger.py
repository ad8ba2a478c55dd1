"""Danger in three bands, and what comes after it: what is said, what is asked, and what stands on the case."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

import actions.serve
from actions.conversation.expecting import Expecting, raised_emergency, read_expecting
from actions.conversation.say import UNCHANGED, Reply
from actions.conversation.turn import Talk, Whole
from actions.intake.form import Form
from actions.interpreting import said_over
from actions.portal_client import PortalClient
from actions.routes.topics import Topic
from actions.topics.topic import run_topic
from tests.bot.conversation.after_alarm_words import NO_DANGER_ANY_MORE, STILL_IN_DANGER
from tests.bot.conversation.drafts import a_draft, a_turn
from tests.bot.conversation.portal_stand_in import TOKEN, Portal

assert actions.serve.TOPIC_MODULES


class Chat:
    """A conversation with the topics alone: each turn's draft is made by hand."""

    def __init__(self, portal: Portal, loop: asyncio.AbstractEventLoop) -> None:
        self.client, self.loop = PortalClient(portal.url, TOKEN), loop
        self.talk, self.inbox_id = Talk(), 100
        self.expecting: Expecting | None = None

    def says(self, text: str, intent: str = "report_case", *, rule: Topic = "intake", score: float = 0.6, **said: Any) -> Reply:  # fmt: skip
        self.inbox_id += 1
        turn = a_turn(text, intent, score, expecting=self.expecting, sent_at="2026-11-24T09:00:00+08:00", **said)
        turn = turn.__class__(**{**turn.__dict__, "inbox_id": self.inbox_id})
        reply = self.loop.run_until_complete(run_topic(turn, self.talk, rule, self.client))
        self.talk = self.talk if reply.talk is None else reply.talk
        if reply.registered:
            self.talk = Talk(form=self.talk.form)
        if reply.expecting is not UNCHANGED:
            self.expecting = reply.expecting  # type: ignore[assignment]
        return reply

    def was_told_its_end(self) -> None:
        """The gateway remembers that the emergency was called off."""
        self.expecting = read_expecting(dict(self.expecting or {}) | {"over": True})


@pytest.fixture
def chat(portal: Portal) -> Iterator[Chat]:
    loop = asyncio.new_event_loop()
    made = Chat(portal, loop)
    yield made
    loop.run_until_complete(made.client.close())
    loop.close()


def names(reply: Reply) -> list[str]:
    return [say.response for say in reply.says]


# --- doubtful


def doubt(chat: Chat, text: str = "桂花苑3栋楼道有股煤气味", **said: Any) -> Reply:
    return chat.says(text, danger=said.pop("danger", "gas"), asks=True, place=said.pop("place", ("桂花苑3栋",)), **said)


def test_a_doubtful_danger_gives_the_number_and_asks_before_anything_is_raised(chat: Chat, portal: Portal) -> None:
    """The words are kept in the portal; a danger that is sure is raised at once."""
    told = doubt(chat)
    assert names(told) == ["utter_danger_gas_seen", "utter_ask_danger"]
    assert told.says[-1].asks == "danger"
    assert portal.cases == []
    assert portal.drafts[17]["text"] == "桂花苑3栋楼道有股煤气味"
    assert chat.expecting == {"kind": "danger_check", "danger": "gas", "choices": {"1": "有", "2": "没有"}, "until": "2026-11-25T09:00:00+08:00"}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("他在家", "home_violence"), ("他上来了", "home_violence"), ("他们上来了", "violence"), ("爬出去了", "self_harm"),
        ("她爬出去了", "self_harm"), ("他走上来了", "self_harm"), ("他开门了", "self_harm"),
    ],
)  # fmt: skip
def test_what_ends_another_danger_is_asked_about(chat: Chat, text: str, danger: str) -> None:
    """That somebody came home or out is good news of a missing child or a fire, not of these."""
    assert names(doubt(chat, text, danger=danger, place=()))[-1] == "utter_ask_danger"


@pytest.mark.parametrize(
    ("text", "danger"),
    [("没事，是误会", "violence"), ("火灭了", "fire"), ("已经下来了", "self_harm"), ("虚惊一场", "gas")],
)
def test_what_ends_that_very_danger_is_not(chat: Chat, text: str, danger: str) -> None:
    """It is told of as over."""
    assert "utter_ask_danger" not in names(doubt(chat, text, danger=danger, place=()))


@pytest.mark.parametrize("yes", ["有", "有的", "有人晕了", "里面有人", "快来", "打了119了", "然后怎么办", "没人接"])
def test_yes_raises_it_as_the_danger_that_was_named(chat: Chat, portal: Portal, yes: str) -> None:
    """With what was said before and now."""
    doubt(chat)
    told = chat.says(yes, "affirm" if yes == "有" else "report_case")
    assert told.registered
    assert [body["draft"]["urgency"]["danger"] for body in portal.made("report")] == ["gas"]
    assert "桂花苑3栋楼道有股煤气味" in portal.made("report")[0]["text"]
    assert told.says[0].response == ("utter_till_help_gas_seen" if "打了" in yes else "utter_danger_gas_seen")
    assert chat.expecting is not None
    assert chat.expecting["kind"] == "detail"


@pytest.mark.parametrize("again", ["叫了没反应", "他晕倒了", "血止不住", "她喘不上气"])
def test_harm_told_again_raises_it(chat: Chat, portal: Portal, again: str) -> None:
    """The bare question is not put a second time to whoever tells of harm."""
    doubt(chat, "手断了", danger="injury", place=())
    assert chat.says(again, "report_case", asks=True).registered
    assert len(portal.cases) == 1


@pytest.mark.parametrize("again", ["不知道有没有叫醒", "没有晕倒", "不是他晕倒了"])
def test_harm_denied_or_doubted_raises_nothing(chat: Chat, portal: Portal, again: str) -> None:
    """The honest user beside."""
    doubt(chat, "手断了", danger="injury", place=())
    chat.says(again, "report_case", asks=True)
    assert portal.cases == []


@pytest.mark.parametrize(
    ("text", "danger"),
    [("请问有人溺水怎么办？", "trapped"), ("请问老人噎住了怎么救", "injury"), ("安眠药吃多少会死", "self_harm")],
)
def test_what_to_do_in_a_danger_is_no_common_question(chat: Chat, portal: Portal, text: str, danger: str) -> None:
    """However surely it is read as one: the number comes first."""
    told = chat.says(text, "faq", rule="faq", score=0.95, danger=danger, asks=True)
    assert names(told)[-1] == "utter_ask_danger"


def test_a_question_how_to_die_is_asked_about_beside_an_open_draft(chat: Chat, portal: Portal) -> None:
    """It answers no question about the street lamp, which stays."""
    chat.says("路灯坏了", rule="intake")
    told = chat.says("有没有不疼的死法", danger="self_harm", asks=True)
    assert names(told)[-1] == "utter_ask_danger"
    assert chat.talk.form is not None
    assert chat.talk.form["before"]["text"] == "路灯坏了"


def test_a_sure_question_without_harm_is_not_asked_about(chat: Chat, portal: Portal) -> None:
    """Whatever doubt the reading has."""
    told = chat.says("消防站怎么走", "faq", rule="faq", score=0.95, danger="fire", asks=True)
    assert "utter_ask_danger" not in names(told)


@pytest.mark.parametrize("no", ["没有", "没有人", "不是，就是味道有点大", "没人有危险", "搞错了，是下水道的味道"])
def test_no_goes_on_as_the_ordinary_matter(chat: Chat, portal: Portal, no: str) -> None:
    """Nothing said is lost or asked again: the summary comes, and a yes registers it without an alarm."""
    doubt(chat)
    told = chat.says(no, "deny")
    assert names(told)[0] == "utter_no_danger"
    assert told.says[-1].asks == "confirm"
    assert chat.expecting is None
    assert chat.says("是", "affirm", rule="affirm").registered
    body = portal.made("report")[0]
    assert body["draft"]["urgency"]["level"] == "normal"
    assert body["text"].startswith("桂花苑3栋楼道有股煤气味")
    assert len(no) < 6 or no in body["text"]


@pytest.mark.parametrize(
    "said",
    [
        "搞错了，是小孩掉井里了", "不是猫，是人", "是个人", "看错了，是个小孩", "是我儿子", "不是狗 是个老人", "说错了，是我孙子", "不，是人掉下去了", "不是猫！是娃！",
        "不光是猫，还有个小孩", "原来是个老太太", "里面还有人", "是两岁的小孩", "搞错了 是人不是猫", "弄错了，掉下去的是个小孩", "是我妈",
    ],
)  # fmt: skip
def test_a_cat_that_is_a_child_is_raised(chat: Chat, portal: Portal, said: str) -> None:
    """With the number first, whatever words of a mistake it begins with."""
    doubt(chat, "猫掉井里了", danger="trapped", place=())
    told = chat.says(said, "deny")
    assert told.registered
    assert told.says[0].response == "utter_danger_water"
    assert [body["draft"]["urgency"]["danger"] for body in portal.made("report")] == ["trapped"]


@pytest.mark.parametrize(
    "said",
    [
        "是猫，不是小孩", "是只狗", "搞错了，是猫", "不是小孩，是猫掉井里了", "是我家的猫", "是邻居家的狗不是人", "是小孩的玩具", "不是人，是条狗", "说错了 是手机", "就是只猫",
        "是东西不是人", "是小孩的猫，不是小孩",
    ],
)  # fmt: skip
def test_a_child_that_is_a_cat_ends_the_question(chat: Chat, portal: Portal, said: str) -> None:
    """And nobody is paged."""
    doubt(chat, "村口好像有小孩掉井里了", danger="trapped", place=("村口",))
    assert names(chat.says(said, "deny"))[0] == "utter_no_danger"
    assert (portal.cases, chat.expecting) == ([], None)


@pytest.mark.parametrize("said", ["是我儿子在放鞭炮", "是我妈在烧菜", "是小孩养的猫", "电视里是小孩", "不是小孩"])
def test_what_only_names_somebody_raises_nothing(chat: Chat, portal: Portal, said: str) -> None:
    doubt(chat, "猫掉井里了", danger="trapped", place=())
    assert not chat.says(said, "deny").registered
    assert portal.cases == []


def test_a_joke_is_not_registered(chat: Chat, portal: Portal) -> None:
    """And the draft goes."""
    doubt(chat)
    assert names(chat.says("哈哈开玩笑的 别当真")) == ["utter_no_danger_dropped"]
    assert (portal.drafts[17], portal.cases) == (None, [])


def test_another_answer_is_kept_and_asked_once_more_then_a_clerk_is_called(chat: Chat, portal: Portal) -> None:
    """Who cannot say it is not asked a third time."""
    doubt(chat, "楼道有股味道", place=())
    assert names(chat.says("桂花苑3栋2单元", place=("桂花苑3栋2单元",))) == ["utter_ask_danger"]
    told = chat.says("味道从三楼来的")
    assert names(told)[0] == "utter_danger_unsure"
    assert [one["reason"] for one in portal.handovers] == ["danger_unsure"]
    assert chat.says("是", "affirm", rule="affirm").registered
    assert portal.made("report")[0]["answers"]["place"] == "桂花苑3栋2单元"


def test_a_danger_that_becomes_sure_while_it_is_asked_is_raised(chat: Chat, portal: Portal) -> None:
    """As the new one, with both texts."""
    doubt(chat, "隔壁好像在吵架", danger="home_violence", place=())
    told = chat.says("他拿刀砍人了", danger="violence")
    assert told.registered
    assert portal.made("report")[0]["draft"]["urgency"]["danger"] == "violence"
    assert "隔壁好像在吵架" in portal.made("report")[0]["text"]


@pytest.mark.parametrize("asks", ["place", "confirm"])
def test_an_answer_or_an_addition_is_no_doubtful_danger(chat: Chat, portal: Portal, asks: str) -> None:
    """While a report is open only a sure danger is one."""
    place = ("桂花苑3栋",) if asks == "confirm" else ()
    assert chat.says("桂花苑3栋楼道灯坏了", place=place).says[-1].asks == asks
    told = chat.says("就在煤气表旁边", danger="gas", asks=True)
    assert not any(name.startswith("utter_danger") for name in names(told))
    assert chat.says("三楼着火了", danger="fire").registered


# --- after an alarm


def fire(chat: Chat, text: str = "桂花苑3栋我家厨房着火了", danger: str = "fire", place: tuple[str, ...] = ("桂花苑3栋",)) -> Reply:  # fmt: skip
    told = chat.says(text, danger=danger, place=place)
    assert told.registered
    return told


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("3栋的灯也坏了", ("3栋",)), ("3栋楼道灯也不亮了", ("3栋楼道",)), ("对了6栋垃圾没人收", ("6栋",)), ("5栋门禁也坏了", ("5栋",)), ("路灯也不亮", ()),
        ("2栋的水管也在漏，都漏了三天", ("2栋",)), ("停车场监控坏了", ("停车场",)), ("广场舞吵得要命", ()), ("我家厕所也堵了", ()), ("7栋健身器材断了", ("7栋",)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("known", [("桂花苑3栋",), ()])
def test_another_matter_after_an_alarm_is_its_own(
    chat: Chat, portal: Portal, said: str, place: tuple[str, ...], known: tuple[str, ...]
) -> None:
    """Whether or not the place of the danger is awaited; what was asked of the danger stays open."""
    fire(chat, "桂花苑3栋门口有人打架" if known else "有人打架", danger="violence", place=known)
    before = chat.expecting
    told = chat.says(said, place=place)
    assert portal.made("detail") == []
    assert told.says[-1].asks in ("confirm", "place")
    assert chat.expecting == before


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("3栋", ("3栋",)), ("在坏了的那盏路灯旁边", ()), ("3栋路灯坏了的那里", ("3栋",)), ("楼道灯灭了看不见", ()), ("门也打不开了", ()), ("2楼也塌了", ("2楼",)), ("6栋垃圾桶旁边", ("6栋",)),
        ("楼上玻璃烧得掉下来", ()),
    ],
)  # fmt: skip
def test_more_of_the_alarm_stays_with_it(chat: Chat, portal: Portal, said: str, place: tuple[str, ...]) -> None:
    fire(chat, "着火了", place=())
    chat.says(said, place=place)
    assert [body["text"] for body in portal.made("detail")] == [said]


KINDS = {
    "fire": ("桂花苑3栋我家厨房着火了", "119"),
    "gas": ("桂花苑3栋我家煤气漏了", "119"),
    "trapped": ("桂花苑3栋电梯里困了人", "119"),
    "injury": ("桂花苑3栋有人晕倒了", "120"),
    "violence": ("桂花苑3栋门口有人打架", "110"),
    "home_violence": ("桂花苑3栋我老公打我", "110"),
    "self_harm": ("桂花苑3栋有人要跳楼", "110"),
    "missing": ("桂花苑3栋孩子不见了", "110"),
    "live_wire": ("桂花苑3栋门口电线掉地上冒火花", "119"),
    "no_answer": ("桂花苑3栋独居老人敲门没人应", "119"),
    "other": ("桂花苑3栋围墙要倒了", "110"),
}


@pytest.mark.parametrize("danger", KINDS)
@pytest.mark.parametrize(
    ("said", "before"),
    [
        ("然后怎么办", "utter_call_first"),
        ("已经打了", None),
        ("没人接", "utter_call_again"),
        ("他们还没到", "utter_call_to_hurry"),
    ],
)
def test_what_comes_after_gets_advice_for_that_danger(
    chat: Chat, portal: Portal, danger: str, said: str, before: str | None
) -> None:
    """And whom to call again, where nobody answers; never a day, nor another danger."""
    text, number = KINDS[danger]
    fire(chat, text, danger)
    told = chat.says(said, "remind", rule="remind", danger="injury" if said == "已经打了" else None)
    script = chat.expecting["danger"]  # type: ignore[index]
    at = 0 if before is None else 1
    assert names(told)[at] == f"utter_till_help_{script}"
    assert before is None or names(told)[0].startswith(before)
    assert before is None or told.says[0].params["number"] == number
    assert not any(
        name in ("utter_reminded", "utter_status") or name.startswith("utter_danger_fire") for name in names(told)
    )
    assert len(portal.cases) == 1
    assert portal.details == ([] if said == "然后怎么办" else [("details", said)])


@pytest.mark.parametrize(
    ("first", "danger", "then", "read_as", "script"),
    [
        ("桂花苑3栋四楼着火了", "fire", "我在五楼 下不去", "trapped", "smoke"),
        ("桂花苑3栋隔壁男的在打老婆", "home_violence", "我不敢出去 他晓得是我报的咋办", "home_violence", "home_violence_seen"),
        ("桂花苑3栋屋里烧着煤炉 头晕", "gas", "我爸叫不醒了", "injury", "co"),
        ("桂花苑3栋四楼着火了", "fire", "我妈晕倒了", "injury", "unconscious"),
    ],
)  # fmt: skip
def test_further_words_of_a_danger_get_the_advice_for_both(
    chat: Chat, portal: Portal, first: str, danger: str, then: str, read_as: str, script: str
) -> None:
    """Of what is told now, in what was told before; and so it stays in answer to "what now?"."""
    fire(chat, first, danger)
    assert names(chat.says(then, danger=read_as))[0] == f"utter_danger_{script}"
    assert f"utter_till_help_{script}" in names(chat.says("然后呢", "remind", rule="remind"))


@pytest.mark.parametrize("undone", ["搞错了", "虚惊一场", "没有着火", "不是，是在演习", "原来是邻居炒菜"])
def test_a_false_alarm_is_undone_and_the_matter_goes_on(chat: Chat, portal: Portal, undone: str) -> None:
    """The same case, no emergency any more; what they then want is added to it; "没有" withdraws it."""
    fire(chat)
    told = chat.says(undone, "deny", rule="deny")
    assert names(told) == ["utter_false_alarm", "utter_ask_still"]
    assert portal.cleared == [(True, True)]
    assert portal.details == [("all-clear", undone)]
    chat.says("能不能叫他小声点 桂花苑6栋503", place=("桂花苑6栋503",))
    assert portal.details[-1] == ("details", "能不能叫他小声点 桂花苑6栋503")
    assert len(portal.cases) == 1


def test_nothing_is_left_to_do(chat: Chat, portal: Portal) -> None:
    """The case is withdrawn, not deleted."""
    fire(chat)
    chat.says("搞错了", "deny", rule="deny")
    assert names(chat.says("没有", "deny", rule="deny")) == ["utter_withdrawn"]
    assert [kind for kind, _ in portal.details] == ["all-clear", "withdrawal"]
    assert chat.expecting is None


def test_who_may_be_forced_to_deny_it_is_still_looked_for(chat: Chat, portal: Portal) -> None:
    """Whoever is beaten; a neighbour who heard a film is not."""
    fire(chat, "我老公打我", "home_violence", place=())
    assert names(chat.says("搞错了，没有人打我")) == ["utter_denied_danger"]
    assert portal.cleared == [(True, False)]
    chat.expecting = None
    fire(chat, "隔壁在打老婆，女的喊救命", "home_violence", place=())
    assert names(chat.says("原来是在看电视"))[0] == "utter_false_alarm"
    assert portal.cleared[-1] == (True, True)


def test_who_swallowed_poison_is_told_120_first_and_is_still_looked_for(chat: Chat, portal: Portal) -> None:
    """The line that listens is in the same answer; taking it back does not end the alarm."""
    said = names(fire(chat, "桂花苑3栋我刚喝了半瓶农药", "self_harm"))
    assert said[0] == "utter_danger_swallowed"
    assert names(chat.says("没人接"))[0] == "utter_call_again"
    assert names(chat.says("搞错了")) == ["utter_denied_danger"]
    assert portal.cleared == [(True, False)]


SAFE = [
    ("fire", "火灭了", False),
    ("trapped", "人出来了", False),
    ("missing", "找到了，在便利店", True),
    ("gas", "阀门关好了", False),
    ("fire", "没有人有危险", False),  # that nobody is in danger does not put a fire out
]


@pytest.mark.parametrize(("danger", "said", "ends"), SAFE)
def test_the_all_clear_is_heard(chat: Chat, portal: Portal, danger: str, said: str, ends: bool) -> None:
    """It stands on the case; a child that was found is no emergency any more; what is left is added."""
    fire(chat, KINDS[danger][0], danger)
    assert names(chat.says(said, "thank", rule="thank"))[0].startswith("utter_all_clear")
    assert portal.cleared == [(False, ends)]
    chat.says("但是电梯还没修好", "add_detail", rule="detail")
    assert portal.details[-1] == ("details", "但是电梯还没修好")
    assert len(portal.cases) == 1


# --- what may say that it is over


@pytest.mark.parametrize(("script", "said"), [(one, text) for one, texts in STILL_IN_DANGER.items() for text in texts])
def test_true_words_of_a_danger_end_nothing(chat: Chat, portal: Portal, script: str, said: str) -> None:
    """Even where no danger is read in them: they join the case, and it is an emergency as before."""
    raise_as(chat, script)
    told = chat.says(said, "deny", rule="deny")
    assert portal.cleared == []
    assert [kind for kind, _ in portal.details if kind != "details"] == []
    assert not {"utter_false_alarm", "utter_all_clear", "utter_all_clear_doctor", "utter_denied_danger"} & {
        *names(told)
    }
    assert chat.expecting is None or not chat.expecting.get("over")


@pytest.mark.parametrize(
    ("script", "said"), [(one, text) for one, texts in NO_DANGER_ANY_MORE.items() for text in texts]
)
def test_an_all_clear_is_heard_at_once_or_after_one_question(
    chat: Chat, portal: Portal, script: str, said: str
) -> None:
    """Whoever says that it is over says it once, or once more with a button; what is explained after an apology was none."""
    raise_as(chat, script)
    told = chat.says(said, "thank", rule="thank")
    if told.says[-1].asks == "danger":
        assert portal.details[-1] == ("details", said)
        chat.says("没有", "deny", rule="deny")
        explained = said_over.explains_away(a_turn(said))
        assert portal.cleared == [(explained, explained)]
    assert len(portal.cleared) == 1
    assert (portal.details[-1][0], len(portal.cases)) in (("all-clear", 1), ("withdrawal", 1))


def raise_as(chat: Chat, script: str) -> None:
    """A danger with this script of advice."""
    fire(chat, KINDS["fire"][0], "fire")
    raised = raised_emergency(chat.expecting)
    assert raised is not None
    chat.expecting = {**raised, "danger": script}


def test_what_may_say_no_is_asked_once_and_the_alarm_goes_on(chat: Chat, portal: Portal) -> None:
    """有 says it again with the number; 没有 is told as it was meant, and ends no page: a fire needs nobody in it."""
    fire(chat)
    told = chat.says("人没有受伤，困在里面出不来", "deny", rule="deny")
    assert names(told) == ["utter_danger_added", "utter_ask_danger"]
    raised = raised_emergency(chat.expecting)
    assert raised is not None
    assert (raised["kind"], raised.get("asks")) == ("detail", "danger")
    assert names(chat.says("是锅里先着的")) == ["utter_danger_added"]
    assert names(chat.says("有", "affirm", rule="affirm"))[:2] == ["utter_danger_fire", "utter_danger_added"]
    assert portal.cleared == []
    assert names(chat.says("大家都撤出来了，楼道全是水"))[-1] == "utter_ask_danger"
    assert names(chat.says("没有", "deny", rule="deny")) == ["utter_all_clear"]
    assert portal.cleared == [(False, False)]
    assert [kind for kind, _ in portal.details] == ["details"] * 4 + ["all-clear"]


def test_an_all_clear_in_which_a_danger_is_read_is_asked_about(chat: Chat, portal: Portal) -> None:
    """However plain its words: a sure danger has its number, a doubtful one the question."""
    fire(chat)
    assert names(chat.says("烟散了，火也灭了", danger="fire", asks=True))[-1] == "utter_ask_danger"
    assert names(chat.says("火灭了", danger="fire"))[0] == "utter_danger_fire"
    assert portal.cleared == []


@pytest.mark.parametrize(
    ("known", "said", "place", "now", "response"),
    [
        ((), "我不敢开门 杏花村10栋 3楼", "杏花村10栋 3楼", "杏花村10栋 3楼", "utter_danger_added"),
        (
            ("楼道里",),
            "幸福家园2栋一楼，我家在五楼",
            "幸福家园2栋一楼",
            "幸福家园2栋一楼楼道里",
            "utter_emergency_moved",
        ),
        (("天台",), "望江新村4幢楼顶，我赶不回去", "望江新村4幢", "望江新村4幢天台", "utter_emergency_moved"),
    ],
)
def test_the_place_told_after_an_emergency_is_its_place(
    chat: Chat, portal: Portal, known: tuple[str, ...], said: str, place: str, now: str, response: str
) -> None:
    """Whatever else the message says; nothing that takes back is needed."""
    fire(chat, f"{''.join(known)}着火了", place=known)
    assert response in names(chat.says(said, place=(place,)))
    assert portal.cases[0]["place"] == now


def test_a_place_beside_the_known_one_does_not_move_an_emergency(chat: Chat, portal: Portal) -> None:
    """Whoever is on the way goes where it was said to be."""
    fire(chat)
    chat.says("烟飘到5栋了", place=("5栋",))
    assert portal.cases[0]["place"] == "桂花苑3栋"


@pytest.mark.parametrize(
    ("said", "places", "place"),
    [
        (("具体在公园路88号门口", "不对不对 88号是我取餐的店 井盖在对面 63号门口"), ("公园路88号门口", "88号"), "公园路63号门口"),
        (("在公园路3号桥那里", "不是3号桥呀是2号桥，3号桥那边没事"), ("公园路3号桥", "3号桥"), "公园路2号桥"),
    ],
)  # fmt: skip
def test_an_answer_to_whether_anybody_is_in_danger_may_say_or_correct_the_place(
    chat: Chat, portal: Portal, said: tuple[str, str], places: tuple[str, str], place: str
) -> None:
    doubt(chat, "公园路那个窨井盖快翻过来了", danger="injury", place=("公园路",))
    for text, at in zip(said, places, strict=True):
        chat.says(text, place=(at,))
    assert Form.from_json(portal.drafts[17]).answers["place"] == place


def test_another_place_is_no_false_alarm(chat: Chat, portal: Portal) -> None:
    """It corrects the case's, unasked."""
    fire(chat)
    for at, said in (("5栋", "其实是5栋"), ("6栋", "搞错了，是6栋"), ("7栋", "不对，7栋")):
        assert names(chat.says(said, "deny", rule="deny", place=(at,))) == ["utter_emergency_moved"]
    assert portal.cleared == []


@pytest.mark.parametrize("said", ["大家都撤了，火还在烧", "他说没事，可是叫不醒", "没人受伤，火扑不灭"])
def test_an_answer_that_only_seems_to_say_no_is_asked_once_more(chat: Chat, portal: Portal, said: str) -> None:
    """To "is somebody in danger?"; then a person is called."""
    doubt(chat)
    assert names(chat.says(said))[-1] == "utter_ask_danger"
    assert names(chat.says(said))[0] == "utter_danger_unsure"
    assert [one["reason"] for one in portal.handovers] == ["danger_unsure"]


def test_a_no_beside_a_sure_danger_is_asked_once_more(chat: Chat, portal: Portal) -> None:
    """没有 may have answered something else."""
    doubt(chat)
    assert names(chat.says("没有，他昏过去了", danger="injury")) == ["utter_ask_danger"]
    assert chat.says("他昏过去了", danger="injury").registered


# --- once more after it was over


AGAIN = [
    ("又着了", {"danger": "fire", "asks": True}), ("又烧起来了", {"danger": "fire"}), ("又晕过去了", {"danger": "injury", "asks": True}), ("又关进去了一个", {}),
    ("又开始冒烟", {}), ("复燃了", {}), ("又打起来了", {}), ("他又来打我", {}), ("里面还有人", {}), ("又不行了", {}), ("还在漏", {}),
]  # fmt: skip


SIGNS = [
    ("只有很多烟", {}), ("头好晕", {}), ("快来人", {}), ("火更大了", {}), ("救命", {}), ("味道更重了", {}), ("好多烟", {}), ("我想吐", {}),
    ("还有人没出来", {}), ("人没出来", {}), ("我奶奶还没出来", {}), ("来人", {}), ("来人啊", {}), ("我头晕", {}), ("我好晕", {}), ("烟好大", {"danger": "fire", "asks": True}), ("头好晕", {"danger": "gas", "asks": True}), ("人晕倒了", {"danger": "injury"}),
]  # fmt: skip


@pytest.mark.parametrize("cleared", ["火灭了", "误报", "开玩笑的", "没着火，看错了"])
@pytest.mark.parametrize(("said", "read"), [*AGAIN, *SIGNS])
def test_a_danger_after_the_all_clear_raises_the_same_alarm_again(
    chat: Chat, portal: Portal, said: str, read: dict[str, Any], cleared: str
) -> None:
    """At once, with its number, in the same case: whoever said that it was over may have been wrong, or have taken the phone."""
    fire(chat)
    portal.cases[0]["place"] = "桂花苑3栋"
    chat.says(cleared)
    assert len(portal.cleared) == 1
    told = chat.says(said, "greet", rule="greet", **read)
    assert names(told)[0].startswith("utter_danger_")
    assert names(told)[1:] == ["utter_danger_raised"]
    assert [case_no for case_no, _ in portal.raised_again] == [portal.cases[0]["case_no"]]
    assert portal.details[-1] == ("details", said)
    assert len(portal.cases) == 1
    assert chat.expecting is not None
    assert "asks" not in chat.expecting
    assert "over" not in chat.expecting


@pytest.mark.parametrize(
    "said", ["别取消报警", "不要关掉警报", "他让我取消报警", "他逼我撤报警", "警报关了还在漏", "烟雾报警关不掉"]
)
def test_to_refuse_to_end_an_alarm_withdraws_nothing(chat: Chat, portal: Portal, said: str) -> None:
    """Though it is read as a withdrawal: it is added to the case, with the advice."""
    fire(chat)
    assert "utter_till_help_fire" in names(chat.says(said, "withdraw", rule="withdraw"))
    assert portal.cleared == []
    assert portal.details[-1] == ("details", said)


ORDINARY_AFTER_ALL = [
    "来人修一下", "什么时候来人修", "什么时候来人啊", "结果还没出来", "证还没出来", "想吐槽一下", "都是烟灰", "还有人情味", "没有烟了", "快来修一下", "我晕", "我家雨水更大了", "真恶心",
]  # fmt: skip


@pytest.mark.parametrize("said", ORDINARY_AFTER_ALL)
def test_ordinary_words_after_the_all_clear_page_nobody(chat: Chat, portal: Portal, said: str) -> None:
    """Though a word of danger is in them."""
    fire(chat)
    chat.says("误报")
    chat.says(said, "greet", rule="greet")
    assert portal.raised_again == []


@pytest.mark.parametrize("said", ["我晕", "我家雨水更大了", "真恶心"])
def test_words_that_may_be_a_sign_after_the_all_clear_are_asked_about(chat: Chat, said: str) -> None:
    """As doubts are."""
    fire(chat)
    chat.says("误报")
    assert "utter_ask_danger" in names(chat.says(said, "greet", rule="greet"))


def test_it_can_be_over_and_begin_again_more_than_once(chat: Chat, portal: Portal) -> None:
    """Each time people are told."""
    fire(chat)
    for _ in range(2):
        chat.says("误报")
        chat.says("快来人")
    assert len(portal.cleared) == len(portal.raised_again) == 2
    assert len(portal.cases) == 1


@pytest.mark.parametrize("read", [{}, {"danger": "other"}])
def test_a_call_for_help_after_the_all_clear_is_of_the_same_danger(
    chat: Chat, portal: Portal, read: dict[str, Any]
) -> None:
    """快来人 names none: the fire's advice and its label stay."""
    fire(chat)
    chat.says("误报")
    assert names(chat.says("快来人", **read))[0] == "utter_danger_fire"
    assert [danger for _, danger in portal.raised_again] == ["fire"]


def test_where_no_place_was_told_it_is_asked_again(chat: Chat, portal: Portal) -> None:
    """As when it was raised first."""
    fire(chat, place=())
    chat.says("误报")
    assert chat.says("快来人").says[-1].asks == "place"


def test_a_danger_after_a_withdrawal_is_a_case_of_its_own(chat: Chat, portal: Portal) -> None:
    """The portal takes nothing in for a case that its reporter withdrew."""
    fire(chat)
    chat.says("误报")
    chat.was_told_its_end()
    portal.cases[0]["state"] = "withdrawn"
    assert chat.says("又着火了", danger="fire").registered
    assert len(portal.cases) == 2


@pytest.mark.parametrize("danger", ["home_violence", "self_harm"])
def test_a_danger_that_is_taken_in_otherwise_is_a_case_of_its_own(chat: Chat, portal: Portal, danger: str) -> None:
    """Nothing is sent to whoever may be watched; a clerk is called for whoever means to harm themselves."""
    fire(chat)
    chat.says("火灭了")
    assert chat.says("他现在打我", danger=danger).registered
    assert portal.raised_again == []


@pytest.mark.parametrize("said", ["谢谢", "又要麻烦你们了", "电梯还没修好", "不着了", "人都好"])
def test_what_else_is_said_after_it_is_over_is_no_danger(chat: Chat, portal: Portal, said: str) -> None:
    """It is thanked for, or joins the case."""
    fire(chat)
    chat.says("火灭了")
    told = chat.says(said, "thank", rule="thank", score=0.9)
    assert not any(name.startswith("utter_danger_fire") or name == "utter_ask_danger" for name in names(told))


# --- danger in pieces, while a report is open


def lamp(chat: Chat, asks: str) -> None:
    place = ("桂花苑6栋",) if asks == "confirm" else ()
    assert chat.says("桂花苑6栋楼道灯坏了" if place else "楼道灯坏了好几天", place=place).says[-1].asks == asks


PIECES = [  # what is said, how it is read, the words that show it
    ("救命", "injury", "救命"), ("掉井里了", "trapped", "里了"), ("晕过去了", "injury", "晕过去"), ("掉下去了", "trapped", "掉下去"), ("动不了了", "injury", "动不了"),
    ("落水了", None, ""), ("好多血", None, ""), ("流了好多血", None, ""), ("快来人", None, ""), ("抽过去了", None, ""), ("我妈倒地上了", "injury", "倒"), ("叫不醒", None, ""),
    ("腿压住了", "injury", "压"), ("起不来了", "injury", "起不来"), ("喘不上气", None, ""), ("触电了", None, ""), ("噎住了", None, ""), ("煤气好重", "gas", "煤气"),
    ("着火了", None, ""), ("他拿刀了", "violence", "刀"), ("有人跳楼了", None, ""), ("没呼吸了", None, ""), ("来人啊", None, ""), ("喝了农药", None, ""),
]  # fmt: skip


@pytest.mark.parametrize("asks", ["place", "confirm"])
@pytest.mark.parametrize(("said", "danger", "shown"), PIECES)
def test_a_piece_of_danger_in_a_report_has_its_number_and_the_question(
    chat: Chat, portal: Portal, asks: str, said: str, danger: str | None, shown: str
) -> None:
    """It is neither the place nor a no. 没有: the report goes on where it was, with these words."""
    lamp(chat, asks)
    told = chat.says(said, "stop", rule="stop", score=0.95, danger=danger, asks=danger is not None, shown=(shown,) if shown else ())  # fmt: skip
    assert names(told)[0].startswith("utter_danger_")
    assert names(told)[1:] == ["utter_ask_danger"]
    assert portal.cases == []
    assert "楼道灯坏了" in portal.drafts[17]["before"]["text"]
    back = chat.says("没有", "deny", rule="deny")
    assert names(back)[0] == "utter_no_danger"
    assert back.says[-1].asks == asks
    if asks == "place":
        chat.says("桂花苑6栋", place=("桂花苑6栋",))
    assert chat.says("是", "affirm", rule="affirm").registered
    body = portal.made("report")[0]
    assert body["text"].startswith(("楼道灯坏了好几天", "桂花苑6栋楼道灯坏了"))
    assert said in body["text"]
    assert body["draft"]["urgency"]["level"] == "normal"


def test_who_was_named_before_is_read_with_what_befell_them(chat: Chat, portal: Portal) -> None:
    """我奶奶 / 摔了: neither is a danger alone; after a whole report the same words add to it."""
    hurt = Whole("我奶奶，摔了", a_draft("我奶奶，摔了", danger="injury", asks=True))
    chat.says("我奶奶", photos=("a.jpg",))
    assert names(chat.says("摔了", whole=hurt, photos=("b.jpg",))) == ["utter_danger_injury", "utter_ask_danger"]
    assert chat.says("有", "affirm", rule="affirm").registered
    assert portal.made("report")[0]["text"] == "我奶奶\n摔了"
    assert portal.made("report")[0]["photos"] == ["a.jpg", "b.jpg"]
    chat.expecting = None
    portal.cases.clear()
    lamp(chat, "confirm")
    both = "桂花苑6栋楼道灯坏了，摔了"
    read = Whole(both, a_draft(both, danger="injury", asks=True, place=("桂花苑6栋",)))
    assert names(chat.says("摔了", whole=read)) == ["utter_confirm_added"]


@pytest.mark.parametrize("said", ["没事了", "我没事了", "不用来了", "搞错了"])
def test_whoever_is_beaten_is_still_looked_for_after_any_all_clear(chat: Chat, portal: Portal, said: str) -> None:
    """They may be made to say it: nothing ends, and whom to call is said."""
    fire(chat, "我老公打我", "home_violence", place=())
    assert names(chat.says(said, "stop", rule="stop")) == ["utter_denied_danger"]
    assert [ends for _, ends in portal.cleared] == [False]
    assert chat.expecting is not None
    assert not chat.expecting.get("over")


def test_a_yes_raises_it_and_the_report_stays_open(chat: Chat, portal: Portal) -> None:
    """Each is a matter of its own; of a report of two words the danger is the rest."""
    lamp(chat, "confirm")
    chat.says("救命")
    assert chat.says("有", "affirm", rule="affirm").registered
    assert [body["text"] for body in portal.made("report")] == ["救命"]
    assert portal.drafts[17]["text"] == "桂花苑6栋楼道灯坏了"
    assert chat.says("桂花苑6栋201", place=("桂花苑6栋201",)).says[0].response == "utter_danger_added"
    chat.expecting = None
    assert chat.says("是", "affirm", rule="affirm").registered
    chat.expecting = None
    portal.cases.clear()
    chat.says("我儿子")
    chat.says("掉井里了", "stop", rule="stop", danger="trapped", asks=True, shown=("里了",))
    told = chat.says("有", "affirm", rule="affirm")
    assert told.registered
    made = portal.made("report")[-1]
    assert made["text"] == "我儿子\n掉井里了"
    assert made["draft"]["urgency"]["level"] == "emergency"
    assert chat.talk.form is None


def test_a_joke_beside_a_report_leaves_it_open(chat: Chat, portal: Portal) -> None:
    """Only the joke goes."""
    lamp(chat, "confirm")
    chat.says("救命")
    assert names(chat.says("开玩笑的")) == ["utter_no_danger_dropped", "utter_still_open"]
    assert chat.says("是", "affirm", rule="affirm").registered
    assert portal.made("report")[0]["text"] == "桂花苑6栋楼道灯坏了"


NO_PIECES = [
    ("在6栋那边", "fire", "在6栋那边"), ("楼顶", "self_harm", "楼顶"), ("河边", "self_harm", "河边"), ("电表箱旁边", "live_wire", "电表箱"), ("煤气站旁边", "gas", "煤气"),
    ("不在这边 在那边", "self_harm", "那边"), ("我记错了 不在8栋 在6栋", "other", "我记错了"), ("我妈妈", "home_violence", "我妈妈"), ("没有", "injury", "没有"), ("不知道", "fire", "不知道"),
    ("消防通道", "fire", "消防"), ("井边上", "trapped", "井"), ("猫掉井里了", "trapped", "掉井里"), ("上次我妈就摔倒了", "injury", "摔倒"), ("差点掉下去", "trapped", "掉下去"),
    ("怕有人摔倒", "injury", "摔倒"), ("树枝掉下来了", "injury", "掉下来"), ("晚上八点", "other", "晚上"),
]  # fmt: skip


@pytest.mark.parametrize("asks", ["place", "confirm"])
@pytest.mark.parametrize(("said", "danger", "shown"), NO_PIECES)
def test_a_place_a_no_or_what_is_feared_is_no_piece_of_danger(
    chat: Chat, asks: str, said: str, danger: str, shown: str
) -> None:
    """However it reads."""
    lamp(chat, asks)
    told = chat.says(said, danger=danger, asks=True, shown=(shown,))
    assert not any(name.startswith("utter_danger_") or name == "utter_ask_danger" for name in names(told))


def test_a_new_danger_elsewhere_after_the_all_clear_is_a_new_case(chat: Chat, portal: Portal) -> None:
    """At the same place it is the same matter."""
    fire(chat, place=("桂花苑3栋",))
    chat.says("火灭了")
    assert not chat.says("桂花苑3栋又着火了", danger="fire", place=("桂花苑3栋",)).registered
    assert len(portal.raised_again) == 1
    chat.says("火灭了")
    assert fire(chat, "翠竹公寓5栋着火了", place=("翠竹公寓5栋",)).registered
    assert len(portal.cases) == 2


@pytest.mark.parametrize("where", ["翠竹公寓5栋门口", "5栋", "就在楼下", "3楼走廊"])
def test_where_it_is_is_no_danger(chat: Chat, portal: Portal, where: str) -> None:
    """However it reads; the words join the case, and where nobody could find it the estate is asked for."""
    fire(chat, "着火了", place=())
    told = chat.says(where, danger="trapped", asks=True)
    again = ["utter_ask_place_more"] * (not where.startswith("翠竹公寓"))
    assert names(told) == ["utter_danger_added", *again]
    assert len(portal.cases) == 1


def test_what_else_is_wanted_within_the_hour_is_answered(chat: Chat, portal: Portal) -> None:
    """A whole report of something else, a question about a vote, a person."""
    fire(chat)
    other = chat.says("另外桂花苑6栋楼道灯坏了", place=("桂花苑6栋",), score=0.95)
    assert other.says[-1].asks == "confirm"
    assert len(portal.details) == 0


def test_a_correction_of_a_case_is_no_doubtful_danger(chat: Chat, portal: Portal) -> None:
    """However it reads; the same words with no case are asked about."""
    portal.has_case(state="reported", due_at="2026-12-01T17:30:00+08:00", reported_at="2026-11-24T08:59:00+08:00")
    told = chat.says("不对，是5栋的电表箱", "deny", rule="deny", danger="live_wire", asks=True, place=("5栋",))
    assert not any(name.startswith("utter_danger") for name in names(told))
    portal.cases.clear()
    assert names(chat.says("5栋的电表箱", danger="live_wire", asks=True, place=("5栋",)))[-1] == "utter_ask_danger"


@pytest.mark.parametrize("text", ["没人在打我", "没有着火", "是演习，不是真的着火"])
def test_what_denies_a_danger_by_itself_is_not_asked_about(chat: Chat, text: str) -> None:
    """However it reads."""
    assert not any(name.startswith("utter_danger") for name in names(chat.says(text, danger="violence", asks=True)))


# --- what the portal does not take


def test_an_all_clear_that_is_refused_does_not_deny_the_case(chat: Chat, portal: Portal) -> None:
    """It is there: only that these words are not in it is said, and whom to call."""
    chat.says("桂花苑3栋着火了", danger="fire", place=("桂花苑3栋",))
    portal.refusals["/all-clear"] = (409, "closed")
    told = chat.says("骗你们的，没有着火")
    assert names(told) == ["utter_not_noted"]
    assert told.says[0].params == {"case_no": portal.cases[0]["case_no"]}


def test_a_joke_leaves_the_case_to_be_verified(chat: Chat, portal: Portal) -> None:
    """Somebody else may have the phone: it is a false alarm, which nobody withdraws without a word more, and it is asked as of any other."""
    chat.says("桂花苑3栋着火了", danger="fire", place=("桂花苑3栋",))
    assert names(chat.says("骗你们的，没有着火")) == ["utter_false_alarm", "utter_ask_still"]
    assert portal.cleared == [(True, True)]
    assert portal.made("withdraw") == []


def test_words_about_an_emergency_that_are_refused_do_not_deny_the_case(chat: Chat, portal: Portal) -> None:
    """Nor do they say that there is none."""
    chat.says("着火了快来人啊", danger="fire")
    portal.refusals["/details"] = (409, "closed")
    told = chat.says("幸福家园3栋", place=("幸福家园3栋",))
    assert names(told) == ["utter_not_noted"]
    portal.refusals.clear()
    chat.says("着火了快来人啊", danger="fire")
    assert names(chat.says("幸福家园3栋", place=("幸福家园3栋",))) == ["utter_danger_added"]


@pytest.mark.parametrize("asks", [True, False])
def test_whom_to_call_comes_first_where_the_portal_takes_no_more(chat: Chat, portal: Portal, asks: bool) -> None:
    """Of a doubtful danger as of a sure one; of none no number is given."""
    portal.refusals["/draft" if asks else "/cases"] = (429, "too-many")
    told = chat.says("楼道有股煤气味", danger="gas", asks=asks)
    assert names(told) == ["utter_danger_gas", "utter_too_many"]
    portal.refusals.clear()
    portal.refusals["/draft"] = (429, "too-many")
    assert names(chat.says("楼道里堆满了纸箱")) == ["utter_too_many"]


def test_a_danger_seen_whose_end_was_told_is_taken_in_again_as_it_was_first(chat: Chat, portal: Portal) -> None:
    """A clerk is called each time."""
    fire(chat, "桂花苑3栋有人要跳楼", "self_harm")
    chat.was_told_its_end()
    before = len(portal.handovers)
    told = chat.says("他又爬上去了", danger="self_harm")
    assert names(told)[1] == "utter_danger_raised"
    assert [danger for _, danger in portal.raised_again] == ["self_harm"]
    assert [one["reason"] for one in portal.handovers[before:]] == ["self_harm"]


def test_violence_at_home_is_raised_again_quietly(chat: Chat, portal: Portal) -> None:
    """As it was raised first."""
    fire(chat, "桂花苑3栋隔壁男的在打老婆", "home_violence")
    chat.was_told_its_end()
    told = chat.says("又打起来了", danger="home_violence")
    assert names(told)[1] == "utter_danger_raised_quietly"
    assert [danger for _, danger in portal.raised_again] == ["home_violence"]


@pytest.mark.parametrize(
    "said",
    ["恶作剧", "恶作剧而已", "我是恶作剧", "玩玩的", "开玩笑的", "我瞎说的", "是乱报的", "逗着玩的", "吓你们的", "就是整蛊一下", "对不起，我乱说的"],
)  # fmt: skip
def test_a_prank_is_asked_about_like_any_false_alarm(chat: Chat, portal: Portal, said: str) -> None:
    """Whoever is on call is told; the case stays."""
    fire(chat)
    assert names(chat.says(said, "out_of_scope", rule="out_of_scope")) == ["utter_false_alarm", "utter_ask_still"]
    assert portal.cleared == [(True, True)]
    assert portal.made("withdraw") == []


@pytest.mark.parametrize("kind", ["fire", "violence"])
@pytest.mark.parametrize("said", ["胡说", "瞎说", "乱讲", "骗你", "胡说的", "骗你的", "乱报的"])
def test_made_up_without_a_word_of_who_made_it_up_is_asked_about(
    chat: Chat, portal: Portal, said: str, kind: str
) -> None:
    """It may contradict somebody beside, or be somebody else's word."""
    fire(chat, "桂花苑3栋出事了快来", kind)
    assert names(chat.says(said, "out_of_scope", rule="out_of_scope"))[-1] == "utter_ask_danger"
    assert portal.cleared == []


@pytest.mark.parametrize(
    "said", ["不是恶作剧，真的着火了", "我没有瞎说的", "小孩恶作剧点着了楼道", "没骗你，真的", "不是恶作剧", "没跟你们开玩笑"]
)  # fmt: skip
@pytest.mark.parametrize("is_asked", [True, False])
def test_no_prank_is_heard_as_danger_that_goes_on(chat: Chat, portal: Portal, said: str, *, is_asked: bool) -> None:
    """With the number again, rather than asked whether somebody is in danger."""
    fire(chat)
    if is_asked:
        chat.says("好像搞错了", "out_of_scope", rule="out_of_scope")
    told = chat.says(said, "out_of_scope", rule="out_of_scope")
    assert names(told)[0] == "utter_danger_fire"
    assert "utter_ask_danger" not in names(told)
    assert [danger for _, danger in portal.raised_again] == ["fire"]
    assert portal.cleared == []


@pytest.mark.parametrize("said", ["不是恶作剧，是我看错了", "没骗你，没事了", "是不是恶作剧"])
def test_no_prank_beside_a_denial_is_no_danger_that_goes_on(chat: Chat, portal: Portal, said: str) -> None:
    """It is asked about, or told as over."""
    fire(chat)
    assert "utter_danger_fire" not in names(chat.says(said, "out_of_scope", rule="out_of_scope"))
    assert portal.raised_again == []


@pytest.mark.parametrize(
    "said", ["是小孩恶作剧点着的", "有人恶作剧把电闸拉了", "他说是恶作剧，可烟还在冒", "不是恶作剧，快来"]
)
def test_another_ones_prank_ends_nothing(chat: Chat, portal: Portal, said: str) -> None:
    """It may be how the danger began."""
    fire(chat)
    chat.says(said)
    assert portal.cleared == []


BACK = [
    ("violence", "他又来了"), ("violence", "又来了"), ("home_violence", "他回来了"), ("home_violence", "他在砸门，救命"), ("violence", "那帮人又来了"),
    ("home_violence", "我老公又动手了"), ("violence", "又打了"), ("violence", "他走了又回来了"), ("fire", "火更大了"), ("fire", "又烧起来了"), ("injury", "又昏过去了"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "said"), BACK)
def test_a_danger_that_is_back_in_an_emergency_gets_its_number_and_is_told_as_danger(
    chat: Chat, portal: Portal, kind: str, said: str
) -> None:
    """Though no danger is read in the words alone; the portal decides whom it pages."""
    fire(chat, "桂花苑3栋出事了快来", kind)
    told = chat.says(said, "greet", rule="greet")
    assert names(told)[0] == f"utter_danger_{kind}"
    assert names(told)[-1] == "utter_danger_added"
    assert [danger for _, danger in portal.raised_again] == [kind]
    assert portal.details[-1] == ("details", said)


@pytest.mark.parametrize("kind", ["fire", "violence"])
@pytest.mark.parametrize(
    "said",
    ["120又打电话来了", "物业又打电话来了", "又打给我", "保安又来人了", "我又打了一次120", "我又困了", "又跳闸了", "又倒车进来了"],
)  # fmt: skip
def test_a_trifle_that_happens_again_is_no_danger_come_back(chat: Chat, portal: Portal, said: str, kind: str) -> None:
    """It pages nobody."""
    fire(chat, "桂花苑3栋出事了快来", kind)
    chat.says(said, "greet", rule="greet")
    assert portal.raised_again == []


@pytest.mark.parametrize("is_over", [True, False])
@pytest.mark.parametrize("said", ["他们来了", "我爸来了", "他们上来了", "又来人了"])
def test_who_comes_after_blows_may_be_a_helper_and_is_asked_about(
    chat: Chat, portal: Portal, said: str, *, is_over: bool
) -> None:
    """The police may be meant."""
    fire(chat, "桂花苑3栋有人打我", "violence")
    if is_over:
        chat.was_told_its_end()
    assert names(chat.says(said, "greet", rule="greet"))[-1] == "utter_ask_danger"
    assert portal.raised_again == []


@pytest.mark.parametrize("said", ["他带人来了", "他们来了，救命", "他拿刀来了", "我爸又来了", "他们砸门了"])
def test_who_comes_to_strike_is_danger(chat: Chat, portal: Portal, said: str) -> None:
    """By a word of blows, of fear, or of coming again."""
    fire(chat, "桂花苑3栋有人打我", "violence")
    chat.says(said, "greet", rule="greet")
    assert [danger for _, danger in portal.raised_again] == ["violence"]


@pytest.mark.parametrize("kind", ["home_violence", "violence"])
@pytest.mark.parametrize("denied", ["没事了", "搞错了", "没有"])
def test_violence_told_again_after_a_denial_is_told_as_danger(
    chat: Chat, portal: Portal, kind: str, denied: str
) -> None:
    """With the number, whatever the denial was worth."""
    fire(chat, "桂花苑3栋出事了快来", kind)
    chat.says(denied, "deny", rule="deny")
    for said in ("他又打我了", "他又来了", "救命"):
        before = len(portal.raised_again)
        told = chat.says(said, danger=kind if "打" in said else None)
        assert any("110" in str(say.params) or say.response.startswith("utter_danger_") for say in told.says)
        assert len(portal.raised_again) == before + 1


@pytest.mark.parametrize(
    "said", ["警察又来了", "物业的人来了", "我回来了", "他走了", "快递又来了", "他们没走", "医生来了"]
)
def test_who_comes_to_help_is_no_danger_come_back(chat: Chat, portal: Portal, said: str) -> None:
    """Nor does whoever leaves."""
    fire(chat, "桂花苑3栋有人打我", "violence")
    chat.says(said)
    assert portal.raised_again == []


def test_blows_seen_that_go_on_after_the_all_clear_are_the_same_case(chat: Chat, portal: Portal) -> None:
    """Not violence in the reporter's own home."""
    fire(chat, "桂花苑3栋有人在打架", "violence")
    chat.was_told_its_end()
    told = chat.says("又打起来了", danger="home_violence")
    assert names(told) == ["utter_danger_violence_seen", "utter_danger_raised"]
    assert len(portal.cases) == 1
    assert [danger for _, danger in portal.raised_again] == ["violence"]


# --- raised by the portal while there was no bot


@pytest.mark.parametrize("read", [{"danger": "fire"}, {"danger": "fire", "asks": True}, {}])
def test_what_the_portal_raised_is_reported_whatever_is_read_in_it(
    chat: Chat, portal: Portal, read: dict[str, Any]
) -> None:
    """The bot's reading completes that case: nothing is asked about danger, and the sender, who knows its number, hears only what to do and is asked where."""
    told = chat.says("着火了", raised="fire", **read)
    assert names(told) == ["utter_danger_fire", "utter_ask_danger_place"]
    assert len(portal.cases) == 1
    assert portal.made("report")[-1]["draft"]["urgency"]["level"] == "emergency"
    assert told.registered
    assert chat.expecting is not None
    assert chat.expecting["kind"] == "detail"


def test_a_danger_without_a_name_that_the_portal_raised(chat: Chat, portal: Portal) -> None:
    """救命: other, as the bot's own."""
    told = chat.says("救命", raised="other")
    assert names(told)[0] == "utter_danger_other"
    assert portal.made("report")[-1]["draft"]["urgency"]["danger"] is None


def test_what_the_portal_raised_goes_before_an_open_question(chat: Chat, portal: Portal) -> None:
    """It is no answer to "is somebody in danger?"; the doubtful report before it stays open."""
    doubt(chat)
    told = chat.says("桂花苑5栋着火了", raised="fire", danger="fire", place=("桂花苑5栋",))
    assert names(told) == ["utter_danger_fire"]
    assert len(portal.cases) == 1


def test_an_all_clear_after_it_ends_that_emergency(chat: Chat, portal: Portal) -> None:
    """Both were told while there was no bot."""
    chat.says("桂花苑3栋着火了", raised="fire", danger="fire", place=("桂花苑3栋",))
    told = chat.says("扑灭了")
    assert names(told)[0] in ("utter_all_clear", "utter_false_alarm")
    assert len(portal.cases) == 1
