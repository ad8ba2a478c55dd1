"""Whoever left a farewell and is gone: the police at once, where to look, and nothing of staying with them."""

from __future__ import annotations

import pytest

from actions.interpreting import scenes

_GONE = (
    "留了遗书人不见了|我儿子留了遗书，人不见了|我弟弟今早留了封遗书就出门了，桂花苑2栋，电话关机|我女儿写了封遗书离家出走了|我妈留下一张条子说不想活了，人找不到|姐姐在桌上留了遗书，家里找不到人"
    "|我儿子从早上七点就说去上学 学校说没来 打电话不接 他留了纸条说对不起我们|我爸说活着没意思，早上出去到现在没回来|孩子房间里有封遗书，孩子不在家|刚发现我女儿的遗书，她不在学校也不在家"
    "|我老婆留了遗书。人不知道去哪了|室友发了条朋友圈说永别了，人不在宿舍，电话打不通|儿子考试没考好，留纸条说对不起爸妈，不见了|我弟说去死，摔门出去了，联系不上|我外公留言说不拖累我们了，现在人找不着"
    "|女儿发消息说妈妈对不起我走了，手机关机|我爸留了遗书，人找不到，天台也没看到他|他留了遗书，手机关机，我站在楼下等他|我女儿留了遗书不见了，因为同学骂我女儿|我弟留了遗书跑了，他打我妈|我老公说不想活了，人不见了，他爸刚过世|我爷爷留了条子，说别等他，人出去了，他的后事都交代了|我爸爸失踪了，留下遗书，门反锁着|我妈说活够了，早上出门到现在没回来，她说要整理东西|我朋友不见了，微信说解脱了，他的房子要过户给我|我老婆留了遗书不见了，我妈去世后她一直这样|我女儿离家出走，说不想活了，怪我打我女儿|奶奶早上出门没回来，说不想拖累我们|我弟弟写信说不要找他了，手机关机，工资没发|我儿子留条说别找他了，关机了，房东催租|丈夫欠债，留下遗书失踪了|我闺蜜给我发遗书，现在电话打不通|爷爷留了字条，说别找我，人不见了|我儿子说不想活了跑出去了找不到|我妹抑郁症，早上说想跳河，出门没回来"
)


@pytest.mark.parametrize("danger", ["self_harm", "missing"])
@pytest.mark.parametrize("text", _GONE.split("|"))
def test_a_farewell_and_nobody_knows_where_they_are(text: str, danger: str) -> None:
    """Whichever of the two the reading names."""
    assert scenes.script_of(danger, text) == scenes.GONE


@pytest.mark.parametrize(
    ("danger", "text", "script"),
    [
        ("self_harm", "我写好遗书了，准备走了", "self_harm"),
        ("self_harm", "我不想活了，离家出走了，别找我", "self_harm"),
        ("self_harm", "我留了遗书，现在一个人在河边", scenes.EDGE),
        ("self_harm", "我儿子把自己锁在屋里说不想活了", "self_harm_seen"),
        ("self_harm", "我妈写了遗书，坐在窗台上", "self_harm_seen"),
        ("self_harm", "我女儿留了遗书找不到，现在看见她在楼顶站着", "self_harm_seen"),
        ("self_harm", "小说里主角留了遗书人不见了，好看", "self_harm"),
        ("missing", "女儿走丢了", "missing"),
        ("missing", "老公留了条说去买菜，人不见了", "missing"),
        ("missing", "儿子离家出走了，留了纸条说去外婆家", "missing"),
    ],
)
def test_who_is_there_or_only_lost_is_told_something_else(danger: str, text: str, script: str) -> None:
    """The sender's own farewell, too."""
    assert scenes.script_of(danger, text) == script


@pytest.mark.parametrize(
    ("before", "danger", "text", "script"),
    [
        ("missing", "self_harm", "他房间里有封遗书", scenes.GONE),
        ("self_harm_seen", "missing", "现在人不见了", scenes.GONE),
        (scenes.GONE, "missing", "她还是找不到", scenes.GONE),
        (scenes.GONE, "self_harm", "他说过不想活了", scenes.GONE),
        (scenes.GONE, "self_harm", "找到了，她站在楼顶要跳", "self_harm_seen"),
        (scenes.GONE, "self_harm", "人找到了，喝了农药", "swallowed"),
        (scenes.GONE, "injury", "找到了，叫不醒", "unconscious"),
    ],
)
def test_what_is_told_in_pieces(before: str, danger: str, text: str, script: str) -> None:
    """The other half may come later; and once they are found, it is the scene that they are found in."""
    assert scenes.script_after(before, danger, text) == script


def test_the_police_are_called_first() -> None:
    """Of missing and of wanting to die alike."""
    assert scenes.number_to_call(scenes.GONE) == "110"
