"""Check what staff write on resolving a case, their *reply*: does it answer this matter, and say what was done? Pure.

Relevance is the overlap of the two texts' pairs of characters, raised or lowered by two signs of whether the reply was
copied from elsewhere: whether it names the matter's places or only others, and whether its date lies between the report and
today. `bench.replies` measures it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.cases.reading import lexicon


class Fault(StrEnum):
    """What is wrong with a reply. The value is stored with the event."""

    EMPTY = "empty"  # courtesies, promises and 已转相关部门 only, or hardly a word
    ANOTHER = "another"  # hardly a word of the matter: it may answer another
    PLACE = "place"  # names other places only
    DATE = "date"  # dated before the report or after today
    WHAT = "what"  # not said what was done
    WHO = "who"  # not said by whom
    WHEN = "when"  # not said when


# what a short, honest reply may lack (灯头换了，亮了。): its writer is told, but need not give a reason to send it so
HINTS = frozenset({Fault.WHO, Fault.WHEN})


@dataclass(frozen=True)
class AnsweredMatter:
    """What a reply answers: the words of the case (its place among them) and the day of the report."""

    words: str
    day: date


# of `date_score` and `place_score` in `relevance`; the overlap has weight 1 and is about 0.2 for a good reply
DATE_WEIGHT, PLACE_WEIGHT = 0.06, 0.06
# below this relevance a reply has the fault ANOTHER; `bench.replies` prints how many real replies that would stop
LEAST_RELEVANCE = 0.03
_SHORT = 10  # pairs; fewer may share none with the matter: then one telling character does (灯)
_A_FEW = 3 * _SHORT
_PARTS = re.compile(r"[，,。；;、！!？?\s]")
# a Chinese character that is no particle, number or pronoun
_TELLING = re.compile(
    r"(?![了的是在有没不好天日月年一二三四五六七八九十上下里个我你您他们这那就也都还又已经请到来去给])[\u4e00-\u9fff]"
)
_FEWEST = 20  # pairs that a reply counts as having, so that a very short one is not relevant by one shared word
# Chinese characters, or a number or Latin word, in a row
_RUNS = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")
# what names a place, also as letters of the evaluation are anonymised (A3区)
_PLACE = re.compile(
    r"[A-Z]\d{0,2}(?:市|县|区|州|镇|乡)|[\u4e00-\u9fff]{2}(?:小区|社区|街道|镇|乡|村|(?<![线电短管])路(?![灯面牌障])|街|桥)|\d{1,4}(?:号楼|栋|幢)"
)
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_SHORT_DATE = re.compile(r"(?<![年\d])(\d{1,2})月(\d{1,2})[日号](?!\s?(?:前|以前|之前|起|后|以后|之后|到期|截止))")
_SENTENCES = re.compile(r"[。；;！!？?\n]")
_DONE = re.compile(r"了|已|完|过(?!期)|恢复正常|到位")
_PLANNED = re.compile(
    r"将|拟|预计|计划|准备|打算|安排|届时|争取|约好|约定|约了|通知|下(?:一)?次|再(?!次)|会(?![议同])|还要|等到|等"
)
LATER_WITHIN = 60  # days
_SIGNED_WITHIN = 25  # last characters of a reply, in which its date stands
_EMPTY = re.compile(  # says nothing of the matter; each is taken out whole
    r"(?:您|你|贵)?(?:好|的)?(?:留言|来信|帖文|帖子|信件|建议|意见|诉求|反映|投诉|问题|情况|事项)*(?:已|均已|我们已)?(?:收悉|收到|知悉|阅|受理|登记|记录|知道了)"
    r"|(?:您|你)?(?:所)?(?:反映|咨询|提)(?:的)?(?:问题|情况|事项|诉求|意见|建议)?|(?:现)?(?:将)?(?:有关|相关)?(?:情况|内容)?(?:回复|答复|说明)如下"
    r"|(?:已|将|我们?已?|我办已?|现已|均已)?(?:经|将|把)?(?:您|你)?(?:反映|此|该|相关|上述)?(?:的)?(?:问题|情况|事项|诉求|件|有关问题)?(?:及时)?(?:并)?"
    r"(?:转(?!发放|账|移支付)(?:交|办|达|至|给|由)?|移交|交办|交由|交(?=有关|相关|[\u4e00-\u9fff]{2,8}(?:局|部门|单位))|反馈给|反映给|上报)(?:给|至|到|由)?[^，。；]{0,18}?(?:调查|核实|核处|核查|处理|办理|办复|落实|研究|答复|反馈|跟进|处置|和|并|、|予以|进行)+"
    r"|(?:已|我们?已?)?(?:转交?|移交|反馈)(?:给|至|到)?(?:有关|相关|责任|职能|主管|承办|对应)(?:部门|单位|科室|人员|领导)"
    r"|(?:正在|将|会|已|尽快|抓紧|积极|及时|认真|依法|依规|按程序|按规定|按流程|进一步|持续|继续|全力|妥善)+(?:处理|办理|核实|调查|跟进|推进|协调|落实|解决|研究|督促|整改|关注|处置|之|中)+"
    r"|(?:请|敬请|望|还望)?(?:您|你|大家)?(?:耐心|谅解|理解|继续|留意|关注|支持|等待|等候|配合|监督|包涵|见谅)+(?:与|和|、|一下|为盼)*(?:近期|后续)?(?:回复|答复|消息|通知|结果|工作)*"
    r"|(?:非常|衷心|十分|再次)?(?:感谢|谢谢)[^。！!]{0,30}|(?:高度|非常)重视|领导重视|如有(?:疑问|问题|情况)[^。！!]{0,30}|欢迎[^。！!]{0,20}(?:监督|来电|咨询)|(?:您|你)好|尊敬的|网友|居民|市民"
)
_LEAST = 4  # Chinese characters, besides those, of a reply that says something
# something was done: 修好了, 已更换
_WHAT = re.compile(
    r"(?:修|换|清|装|拆|搬|挪|补|铺|疏通|更换|维修|清理|清运|清扫|安装|拆除|整改|处罚|罚款|劝离|劝导|查封|关闭|恢复|调整|增加|增设|移除|移走|加固|喷洒|消杀|灭|退还|退款|赔偿|支付|发放|调解|协商"
    r"|巡查|检查|查看|查处|约谈|责令|处理|解决|办理|办好|查明|查实|核实|通电|通水|供水|供电|抢修|填平|刷|焊|剪|砍|捞|抓|封|接|测|打扫|驱|停工|关停|搬离|拖离|贴|告诫|警告|立案|批评|教育|谈话|谈心|诫勉|处分|停职|调离|换岗|辞退|认错|检讨|道歉|赔不是)[^，。；]{0,8}?(?:了|好|完|过|毕|到位|干净)"
    r"|(?:已|已经|均已|当场|现场)(?:经|由|于|将|对|把|全部|重新|及时)?[^，。；]{0,24}?(?:修|换|清|装|拆|搬|挪|补|铺|疏|更|维|安(?!排|全)|整改|处罚|劝|封|关|恢复|调|增|移|加|喷|消|退|赔|支付|发放|协商|查|责令|停|通(?![知报过])|抢|填|拖|立案|完成|解决|处理|办|批评|教育|谈话|诫勉|处分|停职|调离|辞退|道歉)"
    r"|(?:把|将|对)[^，。；]{1,8}(?:批评|教育|调离|停职|辞退|处分)|(?:修复|修好|换好)(?![工计方])"
)
_WORKS = re.compile("修|换|清|装|拆|搬|挪|补|铺|疏通|处理|解决|办|整改|弄|搞").pattern
# a clause that tells of what is still to be done, or was not: 会尽快修好, 已报上级, 修不了, 一切正常
_NOT_DONE = re.compile(
    "尽快|抓紧|争取|预计|届时|打算|准备(?![好了])|拟|计划|等(?:待|候|通知|配件|采购|厂家|[^，。；]{0,4}[来到])|待(?:配件|料|到货|批)|纳入|列[入进]|报批|上报|报(?:给|了|送)?上级|排期|正在|还在"
    "|下(?:周|个?月|星期|礼拜|一?步)|明[天年]|后天|(?:月底|年底|周末|节)前|[一二两三四五六七几\\d][个]?(?:天|日|周|月|工作日)[之以]?内"
    f"|(?<![机协])会[^，。；]{{0,6}}(?:{_WORKS}|派|安排)|可(?:以)?(?:{_WORKS}|恢复)|(?:好|完|妥)(?:了|后|之后)?(?:就|再|会)?(?:告诉|通知|联系|回复)(?:您|你|居民)|[再要得该](?:{_WORKS})(?![了过])"
    f"|[去来](?:{_WORKS}|看)(?![好完了过掉])|安排(?:了|好)?(?:专人|人员?|师傅|工人|员工)?(?:去|来|前往|上门)?(?:跟进|处理|维修|检修|跟踪|查看|核实)(?![了完好])"
    f"|(?:{_WORKS})不(?:了|好|成|动|上)(?!的)|没(?:有|能|法|办法)?(?:{_WORKS})(?![^，。；]{{0,4}}的)|无法|没有?办法|不(?:用|需要?|必|归|属|予|能|给|该)"
    "|一切(?:都)?正常|[均都]正常|未见(?:明显)?异常|(?:没有?|未)发现(?:异常|问题|故障)|没有?(?:问题|毛病|故障)"
)
# who did it
_WHO = re.compile(
    r"我[们局队站所社街办处中心司办公室]+|我单位|本[局队站所社单位]|(?:师傅|工人|人员|员工|队员|网格员|民警|医生|专家|施工|工程|物业|保安|环卫|社区|街道|居委|村委|公司|队|站|局|所|中心|大队|支队|单位|科|办公室|保洁|维修工|电工|督查|受理台|主任|书记|窗口|[\u4e00-\u9fff]工)"
)
# when it was done
_WHEN = re.compile(
    r"\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号](?!楼|线|院|门)|[今昨前当][天日晚早]|上午|中午|下午|晚上|凌晨|早上|周[一二三四五六日]|星期[一二三四五六日天]|刚才|刚刚|\d{1,2}[:：点]\d{0,2}|同日|次日|当场|现场当"
)


def relevance(matter: AnsweredMatter, reply: str, written: date) -> float:
    """How much a reply written on the day `written` is about the matter; about 0.2 for a good one.

    0 or less if it shares nothing with the matter, unless its date fits, which alone lifts it over LEAST_RELEVANCE.
    """
    ours, theirs = pairs(matter.words), pairs(reply)
    overlap = len(ours & theirs) / math.sqrt(max(len(ours), 1) * max(len(theirs), _FEWEST))
    return overlap + DATE_WEIGHT * date_score(matter, reply, written) + PLACE_WEIGHT * place_score(matter, reply)


def date_score(matter: AnsweredMatter, reply: str, written: date) -> int:
    """1 if the date at the reply's end lies from the report to `written`, -1 if it does not, 0 if there is none."""
    signed = list(_dates(reply.strip()[-_SIGNED_WITHIN:]))
    return (1 if matter.day <= signed[-1] <= written else -1) if signed else 0


