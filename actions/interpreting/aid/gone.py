"""Tell whether whoever left a farewell is there after all, or is the sender, or only in a story: then nobody need look for them. Pure.

The words of the farewell and of being gone are those of `self_harm_gone` in data/danger_scenes.csv. Only who does a thing tells: 我站在楼下等他
is no 他站在楼顶, and 打我 or a death in the family is what drove them to it.
"""

from __future__ import annotations

import re

_OWN = re.compile(
    r"(?:^|[，,。！!？?；;\s])(?:我|俺)(?:真的?|也|就|都|实在|已经|现在|今天|刚刚?){0,2}(?:不想(?:再)?活|不活|活不|活够|[想要去]{1,2}死|[想要]{0,2}自杀|[要想]跳|写好|写了|留(?:好|下)?了?(?:一?封)?遗书|离家)"
)
_HERE = re.compile(
    r"(?<!没)(?<!没有)(?<!不)(?:找[到着]了|看[到见](?:他|她|人)了?(?=$|[，,。！!在站坐]))"
    r"|(?:^|[，,。！!？?；;\s]|[他她人的爸妈爹娘爷奶公婆哥姐弟妹孩子儿女])(?:还|就|正|现在|一个人|又){0,2}(?:站|坐|爬|翻|骑|趴)(?:在|到|上|出|过)了?[^，,。！!等]{0,4}[楼窗台栏桥河江顶沿架]"
    r"|[把将]自己[^，,。！!]{0,4}[锁关]"
)
_STORY = re.compile(r"小说|电影|电视剧|剧[里情集]|故事|游戏里")


_ANSWERS = re.compile(
    r"(?:回|接|通)(?:了)?我?(?:消息|信息|微信|短信|电话|话)?(?:了|啦)|回(?:我|家|来)了|到家了|联系上了?|找[到着]了|打通了|(?:乱|瞎|误|随便|随手)发|发错|(?:喝[多醉]了?|醉了)[^，,。！!？?]{0,3}发|开玩笑|逗[我你]|盗号|虚惊一场"
)
_STILL_LOST = re.compile(
    r"(?:没|不)(?:有)?(?:人|再)?(?:回|接|通|找|联系)|割|药|跳|血|楼顶|天台|救|桥|河|江|刀|不醒|没(?:有)?(?:气|呼吸)|要死|想死|不想活|别管|关机"
)


def has_answered(said: str) -> bool:
    """Whether a message after a farewell says that whoever sent it has answered or come home, or did not mean it (她回我了，说喝多了乱发的)."""
    return _ANSWERS.search(said) is not None and _STILL_LOST.search(said) is None


def needs_no_search(said: str) -> bool:
    """Whether the words of a farewell are the sender's own or of a story, or whoever left it is before somebody's eyes."""
    return any(words.search(said) for words in (_OWN, _HERE, _STORY))
