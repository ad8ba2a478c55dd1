"""Who answers: what outranks an intent, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation.turn import Talk
from actions.intake.flow import start_report
from actions.interpreting import ballots
from actions.routes.topics import Topic
from actions.routing import topic_of
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.test_after_report import a_case

NOTHING = Talk()
GUESS = ("0403", ["城乡建设", "市政公用"], 0.2)


def open_form(stage: str = "confirm") -> Talk:
    text = "桂花苑3栋路灯坏了"
    step = start_report(a_turn(text, place=("桂花苑3栋",)) if stage == "confirm" else a_turn("路灯坏了"))
    assert step.form is not None
    assert step.form.stage == stage
    return Talk(form=step.form.to_json())


@pytest.mark.parametrize("talk", [NOTHING, open_form(), open_form("place")])
def test_danger_comes_first(talk: Talk) -> None:
    """Whatever is open, whatever the intent."""
    assert topic_of(a_turn("着火了", "greet", danger="fire"), talk, "greet") == "danger"


@pytest.mark.parametrize("text", ["", "😀", "……"])
def test_nothing_in_words_is_not_understood(text: str) -> None:
    """Whatever the classifier makes of it."""
    assert topic_of(a_turn(text, "affirm"), NOTHING, "affirm") == "not_understood"


@pytest.mark.parametrize("text", ["🔥", "🔥🔥🔥", "😭😭🔥🔥", "🆘", "🚑！"])
@pytest.mark.parametrize("talk", [NOTHING, open_form(), open_form("place")])
def test_a_fire_in_pictures_is_asked_about(talk: Talk, text: str) -> None:
    """Whoever cannot write sends those."""
    assert topic_of(a_turn(text, "affirm"), talk, "affirm") == "doubt"


@pytest.mark.parametrize("text", ["🔥👍", "🎉🔥", "😄🔥"])
def test_a_cheer_in_pictures_is_none(text: str) -> None:
    assert topic_of(a_turn(text, "greet"), NOTHING, "greet") != "doubt"


@pytest.mark.parametrize("talk", [NOTHING, open_form(), open_form("place")])
def test_a_person_is_to_be_had_at_any_time(talk: Talk) -> None:
    """Also in the middle of a form."""
    assert topic_of(a_turn("转人工", "human"), talk, "person") == "person"


@pytest.mark.parametrize("intent", ["ask_status", "vote", "greet", "nlu_fallback", "out_of_scope", "thank"])
def test_free_text_answers_the_open_question(intent: str) -> None:
    """Where a place is asked for, any intent is the place."""
    assert topic_of(a_turn("菜场后门那条弄堂", intent), open_form("place"), "out_of_scope") == "intake"


def test_something_else_is_answered_beside_an_open_summary() -> None:
    """What Linli can do; the form waits."""
    assert topic_of(a_turn("你是谁", "ask_capability"), open_form(), "capability") == "capability"


@pytest.mark.parametrize(("text", "intent", "rule"), [("怎么用", "faq", "faq"), ("帮助", "report_case", "intake")])
def test_the_words_for_what_the_bot_can_do_ask_that_beside_the_summary(text: str, intent: str, rule: Topic) -> None:
    """Whatever the classifier takes 怎么用 and 帮助 for: they ask what the bot can do, answer nothing and are no part of the report."""
    assert topic_of(a_turn(text, intent), open_form(), rule) == "capability"


@pytest.mark.parametrize(
    ("text", "intent"), [("是", "affirm"), ("不对，是5栋", "deny"), ("好的谢谢", "thank"), ("算了", "stop")]
)
def test_answers_to_the_summary_go_to_the_form(text: str, intent: str) -> None:
    """Yes, no, stop."""
    assert topic_of(a_turn(text, intent), open_form(), "thank") == "intake"


LETTER = "我们这里的施工队天天从早上六点开始打桩一直打到晚上十点多老人小孩都没法睡觉打了好几个电话都推来推去到底归谁管希望给个说法谢谢你们了"


@pytest.mark.parametrize(
    "named", ["thank", "greet", "human", "vote", "out_of_scope", "not_understood", "consultations", "stop"]
)
def test_a_letter_is_a_report_whatever_its_intent(named: Any) -> None:
    """Longer than 60 characters."""
    assert len(LETTER) > 60
    assert topic_of(a_turn(LETTER, "thank", 0.95), NOTHING, named) == "intake"


def test_a_long_question_about_a_case_stays_one() -> None:
    """It is about what was reported; tracking turns it into a report where there is no case."""
    assert topic_of(a_turn(LETTER, "remind", 0.9), NOTHING, "remind") == "remind"


def test_a_middling_first_message_is_a_report_where_the_classifier_wavers() -> None:
    """Over 25 characters, with a matter in it."""
    text = "三号楼边上那个垃圾房味道实在是太大了夏天根本不敢开窗户"
    assert topic_of(a_turn(text, "ask_capability", 0.5), NOTHING, "capability") == "intake"
    assert topic_of(a_turn(text, "ask_capability", 0.9), NOTHING, "capability") == "capability"


@pytest.mark.parametrize(("text", "named"), [("啦啦啦", "intake"), ("嘟嘟噜", "greet")])
def test_a_guess_is_not_understood(text: str, named: Any) -> None:
    """A best intent below 0.3 says nothing, unless a matter is told."""
    intent = "report_case" if named == "intake" else "greet"
    assert topic_of(a_turn(text, intent, 0.2, category=GUESS), NOTHING, named) == "not_understood"


def test_an_unsure_report_that_tells_enough_is_taken() -> None:
    """The bot refuses nothing."""
    assert topic_of(a_turn("楼上一直滴水下来", "report_case", 0.2, category=GUESS), NOTHING, "intake") == "intake"


def test_what_tells_something_is_shown_back_rather_than_refused() -> None:
    """Eight characters and more, whatever the classifier makes of them."""
    turn = a_turn("我爷爷刚才走不动路了", "human", 0.2, category=GUESS)
    assert topic_of(turn, NOTHING, "person") == "intake"


FOLLOW_UP = {"kind": "follow_up", "case_no": "LL-20261124-0001", "choices": {"1": "修好了", "2": "没修好"}}


@pytest.mark.parametrize("text", ["修好了", "没修好", "是", "没有", "还是老样子", "好了谢谢"])
def test_the_follow_up_is_answered_where_it_was_asked(text: str) -> None:
    """The portal asked out of band."""
    assert topic_of(a_turn(text, "affirm", 0.3, expecting=FOLLOW_UP), NOTHING, "affirm") == "follow_up"


def test_a_yes_to_an_open_summary_is_no_answer_to_the_follow_up() -> None:
    """The summary was shown last."""
    assert topic_of(a_turn("是", "affirm", expecting=FOLLOW_UP), open_form(), "affirm") == "intake"


def test_a_new_report_is_no_answer_to_the_follow_up() -> None:
    """It says nothing of being mended."""
    turn = a_turn("清河小区门口的树倒了", place=("清河小区门口",), expecting=FOLLOW_UP)
    assert topic_of(turn, NOTHING, "intake") == "intake"


NAMED = {
    "kind": "vote_named",
    "consultation": "3",
    "question": "q1",
    "options": [{"code": "yes", "label": "同意"}, {"code": "no", "label": "不同意"}],
}


def test_consent_is_a_vote_only_where_one_is_asked() -> None:
    """A bare 同意 with nothing open is none."""
    assert topic_of(a_turn("同意", "affirm", expecting=NAMED), NOTHING, "affirm") == "vote"
    assert topic_of(a_turn("同意", "affirm"), NOTHING, "affirm") == "affirm"
    assert topic_of(a_turn("同意", "affirm", expecting=NAMED), open_form(), "affirm") == "intake"


EMERGENCY = {"kind": "detail", "case_no": "LL-20261124-0001"}


@pytest.mark.parametrize("text", ["幸福家园3栋", "二楼窗口冒烟", "不知道"])
def test_what_follows_an_emergency_is_about_it(text: str) -> None:
    """The place, or more."""
    assert topic_of(a_turn(text, "report_case", 0.6, expecting=EMERGENCY), NOTHING, "intake") == "detail"


@pytest.mark.parametrize("text", ["好的", "对了，另外报一个路灯坏了"])
def test_what_plainly_is_not(text: str) -> None:
    """A good-bye or another matter."""
    assert topic_of(a_turn(text, "report_case", 0.6, expecting=EMERGENCY), NOTHING, "intake") != "detail"


def test_mended_with_thanks_is_about_the_case() -> None:
    """ "修好了，谢谢"."""
    assert topic_of(a_turn("修好了，谢谢", "thank"), NOTHING, "thank") == "follow_up"


WHICH = Talk(
    pending={
        "asked": "which_case",
        "topic": "remind",
        "text": "催一下",
        "cases": ["路灯不亮（0002） LL-20261124-0002", "楼道堆物（0001） LL-20261124-0001"],
    }
)


@pytest.mark.parametrize("text", ["LL-20261124-0001", "2", "第2个", "路灯", "0001"])
def test_which_case_is_answered_in_many_ways(text: str) -> None:
    """Number, place in the list, a word of its title."""
    assert topic_of(a_turn(text, "nlu_fallback", 0.1, category=GUESS), WHICH, "not_understood") == "remind"


@pytest.mark.parametrize("text", ["有没有人管", "没人管了", "到底有没有人管啊", "这里没人管"])
def test_whoever_only_deplores_that_nobody_cares_is_not_handed_over(text: str) -> None:
    """What they mean comes next. 转人工 and 有人吗 ask for a person."""
    assert topic_of(a_turn(text, "human", 0.6, category=GUESS), NOTHING, "person") != "person"
    assert topic_of(a_turn("有人吗", "human", 0.9, category=GUESS), NOTHING, "person") == "person"


@pytest.mark.parametrize("text", ["老祠堂那个墙", "后头那堵围墙", "村口那棵樟树", "桥头那盏灯"])
def test_a_few_words_without_any_of_a_vote_do_not_ask_for_the_votes(text: str) -> None:
    """Whatever the classifier makes of them."""
    assert topic_of(a_turn(text, "list_consultations", 0.8), NOTHING, "consultations") != "consultations"
    assert topic_of(a_turn("有什么投票", "list_consultations", 0.8), NOTHING, "consultations") == "consultations"


@pytest.mark.parametrize("text", ["我支持装电梯", "我家支持", "电梯我不支持", "我赞同加装", "支持加装电梯"])
def test_a_stance_stays_a_vote(text: str) -> None:
    """And becomes no report."""
    assert topic_of(a_turn(text, "vote", 0.9), NOTHING, "vote") == "vote"


@pytest.mark.parametrize("text", ["两个都撤了吧", "算了，两件都撤掉", "几件事都不报了，撤了吧"])
def test_to_withdraw_all_is_no_question_after_all(text: str) -> None:
    """Which of them first is then asked."""
    assert topic_of(a_turn(text, "withdraw", 0.9), NOTHING, "withdraw", a_case()) == "withdraw"
    assert topic_of(a_turn("两个都怎么样了", "ask_status", 0.9), NOTHING, "status", a_case()) == "status"


STAYS = "我弟来投奔我，住我这儿，要登记吗|亲戚来投靠我，要办什么|我妈投靠我了|老乡来投奔，住几天要不要报|投靠子女要什么材料|表哥投奔我，在这打工|晚上来投宿的亲戚要登记吗|投亲的孩子怎么上学|老家人投奔过来没地方住|他是来投奔我的"
VOTES = "我要投票|投给李四|我投同意|投奔的人能投票吗|换届投靠谱的人，我同意|怎么投票|投了一票|现在投什么|投影仪坏了|我要投诉"


@pytest.mark.parametrize("text", STAYS.split("|"))
def test_who_comes_to_stay_is_offered_no_vote(text: str) -> None:
    assert ballots.goes_to_stay(text)
    assert topic_of(a_turn(text, "vote", 0.6), Talk(), "vote") not in ("vote", "consultations")


@pytest.mark.parametrize("text", VOTES.split("|"))
def test_other_words_are_no_such_stay(text: str) -> None:
    assert not ballots.goes_to_stay(text)
