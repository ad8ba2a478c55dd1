"""Whoever tells of a danger in another town hears that this community's people do not reach there, and how to call that town's help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from actions.interpreting.aid.elsewhere import is_elsewhere
from actions.topics.danger.elsewhere import help_elsewhere
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.drafts import a_turn

AWAY = "我妈在南京家里摔了，我在外地|我爸在老家晕倒了|我奶奶一个人在乡下老家摔倒起不来|我妈在上海煤气中毒了|我女儿在武汉租的房子着火了|我爸在苏州突发心梗我在杭州|外婆在老家摔了骨头断了"
HERE = (
    "我妈在杭州家里摔了我在外地|我在外地我妈在家里摔了|我在上海出差，我妈在桂花苑摔了|南京路上有人晕倒|北京东路着火了|我妈在家摔了|重庆火锅店着火了|杭州桂花苑3栋着火"
    "|兰州拉面馆煤气泄漏|我爸晕倒了，我出差赶不回去|我人在广州，我妈一个人在桂花苑3栋昏倒了|上海花园3栋着火"
)


@pytest.mark.parametrize("said", AWAY.split("|"))
def test_it_is_in_another_town(said: str) -> None:
    assert is_elsewhere(said, "杭州市")


@pytest.mark.parametrize("said", HERE.split("|"))
def test_it_is_here_or_only_its_sender_is_away(said: str) -> None:
    assert not is_elsewhere(said, "杭州市")


def test_who_is_far_away_is_told_that_our_people_do_not_reach_there(chat: Chat) -> None:
    said = chat.says("我妈在南京家里摔了，我在外地", danger="injury", place=("南京家里",))
    assert "utter_help_elsewhere" in names(said)


def test_whose_mother_is_here_is_not(chat: Chat) -> None:
    said = chat.says("我妈在桂花苑3栋摔了，我在上海", danger="injury", place=("桂花苑3栋",))
    assert "utter_help_elsewhere" not in names(said)


def test_the_city_is_the_one_that_is_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal writes the community's files anew when staff change them."""
    monkeypatch.setenv("LINLI_COMMUNITY", str(tmp_path))
    turn = a_turn("我妈在南京家里摔了")
    for city, told in (("杭州市", True), ("南京市", False)):
        (tmp_path / "community.json").write_text(json.dumps({"city": city}), encoding="utf-8")
        assert bool(help_elsewhere("injury", turn)) == told