def tells_of_a_later_day(reply: str, written: date) -> bool:
    """Whether the reply tells as done (了, 已 …) what it dates on a day within LATER_WITHIN after it was written, and not as planned."""
    parts = (part for part in _SENTENCES.split(reply) if _DONE.search(part) and not _PLANNED.search(part))
    return any(0 < (day - written).days <= LATER_WITHIN for part in parts for day in _days_near(part, written))


def _days_near(text: str, written: date) -> Iterator[date]:
    """The days written without a year (12月1日), in the year of `written` or, in its last weeks, the next."""
    for month, day in _SHORT_DATE.findall(text):
        for year in (written.year, written.year + 1):
            with suppress(ValueError):
                yield date(year, int(month), int(day))


def place_score(matter: AnsweredMatter, reply: str) -> int:
    """1 if the reply names a place of the matter, -1 if only others, 0 if one of the two names none."""
    ours, theirs = set(_PLACE.findall(matter.words)), set(_PLACE.findall(reply))
    return (1 if ours & theirs else -1) if ours and theirs else 0


def faults(matter: AnsweredMatter, reply: str, written: date, *, of_work: bool) -> tuple[Fault, ...]:
    """What is wrong with a reply written on the day `written`, in the order of `Fault`; EMPTY stands alone, () if nothing is.

    `of_work`: something was to be done, not only to be answered.
    """
    said = lexicon.simplified(reply)
    if says_nothing(said):
        return (Fault.EMPTY,)
    plain = AnsweredMatter(lexicon.simplified(matter.words), matter.day)
    found = {
        Fault.ANOTHER: relevance(plain, said, written) < LEAST_RELEVANCE
        and not _shares_a_telling_character(plain, said),
        Fault.PLACE: place_score(plain, said) < 0,
        Fault.DATE: date_score(plain, said, written) < 0 or tells_of_a_later_day(said, written),
        Fault.WHAT: of_work and not _tells_of_work(said),
        Fault.WHO: of_work and _WHO.search(said) is None,
        Fault.WHEN: of_work and _WHEN.search(said) is None,
    }
    return tuple(fault for fault, wrong in found.items() if wrong)


