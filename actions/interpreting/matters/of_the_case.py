"""Recognise words after a report that belong to its case though they are worded as a question: somebody was hurt, help is needed meanwhile, money is to come back. Pure."""

from __future__ import annotations

import re

_SOMEBODY = re.compile(
    "人|孩子|小孩|小朋友|娃|学生|老人|老太|大爷|大妈|大叔|阿姨|奶奶|爷爷|外婆|外公|邻居|我[妈爸]|老婆|老公|骑车|电动车"
).pattern
_A_THING = re.compile(
    "(?:了|我|你|他|她|们|的|家|别人|人家){0,4}(?:东西|门|碗|盘|杯|酒瓶|手机|车|窗|玻璃|树|花|墙|晾|狗|猫|电脑|电视)"
).pattern
_HURT = re.compile(  # not 有人在摔东西, 砸到我车
    rf"(?:{_SOMEBODY})[^，,。；？?]{{0,6}}(?:摔(?=[倒伤跤了过着一成断得的个]|下来|出去|$|[，,。；！!？? ])|跌|绊|滑倒|崴|扭[到伤]|磕|[砸碰划撞割刮扎][到伤]|受了?伤|伤[到着])(?!{_A_THING})"
    rf"|(?:摔|跌|绊|磕|砸|滑|崴)(?:[倒伤到跤]|跟头)?[了过](?:好)?[^，,。；？?]{{0,3}}(?:{_SOMEBODY}|跤|跟头)|(?:摔|绊)[倒伤](?:了|过)"
)
_IS_OF_WORK_OR_PAPERS = re.compile(
    "上班|下班|工伤|工地|单位|公司|厂里|工作|老板|医保|报销|残疾证|认定|补贴|保险怎么|鉴定"
)
_HELPS = re.compile(
    r"(?:有没有|有|哪位|谁|能不能|能否|可不可以|可以|能|请|麻烦|想|要)(?:找|叫|派|安排|请|让)?(?:一?个|几个|你们|您)?(?:人|谁|志愿者|师傅|好心人)?"
    r"[^，,。；？?]{0,3}(?:(?:帮|替|给)(?:一?下|忙)?(?:我|俺|老人|老太|他|她|咱|家里|孩子)|把(?:我|俺|老人|老太|他|她|轮椅))"
)
_WITH = re.compile("买|送|抬|背|搬|扶|拎|[提拿]|取(?!消)|推|接|照看|照顾|照应|看一?下孩子|带|捎|跑(?:个|趟)?腿")
_MONEY_BACK = re.compile(
    r"(?:能|会|可以|可能|有没有可能|有希望)(?:不能|不会|全|都|全部|够)?[要讨追拿退收弄](?:得|不)?(?:回来?|到)(?:来|吗|不|么|没|伐|嘛|[了啊呀？?])*$|[要讨追拿退](?:得|不)回来?(?:来)?[吗不么没伐嘛？?]+$"
)
_OF_THE_REPORT = re.compile("撤|登记|报(?!销)|单子|工单|投诉|照片|号码|电话")


def tells_of_somebody_hurt(text: str) -> bool:
    """Whether a text says that somebody fell or was hurt, or might be (别再有孩子摔了), perhaps asking who pays; not how an accident at work is dealt with."""
    return _HURT.search(text) is not None and _IS_OF_WORK_OR_PAPERS.search(text) is None


def asks_for_a_hand(text: str) -> bool:
    """Whether a text asks whether somebody could do for its sender what they cannot meanwhile (有没有人能帮我买点菜送上来)."""
    found = _HELPS.search(text)
    return found is not None and _WITH.search(text, found.end()) is not None and _OF_THE_REPORT.search(text) is None


def asks_for_money_back(text: str) -> bool:
    """Whether a text asks whether money can be had back (能要回来不), which withdraws nothing."""
    return _MONEY_BACK.search(text.strip()) is not None and _OF_THE_REPORT.search(text) is None
