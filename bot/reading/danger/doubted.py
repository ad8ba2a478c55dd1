"""Recognise words that look like a danger, though a thing is what fell or was poured, or are a saying: its sender is asked, nothing is raised. Pure.

孩子从窗户掉下去了玩具, 有人倒在我家门口一堆垃圾, 活够本了. Only the word order tells them from a danger, so they are never
taken for harmless; and whoever tells besides of anything that shows a danger is not asked.

Recognise, too, what the other clauses make of a danger that one of them tells of by itself. Whatever calms a danger does so in its
own clause: 工资的新闻也没人管 is no news of the threat beside it. Of another clause only relief after it (后来没事了) ends the danger;
what frames it (听说, 去年那次, a question) leaves it to be asked about.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise

from bot.reading.classifying.danger import has_sign

_COUNTED = r"(?:(?:[一二两三四五六七八九十几半好多整大满]|许多|\d){1,3}(?:大|小)?[个只件袋块把张条盆堆包双瓶箱桶车片捆筐根枚串部台本支])"
_BELONGINGS = (
    "玩具|积木|[皮足篮气]?球|手机|平板|耳机|遥控器?|眼镜|手表|钥匙|书包|作业本?|书|铅?笔|衣服|衣架|被子|枕头|床单|毛巾|袜子|拖?鞋子?|帽子|雨?伞|围巾|手套|花盆|花|盆栽|瓶子?|杯子?|碗|盘子|盒子|袋子|塑料袋|箱子|拖把|扫帚"
    "|西瓜皮?|苹果|零食|饭盒|外卖|快递|包裹|东西|枕套|粉笔"
)
_RUBBISH = "(?:建筑|装修|生活|厨余)?垃圾|渣土|泥土|剩饭|剩菜|泔水|果皮|西瓜皮|饭盒|杂物|旧家具|沙发|床垫|树叶|树枝|烟头"
_ENDS = r"(?=$|[，,。！!；;？?\n～~]|了[，,。！!]|呢|啊|呀)"
_BY_ITSELF = (
    rf"(?:掉|摔|落|滚)(?:了|下去|下来|出去|出来|下|到楼下){{1,3}}(?:自己的?|[他她我]的)?{_COUNTED}?的?(?:{_BELONGINGS})"
)
_THROWN = rf"(?:扔|丢)(?:了|下去|下来|出去|出来|下|到楼下){{1,3}}(?:自己的?|[他她我]的)?{_COUNTED}?的?(?:{_BELONGINGS}|{_RUBBISH})"
_FELL_IS_A_THING = re.compile(rf"(?:{_BY_ITSELF}|{_THROWN}){_ENDS}")
"""What falls by itself is a thing if it is somebody's belongings: whoever falls off a scaffold may fall with bricks, or into water."""
_FELL_TOO = re.compile(
    r"(?:人|[他她]|孩子?|娃)(?:也|还|都|在|呢|跟)|也(?:掉|摔|下)|不动|没动|不醒|没反应|哭|疼|痛|120|110|救|急|快来"
)
"""In what else is said: somebody fell, too."""
_NO_PERSON = r"(?:(?:今天|昨天|刚才|刚刚|刚|又|总是|老是|经常|每天|天天|一直|都|(?:有人)?从楼上|楼上|楼下|隔壁|对门|物业|装修队?|施工队?|店家|饭店|商家|垃圾车|车子?|直接|的){1,6}|^)"
_WHERE = r"[^，,。！!；;？?\n血伤晕昏死]{0,10}?"
_POURED_IS_A_THING = re.compile(
    rf"^(?:{_NO_PERSON}倒(?:(?:在|到|进)了?{_WHERE}{_COUNTED}的?(?:{_RUBBISH})|(?:了|下来|下去|出来){{1,2}}{_COUNTED}的?(?:{_RUBBISH}|脏水|污水|水|油|东西))"
    rf"|(?:{_NO_PERSON})?(?:有人|不知道谁|谁|邻居|他们)?把?倒(?:在|到)了?(?:我|我们|咱们?)家?的?(?:大|房)?门(?:口|前|外|边)(?:的?地上|了)?(?:{_COUNTED}|一地)的?(?:{_RUBBISH})){_ENDS}"
)
"""Nobody stands before 倒 who may be the one that lies there, unless it is rubbish that lies at the sender's own door."""
_SOMEBODY = re.compile(
    r"[他她爸妈爷奶孩娃叔姨伯婆妹弟哥姐嫂]|人(?!行|家|脸)|宝宝|老公|儿子|女儿|师傅|不动|没动|不醒|没反应|120|110|急|快来"
)
"""In what else is said: somebody may lie there, too."""
_LIVED_ENOUGH = re.compile(
    r"^(?:我|俺|咱|这辈子|这一辈子|早就|早|已经|也|真是|真的?|都|算是?){0,4}活(?:够|回|出)了?(?:本|值)了?[啊呀啦哦咯]?[哈嘿嘻\s，,。！!～~]*"
)


def is_doubted(text: str) -> bool:
    """Whether a text has words of a thing that fell or was poured, and tells of nobody else and no other sign of a danger, or is only 活够本了 or the like.

    Somebody or a sign in the rest (血, 救命, 一动不动) keeps it an emergency, and so does anything beside the saying (活够本了，今晚就走).
    """
    if _LIVED_ENOUGH.fullmatch(text):
        return True
    for pattern, others in ((_FELL_IS_A_THING, _FELL_TOO), (_POURED_IS_A_THING, _SOMEBODY)):
        rest = pattern.sub("，", text)
        if rest != text and not others.search(rest):
            return not has_sign(rest)
    return False


