"""What the gateway's own answer to an alarm says to do: what is right in the scene that is told, or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portal.channels.outbound import alarm_advice
from portal.channels.outbound.alarm_advice import AlarmAdviceError, load, template_of, template_to_send
from portal.channels.text.danger_words import TEMPLATES, plain_danger
from portal.storage.parts import Parts
from portal.wording import templates

SCENES = {
    "alarm_wire": "路边一根电线掉地上了 还在冒火花 小孩在旁边玩|高压线断了掉在马路上 冒着火|电线杆倒了 线冒火花|桂花路电缆断了在冒火 好多人走过|电线被风吹断掉到水坑里 冒火星",
    "alarm_power_box": "楼下配电箱冒火花了|变压器着火了|电表箱在冒火",
    "alarm_fire_smoke": "楼梯转角的电瓶车冒火了，我们在六楼|火在三楼过道里烧起来了，我在楼上下不来|楼下着火了，我家在五楼|我住八楼，一楼着火了|电动车在楼道里着火了|着火了我出不去|楼道里都是浓烟|楼下着火 我们被困在五楼了 着火了|走廊全是浓烟",
    "alarm_fire_lift": "电梯里着火了|电梯卡住了，里面冒烟，我们困在电梯里了|电梯里冒烟，被困在电梯里了",
    "alarm_fire_oil": "油锅着火了|锅烧起来了 着火了",
    "alarm_fire_outside": "小区外面一辆车着火了|马路边垃圾桶着火了|后山山上着火了|绿化带烧起来了",
    "alarm_fire": "着火了|车着火了 我被困在里面|我家着火了|3栋起火了快来|厨房着火了|隔壁着火了|插座冒火花了 家里|地下车库车着火了|楼下店里着火了 烟往楼上跑|马路对面的楼着火了",
    "alarm_trapped_ledge": "一个三岁娃娃爬到五楼阳台栏杆外面了，桂花苑9栋|有个两岁小孩爬到六楼阳台外面去了|楼上有个小孩翻到阳台栏杆外面站着，清河小区3栋|四楼窗台外面坐着一个小女孩，河畔人家2栋|七楼有个娃挂在防盗窗外面",
    "alarm_fire_battery": "有人把电瓶拎上楼充电，电池鼓包烫手，清河小区3栋|充电宝鼓起来了，烫手，还在冒白烟|平衡车电池鼓得老大，摸着滚烫",
    "alarm_trapped_lift": "我被困在电梯里了|电梯困人了|货梯里被困住了两个人",
    "alarm_trapped_car": "孩子锁在车里了|宝宝锁在车里 钥匙也在里面",
    "alarm_trapped_pit": "孩子掉井里了|有人掉进窨井|老人掉下水道里了|人掉进电梯井里了 被困了",
    "alarm_trapped_collapse": "房子塌了有人被埋了|墙倒了压到人|工人被压在下面",
    "alarm_trapped_flood": "地下室进水人被困住了|水淹到胸口了 人困在屋里",
    "alarm_trapped_water": "有人跳河了|孩子掉河里了|有人溺水了|小孩落水了 湖边|有人掉进水库|老人被大水冲走了",
    "alarm_trapped_stuck": "孩子头卡在栏杆里了|小孩头卡住了",
    "alarm_trapped": "撞车了 困在车里出不来|小孩一个人反锁在家里 灶上还烧着水|奶奶被困在屋里了|孩子反锁在房里了|人困在里面 我被困",
    "alarm_injury_shock": "有人触电了|他被电倒了 晕倒了",
    "alarm_injury_choking": "宝宝噎住了 脸发紫|孩子被枣核卡住喉咙了|奶奶吃汤圆噎住了",
    "alarm_injury_fall": "爷爷从楼梯上摔下来了起不来|有人坠楼|有人被车撞了|工人被砸到人了",
    "alarm_injury_silent": "我爸晕倒了没呼吸|我妈昏倒了叫不醒|老人没反应了|没呼吸了|奶奶噎住了 昏迷没反应|从楼上摔下来没呼吸了",
    "alarm_injury_blood": "他大出血 止不住|手上血止不住 流好多血|孕妇切菜切到手，流了好多血",
    "alarm_injury": "孩子抽搐了|爷爷中风了 嘴歪|我妈要不行了|羊水破了|我怀孕八个月，刚才流了好多血|我老婆刚生完孩子出血止不住",
    "alarm_self_harm_swallowed": "我女儿吞了安眠药|我吃了一瓶安眠药|喝农药了|我妈想自杀，吃了一瓶安眠药|邻居老太喝农药了|我老公喝敌敌畏了|我闺蜜发微信说吃了一百片药|我想自杀，已经吃了药",
    "alarm_self_harm_cut": "我割腕了|我女儿割腕了，地上都是血|我女儿锁在房里割腕|我弟弟不想活了，用刀割了手",
    "alarm_self_harm_hanged": "我奶奶上吊了|他上吊了，还有气",
    "alarm_self_harm_jumped": "我老婆跳楼了|有个女的从楼上跳下来了|小姑娘从六楼跳下来了|从六楼跳下来了",
    "alarm_self_harm_gas": "我妈把煤气开了说要一起死|我儿子开煤气自杀|我老公在屋里烧炭自杀|我女儿把自己反锁在房间里烧炭|我把煤气打开了，不想活了",
    "alarm_self_harm_seen": "有人要跳楼|我儿子要跳楼|同学说想跳楼 楼顶站着|我儿子把自己锁在屋里说不想活了，清河小区3栋|我儿子说不想活了，把自己锁在屋里|我女儿把自己关在房间里说要自杀|我爸要上吊，绳子都拿好了|我妈要自杀，药都准备好了|我妈在家里说活不下去，门锁着|隔壁大姐坐在窗台上要跳楼|我儿子反锁在厕所里说不想活了|我女儿说想吃安眠药死了算了",
    "alarm_self_harm": "我不想活了|我要跳楼|我站在楼顶了|没有人要我了 我不想活了|我老公打我，我不想活了|老公跟我离婚，不想活了|我把自己锁在屋里，不想活了",
    "alarm_self_harm_gone": "我弟弟今早留了封遗书就出门了，桂花苑2栋，电话关机|我女儿写了封遗书离家出走了|我妈留下一张条子说不想活了，人找不到|室友发了条朋友圈说永别了，人不在宿舍，电话打不通|我儿子说不想活了跑出去了找不到",
    "alarm_violence_seen": "隔壁老公打老婆 一直打|楼上又在家暴",
    "alarm_home_violence": "我老公打我|楼下邻居都听到了 我老公打我",
    "alarm_violence": "有人拿刀砍人|保安打人了|我男人喝醉了在砸门，我带着孩子锁在厕所里面|老公要打我，我把自己反锁在厕所里了|他把我锁在房间里不让我出去",
    "alarm_gas": "闻到好重的煤气味，头晕|漏煤气了",
    "alarm_missing": "孩子不见了|奶奶走丢了",
}  # fmt: skip


@pytest.mark.parametrize(
    ("template", "text"), [(name, one) for name, said in SCENES.items() for one in said.split("|")]
)
def test_the_first_answer_is_of_the_scene_that_is_told(template: str, text: str) -> None:
    """Of no other: nobody beside a wire is told to take the stairs, and no child behind a door to keep out of the water."""
    found = plain_danger(text)
    assert found is not None
    assert template_of(found.danger, text) == template


@pytest.mark.parametrize("scene", load(), ids=lambda scene: scene.template)
def test_every_scene_begins_with_a_number_to_call(scene: alarm_advice.Scene) -> None:
    """And goes out as one SMS."""
    first, _, rest = templates.template(scene.template).text.partition("\n")
    assert any(number in first for number in ("110", "119", "120"))
    assert rest


@pytest.mark.parametrize("text", ["孩子被电动车撞了，晕过去了", "奶奶被电瓶车撞倒，昏迷了", "他被电梯门夹了，满头是血"])
def test_what_runs_on_current_strikes_nobody_with_it(text: str) -> None:
    """Whoever was hit by a scooter is not told to switch off the mains."""
    assert template_of("injury", text) != "alarm_injury_shock"


def test_what_suits_no_scene_says_only_whom_to_call() -> None:
    """A child behind a locked door: not what to do, which depends on what has happened."""
    text = templates.template(TEMPLATES["trapped"]).text
    assert not any(word in text for word in ("硬", "水", "门", "等"))
    assert "搬" not in templates.template(TEMPLATES["injury"]).text


def test_a_text_that_cannot_be_sent_gives_way_to_the_dangers_own(parts: Parts, tmp_path: Path) -> None:
    """A provider of registered texts may have no code for it yet."""
    (tmp_path / "sms_codes.csv").write_text("id,code\nalarm_trapped,SMS_1\n", encoding="utf-8")
    settings = replace(parts.settings, sms_provider="aliyun", home=tmp_path)
    assert template_to_send("trapped", "有人跳河了", "sms", settings) == "alarm_trapped"
    assert template_to_send("trapped", "有人跳河了", "sms", parts.settings) == "alarm_trapped_water"


@pytest.mark.parametrize("line", ["nothing,fire,a,", "alarm_wire,flood,a,", "alarm_wire,fire,,", "alarm_wire,fire,a"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """The message says which."""
    path = tmp_path / "advice.csv"
    path.write_text(f"# 说明\ntemplate,of,words,unless\n{line}\n", encoding="utf-8")
    with pytest.raises(AlarmAdviceError, match="line 3"):
        load(path)


@pytest.mark.parametrize(
    "text", ["妈妈去世后不想活了", "男朋友分手 不想活了", "老公出轨 不想活了", "同学欺负我 想自杀"]
)
def test_whoever_lost_or_was_left_by_somebody_is_not_told_to_watch_over_them(text: str) -> None:
    assert template_of("self_harm", text) == TEMPLATES["self_harm"]
