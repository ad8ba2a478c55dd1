"""Print what the bot says to each danger, for someone who knows first aid to check: `python -m bench.advice`.

For each script of advice: a message that leads to it, the first answer, and the answers to 然后怎么办, 已经打了, 没人接 and
他们还没到, as `domain.yml` has them. Exit 1 if a message, taken as of the danger that EXAMPLES names, leads to another script, or a script (of
a scene or a danger) has no message here. Whether the bot reads that danger is not tried.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping

import ruamel.yaml

from actions.conversation.say import Say
from actions.interpreting import after_danger, scenes
from actions.topics.danger.advice import before_advice
from bench.results import PROJECT

EXAMPLES = {
    "fire": ("fire", "我家厨房着火了"),
    "smoke": ("fire", "楼道全是烟，我们五楼出不去"),
    "oil": ("fire", "炒菜油锅烧起来了"),
    "fire_seen": ("fire", "对面楼三楼着火了"),
    "gas": ("gas", "家里一屋子煤气味"),
    "gas_seen": ("gas", "楼道里煤气味很重"),
    "co": ("gas", "室友烧炭取暖，现在叫不醒"),
    "trapped": ("trapped", "手卡在栏杆里出不来"),
    "lift": ("trapped", "我们困在电梯里了"),
    "water": ("trapped", "有人掉河里了"),
    "body_seen": ("trapped", "河里漂着个人"),
    "pit": ("trapped", "小孩掉化粪池里了"),
    "flood": ("trapped", "水淹到一楼窗户，老人还在屋里"),
    "car": ("trapped", "孩子锁在车里了"),
    "collapse": ("trapped", "围墙塌了，压住两个人"),
    "injury": ("injury", "有人从楼梯上摔下来，腿动不了"),
    "unconscious": ("injury", "有个大爷倒在地上叫不应"),
    "choking": ("injury", "孩子吃果冻噎住了"),
    "seizure": ("injury", "他突然抽搐，口吐白沫"),
    "poison": ("injury", "孩子误喝了洁厕水"),
    "swallowed": ("self_harm", "我把一瓶安眠药都吃了"),
    "birth": ("injury", "我老婆要生了，羊水破了"),
    "heart": ("injury", "我爸胸口痛，冒冷汗"),
    "bleeding": ("injury", "手割到了，止不住"),
    "burn": ("injury", "孩子被开水烫了"),
    "bite": ("injury", "我妈在田里被蛇咬了"),
    "shock": ("injury", "师傅触电了，手粘在上面"),
    "violence": ("violence", "他追着我打，我刚跑到路边"),
    "violence_seen": ("violence", "夜市有两个人打起来了，一个拿刀"),
    "home_violence": ("home_violence", "我老公打我"),
    "home_violence_seen": ("home_violence", "隔壁男的在打老婆"),
    "self_harm": ("self_harm", "我不想活了"),
    "self_harm_seen": ("self_harm", "有个人站在楼顶要跳"),
    "missing": ("missing", "女儿走丢了，六岁"),
    "missing_found": ("missing", "捡到一个走丢的小孩"),
    "live_wire": ("live_wire", "电线掉在马路上冒火花"),
    "power_box": ("live_wire", "楼道电箱在冒火花"),
    "wire_home": ("live_wire", "家里水龙头带电"),
    "no_answer": ("no_answer", "独居的大爷敲门没人应"),
    "battery": ("fire", "电动车的电池鼓包了，摸着烫手"),
    "fire_on_person": ("fire", "奶奶烧饭，袖子烧着了"),
    "gas_threat": ("gas", "楼上那人喊着要把煤气罐点了"),
    "fumes": ("gas", "仓库里漏氨气，熏得人睁不开眼"),
    "ledge": ("trapped", "小孩爬到窗台上，下面是六楼"),
    "shaft": ("other", "电梯门开着，轿厢没来，里面黑洞洞的"),
    "drowned": ("injury", "从塘里捞上来的小伙没呼吸了"),
    "well": ("trapped", "遛弯的大爷踩翻井盖掉下去了"),
    "flood_car": ("trapped", "车开到桥洞里熄火了，水都漫到车门了"),
    "run_over": ("injury", "骑车的阿姨被货车压住了腿"),
    "locked_in": ("injury", "外婆在卫生间里面哼哼，门推不开"),
    "child_locked": ("trapped", "两岁的宝宝把自己反锁在卧室了"),
    "stove": ("trapped", "钥匙忘在屋里，灶上还炖着汤"),
    "dike": ("trapped", "土坝裂了一道口子，泥水往外冒"),
    "earthquake": ("other", "脚底下的地在抖，吊灯直晃"),
    "jumped": ("self_harm", "有人从六楼跳下来了"),
    "hanged": ("self_harm", "推开门，人挂在梁上"),
    "swallowed_battery": ("injury", "娃把遥控器里的纽扣电池吞了"),
    "bad_water": ("injury", "这两天自来水发黄，喝了的都拉肚子"),
    "birth_bleeding": ("injury", "我媳妇怀孕五个月，下面流血了"),
    "oxygen": ("injury", "停电了，我爸的呼吸机不转了"),
    "oxygen_soon": ("other", "明天停电一天，我妈离不开制氧机"),
    "severed": ("injury", "切菜机把他的食指切断了"),
    "dog_bite": ("injury", "手背被猫抓破了皮"),
    "loose_dog": ("other", "小区里一条疯狗见人就扑"),
    "heatstroke": ("injury", "环卫师傅在太阳底下中暑了"),
    "allergy": ("injury", "蜜蜂蜇了一下，喉咙肿起来了"),
    "cold": ("injury", "流浪的大叔在桥洞下冻僵了"),
    "visit_today": ("other", "我一个人住，两天没吃东西，没力气下床"),
    "followed": ("violence", "下夜班有个人一直跟着我"),
    "bullied": ("violence", "放学他们在校门口堵我要钱"),
    "threat": ("violence", "群里有人放话，说开大会时要砍人"),
    "thrown": ("violence", "楼上往下扔酒瓶"),
    "break_in": ("violence", "小偷在客厅翻东西，我在卧室"),
    "touched": ("home_violence", "我爸喝醉了老摸我，还脱我衣服"),
    "taken_along": ("self_harm", "老公带走了女儿，留下遗书"),
    "fallen": ("injury", "我妈从楼梯上滚下来，叫她不应"),
    "eye": ("injury", "鞭炮炸到孩子眼睛了"),
    "no_food": ("other", "我带着两个娃三天没吃饭，家里没钱了"),
    "gas_threat_home": ("home_violence", "我老公喊着要把煤气点了"),
    "newborn": ("injury", "孩子生在浴缸里了，没哭"),
    "lift_fire": ("fire", "电梯停在五楼不动，有烟钻进来，电梯里有烟"),
    "stalked": ("violence", "前男友天天在公司门口蹲我"),
    "head_stuck": ("trapped", "宝宝脑袋卡在床栏里"),
    "gondola": ("trapped", "吊篮翻了一边，工人吊在半空"),
    "alone_ill": ("injury", "我左手抬不起来，话讲不清，家里就我一个人"),
    "bad_food": ("injury", "吃了自己采的菌子，看见小人了"),
    "held_by_others": ("violence", "老板扣了护照，不放我走"),
    "lured": ("violence", "有个生人给孩子糖，想把孩子带走"),
    "groped": ("violence", "公交上有个男的摸我下面"),
    "assault": ("violence", "我昨晚被人强奸了"),
    "child_touched": ("violence", "孙女说邻居摸她下面"),
    "naked_pictures": ("other", "儿子裸聊被录了，对方要钱"),
    "blackmail": ("other", "他说不给钱就把视频发我通讯录"),
    "own_rage": ("violence", "我忍够了，我这就去拿刀砍他"),
    "crime_seen": ("other", "我看到地下室有人在卖毒品"),
    "fraud": ("other", "对方叫我把钱转到安全账户"),
    "home_violence_hiding": ("home_violence", "他喝醉了砸门，我躲在卫生间"),
    "home_violence_held": ("home_violence", "老公不让我出门，手机也要收走"),
    "home_violence_child": ("home_violence", "我爸又打我，还摔东西"),
    "home_violence_elder": ("home_violence", "我儿子喝了酒就打我"),
    "self_harm_edge": ("self_harm", "我在天台边上，不想活了"),
    "self_harm_gone": ("self_harm", "我弟留了遗书，电话打不通"),
    "crane": ("self_harm", "有个工人爬上塔吊要工钱"),
    "postnatal": ("self_harm", "生完孩子老睡不着，想抱着宝宝跳下去"),
    "lost_child": ("missing", "我和妈妈走散了，我在商场里"),
    "child_alone": ("other", "我七岁，一个人在家，好怕"),
    "child_neglected": ("other", "隔壁两个小孩没人管，饿得直哭"),
    "child_in_road": ("other", "一个老太太走在马路中间"),
    "falling": ("other", "七楼外墙的瓷砖在往下掉"),
    "hole": ("other", "路当中的井盖没了"),
    "crack": ("other", "客厅的大梁裂开了，一直掉灰"),
    "snake": ("other", "树上有个马蜂窝，比篮球还大"),
    "other": ("other", "围墙要倒了"),
}
"""Each script → (the danger that the bot should read, a message)."""
_ADVICE = "utter_till_help_"  # … and the script: what to do until help comes
FURTHER_MESSAGES = ("然后怎么办", "已经打了", "没人接", "他们还没到")


def transcript(script: str, responses: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    """What the sender and the bot say, line by line."""

    def words(says: tuple[Say, ...]) -> str:
        return " / ".join(responses[say.response][0]["text"].format_map(dict(say.params)) for say in says)

    yield f"=== {script}"
    yield f"居民：{EXAMPLES[script][1]}"
    yield f"邻里：{words((Say(f'utter_danger_{script}'),))}"
    for said in FURTHER_MESSAGES:
        yield f"居民：{said}"
        before = before_advice(script, after_danger.read_news(said), called=False)
        yield f"邻里：{words((*before, Say(f'{_ADVICE}{script}')))}"


def stale(examples: Mapping[str, tuple[str, str]], responses: Collection[str]) -> list[str]:
    """The scripts whose message leads to another, then those that have none."""
    scripts = {name.removeprefix(_ADVICE) for name in responses if name.startswith(_ADVICE)}
    elsewhere = [name for name, (kind, text) in examples.items() if scenes.script_of(kind, text) != name]
    return elsewhere + sorted((scripts | {scene.script for scene in scenes.scenes()}) - set(examples))


def main() -> int:
    domain = ruamel.yaml.YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    for script in EXAMPLES:
        print("\n".join(transcript(script, domain["responses"])), end="\n\n")
    wrong = stale(EXAMPLES, domain["responses"])
    print("leads elsewhere, or has no message:", ", ".join(wrong) or "none")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