def _tells_of_work(reply: str) -> bool:
    """Whether a clause of the reply says that something was done, and not that it will be, or could not."""
    return any(_WHAT.search(one) and not _NOT_DONE.search(one) for one in _PARTS.split(reply))


def _shares_a_telling_character(matter: AnsweredMatter, reply: str) -> bool:
    """Whether a reply too short (_SHORT) to share a pair of characters with the matter shares a telling character with it.

    Of a longer one, up to _A_FEW, a part that says what was done: 打过招呼了，业主没意见，灯换好了.
    """
    said = len(pairs(reply))
    if said >= _A_FEW:
        return False
    parts = [reply] if said < _SHORT else [one for one in _PARTS.split(reply) if _WHAT.search(one)]
    telling = {one for part in parts if len(pairs(part)) < _SHORT for one in _TELLING.findall(part)}
    return not telling.isdisjoint(matter.words)


def says_nothing(reply: str) -> bool:
    """Whether a reply is courtesies and promises only (已转相关部门处理, 留言已收悉), with fewer than _LEAST characters besides."""
    rest = _DATE.sub("", _EMPTY.sub("", re.sub(r"\s+", "", reply)))
    return sum("\u4e00" <= one <= "\u9fff" for one in rest) < _LEAST


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring Chinese characters, and the numbers and Latin words, of a text."""
    return set(pairs_in_order(text))


def pairs_in_order(text: str) -> Iterator[str]:
    """What `pairs` gives, in the text's order, as often as it stands there."""
    return (pair for run in _RUNS.findall(text) for pair in _of_run(run))


def _of_run(run: str) -> Iterator[str]:
    """The pairs of Chinese characters in a run; of a number or Latin word, itself in lower case."""
    if run[0].isascii():
        yield run.lower()
    else:
        yield from (run[at : at + 2] for at in range(len(run) - 1))


def _dates(text: str) -> Iterator[date]:
    """The dates written out in full (2026年11月28日), except impossible ones."""
    for year, month, day in _DATE.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue
