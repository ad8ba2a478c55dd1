"""Whoever prepares a vote is warned of a question that denies a denial, of which nobody knows what a yes means."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

from portal.consultations.law.subject.plainness import denies_twice
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import World
from tests.portal.consultations.test_consultations_pages import text_of
from tests.portal.consultations.test_rights import ORDINARY


@pytest.mark.parametrize(
    "question",
    [
        "您是否同意不反对在桂花广场装座椅？", "是否同意不取消夜间门禁？", "您是否反对不装充电桩？", "是否不同意不收停车费？", "同不同意不再禁止遛狗？", "是否赞成不撤销原来的决定？", "是否同意不拒绝外来车辆进入？", "您是否没有不同意加装电梯的意见？",
    ],
)  # fmt: skip
def test_two_denials_are_seen(question: str) -> None:
    assert denies_twice([question])


@pytest.mark.parametrize(
    "question",
    [
        *ORDINARY, "是否同意在桂花广场装座椅？", "同不同意装路灯？", "要不要取消夜间门禁？", "是否同意取消夜间门禁？", "是否反对装充电桩？", "不同意的请写明理由", "是否同意不收停车费？", "楼道里不得停放电动车，是否同意？", "换不锈钢扶手，同意吗？", "您能不能参加？", "是不是要换门禁？",
        "是否禁止在楼道充电？", "停水不超过两天，是否同意？",
    ],
)  # fmt: skip
def test_one_denial_is_plain(question: str) -> None:
    assert denies_twice([question]) == []


def test_the_committee_reads_it(world: World, client: FlaskClient) -> None:
    """Before notice is given; an ordinary question is not warned of."""
    twice = {"text": "是否同意不反对装座椅？", "kind": "yes_no"}
    with world.parts.db.write() as s:
        asked, plain = world.draft(s, world.plan(questions=[twice])).id, world.draft(s).id
    act_as(client, world.chair)
    assert "两重否定" in text_of(client.get(f"/committee/consultations/{asked}"))
    assert "两重否定" not in text_of(client.get(f"/committee/consultations/{plain}"))


@pytest.mark.parametrize("word", ["不", "不反对", "取消", "同不同"])
def test_a_long_question_is_read_in_time(word: str) -> None:
    began = time.monotonic()
    denies_twice([word * (20_000 // len(word))])
    assert time.monotonic() - began < 2
