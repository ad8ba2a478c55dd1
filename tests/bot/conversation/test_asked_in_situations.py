"""What is asked or told after an emergency of these kinds is answered by what fits, not by 我说不准, and a place or another matter by nothing of it."""

from __future__ import annotations

import pytest

from actions.intake.form import Form
from actions.interpreting import danger_signs
from actions.interpreting.aid.asked import answer_to
from actions.interpreting.situations.paid import pays_all_the_same
from actions.interpreting.situations.rows import answer_in
from actions.topics.danger.raising import joined_with_draft_before
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.drafts import a_draft

ASKED = [
    ("fraud", "还没挂电话", "挂掉"), ("fraud", "他不让我告诉别人", "就是骗子"), ("fraud", "银行说追不回来了", "也要打110"), ("fraud", "是用手机银行转的", "止付"), ("fraud", "他说是公安局的", "安全账户"),
    ("fraud", "怎么办", "止付"), ("fraud", "我在银行柜台", "保安"), ("heart", "能不能先喂点安宫牛黄丸", "别喂"), ("heart", "几点发的病要不要记", "要记"), ("heart", "要不要等等看", "不要等"),
    ("burn", "抹了牙膏", "冲掉"), ("burn", "孩子才两岁，是他烫的", "120"), ("burn", "好多了", "医院"), ("oil", "用水泼了更大了", "别再救"), ("fire", "楼道全是烟", "门缝"), ("smoke", "孩子咳嗽得厉害", "捂住口鼻"),
    ("home_violence", "刚才说的别留在手机上", "清空"), ("home_violence", "他现在睡了，我想走", "12338"), ("home_violence", "我先去洗澡了", "拍下来"), ("child_locked", "他在阳台上爬", "119"), ("child_locked", "开锁的说要一小时", "119"),
    ("child_alone", "我自己煮面可以吗", "别自己开火"), ("child_alone", "门口有个叔叔说是送快递的", "别开门"), ("child_alone", "我八岁", "别怕"), ("child_alone", "妈妈电话13812345678", "收到"), ("child_alone", "我不知道叫什么小区", "快递盒"),
    ("hole", "这个谁管", "不用您自己找"), ("gas_threat", "我听到他在砸东西", "110"), ("bad_water", "烧开能喝吗", "烧开也别喝"), ("oxygen_soon", "停多久", "95598"), ("child_neglected", "我敲门没人开", "别硬闯"),
]  # fmt: skip
NOT_ASKED = [
    ("fraud", "幸福家园4栋"), ("heart", "在三楼"), ("burn", "桂花苑2栋301"), ("oil", "小了"), ("home_violence", "他在喝酒"), ("child_locked", "幸福家园4栋"),
    ("child_alone", "桂花苑2栋"), ("hole", "在8号门口"), ("bad_water", "幸福家园3栋"), ("gas_threat", "3栋702"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "text", "says"), ASKED)
def test_it_has_its_answer(script: str, text: str, says: str) -> None:
    assert says in answer_to(text, script)


@pytest.mark.parametrize(("script", "text"), NOT_ASKED)
def test_a_place_or_a_fact_has_none(script: str, text: str) -> None:
    assert answer_to(text, script) == ""


def test_what_is_only_meant_is_still_forbidden(chat: Chat) -> None:
    raise_as(chat, "burn")
    assert names(chat.says("抹点牙膏"))[0] == "utter_forbidden"


WHERE = "公园路3号"
WARNED = "拿不准打 96110 问。钱已经转了，马上打 110。"


@pytest.mark.parametrize(
    "text",
    [
        "已经转了",
        "我转了",
        "转过去了",
        "我正在银行",
        "钱已经打过去了",
        "刚转了两万",
        "汇了三万块",
        "我在银行了",
        "已经付了怎么办",
        "还没挂电话",
    ],
)
def test_who_pays_though_warned_is_in_danger(text: str) -> None:
    assert pays_all_the_same(text, WARNED)
    assert not pays_all_the_same(text, "周一到周五上班。")


@pytest.mark.parametrize(
    "text",
    [
        "没转",
        "清楚了",
        "我不转",
        "转人工",
        "要不要转",
        "银行几点开门",
        "知道了谢谢",
        "差点转了",
        "还没有",
        "给你们点赞",
        "打哪个电话",
    ],
)
def test_who_heeds_it_is_in_none(text: str) -> None:
    assert not pays_all_the_same(text, WARNED)


@pytest.mark.parametrize(
    "text",
    ["水管爆了，家里全淹了", "厨房水龙头断了，水喷得止不住", "家里暖气管裂了一屋子水", "热水器软管脱了，满屋都是水"],
)
def test_water_that_floods_a_home_gets_first_help(text: str) -> None:
    assert "总阀" in answer_in("ordinary", text)


@pytest.mark.parametrize(
    "text",
    [
        "水管有点漏",
        "马路上水管爆了，路面都是水",
        "水管爆了已经修好了",
        "楼上漏水",
        "暴雨天小区路面淹了",
        "水龙头滴水",
        "去年水管爆了家里淹了没人赔",
    ],
)
def test_other_water_waits_for_its_date(text: str) -> None:
    assert answer_in("ordinary", text) == ""


@pytest.mark.parametrize("text", ["里面有人喊救命", "有人在里面喊", "上面有人要跳", "那里有人晕倒了", "烟越来越大"])
def test_an_emergency_takes_the_place_to_which_it_points(text: str) -> None:
    before = Form(text="配电房有怪味", draft=a_draft(WHERE, place=("公园路3号",)), stage="confirm")
    form, kept = joined_with_draft_before(Form(text=text, draft=a_draft(text), before=before.to_json()))
    assert danger_signs.points_there(text)
    assert kept is None
    assert (form.text, form.answers["detail"]) == (before.text, text)


@pytest.mark.parametrize("text", ["我老公打我", "楼下有人打架", "我家着火了", "家里旁边着火了", "我妈晕倒了"])
def test_another_emergency_does_not(text: str) -> None:
    before = Form(text="路灯坏了", draft=a_draft(WHERE, place=("公园路3号",)), stage="confirm")
    _, kept = joined_with_draft_before(Form(text=text, draft=a_draft(text), before=before.to_json()))
    assert kept is not None
