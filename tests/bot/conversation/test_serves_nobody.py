"""That an office does not do its work is a complaint, and gets no office hours for an answer."""

from __future__ import annotations

import pytest

from actions.intake.flow import start_report
from actions.intake.form import Form
from actions.routes.new_message import topic_of_new_message
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn

HOURS = {"question": "社区几点上班", "answer": "周一至周日 8:30–17:30", "source": "公告", "score": 1.0}

COMPLAINTS = [
    "社区不给办事",
    "居委会不接电话",
    "居委会电话打了三次都没人接",
    "去居委会办居住证，窗口不给办，说没空",
    "街道办事处推来推去没人管",
    "村委会大白天关着门",
    "社区服务中心窗口没人接待",
    "居委会让我跑了三趟还不给盖章",
    "打社区电话没人接",
    "工作日社区窗口没人",
    "社区的人不理人",
    "居委会说不归他们管",
]
OTHERS = ["物业不接电话", "社区卫生服务中心电话没人接", "派出所电话一直没人接", "供电所打电话不接电话"]


@pytest.mark.parametrize("text", COMPLAINTS)
def test_that_the_office_serves_nobody_is_a_complaint(text: str) -> None:
    """Though the words are near to a common question; nobody asks where the office is."""
    turn = a_turn(text, "faq", kind="inquiry", faq=HOURS)
    assert topic_of_new_message(turn, "faq") == "intake"
    step = start_report(turn)
    assert isinstance(step.form, Form)
    assert step.form.draft["kind"]["code"] == "complaint"
    assert [say.asks for say in step.says] == ["confirm"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("受理台的人接电话骂我", "intake"),
        ("接线员态度很差，挂我电话", "intake"),
        ("你们窗口的工作人员爱理不理", "intake"),
        ("居委会前台不耐烦，训我", "intake"),
        ("社区工作人员刁难我", "intake"),
        ("转人工", "person"),
        ("找个真人，接线员别敷衍我", "person"),
        ("换个工作人员，受理台的敷衍我", "person"),
        ("我要找接线员", "person"),
        ("受理台的人在吗", "person"),
    ],
)
def test_what_our_own_people_did_is_a_complaint(text: str, topic: str) -> None:
    """And no wish for somebody to talk to, unless it says so."""
    assert topic_of_new_message(a_turn(text, "human", kind="complaint"), "person") == topic


@pytest.mark.parametrize("text", OTHERS)
def test_a_body_that_answers_no_call_is_complained_of(text: str) -> None:
    """Where, is asked: there may be several."""
    step = start_report(a_turn(text, "faq", kind="inquiry", faq=HOURS))
    assert isinstance(step.form, Form)
    assert step.form.draft["kind"]["code"] == "complaint"
    assert [say.asks for say in step.says] == ["place"]


@pytest.mark.parametrize(
    "text",
    [
        "居委会几点下班",
        "居委会电话多少",
        "居委会不上班的时候找谁",
        "居委会不接电话怎么办",
        "社区在哪里盖章",
        "社区服务中心周六接待吗",
        "社区窗口中午有人吗",
        "村委会在哪",
        "物业电话是多少",
        "居委会周末办不办事",
    ],
)
def test_a_question_about_the_office_is_answered(text: str) -> None:
    """As before."""
    step = start_report(a_turn(text, "faq", kind="inquiry", faq=HOURS))
    assert step.says[0].response == "utter_faq_answer"


@pytest.mark.parametrize("text", ["社区不给办事", "居委会不接电话", "物业不接电话"])
def test_so_it_is_with_the_trained_heads(resident: Resident, text: str) -> None:
    """Which are sure that the words ask for the office."""
    assert "8:30" not in texts(resident.says(text))


@pytest.mark.parametrize(
    "text",
    ["社区路灯坏了没人理", "社区广场晚上没人", "社区门口没人管的垃圾", "社区食堂关着门", "社区里的狗没人管", "社区医院人太多", "社区大门白天关着门", "社区垃圾没人收", "街道上垃圾没人理", "窗口的玻璃碎了"],
)  # fmt: skip
def test_what_is_broken_in_the_community_is_asked_about(text: str) -> None:
    """The office does nothing wrong there."""
    step = start_report(a_turn(text, kind="complaint"))
    assert [say.asks for say in step.says] == ["place"]
