"""What ends an alarm: it says that the danger is over, and that no help is wanted any more, and nothing else."""

from __future__ import annotations

import pytest

from actions.interpreting.all_clear import read_all_clear

OVER = [
    ("火灭了，物业来看过了，不用派人来了", "fire"),
    ("人救出来了，消防来过了，撤回吧", "trapped"),
    ("警察把他带走了，没事了，不用来了", "violence"),
    ("老人醒了，120来看过了，不用管了", "injury"),
    ("阀门关了，没味道了，师傅检查过了，取消吧", "gas"),
    ("火扑灭了，消防也走了，没事了，撤了吧", "fire"),
    ("人已经下来了，电梯门开了，没事，不用派人来了", "trapped"),
    ("拉开了，都散了，没人受伤，取消吧", "violence"),
]
NOT_OVER = [  # one of the two is missing, or something else is told beside them
    ("大家都撤了，火还在烧", "fire"),
    ("没有着火，是有人拿刀", "fire"),
    ("火灭了，不用来了，隔壁又烧起来了", "fire"),
    ("出来了一个，还有一个在里面，不用管我", "trapped"),
    ("孩子出来了，奶奶在五楼，不用管了", "fire"),
    ("门开了，煤气味很大，不用来了", "gas"),
    ("大家都出来了，楼上那家没动静，撤了吧", "fire"),
    ("散了，地上躺着一个，不用管了", "violence"),
    ("没事了不用来了他说的", "violence"),
    ("人醒了，又昏过去了，不用叫人了", "injury"),
    ("火灭了，烟还很大，撤了", "fire"),
    ("物业说没事了，我不信，撤回什么撤回", "fire"),
    ("不用来了", "fire"),
    ("撤了吧", "fire"),
    ("保安来看过了，撤了", "fire"),
    ("物业开的门，人没出来，不用来了", "trapped"),
    ("出来了，手断了，取消吧", "trapped"),
    ("散了，他拿着刀上楼了，别管了", "violence"),
    ("火灭了，我婆婆昏过去了，不用来了", "fire"),
    ("没人受伤，火往三楼去了，撤了", "fire"),
    ("醒了，喘不上气，不用叫人了", "injury"),
    ("都走了，不用管了，她还在哭", "violence"),
    ("门开了，孩子不见了，撤回", "trapped"),
    ("扑掉了，电瓶又冒烟，撤了吧", "fire"),
    ("消防走了，没事了，才怪，撤了", "fire"),
    ("火灭了可是煤气罐在响，不用来了", "fire"),
    ("出来了，我爸在电梯里，取消", "trapped"),
    ("没事了吗，不用来了吗", "fire"),
    ("他叫我说没事了，不用来了", "violence"),
    ("救出来了，没呼吸，不用叫人了", "trapped"),
    ("火没灭，不用来了", "fire"),
    ("没散，撤了", "violence"),
    ("人没醒，不用叫人了", "injury"),
    ("散了一半，打伤一个，撤了", "violence"),
    ("没有没事，别取消", "fire"),
    ("出来了，屋里没关火，撤回", "trapped"),
    ("门关了，人出来了，里面有狗，不用来了", "fire"),
    ("火关了，漏水，撤回这个，电线冒火", "fire"),
    ("别管了，取消吧", "fire"),
    ("门开了，不用管了", "trapped"),
    ("他走了，不用来了，撤", "violence"),
    ("警察走了，不用管了", "violence"),
    ("灶开了，火关了，没事了，撤了吧", "gas"),
    ("不用来了，撤了", "fire"),
    ("窗开了，不用来了", "gas"),
    ("阀门关了，不用来了", "gas"),
    ("窗户打开了，阀门关了，撤了吧", "gas"),
    ("人在屋里，窗开了，取消吧", "gas"),
]


@pytest.mark.parametrize(("text", "danger"), OVER)
def test_an_end_beside_a_call_off_ends_the_alarm(text: str, danger: str) -> None:
    """Also with who ended it and how."""
    assert read_all_clear(text, danger) == "called_off"


@pytest.mark.parametrize(("text", "danger"), NOT_OVER)
def test_what_only_looks_like_an_end_does_not(text: str, danger: str) -> None:
    """A floor, somebody else, a doubt or a word that is not known."""
    assert read_all_clear(text, danger) != "called_off"


@pytest.mark.parametrize(
    ("text", "end"),
    [("窗开了", None), ("窗户打开了，不用来了", None), ("阀门关了", "partly"), ("窗开了，阀门关了", "partly"), ("阀门关了，不用来了", "partly"), ("阀门关了，不漏了", "safe"), ("窗开了，人都出来了", "partly")],
)  # fmt: skip
def test_an_open_window_and_a_closed_valve_end_nothing(text: str, end: str | None) -> None:
    """Nobody has looked yet whether gas still leaks."""
    assert read_all_clear(text, "gas") == end


def test_an_open_window_denies_no_danger_that_is_only_doubtful() -> None:
    assert read_all_clear("窗开了") is None
