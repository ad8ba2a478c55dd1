"""Recognise words that look like a danger, though a thing is what fell or was poured, they are a saying, or there is only a faint smell: their sender is asked, nothing is raised. Pure.

孩子从窗户掉下去了玩具, 有人倒在我家门口一堆垃圾, 活够本了. Only the word order tells them from a danger, so they are never
taken for harmless; and whoever tells besides of anything that shows a danger is not asked.
"""

from __future__ import annotations

import re

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

_FAINTLY_BURNT = re.compile(
    r"(?:有[点些]|一点点?|[淡轻微]{1,2}的?|隐隐?约?约?|好像|似乎|仿佛)[^，,。！!；;？?\n]{0,6}(?:焦|糊|烧[焦糊着])[^，,。！!；;？?\n]{0,4}味"
)
_MORE_THAN_A_SMELL = re.compile(
    r"[烟火呛烫晕响爆炸]|噼|电|插座|越来越|(?:[很好太]|特别|非常)[浓重大]|[他她孩娃爸妈爷奶]|老人|叫不|不应|没人|救|快来"
)
"""Beside a faint smell: something that shows a fire, or somebody in it."""


def is_doubted(text: str) -> bool:
    """Whether a text has words of a thing that fell or was poured, and tells of nobody else and no other sign of a danger, or is only 活够本了 or a faint smell of burning.

    Somebody or a sign in the rest (血, 救命, 一动不动) keeps it an emergency, and so does anything beside the saying (活够本了，今晚就走).
    """
    if _LIVED_ENOUGH.fullmatch(text) or (_FAINTLY_BURNT.search(text) and not _MORE_THAN_A_SMELL.search(text)):
        return True
    for pattern, others in ((_FELL_IS_A_THING, _FELL_TOO), (_POURED_IS_A_THING, _SOMEBODY)):
        rest = pattern.sub("，", text)
        if rest != text and not others.search(rest):
            return not has_sign(rest)
    return False
