"""Recognise words that look like a danger, though a thing is what fell or was poured, or are a saying: its sender is asked, nothing is raised. Pure.

孩子从窗户掉下去了玩具, 有人倒在我家门口一堆垃圾, 活够本了. Only the word order tells them from a danger, so they are never
taken for harmless; and whoever tells besides of anything that shows a danger is not asked.
"""

from __future__ import annotations

import re

from bot.reading.classifying.danger import has_sign

_COUNTED = r"(?:(?:[一二两三四五六七八九十几半好多整大满]|许多|\d){1,3}(?:大|小)?(?:[个只件袋块把张条盆堆包双瓶箱桶车地滩片捆筐根枚串部台本支]))"
_THING = (
    r"(?:玩具|积木|[皮足篮气]?球|手机|平板|耳机|遥控器?|眼镜|手表|钥匙|书包|作业本?|书|铅?笔|衣服|衣架|被子|枕头|床单|毛巾|袜子|拖?鞋子?|帽子|雨?伞|围巾|手套|花盆|花|盆栽|瓶子?|杯子?|碗|盘子|盒子|袋子|塑料袋|箱子|拖把|扫帚"
    r"|烟头|垃圾|建筑垃圾|装修垃圾|渣土|泥土|沙子|石子|砖头|剩饭|剩菜|泔水|脏水|污水|油|果皮|西瓜皮?|苹果|零食|饭盒|外卖|快递|包裹|东西|杂物|旧家具|沙发|床垫|树叶|树枝|木头|玻璃渣?|粉笔|水)"
)
_ENDS = r"(?=$|[，,。！!；;？?\n～~]|了[，,。！!]|呢|啊|呀)"
_FELL_IS_A_THING = re.compile(
    rf"(?:掉|摔|落|坠|扔|丢|砸|滚|飞)(?:了|下去|下来|出去|出来|下|到楼下){{1,3}}(?:他|她|我|自己|人家)?的?{_COUNTED}?的?{_THING}{_ENDS}"
)
_POURED_IS_A_THING = re.compile(
    rf"倒(?:在|到|了|进|下来|下去|出来){{1,2}}[^，,。！!；;？?\n血伤晕昏死]{{0,10}}?(?:{_COUNTED}的?{_THING}|(?<=了){_THING}){_ENDS}"
)
_LIVED_ENOUGH = re.compile(r"活(?:够|回|出)?了?(?:本|值)了?(?![^。！!]{0,10}(?:死|走|去|再见|告别|解脱))")


def is_doubted(text: str) -> bool:
    """Whether a text has words of a thing that fell or was poured, or such a saying, and no other sign of a danger.

    A sign that the rest has (血, 救命, 一动不动) keeps it an emergency.
    """
    rest = text
    for pattern in (_FELL_IS_A_THING, _POURED_IS_A_THING, _LIVED_ENOUGH):
        rest = pattern.sub("，", rest)
    return rest != text and not has_sign(rest)
