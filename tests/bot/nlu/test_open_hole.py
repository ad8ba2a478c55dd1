"""A manhole without its cover is raised where people walk; one that rattles, is minded or was mended is not."""

from __future__ import annotations

import pytest

from bot.reading.danger.kinds.open_hole import find_open_hole


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑2栋楼下井盖没了",
        "清河小区2栋楼下井盖没了",
        "井盖没了，清河小区4栋楼下",
        "小区门口井盖不见了",
        "井盖被偷了，幸福家园5栋门口",
        "3栋楼下下水道没盖子，小孩老在那玩",
        "楼下地上一个大洞，井盖没了",
        "翠竹公寓2单元门口的窨井没有盖",
        "人行道上井盖丢了，桂花路",
        "井盖塌下去了，车轮陷进去一半",
        "污水井盖子掀开了没人管，河畔人家3栋后面",
        "小区路中间井盖被人偷走了，黑咕隆咚一个洞",
        "雨水井盖碎了，露着洞，桂花苑5栋",
        "楼下化粪池的盖子没了",
        "路上塌了一个大坑，公园路",
        "单元门口有个井口敞着，没盖",
        "检修井盖掉进去了，桂花苑7栋楼下",
        "花坛边的井没盖子，昨晚差点有人掉下去",
    ],
)
def test_an_open_hole_where_people_walk_is_sure(text: str) -> None:
    found = find_open_hole(text)
    assert found is not None
    assert found.sure


@pytest.mark.parametrize(
    "text",
    [
        "井盖没了",
        "下水道盖子又丢了，怕老人掉下去",
        "井盖没了，夜里要摔死人的",
        "井盖不见了，快来装一个",
        "下水道盖子被人拿走了",
    ],
)
def test_one_of_which_only_the_lid_is_told_is_asked_about(text: str) -> None:
    found = find_open_hole(text)
    assert found is not None
    assert not found.sure
    assert found.asked


@pytest.mark.parametrize(
    "text",
    [
        "井盖响，车一过咣当咣当，桂花苑2栋楼下",
        "井盖松了，车一过就响",
        "井盖有点翘，容易绊脚",
        "井盖周围下沉了一点",
        "井盖修好了吗",
        "井盖没盖严，老是有臭味",
        "垃圾桶没有盖子，臭得很",
        "井盖上画了卡通画",
        "井盖没问题，是旁边的砖松了",
        "上次井盖没了你们换过了，这次是路灯不亮",
        "下水道堵了，往外冒水",
        "下水道没人管，臭死了",
        "井盖没换之前能不能放个牌子",
        "水表井盖太难看",
        "电表箱没盖子",
        "热水瓶盖子没了",
        "马桶盖没了",
        "路上一个小坑，积水",
        "井盖没了已经有人围起来了，什么时候换",
        "窨井盖被车压得哐哐响，睡不着",
        "停车场井盖缝里长草",
        "门口井盖没了，我放了根树枝挡着",
        "井盖被偷的那个案子破了吗，听说抓到人了",
    ],
)
def test_a_lid_that_is_there_or_minded_is_none(text: str) -> None:
    assert find_open_hole(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "井盖没了 露个大洞",
        "门口的井盖没了，一个大洞",
        "井盖不见了一个大洞没人围",
        "人行道上井盖被偷了没人围",
        "井盖没了一个大洞，没围起来",
        "井盖没了露个窟窿，施工的人走了没围",
        "井盖丢了一个洞，插了树枝被风刮走了",
        "井盖没了没人围，天黑了，幸福家园5栋",
        "井盖没了，围挡让人搬走了，公园路",
    ],
)
def test_a_fence_that_is_gone_minds_nothing(text: str) -> None:
    found = find_open_hole(text)
    assert found is not None
    assert found.sure
