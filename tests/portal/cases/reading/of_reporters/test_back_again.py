"""Words that tell that a danger is there again after it was dealt with, and those that only sound so."""

from __future__ import annotations

import pytest

from portal.cases.reading.of_reporters import back_again


@pytest.mark.parametrize(
    "text",
    [
        "又翘了", "过了一天又翘起来了", "井盖又松了", "煤气又漏了", "又冒烟了", "谢谢，可是今天早上又塌下去一块", "电线又垂下来了", "又有煤气味了", "又闻到臭鸡蛋味",
        "井盖又被车压翻了", "老毛病又犯了", "又出现了", "跟原来一样了", "电梯又困住人了", "树枝又掉下来砸到车", "又漏電了", "地下室又有水了", "车库又积水了", "修好没两天又跟原来一样了", "修完还是跟原来一样", "墙皮又鼓起来了", "螺丝又松动了", "厨房又有煤气味", "报警器又响了", "门又倒了", "修了跟没修一样", "楼道又有烟", "又开始往外冒水", "根本没修好", "那条狗又咬人了", "白修了",
    ],
)  # fmt: skip
def test_it_is_there_again(text: str) -> None:
    """Whatever it was, with a mark between or without, in either script."""
    assert back_again.tells_it_is_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢，好了", "又麻烦你们了", "物业又来人了", "又修好了", "又打电话来问我", "会不会又翘起来", "怕它又漏", "要是又冒烟了怎么办", "没有又坏", "不会再又漏了吧", "师傅又来看了一遍", "今天又下雨了",
        "隔壁又在烧饭", "又来电了", "什么时候能修好", "又盖好了", "又换了个新的", "我又想起一件事", "他又倒车了", "又好了", "你们又漏打了一个字",
        "电梯又动起来了", "终于又有水了", "水管修好了又有水了", "又有燃气了", "路面修得跟原来一样平", "跟以前一样亮", "不漏了，跟原来一样了", "师傅又倒腾了一下", "又松了一口气", "电话又响了",
        "又有天然气了", "总算又不漏了，跟原来一样", "路灯修好了，跟以前一样", "师傅又冒雨来修", "灶上又有火了", "墙铺平了，跟原来一样", "洞又堵上了", "电梯恢复正常，和以前一样了", "门铃又会响了", "家里又有水用了", "奶奶又露出笑脸了", "修得和原来一样", "又翻了一遍没问题",
    ],
)  # fmt: skip
def test_something_else_is_again(text: str) -> None:
    """What helpers do, what is feared or asked, and other things that happen anew."""
    assert not back_again.tells_it_is_back(text)


def test_a_long_run_costs_no_square_of_itself() -> None:
    """Its length is bounded before any pattern is tried."""
    assert not back_again.tells_it_is_back("又给" * 20_000)
