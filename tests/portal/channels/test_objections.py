"""Who objects to how a vote was held or to its outcome has chosen nothing, and is heard."""

from __future__ import annotations

import pytest

from portal.channels.inbound import secret
from portal.storage.parts import Parts
from tests.portal.consultations.secret_vote import open_secret_vote

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
