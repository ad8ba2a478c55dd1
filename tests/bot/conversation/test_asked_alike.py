"""Whoever holds the telephone learns from no answer whether danger at home was told: each is the one that is said without it."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Talk
from actions.interpreting.aid.another_holder import shows_another
from actions.interpreting.aid.traces import asks_of_this_chat, wishes_it_hidden
from actions.interpreting.withdrawals import only_withdraws
from actions.routes.topics import Topic
from actions.topics.danger.quiet import is_raised_at_home
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

QUIET = {"title": "老公打我", "quiet": True, "case_no": "LL-20261124-0009", "reported_at": "2026-11-24T08:50:00+08:00"}
LAMP = {"case_no": "LL-20261120-0077", "reported_at": "2026-11-20T08:50:00+08:00"}
ASKED: list[tuple[str, str, Topic]] = [
    ("进度", "ask_status", "status"), ("我的事办得怎么样了", "ask_status", "status"), ("编号是多少", "ask_status", "status"),
    ("LL-20261124-0009办得怎么样了", "ask_status", "status"), ("撤回", "withdraw", "withdraw"), ("我要撤回", "withdraw", "withdraw"),
    ("把那件撤了", "withdraw", "withdraw"), ("取消报警", "withdraw", "withdraw"), ("LL-20261124-0009撤回", "withdraw", "withdraw"),
    ("我刚才说了什么", "faq", "faq"), ("这里都说了些什么", "faq", "faq"), ("谁报的", "report_case", "intake"), ("是谁举报的", "report_case", "intake"),
    ("她报警了吗", "ask_status", "status"), ("她说我什么了", "out_of_scope", "out_of_scope"), ("聊天记录给我看看", "faq", "faq"),
    ("这个手机上报过什么", "capability", "capability"), ("我老婆跟你们告状了没", "ask_status", "status"), ("谁让你们来的", "faq", "faq"),
    ("是不是有人报警", "capability", "capability"), ("你们是不是收到报警了", "capability", "capability"), ("这手机报过警吗", "capability", "capability"),
    ("她是不是说我打她了", "report_case", "intake"), ("我女儿报警了吗", "ask_status", "status"), ("之前有人报警吗", "capability", "capability"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "intent", "rule"), ASKED)
@pytest.mark.parametrize("in_its_hour", [False, True])
@pytest.mark.parametrize("lamp", [False, True])
def test_each_answer_is_the_one_without_it(
    chat: Chat, portal: Portal, said: str, intent: str, rule: Topic, *, in_its_hour: bool, lamp: bool
) -> None:
    if lamp:
        portal.has_case(**LAMP)
    without = chat.says(said, intent, rule=rule, score=0.95)
    chat.talk, chat.expecting = Talk(), None
    portal.clear()
    if lamp:
        portal.has_case(**LAMP)
    if in_its_hour:
        raise_as(chat, "home_violence")
        portal.cases[0]["quiet"] = True
    else:
        portal.has_case(**QUIET)
    said = said.replace("LL-20261124-0009", portal.cases[0]["case_no"])
    assert chat.says(said, intent, rule=rule, score=0.95).says == without.says
    assert portal.cases[0]["state"] != "withdrawn"
    assert not portal.cleared


def test_whoever_takes_it_back_is_read_by_those_on_call(chat: Chat, portal: Portal) -> None:
    raise_as(chat, "home_violence")
    portal.cases[0]["quiet"] = True
    assert names(chat.says("撤回", "withdraw", rule="withdraw", score=0.95)) == ["utter_no_cases"]
    assert portal.details == [("details", "撤回")]


@pytest.mark.parametrize(("script", "said"), [("violence", "他穿黑衣服"), ("home_violence", "撤回")])
def test_whether_it_is_kept_quiet_is_asked_only_where_the_topic_depends_on_it(
    chat: Chat, portal: Portal, script: str, said: str
) -> None:
    """Not of what only adds to the case, nor where the script says so itself."""
    raise_as(chat, script)
    turn = a_turn(said, expecting=chat.expecting)
    portal.calls.clear()
    assert not chat.loop.run_until_complete(is_raised_at_home(turn, chat.talk, chat.client))
    assert not portal.calls


def test_else_the_portal_says_so(chat: Chat, portal: Portal) -> None:
    raise_as(chat, "violence")
    portal.cases[0]["quiet"] = True
    turn = a_turn("撤回", expecting=chat.expecting)
    assert chat.loop.run_until_complete(is_raised_at_home(turn, chat.talk, chat.client))


@pytest.mark.parametrize("said", ["警察到哪了", "人什么时候到", "他们还在打怎么办", "怎么还没人来"])
def test_who_waits_for_help_is_answered(chat: Chat, said: str) -> None:
    raise_as(chat, "home_violence")
    told = names(chat.says(said, "ask_status", rule="status", score=0.95))
    assert "utter_no_cases" not in told


HIDDEN = [
    "不想让他看到这些", "别让他知道我报警", "他要是看手机怎么办", "他要是翻我手机怎么办", "万一他看到呢", "怎么不让他看见", "怕他看到",
    "怕他发现我跟你们说的", "要是我老公看到聊天记录怎么办", "他等会儿查手机怎么办", "我不敢让他看到", "他发现了怎么办", "别让我爸看到这个",
    "怎么才能不被他发现", "不想让我妈知道我找你们", "他知道我报警了怎么办", "能不能不让他看见我发的消息", "千万别让他看到",
]  # fmt: skip


@pytest.mark.parametrize("said", HIDDEN)
def test_who_fears_that_it_is_seen_hears_how_to_hide_it_and_whom_to_call(chat: Chat, portal: Portal, said: str) -> None:
    raise_as(chat, "home_violence")
    assert "utter_hide_this_chat" in names(chat.says(said))
    assert portal.details[-1] == ("details", said)


@pytest.mark.parametrize(
    "said",
    [
        "他看到我就打", "怕他打我", "他要是回来怎么办", "别让他进来", "他拿刀了怎么办", "不想让他走", "让他看看医生", "他发现我躲在卫生间了",
        "他知道我在哪", "他看到我了", "物业看到了不管", "怎么让物业知道", "他知道家里有刀", "别让他抢孩子", "可以让他看到这些", "怎么让我妈看到这些", "能不能让人家看到这里", "我怕他们看不见这里",
    ],
)  # fmt: skip
def test_other_words_of_him_are_no_such_wish(said: str) -> None:
    assert not wishes_it_hidden(said)


@pytest.mark.parametrize("said", ["不想让他看到这些，楼上漏水三天了", "我刚才说了什么，楼下垃圾没人收", "路灯坏了没人看到", "我说了什么你没听懂", "他老看手机不写作业怎么办", "我爸看短信说社保没交", "我昨天报了什么", "不想让他看手机"])  # fmt: skip
def test_what_is_told_beside_is_no_question_of_the_chat(said: str) -> None:
    assert not asks_of_this_chat(said)


@pytest.mark.parametrize("said", ["撤回", "撤回报警", "取消报警", "报警的事取消", "撤回LL-20261124-0001", "把报警撤了", "那个警撤掉", "我报的那件撤了吧"])  # fmt: skip
def test_all_words_take_it_back(said: str) -> None:
    assert only_withdraws(said)


@pytest.mark.parametrize("said", ["取消路灯那件", "撤回，他走了", "别撤", "警察撤了", "他把门撤了", "不取消"])
def test_others_do_not(said: str) -> None:
    assert not only_withdraws(said)


@pytest.mark.parametrize(
    "said",
    [
        "小区里有人报警抓贼",
        "有人用这个电话亭",
        "你们来我家修一下",
        "我手机报废了",
        "谁让物业来的",
        "有人报警了",
        "有人举报我",
        "有人拿我电话报假警",
    ],
)
def test_others_ask_not_what_was_told(said: str) -> None:
    assert not shows_another(said, near=False)


@pytest.mark.parametrize("said", ["有人报警了吗", "她报警了吗", "不想让他看到这些"])
def test_in_a_fire_who_asks_helps(chat: Chat, said: str) -> None:
    raise_as(chat, "fire")
    assert not {"utter_not_told_to_others", "utter_hide_this_chat"} & set(names(chat.says(said)))
