"""Clauses by which voting online counts as attending: one that says the contrary is none."""

from __future__ import annotations

import pytest

from portal.consultations.law import content_checks, gates
from portal.consultations.law.template_loader import load_templates

TEMPLATE = load_templates()["residents_assembly"]


def fault(clause: str) -> str:
    gate = TEMPLATE.gate(gates.CLAUSE)
    assert gate is not None
    return content_checks.clause_fault(clause, gate, TEMPLATE)


@pytest.mark.parametrize(
    "clause",
    [
        "《幸福社区居民自治章程》第十五条：网上参加表决的，不视为到会",
        "《自治章程》第十五条：网上投票的，不计入到会人数",
        "《自治章程》第十五条：线上参会的居民不算出席",
        "《自治章程》第三条：以微信方式表决的视为未到会",
        "《自治章程》第三条：网上参加的，视为缺席",
        "《自治章程》第三条：居民会议不得采用网上投票方式",
        "《自治章程》第三条：表决禁止使用电子方式",
        "《自治章程》第八条：网上投票无效",
        "《自治章程》第八条：书面或者网络形式提交的意见，不作为到会",
        "《议事规则》第九条：不能以网络投票代替到会表决",
        "《议事规则》第九条：网络投票不能代替到会",
        "《议事规则》第九条：电子表决不予承认",
        "《议事规则》第九条：手机投票的，不得计入参加会议的人数",
        "《议事规则》第九条：线上发表意见的，不应视为参加会议",
    ],
)
def test_a_clause_against_it_is_no_clause(clause: str) -> None:
    """Not counted, counted as absent, not allowed, void."""
    assert "不算到会" in fault(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "《自治章程》第三条：网上参加表决的，视为到会",
        "《自治章程》第三条：网上参加的视为到会，没有参加的视为弃权",
        "《自治章程》第三条：不能到会的居民，可以网上投票，视为到会",
        "《自治章程》第三条：网上参加表决的，不视为缺席，计入到会人数",
        "《自治章程》第三条：网上投票与现场投票同等有效，不得拒绝网上参加的居民",
        "《自治章程》第三条：未到会但在网上表决的，算作到会；未按时投的不计入",
        "《自治章程》第三条：可以采用网上投票，网上投票不得重复",
        "《自治章程》第三条：网上表决的视同到会，他人代投的无效",
        "《议事规则》第五条，不能到场的居民可以通过互联网方式参加表决",
        "《议事规则》第五条：书面表决的计入到会人数，逾期送达的不计入",
        "《议事规则》第五条：会议可以用微信小程序表决，不能用的发纸质票",
    ],
)
def test_a_clause_that_grants_it_is_taken(clause: str) -> None:
    """Also with a negation about something else."""
    assert fault(clause) == ""


@pytest.mark.parametrize(
    "said",
    [
        content_checks.EXAMPLE_CIRCUMSTANCES,
        "6号楼外墙昨夜掉砖，砸坏了车棚，人行道封着，要马上定怎么修办法",
        "本社区6号楼外墙昨夜掉砖砸坏了车棚，人行道封着，要定怎么修",
    ],
)
def test_the_example_shown_is_no_reason_for_a_shorter_notice(said: str) -> None:
    """Copied or nearly, it says nothing of this time; the refusal must not teach what to paste."""
    assert "页面上的例子" in content_checks.circumstances_fault(said, TEMPLATE)


@pytest.mark.parametrize(
    "said", ["3栋外墙掉砖砸坏了一辆车，等不到十天", "昨夜6号楼水管爆了，人行道结冰，要马上定怎么修"]
)
def test_an_accident_like_the_example_is_a_reason(said: str) -> None:
    assert content_checks.circumstances_fault(said, TEMPLATE) == ""


def test_neither_the_example_nor_what_somebody_says_is_a_clause() -> None:
    assert "页面上的例子" in fault(content_checks.EXAMPLE_CLAUSE)
    assert "谁说的话" in fault("《社区章程》第九十九条：主任说网上投票都算到会")
    assert "谁说的话" in fault("《自治章程》第三条，大家都说网上投票算到会")
    assert fault("《自治章程》第三条：居民认为不便到会的，可以书面表决，视为到会") == ""
    assert fault("《自治章程》第八条：由居委会主任说明议题，居民网上表决的，视为到会") == ""