_MARKS = re.compile(r"[，,。！!；;？?\n\s]+")
_UNMARKED = re.compile(
    r"(?<=[\u4e00-\u9fff]{3}[了呢吗吧啊呀])(?![一二两三四五六七八九十几半好多个件只把袋条])(?=[\u4e00-\u9fff]{4})"
    r"|(?<=[\u4e00-\u9fff]{4})(?=(?:有人[要在拿持跳]|我家(?:着|起)|我[爸妈](?!的)|我老[公婆]|孩子[掉摔被]|煤气[泄漏]|我被|隔壁[着起打])[\u4e00-\u9fff]{2})"
)
"""Where whoever writes no marks begins anew: 路灯坏了我家着火了."""
_MOST = 5
"""A message of more clauses is not read clause by clause."""


class Beside(Enum):
    """What stands beside a danger: nothing that touches it, what may touch it, or relief."""

    NOTHING = "nothing"
    DOUBT = "doubt"
    RELIEF = "relief"


_RELIEF = re.compile(
    r"没事|虚惊|误会|误报|看错|[搞弄]错|救(?:出|上来|下来|活)|灭(?:了|掉)|熄了|醒|找[到着]|回[来家]了|大碍|脱[险离]|医院|出院|抓(?:走|住|到|起来)|劝[下住开]|控制住|出来了|好[了多转]|没着|逃出|走远了|走了|修好|残疾证|丧葬|火化|殡|骨灰|墓|抚恤|遗产|继承|销户"
)
"""Words of relief, whoever says them of whatever."""
_WHO_OR_WHEN = r"(?:人|他们?|她们?|大家|孩子|大人|火|我们?|现在|已经|刚刚?|刚才|后来|最后|总算|终于|都|也|就|已|全|昨[天晚]|今[天早晚]|[上下]午|物业|电工|师傅|消防员?|警察|民警|维修工?|来人|来|给|把|被|帮|自己|平安|这才|不过是|原来是|一场)"
_IS_OVER = re.compile(  # of nothing else: 钥匙找到了 is not
    rf"^{_WHO_OR_WHEN}{{0,6}}(?:没事|虚惊|误会|误报|看错|[搞弄]错|救(?:出|上|下|活)|[扑浇熄]?灭(?:了|掉)|熄了|醒(?:了|过来)|找[到着](?:了|人)|回[来家]了|没[有什么大]{{0,3}}(?:碍|危险|受伤)|脱[险离]|抓(?:走|住|到)|劝[下住开]|控制住|不(?:闹|打|跳|烧|漏|疼|痛|晕)了|[放拉抬接背扶]?出来了|走了|好[了多转]"
    r"|(?:修|弄|处理|解决|关|搞|换)(?:好|完|掉|上)?了)|^要(?:不要)?报警[吗么]"
)
_UNDONE = re.compile(r"[说讲]|又|还[是在有没]|再|但|可(?!以)|不过|路上|结果|谁知|还没")
_FRAME = re.compile(
    r"听[说讲]|据说|(?:新闻|电视|电影|小说|视频|抖音|剧|书|群|圈|课|网|游戏)[里上中]|(?:新闻|电视|报纸|广播|老师|讲座|他们?|别人|人家)[^，]{0,2}(?:说|讲|播|演|报)|梦|演[习练戏]|如果|万一|要是|假如|假设|怕|担心|差[点一]|险些|会不会|要不要"
    r"|防|提醒|玩笑|骗[你人]|假的|段子|笑|哈|嘿|昨|前[天年]|上[次回周个]|去年|以前|从前|曾|那[次天年时]|当时|后来|幸|还好|多亏|千万|模拟|培训|讲座|宣传|作文|故事|谣|年前|月前|天前"
    r"|[吗么？?]$|怎么|什么|哪[里个儿]|多少|几[点时]|能不能|可不可以|报销|想[问咨]|请问|打听|投诉|举报|算了|(?:不用|不要|不必|别)再?(?:管|修|来|报|办|弄|处理)了|撤了|取消"
)


def clauses_of(text: str) -> list[re.Match[str]]:
    """The clauses of a text by its marks; [] if it has one or too many."""
    found = list(re.finditer(r"[^，,。！!；;？?\n\s]+", text))
    return found if 1 < len(found) <= _MOST else []


def unmarked_of(text: str) -> list[tuple[int, str]]:
    """Where the clauses of a text without marks begin, and the clauses, as far as its particles tell; [] if it has marks, one or too many."""
    if _MARKS.search(text.strip("，,。！!；;？?\n ")):
        return []
    cuts = [0, *(one.start() for one in _UNMARKED.finditer(text)), len(text)]
    parts = [(start, text[start:end]) for start, end in pairwise(cuts)]
    return parts if 1 < len(parts) <= _MOST else []


def beside(before: list[str], after: list[str]) -> Beside:
    """What the clauses before and after make of a danger that the one between them tells of by itself.

    Relief is none before it (我没事，我妈被车撞了), nor said by others, nor undone in the same breath: then there is doubt.
    """
    if any(_IS_OVER.search(one) for one in after) and not any(_UNDONE.search(one) for one in after):
        return Beside.RELIEF
    touched = (_RELIEF, _FRAME)
    return Beside.DOUBT if any(words.search(one) for words in touched for one in before + after) else Beside.NOTHING
