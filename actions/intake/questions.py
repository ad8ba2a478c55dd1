"""Decide what to ask about a report: at most two questions, none about what the message already says. Pure.

The category is asked for only if neither the place nor the time was asked for: the clerk decides it in the end.
"""

from __future__ import annotations

import re

from actions.case_draft import category_candidates, is_sure, lacks_place, place_words, time_words
from actions.intake.form import NEEDS_PLACE, Form
from actions.interpreting import short_answers as short
from actions.interpreting.numbers import says_only_a_number

QUESTIONS = ("detail", "place", "time", "category")
MOST_QUESTIONS = 2
LETTER = 40  # characters from which a message counts as a letter, whose loosely named place is enough

_FILLER = re.compile(
    r"你好|您好|在吗|请问|我们?|你们?|大家|要|想|来|有|个|件|点|一下|一个|一件|些|反映|反应|投诉|举报|咨询|求助|报修|上报|报告|报|"
    r"建议|提|意见|问题|情况|事情|事|帮忙|帮|麻烦|处理|解决|的|了|吗|呢|吧|啊|这里|这边|向|跟"
)
_NAMED_LOOSELY = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{2}(?:小区|花园|家园|公寓|大厦|新村|社区|街道|大道|大街|路口|路段|广场|公园|市场|商场|超市|"
    r"中学|小学|学校|大学|学院|幼儿园|医院|车站|公交站|工业园|开发区|水库|河道|[县区市镇乡村])|\d\s{0,3}(?:栋|幢|号楼|单元|弄|号院)"
)
_HAPPENS_AT_TIMES = re.compile(r"噪音|噪声|吵|扰民|油烟|烧烤|占道|摆摊|施工|打麻将|广场舞|遛狗|乱停|飙车")
_SAYS_WHEN = re.compile(
    r"[点早晚夜凌晨]|每天|天天|昨|今|明|刚|一直|经常|老是|总是|长期|最近|[周月年]|星期|礼拜|小时|分钟|周末|[几多]天|中午|下午|上午|现在|正在"
)


_STAFF = re.compile(
    r"客服|保安|门卫|物业|网格[员长]|工作人员|办事员|受理[员台]|窗口|前台|居委|村委|业委|社区的?人|主任|书记|经理|城管|师傅|管家|保洁|收费员|维修工|干部|队长|协管|辅警|社工"
)
_BEHAVES = re.compile(
    r"态度|骂[人我他她业老]|辱骂|凶[我人得巴]|吼[我人]|吵架|推搡|动手|打人|打了?[我他她]|威胁|恐吓|不作为|推诿|推脱|踢皮球|敷衍|收.{0,4}红包|红包|回扣|好处费|吃拿卡要|索要|刁难"
    r"|爱理不理|爱搭不理|不理人|没礼貌|阴阳怪气|冷嘲热讽|瞧不起|欺负|包庇|徇私|偏[袒心]|摆架子|不耐烦|嚣张|蛮横|贪污|挪用|受贿"
)


def next_question(form: Form) -> str | None:
    """The next question: detail, place, time or category. None: nothing needed is missing, or two were asked."""
    questions = [name for name in form.asked if name in QUESTIONS]
    if len(questions) >= MOST_QUESTIONS:
        return None
    if "detail" not in questions and lacks_a_matter(form.text):
        return "detail"
    if "place" not in questions and needs_place(form):
        return "place"
    if "time" not in questions and needs_time(form):
        return "time"
    if not set(questions) - {"detail"} and needs_category(form):
        return "category"
    return None


def lacks_a_matter(text: str) -> bool:
    """Whether a message names no matter at all ("我要投诉", "有事打我13900001112")."""
    return says_only_a_number(text) or len(_FILLER.sub("", short.plain(text))) < 2


def needs_place(form: Form) -> bool:
    """Whether to ask for a place. Inquiries, suggestions and praise need none; in a long message a loose one will do."""
    if form.draft["kind"]["code"] not in NEEDS_PLACE or "place" in form.answers or place_words(form.draft):
        return False
    if len(form.text) >= LETTER and _NAMED_LOOSELY.search(form.text):
        return False
    return lacks_place(form.draft)


def needs_category(form: Form) -> bool:
    """Whether to ask for the category: it is uncertain, there are two to choose from, and it is not about how staff behave."""
    if tells_how_staff_behave(form.text) and form.draft["kind"]["code"] in ("complaint", "tip_off"):
        return False
    return not is_sure(form.draft) and len(category_candidates(form.draft)) == 2 and not lacks_a_matter(form.text)


def tells_how_staff_behave(text: str) -> bool:
    """Whether a text says that staff behave badly (客服骂人): no category of broken things fits, a clerk weighs it.

    A coarse look, for what to ask; what is conduct the portal reads (portal/cases/reading/conduct.py).
    """
    return _STAFF.search(text) is not None and _BEHAVES.search(text) is not None


def needs_time(form: Form) -> bool:
    """Whether to ask for a time: only for what happens at certain times (noise, fumes, stalls), if no time is named."""
    if form.draft["kind"]["code"] not in ("complaint", "tip_off") or "time" in form.answers or time_words(form.draft):
        return False
    said = form.text + form.answers.get("place", "") + form.answers.get("detail", "")
    return len(said) < LETTER and bool(_HAPPENS_AT_TIMES.search(said)) and not _SAYS_WHEN.search(said)
