"""Read in the words of a body, grid worker or clerk that they phoned or visited the reporter: 已电话联系, 上门看过, 居民表示满意. Pure.

It is meant to find too much rather than too little: a needless question costs the reporter a short answer (有), while a claim
that is not found is never checked. What is still to be done (将上门, 请电话联系, 上门前打给您), what is asked (师傅上门了吗？), and a
call to somebody else (已电话联系施工队), are no claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.cases.reading import lexicon


class How(StrEnum):
    """How the reporter is said to have been reached.

    PHONE: by a call; MISSED: by one that they did not take; VISIT: at home or face to face; TALK: by a message, or the words do not
    say how.
    """

    PHONE = "phone"
    MISSED = "missed"
    VISIT = "visit"
    TALK = "talk"


@dataclass(frozen=True)
class ClaimedContact:
    """A claim that the reporter was reached, or called in vain (MISSED): how, and on which day."""

    how: How
    on: date


_SENTENCE = re.compile(r"[^。；;！!？?\n]+[？?]?")
_ASKS = re.compile(r"(?:[？?]|[吗嘛么]|(?:了|过)没有?|没有|有没)$")  # ends a part that asks
_TAG = re.compile(
    r"(?:是|对|好|行|可以|有|有这(?:么?回)?事|是这样|是不是|对不对|有没有)[吗吧么]?[？?]$"
)  # asks about the part before it
_ON_CONDITION = re.compile(
    r"的话$|时候?$|(?:^|[您你])(?:如果|如|若|要是|等|待|只要|假如)|(?:到货|到齐|到位|备好|买到)了?(?:以|之)?后?$"
)
_PART_END = re.compile(r"[，,、：:]")
_SPACE = re.compile(r"\s+")
# the reporter, in staff's words
_PERSON = re.compile(
    r"(?:您|你|居民|群众|市民|业主|住户|村民|老人家?|家属|诉求人|来电人|来信人|反映人|投诉人|举报人|报事人|报修人|报案人"
    r"|(?:报修|报事|报案|反映|投诉|举报|求助|来电|打电话来?|提意见)的(?:人|那位|那家|老人)|当事人|申请人|求助人|信访人|咨询人|网友|用户|客户|本人|对方|[男女]士|先生|大[姐哥爷妈娘伯]|阿姨|叔叔|同志)"
).pattern
_OTHERS = re.compile(  # who else is called, written to or visited
    r"(?:联系|致电|拨打|通知|告知|沟通|协调|对接|走访|电话|回访|找|和|与|跟|给|向|到|去)(?:了|过|到)?[^您你居群市业住村诉来反投举报当申求信咨网用客]{0,8}?"
    r"(?:物业|施工|公司|单位|部门|供电|电力|水务|自来水|燃气|街道|厂|商户|商家|店|楼上|楼下(?!找)|隔壁|邻居|责任|维修|师傅|工人|房东|开发商"
    r"|业委会|居委|村委|城管|交警|派出所|民警|医院|学校|车主|摊主|产权|承包|中心|大队|领导|楼栋?长|其他|周边|现场|工地|被)"
)
# a visit or call that is only meant: 要上门, 上门前
_SOON = re.compile(
    r"(?:去|来|过来|过去|派人|让?师傅)?(?:上门|登门|入户|联系|打电话|给[您你]打|(?:到|去|来)[您你])"
).pattern
_LATER = re.compile(  # not done yet, not possible, or asked of somebody else
    r"(?:未|没有?|尚未|无法|不能|不便)(?!接|打通|通|人接|意见|异议)|将|(?<![社委员协大开])会(?![议同])|拟|准备|计划|稍后|随后|下一步|近期|打算|可以|如需|如果|若|欢迎|需要|要求|建议|请|待|等(?=[后待到明下您你])"
    r"|(?:安排|预约|约|派(?!出所))(?![^，。]{0,12}上(?:了|过)|[^，。]{0,16}(?:看|查|修|理|换|装|核)[^，。]{0,2}(?:了|过|好|完))|再(?!次|三|度)|马上|明[天日早晚]|后[天日]|下周|尽快|争取|随时|之后|以后(?!又)|回头|改[天日]|抽空|晚[点些]|哪天|何时|几[点时]|什么时[候间]|方便|便于|以便|这就|的话"
    rf"|不(?:用|必|需|肯|打算|让|去|再|给)|(?<![主重必])(?:要|得|该|好|能|想|就)(?={_SOON})|到了?(?=打电话|给[您你]打)|到货后|(?:到|买)[^，。了过]{{0,2}}后(?={_SOON})"
    rf"|{_SOON}(?=(?:之|以)?前(?!天))|上门(?=的?时[间段]|费)"
)
# no claim unless the same sentence says that something is done: 下午三点上门, 我们上门看看, 上门时请开门
_PLANNED = re.compile(
    r"(?:今晚|[上下]午|晚上|傍晚|中午|[0-9一二两三四五六七八九十][点时]半?|(?:周|星期|礼拜)[一二三四五六日天末]|月[底初]|过[一两几]天|这[一两几]天|节后|年后)[^，。]{0,8}(?:上门|登门|入户|联系|打电话|(?:到|去|来)[您你])"
    r"|(?:上门|登门|入户)[^，。了过]{0,4}(?:看看|查查|瞧瞧|一趟|看一[下看]|查一下|修一下|换一下)|(?:上门|登门|入户)的?时候?(?=[^，。]{0,4}(?:请|麻烦|带|给|把|会|要|开|先|需|记得|打))"
)
_HAPPENED = re.compile(
    "已|过(?![来去一两几])|[昨前][天日晚]|刚|多次|了(?:两|三|几)?[次趟]|[看修查换好完理到]了(?!我们|师傅|再|就)"
    # what came of it, also without a 了: 下午上门维修，恢复正常
    "|^(?!.{0,30}(?:尽快|争取|才|以便|预计|直到|后))[^。]{0,30}(?:恢复|解决|修复|完[毕成好]|正常$|属实|满意|理解|告知|答复|劝[导阻说]|解释|发现|同意|无异味|不漏)"
)
_ALREADY = re.compile("已")  # after a word of _LATER it says that the contact is done all the same: 按您的要求已上门
# said as done
_DONE = re.compile(r"已|了|过|曾|刚|多次|再次|经|均|都|[今昨前]天|[0-9][日号]")
# a call that they did not take
_MISSED = re.compile(
    r"(?:电话|手机|拨打|致电|联系|打)[^。]{0,16}?(?:无人接|没人接|未接|没接|不接|打不通|没打通|未打通|无法接通|未接通|没接通|接不通|不通|关机|停机|占线|拒接|空号)"
    r"|(?:未能?|没能?|无法)(?:联系|接|打)(?:上|通|到)|联系不上"
)
# verbs of reaching or telling somebody
_TELL = re.compile(
    r"(?:联系|沟通|告知|告诉|回访|回复|答复|通知|说明|解释|核实|确认|了解|询问|反馈|转告|致歉|道歉|安抚|交流|征求|协商|讲|说|问|谈)"
).pattern
# a call
_PHONE = re.compile(
    rf"(?:电话|手机|去电|来电|电(?![梯工力动瓶箱线表源路灯器费缆闸焊信视脑池压站厂机杆子气网业]))[^，。]{{0,10}}?{_TELL}|{_TELL}[^，。]{{0,6}}(?:电话|手机)|(?:电话|手机)(?:里|中)"
    r"|(?:电话|手机)[^，。]{0,4}?(?:打(?:了|过|通|好)|已打|拨(?:了|过)|接通)|致电|回电|去电|回拨|拨打|拨通|拨了|拨过|通(?:了|过)?(?:一?次|个)?(?:电话|话)|(?:打|接|回)(?:了|过|通)?(?:[^，。]{0,8})(?:电话|手机|座机)|电联|电访|电告"
)
# a visit
_VISIT = re.compile(
    rf"上(?:了|过)?(?:[^，。]{{0,2}})门(?!锁)|登门|{_PERSON}(?:见|碰)(?:了|过)?面|入户|家访|面谈|当面|见(?:到|了|过)(?:了)?(?:面|[^，。]{{0,3}}{_PERSON})|拜访|到访|敲(?:了|过)?[^，。]{{0,5}}门"
    rf"|(?:到|去|来)(?:了|过)?(?:[^，。]{{0,4}}{_PERSON})?(?:的)?(?:家(?!园|具|长|电)|府上|住处)|{_PERSON}(?:家|家里|家中)(?:看|查|走|了解|修)|走访(?:了|过)?[^，。]{{0,3}}{_PERSON}|找(?:了|过|到)(?:了)?[^，。]{{0,2}}{_PERSON}"
)
# reached, also by SMS or WeChat, or said to be satisfied (居民表示满意)
_TALK = re.compile(
    rf"{_TELL}(?:了|过|上|到)?[^，。]{{0,4}}{_PERSON}|(?:与|和|跟|向|同|给|对){_PERSON}[^，。]{{0,8}}?{_TELL}|(?:将|把)[^，。]{{0,12}}{_TELL}{_PERSON}"
    r"|打(?:过|了|好)(?:个|声)?招呼|(?:短信|微信)(?:里|上)[^，。]{0,6}(?:说|讲|问|回|发|聊|联系)(?:了|过|好)"
    rf"|{_PERSON}[^，。]{{0,10}}?(?:表示|已|均|都|很|非常|也){{0,3}}(?:满意|认可|理解|同意|知晓|知悉|谅解|接受|无异议|没有?异议|没意见|感谢)"
    rf"|(?:已|均已|并)(?:经|及时|再次|多次)?(?:短信|微信)?(?:联系|沟通|回访|告知|答复)(?:过|了|好|完毕)?(?:$|[，。])|(?:短信|微信)[^，。]{{0,4}}(?:联系|告知|通知|回复|答复|沟通)"
)
# said by the words themselves: 向您道歉; not 已向您道歉
_APOLOGY = re.compile("[向给对跟和][您你][^，。]{0,6}?(?:道歉|致歉|赔不是|说声对不起)")
# words for numbers that are published, which are no call to the reporter
_FOR_ALL = re.compile(r"联系电话|电话[0-9:：-]|咨询电话|服务电话|值班电话|热线")
_DATE = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_BEFORE_YESTERDAY, _YESTERDAY = re.compile(r"前[天日]"), re.compile(r"昨[天日晚]")


def claimed_contacts(text: str, written: date, *, only_done: bool = False) -> tuple[ClaimedContact, ...]:
    """The claims in a text written on the day `written`, of each `How` the first; in the text's order, within a sentence MISSED first.

    Beside MISSED, PHONE and TALK are dropped; beside PHONE or VISIT, TALK is. Without a day that can be meant, a claim is of `written`.
    `only_done`: only what is said as done (已, 了, 过 …): in a note 电话联系居民 tells somebody else to do so.
    """
    found: dict[How, ClaimedContact] = {}
    for sentence in _SENTENCE.findall(_SPACE.sub("", lexicon.simplified(text))):
        on = _day(sentence, written)
        for how in _in_sentence(sentence, only_done=only_done):
            found.setdefault(how, ClaimedContact(how, on))
    if {How.PHONE, How.VISIT} & set(found):
        found.pop(How.TALK, None)  # 已电话联系，居民表示满意: one contact
    if How.MISSED in found:
        found.pop(How.PHONE, None)
        found.pop(How.TALK, None)
    return tuple(found.values())


def _in_sentence(sentence: str, *, only_done: bool) -> Iterator[How]:
    """The kinds of contact that a sentence claims: MISSED first, then the others part by part."""
    if _MISSED.search(sentence) and not (only_done and not _DONE.search(sentence)):
        yield How.MISSED
    for part in _stated(sentence):
        for how, words in ((How.PHONE, _PHONE), (How.VISIT, _VISIT), (How.TALK, _TALK)):
            said = words.search(_FOR_ALL.sub("", part))
            is_said_here = _APOLOGY.search(part) is not None and not _DONE.search(part)
            if said is not None and not is_said_here and _is_claimed(part, said, only_done=only_done):
                yield how


def _stated(sentence: str) -> Iterator[str]:
    """The sentence's parts that tell something: not those that ask (师傅上门了吗), nor that are planned, nor that hang on a condition."""
    parts = _PART_END.split(sentence)
    is_done = any(_HAPPENED.search(part) and not _ON_CONDITION.search(part) for part in parts)
    on_condition = False
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        asks = _ASKS.search(part) is not None or _TAG.fullmatch(after) is not None
        planned = not is_done and (on_condition or _PLANNED.search(part) is not None)
        if not asks and not planned:
            yield part
        on_condition = on_condition or _ON_CONDITION.search(part) is not None


def _is_claimed(part: str, said: re.Match[str], *, only_done: bool) -> bool:
    """Whether the words found (`said`) claim a contact with the reporter: done, and with nobody else."""
    later = [one.end() for one in _LATER.finditer(part) if one.end() <= said.end()]  # all of `part`: it looks ahead
    if (later and not _ALREADY.search(part, later[-1], said.start())) or (only_done and not _DONE.search(part)):
        return False  # 将上门; but 按您的要求已上门
    return _OTHERS.search(part) is None or re.search(_PERSON, part) is not None


def _day(sentence: str, written: date) -> date:
    """The day that a sentence names, if it lies in the year before `written`; else `written`."""
    for days, words in ((2, _BEFORE_YESTERDAY), (1, _YESTERDAY)):
        if words.search(sentence):
            return written - timedelta(days=days)
    named = _DATE.search(sentence)
    if named is None:
        return written
    for year in (written.year, written.year - 1):
        try:
            day = date(year, int(named[1]), int(named[2]))
        except ValueError:
            continue
        if day <= written:
            return day
    return written
