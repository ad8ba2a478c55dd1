"""A question that the bot cannot answer: a person is offered, and it stands on the committee's list."""

from __future__ import annotations

import pytest

from actions.intake.common_questions import cannot_be_answered
from actions.topics.small_talk import is_a_question
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Fault, Portal

ASKED = "车位抽签是怎么抽的呢？"


def noted(portal: Portal) -> list[tuple[str, str]]:
    """(text, idempotency key) of the questions noted."""
    return [(body["text"], key) for _, path, body, key in portal.calls if path.endswith("/questions")]


def test_it_is_noted_once_and_a_person_is_offered(resident: Resident, portal: Portal) -> None:
    """The same message again is no second one."""
    answer = resident.says(ASKED)
    assert "转人工" in texts(answer)
    resident.says(ASKED, inbox_id=resident.inbox_id)
    assert noted(portal) == [(ASKED, f"{resident.inbox_id}:question")]


def test_a_refusal_changes_nothing_for_the_sender(resident: Resident, portal: Portal) -> None:
    """The offer comes all the same."""
    portal.refusals["/questions"] = (404, "not-found")
    answer = resident.says(ASKED)
    assert not answer["retry"]
    assert "转人工" in texts(answer)


def test_a_portal_that_is_down_gets_it_later(resident: Resident, portal: Portal) -> None:
    """The turn is had again, with the same key."""
    portal.faults.append(Fault(times=3, status=503))
    assert resident.says(ASKED)["retry"]
    assert "转人工" in texts(resident.says(ASKED, inbox_id=resident.inbox_id))
    assert {key for _, key in noted(portal)} == {f"{resident.inbox_id}:question"}


def test_a_report_is_not_noted(resident: Resident, portal: Portal) -> None:
    """Nor a common question that has an answer."""
    resident.says("桂花苑3栋楼下的路灯不亮了")
    assert noted(portal) == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("那个那个怎么弄的呢", True),
        ("啥？", False),
        ("阿巴阿巴", False),
        ("怎么办", False),
        ("今天天气怎么样", False),
        ("问" * 40 + "吗", False),
    ],
)
def test_of_what_was_not_understood_only_a_short_question_counts(text: str, counts: bool) -> None:
    """Nobody can answer the rest for all."""
    assert is_a_question(a_turn(text, "nlu_fallback", 0.1)) is counts


@pytest.mark.parametrize("text", ["孩子发烧39度怎么办", "我发烧了去哪看", "老人咳嗽半个月了怎么办"])
def test_a_doctors_question_opens_no_report(resident: Resident, portal: Portal, text: str) -> None:
    """A person is offered; nobody is asked where."""
    assert "转人工" in texts(resident.says(text))
    assert portal.drafts.get(17) is None


@pytest.mark.parametrize("text", ["有人放火影忍者的音乐吵死了", "隔壁唱歌吵得睡不着", "有人放故事机吵死了"])
def test_a_nuisance_of_music_or_stories_is_a_report(resident: Resident, text: str) -> None:
    """It asks nothing of the bot."""
    assert "这个我不会" not in texts(resident.says(text))
    assert resident.says("桂花苑3栋")["messages"][-1]["asks"] in ("confirm", "time")


@pytest.mark.parametrize("text", ["给我放首音乐，无聊死了", "你会唱歌吗", "讲个故事吧", "推荐个电影"])
def test_what_is_asked_of_the_bot_for_fun_is_no_report(resident: Resident, portal: Portal, text: str) -> None:
    resident.says(text)
    assert portal.drafts.get(17) is None


INTRODUCED = {
    "你好老师，学校让交一个家庭困难的证明，找谁开": None,
    "我家在三楼，想把次卧租给两个学生，租金怎么收合适": None,
    "老师您好，我是大二学生，寒假回来了，实践那张表要盖社区公章，去哪里盖": "志愿服务的，带表",
    "你好，我今年刚退休，想办个坐车的卡，要带什么": "60 周岁",
}


@pytest.mark.parametrize("text", INTRODUCED)
def test_a_question_with_an_introduction_is_a_question(resident: Resident, portal: Portal, text: str) -> None:
    """It is answered, or a person offered; nobody is asked where it is."""
    answer = resident.says(text)
    if INTRODUCED[text] is None:
        assert [one["response"] for one in answer["messages"]] == ["utter_cannot_answer"]
    else:
        assert INTRODUCED[text] in answer["messages"][0]["text"]


@pytest.mark.parametrize(
    "text",
    [
        "我家路灯坏了三天了，找谁修",
        "楼上漏水到我家厨房，天花板都湿了，去哪里投诉",
        "我是7栋的租客，隔壁装修吵死了，可不可以管管",
    ],
)
def test_a_trouble_that_ends_as_a_question_is_a_report(resident: Resident, portal: Portal, text: str) -> None:
    """Whoever introduces himself."""
    assert "utter_cannot_answer" not in [one["response"] for one in resident.says(text)["messages"]]


@pytest.mark.parametrize(
    "text",
    [
        "您好，我是大学生，被贷款公司逼债，天天打电话威胁我，我该怎么办",
        "爸爸老是半夜进我房间，我该找谁",
        "儿子不让我进家门，怎么办",
        "老板打我怎么办",
        "我是租客，房东把我赶出来了，我能找谁",
        "同学天天欺负我怎么办",
    ],
)
def test_whom_somebody_does_harm_is_told_of_no_missing_answer(text: str) -> None:
    """It is no question, however it ends: a report is opened."""
    assert not cannot_be_answered(a_turn(text, intent="faq", kind="inquiry", act="question", act_score=0.95))


@pytest.mark.parametrize(
    "text", ["车位抽签是怎么抽的呢？", "打印机能借用吗", "赶集是哪天呢？", "老板电话打不通怎么联系"]
)
def test_words_that_only_look_like_harm_are_a_question(text: str) -> None:
    assert cannot_be_answered(a_turn(text, intent="faq", kind="inquiry", act="question", act_score=0.95))


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("我妈住养老院被护工打，怎么办", "utter_danger_home_violence_seen"),
        ("我奶奶没气了，死亡证明怎么开", "utter_danger_unconscious"),
        ("孩子放学被人跟踪，怎么办", "utter_danger_violence"),
    ],
)
def test_harm_asked_as_a_question_gets_the_number_and_whether_it_goes_on(
    resident: Resident, text: str, response: str
) -> None:
    told = [one["response"] for one in resident.says(text)["messages"]]
    assert told == [response, "utter_not_told_yet", "utter_ask_danger"]


@pytest.mark.parametrize("text", ["心里难受，睡不着", "最近心里很难受，不想说话", "我不想上学了", "孩子不想上学了"])
def test_a_low_mood_is_answered_with_whom_to_call(resident: Resident, text: str) -> None:
    """And not asked where it is."""
    answer = resident.says(text)
    assert [message["response"] for message in answer["messages"]] == ["utter_faq_answer", "utter_ask_answered"]
    assert "12356" in texts(answer)
