"""A vote by name and a secret one are open together: what names the first is for it, and no choice in the second passes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.consultations.models import Consultation
from portal.staff.models import Committee
from tests.attacks.test_choice_elsewhere import COVENANT
from tests.attacks.test_choice_in_chat import Line, bot, line
from tests.portal.consultations.secret_vote import open_secret_vote
from tests.vendors.bot import said

__all__ = ["bot", "line"]

TITLE = "幸福家园大门加装人脸识别门禁"
OF_THE_DOOR = [
    "门禁那个我投同意", "我对人脸识别门禁那个投票同意", "我投人脸识别门禁不同意", "人脸识别那个我反对", "门禁我同意装", TITLE, "大门加装门禁我支持",
]  # fmt: skip
SECRET = [
    "我投同意", "公约我投同意", "幸福家园3栋 我投同意", "公约和门禁我都同意", "门禁同意，监督选网格员", "第二题选两边一起", "我选网格员监督",
    "幸福家园的我反对公约",
]  # fmt: skip


@pytest.fixture
def two(line: Line) -> Line:
    """The covenant's secret vote, and one by name on a door."""
    open_secret_vote(line.parts, "修订《幸福社区居民公约》", COVENANT, topic="covenant")
    now = line.parts.clock.now()
    options = [
        {"code": code, "label": label} for code, label in (("yes", "同意"), ("no", "不同意"), ("abstain", "弃权"))
    ]
    with line.parts.db.write() as s:
        committee = Committee(kind="residents_committee", name="门禁的居委会")
        s.add(committee)
        s.flush()
        s.add(
            Consultation(
                committee_id=committee.id, template="residents_assembly", template_version=1, template_text="",
                topic="public_welfare", title=TITLE, text="",
                questions=[{"key": "q1", "text": "同意加装人脸识别门禁吗？", "options": options}],
                basis="persons", secrecy="named", state="open", opens_at=now, closes_at=now + timedelta(days=1),
                created_at=now,
            )
        )  # fmt: skip
    return line


@pytest.mark.parametrize("door", ["chat", "sms"])
def test_what_names_the_vote_by_name_is_for_it(two: Line, door: str) -> None:
    """It goes to the bot; beside it, what may be for the secret one is kept out, also what speaks of both."""
    for text in OF_THE_DOOR:
        getattr(two, door)(text)
        assert two.bot.asked[-1]["text"] == text
    for text in SECRET:
        assert "这样不算投票" in getattr(two, door)(text)
        assert two.bot.asked[-1]["text"] == OF_THE_DOOR[-1]


def test_after_a_counted_vote_another_mind_is_of_that_vote(two: Line) -> None:
    """我想改成反对, right after 算上了; a choice with the secret vote's words is still kept out."""
    two.bot.answer = lambda _ask: {"messages": [said("算上您的意见了", response="utter_vote_counted")]}
    who = two.visitor()
    two.chat("门禁那个我投同意", who)
    assert "这样不算投票" in two.chat("公约我想改成反对", who)
    two.chat("门禁那个我投同意", who)
    assert "这样不算投票" in two.chat("反对", who)
    two.chat("门禁那个我投同意", who)
    two.chat("我想改成反对", who)
    assert two.bot.asked[-1]["text"] == "我想改成反对"
    assert "这样不算投票" in two.chat("我想改成反对")
