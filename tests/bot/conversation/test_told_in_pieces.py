"""A report that is told in pieces: its first words, its place over several messages, whose home it is."""

from __future__ import annotations

import pytest

from actions.intake.answers.pieces import begins_a_request
from actions.intake.form import Form, place_of
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.portal_stand_in import Portal


def place_after(resident: Resident, portal: Portal, *said: str) -> str:
    """The place of the open draft after these messages."""
    for text in said:
        resident.says(text)
    return place_of(Form.from_json(portal.drafts[17]))


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (("路灯坏了，黑漆漆的", "银杏家园", "南门那里"), "银杏家园南门"),
        (("银杏家园路灯坏了", "南门那里"), "银杏家园南门"),
        (("井盖松动，走过去响", "新华路", "农行", "旁边弄堂"), "新华路农行旁边弄堂"),
        (("下水道堵了", "竹园路", "菜场", "后门口"), "竹园路菜场后门口"),
        (("垃圾没人收", "青年路", "邮局", "后门"), "青年路邮局后门"),
        (("太吵了", "每天晚上", "跳舞的", "公园", "东门"), "公园东门"),
    ],
)
def test_a_place_told_in_pieces_is_one(resident: Resident, portal: Portal, said: tuple[str, ...], place: str) -> None:
    """Also while the summary stands."""
    assert place_after(resident, portal, *said) == place


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (("银杏家园南门路灯坏了", "北门那里"), "银杏家园北门"),
        (("公园路3号下水道堵了", "5号"), "公园路5号"),
        (("银杏家园路灯坏了", "桂花苑"), "桂花苑"),
        (("银杏家园路灯坏了", "灯杆也歪了"), "银杏家园"),
        (("银杏家园路灯坏了", "不是银杏家园，是桂花苑"), "桂花苑"),
    ],
)
def test_what_contradicts_or_tells_more_is_no_piece(
    resident: Resident, portal: Portal, said: tuple[str, ...], place: str
) -> None:
    assert place_after(resident, portal, *said) == place


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (("楼上老是滴水", "楼上504", "说不是他家", "银杏家园8栋404"), "银杏家园8栋404"),
        (("楼上漏水", "楼上602", "说不关他的事", "桂花苑5栋502"), "桂花苑5栋502"),
        (("楼上晚上拖椅子，吵死了", "楼上1203", "不承认", "翠竹公寓3栋1103"), "翠竹公寓3栋1103"),
        (("楼下开麻将馆，晚上吵", "楼下101", "桂花苑2栋201"), "桂花苑2栋201"),
        (("楼上浇花滴到我被子上", "楼上703", "幸福家园6栋603"), "幸福家园6栋603"),
    ],
)
def test_the_estate_and_building_are_the_place_of_a_neighbours_room(
    resident: Resident, portal: Portal, said: tuple[str, ...], place: str
) -> None:
    """The room above stays in the words."""
    assert place_after(resident, portal, *said) == place
    kept = Form.from_json(portal.drafts[17])
    assert said[1] in kept.text + kept.answers.get("detail", "")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (("能不能", "在我们这", "装个", "凸面镜", "春华弄出来", "转弯"), "春华弄"),
        (("能不能", "给我们这边", "装个", "充电桩", "桂花苑"), "桂花苑"),
        (("我想", "在我们小区", "加个", "晾衣架", "桂花苑3栋后面"), "桂花苑3栋后面"),
        (("可不可以", "给我们这边", "修一下", "路灯", "青年路"), "青年路"),
        (("可以不可以", "在我们楼里", "装个", "扶手", "翠竹公寓2栋"), "翠竹公寓2栋"),
    ],
)
def test_the_first_words_of_a_request_wait_for_more(
    resident: Resident, portal: Portal, said: tuple[str, ...], place: str
) -> None:
    """No menu and no greeting comes between, and every word but the place's is in the report."""
    answers = [resident.says(text)["messages"][0]["response"] for text in said]
    assert not {"utter_capability", "utter_greet", "utter_not_understood", "utter_take_your_time"} & set(answers)
    kept = Form.from_json(portal.drafts[17])
    assert all(text in kept.text for text in said[:4])
    assert place in place_of(kept)


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "谢谢",
        "能不能转人工",
        "你能做什么",
        "在吗",
        "我",
        "小区",
        "我们小区",
        "可以",
        "要",
        "能不能查一下我的事",
    ],
)
def test_what_says_something_by_itself_is_no_beginning(text: str) -> None:
    assert not begins_a_request(text)


@pytest.mark.parametrize(("first", "rest"), [("我妈", "走丢了"), ("我家孩子", "不见了"), ("我爸", "晕倒了")])
def test_the_rest_of_a_danger_raises_it(resident: Resident, portal: Portal, first: str, rest: str) -> None:
    """Whom it is about was kept."""
    resident.says(first)
    assert resident.says(rest)["registered"]
    assert first in portal.made("report")[0]["text"]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (("树倒了，把路挡住了", "杏花村", "祠堂前面那条路"), "杏花村祠堂前面那条路"),
        (("河里漂了好多死鱼", "公园路", "小桥下面"), "公园路小桥下面"),
        (("卖鱼的把水直接往路上泼", "老菜场", "西门进去", "左手边那家"), "老菜场西门进去左手边那家"),
        (("烧烤摊油烟大得很", "青年路", "35号楼下"), "青年路35号楼下"),
        (("店里音箱太响", "解放路", "12号门口"), "解放路12号门口"),
        (("井盖翘起来了", "青年路", "池塘边上"), "青年路池塘边上"),
        (("银杏家园南门路灯坏了", "北门"), "银杏家园北门"),
        (("公园路3号下水道堵了", "5号"), "公园路5号"),
    ],
)
def test_a_later_piece_narrows_the_place(resident: Resident, portal: Portal, said: tuple[str, ...], place: str) -> None:
    """A spot goes behind the village, the road or the market; a like piece takes the place of the known one."""
    assert place_after(resident, portal, *said) == place


@pytest.mark.parametrize("text", ["那家", "那个", "有个门坏了", "左邻右舍都烦", "第三天了"])
def test_what_is_no_spot_changes_no_place(resident: Resident, portal: Portal, text: str) -> None:
    assert place_after(resident, portal, "老菜场的地上全是水", text) in ("老菜场", "老菜场的地上")
