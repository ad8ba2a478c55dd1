"""Print what the bot says to each danger, for someone who knows first aid to check: `python -m bench.advice`.

For each script of advice: a message that leads to it, the first answer, and the answers to 然后怎么办, 已经打了, 没人接 and
他们还没到, as `domain.yml` has them. Exit 1 if a message, taken as of the danger that EXAMPLES names, leads to another script, or a script (of
a scene or a danger) has no message here. Whether the bot reads that danger is not tried.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

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
    "violence": ("violence", "有人跟踪我，我一个人"),
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


def main() -> int:
    domain = ruamel.yaml.YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    for script in EXAMPLES:
        print("\n".join(transcript(script, domain["responses"])), end="\n\n")
    wrong = [name for name, (kind, text) in EXAMPLES.items() if scenes.script_of(kind, text) != name]
    scripts = {name.removeprefix(_ADVICE) for name in domain["responses"] if name.startswith(_ADVICE)}
    wrong += sorted((scripts | {scene.script for scene in scenes.scenes()}) - set(EXAMPLES))
    print("leads elsewhere, or has no message:", ", ".join(wrong) or "none")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
