"""What the gateway reads out of a text itself."""

from __future__ import annotations

import pytest

from portal.channels.text.keywords import Keyword, asks_to_erase_all, clean, is_plain_choice, keyword

TITLE = "小区要不要装门禁"


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop",
        "StopAll",
        "UNSUBSCRIBE",
        "cancel",
        "END",
        "quit",
        "REVOKE",
        "optout",
        "退订",
        "TD",
        "T",
        "R",
        "ｒ",
    ],
)
def test_every_opt_out_word_is_known(text: str) -> None:
    """The whole message, trimmed, width- and case-folded, whatever marks stand around it."""
    assert keyword(text) is Keyword.OPT_OUT
    assert keyword(f"  {text}。") is Keyword.OPT_OUT


@pytest.mark.parametrize("text", ["我要退订报纸", "R栋漏水", "0", "Y", "停", "STOP WATER", "撤回"])
def test_a_word_inside_a_sentence_is_no_word(text: str) -> None:
    """Only the whole message counts."""
    assert keyword(text) is None


def test_undoing_and_withdrawing() -> None:
    """START, 恢复; 撤回同意."""
    assert (keyword("start"), keyword("恢复！"), keyword("撤回同意")) == (
        Keyword.OPT_IN,
        Keyword.OPT_IN,
        Keyword.WITHDRAW_CONSENT,
    )


@pytest.mark.parametrize(
    "text",
    [
        "同意",
        "不同意！",
        "我同意",
        "我家同意。",
        "我投反对",
        "投赞成票",
        "弃权吧",
        "第一题同意，第二题反对",
        "１",
        "我选2",
        "3栋同意",
    ],
)
def test_a_choice_for_a_vote_that_is_asked_about(text: str) -> None:
    """A choice with little around it, or a number that was offered."""
    assert is_plain_choice(text, ["同意", "反对"], ["1", "2"])


@pytest.mark.parametrize("text", ["电梯又坏了", "怎么投票", "要链接", "我反对在楼下烧烤，烟太大", "截止到几号", "3"])
def test_a_question_or_a_matter_is_no_choice(text: str) -> None:
    """What is not a ballot goes to the bot as ever."""
    assert not is_plain_choice(text, ["同意", "反对"], ["1", "2"])


def test_the_ballots_own_labels_count() -> None:
    """Options other than yes and no."""
    assert is_plain_choice("我选甲方案", ["甲方案", "乙方案"])
    assert not is_plain_choice("我选甲方案")


def test_no_text_makes_the_search_slow() -> None:
    """A long run of ambiguous words ends at once (possessive matching)."""
    assert not is_plain_choice("投票一票" * 14 + "嘛")


def test_cleaning_bounds_and_keeps_lines() -> None:
    """Line ends and tabs stay, other control characters and halves of a pair go."""
    assert clean("a\r\nb\x00\x1b\tc\udfff", 5) == "a\nb\tc"
    assert clean("\ufeff 字 ") == "\ufeff 字"


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("把我说过的话都删掉", True),
        ("我发的消息全部删掉", True),
        ("删掉我说过的话", False),
        ("把我的电话都删了", False),
    ],
)
def test_all_that_was_said_is_more_than_the_words_of_a_report(text: str, is_all: bool) -> None:
    """It is heard beside an open report, too; a number may be that report's."""
    assert asks_to_erase_all(text) is is_all
