"""The short words."""

from __future__ import annotations

import pytest

from actions.interpreting import short_answers as short


@pytest.mark.parametrize(
    "text",
    [
        "是",
        "是的",
        "对",
        "对的。",
        "嗯",
        "嗯嗯",
        "好的",
        "好的，谢谢",
        "可以",
        "没错！",
        "ＯＫ",
        "ok",
        "行吧",
        "1",
        "对的谢谢您了",
        "👍",
        " 是 \n",
    ],
)
def test_a_yes_is_a_yes(text: str) -> None:
    """Each usual yes, with thanks, width, marks and particles."""
    assert short.is_affirm(text)


@pytest.mark.parametrize(
    "text", ["不是", "是不是", "是5栋", "对了", "对面", "好像不对", "可以吗不行", "嗯不对", "", "行政服务中心"]
)
def test_what_is_no_plain_yes(text: str) -> None:
    """Words that begin like a yes are none."""
    assert not short.is_affirm(text)


@pytest.mark.parametrize("text", ["不对", "不是", "不是的", "错了", "不", "否", "2", "不对啊", "NO"])
def test_a_no_is_a_no(text: str) -> None:
    """Each usual no."""
    assert short.is_deny(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("不对，是5栋", "是5栋"),
        ("不是，是6栋", "是6栋"),
        ("不对是5栋", "是5栋"),
        ("错了 应该是昨天", "应该是昨天"),
        ("不，是东门", "是东门"),
    ],
)
def test_what_follows_a_no(text: str, rest: str) -> None:
    """The correction after the no."""
    assert short.after_deny(text) == rest


@pytest.mark.parametrize("text", ["不知道是谁弄的", "不是很清楚", "是5栋", "不锈钢栏杆坏了"])
def test_no_no_at_the_beginning(text: str) -> None:
    """Words that begin with 不 are no denial."""
    assert short.after_deny(text) is None


@pytest.mark.parametrize("text", ["算了", "算了吧", "不报了", "取消", "不用了", "不投诉了"])
def test_stop(text: str) -> None:
    """Each way to drop it."""
    assert short.is_stop(text)


@pytest.mark.parametrize("text", ["等一下", "等等", "稍等", "等会儿", "我看看"])
def test_wait(text: str) -> None:
    """Each way to ask for a moment."""
    assert short.is_wait(text)


@pytest.mark.parametrize("text", ["不知道", "不清楚啊", "不晓得", "说不清", "忘了", "没有"])
def test_unknown(text: str) -> None:
    """Each way not to know."""
    assert short.says_unknown(text)


@pytest.mark.parametrize("text", ["转人工", "人工", "人工客服", "我要人工！"])
def test_human(text: str) -> None:
    """Each way to ask for a person by one word."""
    assert short.is_request_for_person(text)


@pytest.mark.parametrize("text", ["对了，还想报一个路灯", "另外楼道也堵了", "还有一件事", "我还想投诉楼上"])
def test_turning_to_another_matter(text: str) -> None:
    """The words by which people begin another matter."""
    assert short.begins_another_matter(text)


@pytest.mark.parametrize("text", ["", "😀😀", "……", "!!!", "\u200b"])
def test_nothing_in_words(text: str) -> None:
    """Signs and pictures are no words."""
    assert not short.has_words(text)


@pytest.mark.parametrize(
    "text",
    ["已经打119了", "119打过了", "报警了", "报过警了，谢谢", "120叫了", "救护车叫了", "我们已经打了120", "物业报警了", "刚打过110",
     "消防车已经叫了", "已经叫救护车了", "打120了", "刚才邻居打110了"],
)  # fmt: skip
def test_help_was_called(text: str) -> None:
    """And nothing else is said."""
    assert short.says_help_was_called(text)


@pytest.mark.parametrize(
    "text",
    ["打119", "快打120", "要不要报警", "119打不通", "已经打119了没人接", "帮我报警", "120叫了，人还没醒", "我要报警", "警察来了", "打给物业了",
     "想报警", "报警电话是多少", "已经打12345了", "已经修了"],
)  # fmt: skip
def test_help_was_not_called_or_more_is_said(text: str) -> None:
    """Still to be made, in vain, asked about, or beside other words that are read as they are."""
    assert not short.says_help_was_called(text)


@pytest.mark.parametrize(
    "text",
    [
        "等等先别报",
        "先等一下，别登记",
        "你先别急着报，我再想想",
        "慢着",
        "再想想",
        "等一会再报",
        "先不要提交我商量一下",
    ],
)
def test_to_wait_is_not_to_give_up(text: str) -> None:
    assert short.is_wait(text)
    assert not short.is_affirm(text)


@pytest.mark.parametrize("text", ["先别报", "不报了", "等了三天没人报", "再想想办法修一下", "等一下有人来吗"])
def test_what_is_no_mere_wait(text: str) -> None:
    assert not short.is_wait(text)


@pytest.mark.parametrize(
    "text", ["还是报吧", "那就登记吧", "想好了，报上去", "算了还是报吧", "继续报", "你就帮我报上去吧"]
)
def test_to_go_ahead_with_a_report(text: str) -> None:
    assert short.goes_ahead(text)


@pytest.mark.parametrize("text", ["不报", "还是不报了", "我要报楼道灯", "就报过一次", "还是别登记了", "报"])
def test_what_does_not_go_ahead(text: str) -> None:
    assert not short.goes_ahead(text)
