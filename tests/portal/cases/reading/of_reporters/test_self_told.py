"""What reporters told of themselves is found again in what staff write."""

from __future__ import annotations

import pytest

from portal.cases.reading.of_reporters.self_told import SelfTold, called, found_again

GAMBLING = "清河小区3栋棋牌室赌钱，我是302的老李，别让人知道"


@pytest.mark.parametrize(
    ("told", "written", "found"),
    [
        (GAMBLING, "302的老李说棋牌室赌钱，去看看", "302"),
        (GAMBLING, "三零二说棋牌室赌钱", "三零二"),
        ("翠竹公寓3栋聚众打牌，我住501", "翠竹公寓3栋501说对门聚赌，去看看", "501"),
        ("3栋有人聚赌，我家住五零一，别说是我", "住501的听见的", "501"),
        ("楼上半夜装修，我家3栋502的", "502反映楼上装修", "502"),
        ("棋牌室赌钱，我在菜场卖鱼，别说是我", "菜场卖鱼的来说的，去看看", "菜场"),
        ("麻将馆扰民，我就在旁边开理发店", "开理发店的说吵", "理发店"),
        ("物业乱收费，我是幼儿园的老师", "有位老师说物业乱收费", "老师"),
        ("棋牌室赌钱，我是5栋的", "5栋有人说棋牌室赌钱", "5栋"),
        ("垃圾堆在门口，我是五栋的", "5栋说垃圾没人收", "5栋"),
        ("赌钱，我住六楼，别说是我", "6楼的听见在赌钱", "6楼"),
        ("来电人住7-1-602，麻将馆太吵", "602说麻将馆吵", "602"),
        ("反映人是3栋302的，棋牌室赌钱", "302说的", "302"),
        ("我302的，楼上吵", "302说楼上吵", "302"),
        ("楼上装修，我们302都睡不着", "302反映楼上装修", "302"),
        ("我在302住了十年，对门聚赌", "302说对门聚赌", "302"),
        ("3栋302就是我家，对门聚赌", "302那户说的", "302"),
        ("饭馆往河里倒泔水，我就住他家楼上202，窗户对着后门", "可以去2单元202看，从那里看得见", "202"),
        ("我住302楼上402，别说是我", "402听见的", "402"),
        ("别说是我说的，我住店对面桂花苑6栋201，阳台上看得见", "桂花苑6栋201的阳台", "201"),
        ("我住店对面桂花苑6栋201，阳台上看得见", "对面六号楼那户人家", "六号楼"),
        ("我住店对面桂花苑6栋201", "6栋 2 0 1", "201"),
        ("我家在饭馆旁边的清河小区8栋", "8#有人看得见", "8#"),
        ("我就是对面那栋二楼的，天天看得见", "2楼看得见", "2楼"),
    ],
)
def test_it_is_found(told: str, written: str, found: str) -> None:
    """Room, building, floor, work, in digits or in characters."""
    assert found in found_again(SelfTold.of([told]), written)


@pytest.mark.parametrize(
    ("told", "written"),
    [
        (GAMBLING, "3栋棋牌室有人赌钱，晚上去看看"),
        ("5栋302聚赌，我住3栋302", "5栋302聚赌，去看看"),
        ("我住502对门，他家聚赌", "502聚赌，去看看"),
        ("3栋楼道灯坏了，我住3栋", "3栋楼道灯坏了，请去修"),
        ("老师打孩子，我是老师的邻居", "老师打孩子，请去问"),
        ("我是说3栋302在赌钱", "3栋302赌钱，去看看"),
        ("我在302门口看到有人倒垃圾", "302门口有垃圾，请清"),
        ("物业收了我300元，我住501", "物业收了300元不开票"),
        ("我是2026年搬来的，电梯老坏", "2026年的年检没做"),
        ("我是想问302漏水谁管", "302漏水，先关阀"),
        ("菜场门口堵车，我在菜场卖鱼", "菜场门口堵车，请疏导"),
        ("我叫302的老王别吵，他不听", "302太吵，请去劝"),
        ("我开车到5栋门口被堵住了", "5栋门口堵车"),
        ("302是我家对门，天天赌钱", "302赌钱，去看看"),
        ("我300元都给了，没修", "收了300元没修"),
        ("我们3000人的小区没有路灯", "3000人没有路灯"),
        ("302的老李天天赌钱，别说是我", "302的老李天天赌钱"),
        ("我家楼上302装修太吵", "302装修太吵，请去劝"),
        ("我住他家楼上，202在赌博", "202在赌博，去看看"),
        ("我住6栋，在3栋对面，3栋有人赌钱", "3栋有人赌钱，去看看"),
        ("我就住3栋对面，里面赌钱", "3栋有人赌钱，去看看"),
        ("我是饭店对面3栋的邻居，3栋赌钱", "3栋赌钱，去看看"),
    ],
)
def test_the_matter_is_not(told: str, written: str) -> None:
    """What the reporter says of others, and of the thing."""
    assert found_again(SelfTold.of([told]), written) == []


def test_the_end_of_a_number_is_found() -> None:
    """By it a body that has the number elsewhere knows who it is; a short one is none."""
    own = SelfTold.of(["楼上吵"], numbers=["138 0001 4567", "5"])
    assert found_again(own, "尾号4567的来过") == ["4567"]
    assert found_again(own, "14567元") == []


def test_what_handlers_know_is_nothing_new() -> None:
    """The place of the matter, though it is told with the reporter's home."""
    own = SelfTold.of(["我家3栋漏煤气"], of_others=["柳树里3栋"])
    assert found_again(own, "3栋漏煤气") == []


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (GAMBLING, ["老李"]),
        ("我是5栋的王阿姨，楼道堆纸箱", ["王阿姨"]),
        ("我姓赵，住501", ["赵"]),
        ("我是老师，教三年级", []),
        ("老李家赌钱，我住302", []),
        ("我是小区业主，车库进水", []),
    ],
)
def test_what_they_are_called_is_found(told: str, names: list[str]) -> None:
    """Of themselves alone."""
    assert called([told]) == names
