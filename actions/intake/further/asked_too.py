"""A question in a report, and what of it nobody here can answer: whether something is lawful, who sees to it, what can be done. That is kept with the report, which is said. Pure."""

from __future__ import annotations

import re

from actions.case_draft import names_exact_place, place_words
from actions.conversation.say import Say
from actions.conversation.turn import Turn
from actions.intake.form import NEEDS_PLACE
from actions.intake.questions import asks
from actions.interpreting import short_answers as short
from actions.interpreting.places import is_coarse, tells_what_happened

_LAST_CLAUSE = re.compile(r"[^，,。；;！!？?\s]{1,40}[？?。！!]{0,2}\s{0,3}$")
_OF_LAW = re.compile(
    r"[违犯合][法规]|合理|(?:法律|国家|规定|物业|社区|公安|派出所|警察|城管|110|报警|12345)[^，,。]{0,6}(?:管不管|允许|支持|有用)|有没有(?:权|规定|依据|资格|法律)|有(?:权|规定|法律)[吗么]|允许[吗么不]"
    r"|[能可]以?(?:报警|举报|起诉|告|投诉|赔|要求|追究|拒绝|不交|罚)"
)
_OF_WHOM = re.compile(
    r"(?<!不知道)(?<!不晓得)(?:归谁|谁(?:来|该|应该)?(?:管(?!管|一管)|罚|负责|赔|出钱|承担|处理(?!一?下)|修(?!修|一?下)|拆|清理?(?!一?下)|扫(?!一?下))|(?:该|要|应该|得)?(?:去|向|到)?(?:找谁|找哪|哪里告|哪告|哪个?(?:部门|单位))|[管查罚]不[管查罚])|归[^，,。]{1,8}还是[^，,。]{1,8}[管修赔]"
)
_WHAT_MAY_BE_DONE = re.compile(
    r"(?:能不能|可不可以|可以|能|有没有办法)(?:让|叫|要求|逼|使)(?:他|她|它|对方|人家|楼[上下]|邻居|房东|物业|老板|商家|店家)|罚多少|[怎咋]么?(?:处罚|罚|赔|算)|要不要(?:赔|交|出钱)|"
    r"(?:我|自己|我们)(?:能不能|可不可以|可以|能)(?:自己)?[^，,。派来修帮]{1,8}[吗么不]"
)
_REQUESTS = re.compile(
    r"(?:派|(?<!谁)(?<!谁能)(?<!谁会)(?:过来|来))(?:个?人|师傅|修|看|管|处理)|帮(?:忙|我|我们)|(?:处理|解决|管|修|清理|安排|看)一下|快点|尽快"
)
_WORDED = re.compile(r"[吗么呢伐？?不没]$|谁|哪|还是|[合违犯算]不[合违犯算]|多少|不[管查罚以能]|有没有|[怎咋]")


def asks_what_others_decide(text: str) -> bool:
    """Whether a text ends with a question of law, of whom it falls to, or of what may be done (这合法吗, 找哪个部门, 能不能让他改); not with a request (能不能派人来管一下)."""
    found = _LAST_CLAUSE.search(text.strip())
    asked = short.plain(found.group()) if found is not None else ""
    if not asked or _REQUESTS.search(asked) or _WORDED.search(asked) is None:
        return False
    return any(one.search(asked) for one in (_OF_LAW, _OF_WHOM, _WHAT_MAY_BE_DONE))


def question_kept(turn: Turn) -> tuple[Say, ...]:
    """What is said of a question in a report that was not answered: that it is kept, and that others answer it; nothing without one."""
    asks_them = turn.faq_last is None and turn.wish is None and asks_what_others_decide(turn.text)
    return (Say("utter_question_kept"),) if asks_them else ()


_ASKING_CLAUSE = re.compile(r"[，,。；;！!？?\s][^，,。；;！!？?\s]{1,16}[？?。！!]{0,2}\s{0,3}$")
_FULL = re.compile("满了|满出来|溢出来|堆满")
_RATHER_REPORTS = 0.6  # score of the act `report` from which a message that also asks reports


def reports_and_asks(turn: Turn) -> bool:
    """Whether a message tells of a trouble at a place and only ends with its question (桂花苑3栋楼道堆满鞋柜，违法吗): it is a report, whatever answer there is."""
    asked = _ASKING_CLAUSE.search(turn.text.strip())
    if asked is None or turn.wish is not None or not place_words(turn.draft):
        return False
    told = turn.text.strip()[: asked.start()]
    exact = names_exact_place(turn.draft) and turn.surely("report_case", score=0.8)
    reports = turn.acts("report", score=_RATHER_REPORTS)
    of_trouble = turn.draft["kind"]["code"] in NEEDS_PLACE and (reports or exact)
    if asks(told) or not (of_trouble or tells_what_happened(told) or _FULL.search(told)):
        return False
    return exact or turn.faq is None or (reports and not all(map(is_coarse, place_words(turn.draft))))
