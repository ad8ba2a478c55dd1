"""Who objects to how a vote was held or to its outcome has chosen nothing, and is heard."""

from __future__ import annotations

import pytest

from portal.channels.inbound import secret
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.portal.consultations.secret_vote import open_secret_vote
from tests.vendors.bot import StandInBot

OPTIONS = [{"code": "yes", "label": "同意"}, {"code": "no", "label": "不同意"}]
QUESTIONS = [{"key": "q1", "text": "是否同意修订公约？", "options": OPTIONS}]


def test_an_objection_is_kept_and_a_choice_beside_it_is_not(parts: Parts) -> None:
    open_secret_vote(parts, "桂花苑公约修订", QUESTIONS)
    with parts.db.read() as s:
        for text in (
            "我不同意这次表决结果，要提异议", "我反对这次选举结果", "不认可表决结果", "坚决反对他们的投票方式", "我不服这次计票结果，要求重新计票", "这次投票有人作弊，我要举报主任",
        ):  # fmt: skip
            read = secret.read(s, text)
            assert (read.chooses, read.is_explicit, read.is_choice_after_link) == (False, False, False), text
            assert read.without_choice == text
            assert not secret.names_a_choice(s, text), text
        for text in ("我不同意修订公约，要提异议", "我不同意表决结果，公约我反对", "我投不同意", "公约我不同意"):
            read = secret.read(s, text)
            assert read.chooses or read.is_explicit, text


@pytest.mark.parametrize("text", ["不同意。这次表决结果什么时候出", "反对修订"])
def test_other_words_stay_as_they_are(parts: Parts, text: str) -> None:
    open_secret_vote(parts, "桂花苑公约修订", QUESTIONS)
    with parts.db.read() as s:
        assert secret.read(s, text).chooses


@pytest.mark.parametrize(
    ("title", "question", "text"),
    [
        ("是否认可上次选举结果", "您是否认可上次业委会选举结果？", "我不同意上次选举结果"),
        ("采用网上投票方式", "是否同意采用网上投票方式？", "我反对这种投票方式"),
        ("业委会提前换届", "是否同意业委会提前换届？", "我不同意业委会换届的做法"),
    ],
)
def test_where_the_vote_is_about_that_very_thing_it_is_a_choice(
    parts: Parts, title: str, question: str, text: str
) -> None:
    open_secret_vote(parts, title, [{"key": "q1", "text": question, "options": OPTIONS}])
    with parts.db.read() as s:
        assert secret.read(s, text).chooses
        assert secret.names_a_choice(s, text)


def test_where_people_are_chosen_an_objection_chooses_nobody(parts: Parts) -> None:
    people = [{"code": "a", "label": "刘志强"}, {"code": "b", "label": "陈美华"}]
    open_secret_vote(parts, "业委会换届选举", [{"key": "q1", "text": "推选谁？", "options": people}])
    with parts.db.read() as s:
        assert not secret.read(s, "我不同意这次选举结果").chooses


def test_words_about_consent_may_be_a_choice(parts: Parts, visitor: Visitor, bot: StandInBot) -> None:
    """In a vote about data; and 我要收回同意, a vote having been talked about: it tells what the ballot was."""
    question = {"key": "q1", "text": "是否同意物业收集使用业主信息？", "options": OPTIONS}
    open_secret_vote(parts, "门禁收集个人信息", [question])
    assert "这样不算投票" in visitor.say("我不同意你们收集我的信息")["messages"][-1]["text"]
    assert "这样不算投票" in visitor.say("我要收回同意")["messages"][-1]["text"]
    assert "已撤回同意" in visitor.say("撤回同意")["messages"][-1]["text"]
    assert bot.asked == []
