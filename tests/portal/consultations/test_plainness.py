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
        "是否同意取消不得养狗的规定？", "是否同意废除不准租户停车的约定？", "是否反对不装充电桩的方案？", "是否否决不换电梯的提议？", "是否同意停止执行不让外卖进门的做法？",
    ],
)  # fmt: skip
def test_two_denials_are_seen(question: str) -> None:
    assert denies_twice([question])


@pytest.mark.parametrize(
    "question",
    [
        *ORDINARY, "是否同意在桂花广场装座椅？", "同不同意装路灯？", "要不要取消夜间门禁？", "是否同意取消夜间门禁？", "是否反对装充电桩？", "不同意的请写明理由", "是否同意不收停车费？", "楼道里不得停放电动车，是否同意？", "换不锈钢扶手，同意吗？", "您能不能参加？", "是不是要换门禁？",
        "是否禁止在楼道充电？", "停水不超过两天，是否同意？", "是否同意取消不合理的停车费？", "是否同意禁止不牵绳遛狗？", "是否同意停止使用不达标的电梯？", "是否同意废除不公平的旧公约？", "是否同意撤销没有备案的群租？", "是否反对不文明养犬？", "是否同意拒绝不合格的材料进场？",
        "是否同意限制不戴头盔的外卖车进院？", "是否同意取消没人用的报刊亭？", "是否禁止不守规矩的车进来？",
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
