"""Two matters told in one breath are two; what follows from a trouble is none of its own."""

from __future__ import annotations

import pytest

from bot.reading.spotting.matters import find_matters
from bot.reading.spotting.run_together import find_run_together

TOGETHER = {
    "水管爆了，门禁也坏了": ("水管爆了", "门禁也坏了"),
    "楼道灯坏了还有垃圾没人收": ("楼道灯坏了", "垃圾没人收"),
    "我家水管爆了楼下也淹了3栋楼道灯还不亮": ("我家水管爆了楼下也淹了", "3栋楼道灯还不亮"),
    "我家水管爆了楼下也淹了桂花苑3栋楼道灯还不亮": ("我家水管爆了楼下也淹了", "桂花苑3栋楼道灯还不亮"),
    "3栋电梯坏了5栋的垃圾没人清": ("3栋电梯坏了", "5栋的垃圾没人清"),
    "楼上漏水另外门口的狗老是乱叫": ("楼上漏水", "门口的狗老是乱叫"),
    "桂花广场厕所没水还有公园路有人乱停车挡道": ("桂花广场厕所没水", "公园路有人乱停车挡道"),
    "小区门口下水道堵了臭死了还有桂花广场跳舞的音响太吵了": ("小区门口下水道堵了臭死了", "桂花广场跳舞的音响太吵了"),
    "电梯坏了，垃圾也没人收": ("电梯坏了", "垃圾也没人收"),
    "路灯不亮而且井盖松了": ("路灯不亮", "井盖松了"),
    "垃圾没人收，狗也乱叫": ("垃圾没人收", "狗也乱叫"),
    "桂花苑3栋楼道灯坏了，5栋门禁坏了": ("桂花苑3栋楼道灯坏了", "5栋门禁坏了"),
    "楼上装修吵，楼道也堆了垃圾": ("楼上装修吵", "楼道也堆了垃圾"),
}
ONE = (
    "灯坏了路也看不清|水管爆了楼下也淹了|楼上漏水，灯都坏了|电梯里的灯坏了也没人修|狗在电梯里乱叫也没人管|垃圾桶满了也没人收|电动车占了充电桩也没人管|楼道灯坏了，还没人修"
    "|电梯坏了还没修好|因为水管爆了，路面也积水了|下水道堵了，路面都是积水|路灯坏了，路灯还不亮|灯坏了天黑也不敢走|电梯坏了老人也下不了楼|水管爆了水也停了|狗叫得我也睡不着"
    "|车子堵了门禁也没人管|垃圾没人收臭得苍蝇也多|路灯坏了，你们还不来修|门禁坏了小偷也进来了|路灯坏了，树枝挡着也看不见"
)


@pytest.mark.parametrize(("text", "pieces"), list(TOGETHER.items()))
def test_two_things_with_a_trouble_each_are_two(text: str, pieces: tuple[str, ...]) -> None:
    assert tuple(text[one.start : one.end] for one in find_matters(text)) == pieces


@pytest.mark.parametrize("text", ONE.split("|"))
def test_what_follows_from_a_trouble_is_part_of_it(text: str) -> None:
    assert find_matters(text) == []


@pytest.mark.parametrize("piece", ["灯坏了", "水管", "，", "灯", "电梯坏了也"])
def test_a_long_text_is_one(piece: str) -> None:
    assert find_run_together(piece * 3000) == []
