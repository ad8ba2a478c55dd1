"""Find the telephone numbers in a message, and tell whose they are: the sender's, or somebody else's (他的电话, 物业电话是). Pure."""

from __future__ import annotations

import re
from typing import Literal

from actions.case_draft import CaseDraft, Span, phones
from actions.interpreting.digits import DIGIT, in_digits
from actions.interpreting.short_answers import plain

_BEFORE = 16  # characters read before a number
# Whose telephone number may be given, or where a number is written that is not the sender's.
_WHO = (
    "他|她|它|他们|她们|对方|那人|那个人|这个人|这人|那家|这家|人家|保安|门卫|门岗|物业|物业公司|老板|老板娘|经理|队长|主任|站长|所长|科长|书记"
    "|村长|组长|班长|会计|司机|师傅|工头|包工头|施工队|施工方|工地|邻居|房东|租客|租户|房客|中介|楼上|楼下|隔壁|对门|店主|店家|店里|店铺|饭店|商家|摊主"
    "|小贩|公司|单位|车主|业委会|居委会|居委|社区|村委会|村委|街道|城管|派出所|负责人|客服|管家|前台|网格员|工作人员|人员|维修工|维修员|骗子|那头"
    "|上面?|里面?|上留|上写|上贴|上印|贴|留下"
)
# Of these, whose number may follow at once, without a word like 电话: 房东13900001112.
_SAID_WITH_THE_NUMBER = re.compile(
    "物业|老板|老板娘|经理|队长|主任|房东|中介|车主|店主|店家|商家|司机|包工头|骗子"
).pattern
_LABEL = re.compile(r"(?:联系)?(?:电话|手机|号码|座机|热线|微信|联系方式)(?:号码?)?").pattern
_NAME = re.compile("[^打接回不没说叫让请通给有，,：: 0-9]{2,3}").pattern
_THEIRS = re.compile(
    rf"(?P<who>{_WHO})(?:{_NAME})?(?:本人)?的?{_LABEL}(?:就?是|为)?[：: ]*$"
    rf"|(?:(?:{_SAID_WITH_THE_NUMBER})[：: ]*|接到|收到|陌生|有个|有一个)$"
)
_OUR_FAMILY = re.compile(
    "(?:我|我们|咱|俺)(?:家)?(?:的)?(?:妈|爸|爹|娘|爷爷|奶奶|外公|外婆|公公|婆婆|老公|老婆|爱人|老伴|儿子|女儿|媳妇|女婿|孙子|孙女|孩子|哥|姐|弟|妹)"
).pattern
_LEAVES_THEIRS = re.compile(  # 我女儿说留她号码: of one's own family, who wants to be called
    rf"{_OUR_FAMILY}[\u4e00-\u9fff]?(?:说|讲|叫|让|要|喊)[，,：: ]?(?:[你您]们?|社区|我|就|可以|请){{0,3}}(?:留|打|记|找|联系|回|拨|写)(?:一?下|个|给)?$"
)
_AGAINST_THEM = re.compile(  # whoever the message complains of is not the one to call, family or not
    "投诉|举报|[打砍杀踢推掐]了?[我人你]|被[他她]?[打骂赶]|打(?:孩子|小孩|老人|老婆|妈)|打骂|动手|骂|欺负|虐|家暴|威胁|恐吓|骗|偷|抢|跟踪|骚扰|摸|刀|喝[多醉]|发酒疯|赌|吸毒"
    "|不[让给养管]|管[管教一]|说说[他她]|劝|教育|警告|抓"
)
_OURS = re.compile(r"(?:我|本人|俺|咱)(?:就?是|叫)$")  # 我是物业的，…
_OUR_HOME = re.compile(
    "(?:这是|就?是|请|麻烦|可以|有事|有空|直接|打|拨|联系|留|记|换成|改成){0,4}(?:我|我们|俺|俺们|咱|咱们)?家"
)  # 家里座机
# With 我们 before it, the number is the sender's own: 我们公司电话是.
_WHERE_WE_WORK = re.compile("公司|单位|店里|店铺|饭店")
_THEIRS_AFTER = re.compile(
    rf"[）)，, ]{{0,4}}(?:这?(?:就)?是)?(?:{_WHO})的?{_LABEL}"
    r"|(?:这个|的)?(?:号码?|电话|手机号)?(?:一直|老是?|总是?|天天|不停|反复|又)?(?:打来|打给我|打我|骚扰|骗|给我打|给我发|发短信)"
)

# a number that the sender dialled, or from which they were called: 打的0571-…, 他们用…打给我
_DIALLED = re.compile(
    r"(?:(?:(?:打|拨|拨打)(?:的(?:就?是)?|了|过|过去的?是?)|(?:打|拨)通了|联系了|接到?的(?:电话)?(?:号码?)?(?:就?是)?|(?:接到|来电)的?(?:电话)?(?:号码?)?(?:就?是)?|(?:^|昨[天晚]|今[天早])来电显示(?:就?是)?"
    r"|我(?:打|拨)通的(?:就?是)?)(?:这个|那个)?(?:电话|号码?|座机|热线)?(?:就?是)?|(?:^|[^妈爸儿女家婆公哥姐弟妹])(?:他们|她们?|他|对方|人家)(?:那边)?(?:是|就)?用的?(?:是)?(?:这个|那个)?(?:号码?|电话|手机|座机)?)[：: ]*$"
)
_DIALS = re.compile(r"(?:打|拨打?|打给|给|打电话给)[：: ]*$")
_NOT_REACHED = re.compile(
    r"[）) ]?(?:的时候|时|好?[几两三四五]?[次遍回]|打过?去|打过?电话)?(?:一直|老是?|总是?|也|都|他|她|他们){0,2}(?:没人[接理管]|没有人[接理管]|打不通|没打通|占线|空号|不管|不理)(?!的话|[，,]?[就再])"
)
_TO_CALL = re.compile("请|可以|有事|方便|麻烦|随时|直接|以后|的话|找我|就能|先[打拨]")  # who is to call there
_REGISTERED = re.compile(r"[）) ]?(?:这个号)?(?:登记|注册|报名|绑定)")

_NUMBER = re.compile(r"\+?\d[\d -]{5,}\d|[1一幺壹](?:[- .·，]?[0-9零〇一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖]){10}")
_LEAVES_A_NUMBER = re.compile(
    rf"{_NUMBER.pattern}|我的?|本人|俺|这是|就?是|这个|{_LABEL}|手机号|号|联系|[打拨]给?|找|回|给|可以|随时|直接|有事|有消息|有情况|就行|就好|请|麻烦|你们|您|通知"
    r"|(?:办|修|弄|搞|处理|解决)(?:好|完)了?(?:以后|之后|后|的话)?|好了|一下|吧|的|啊|哦|哈|了|也|都|留个?|记"
    r"|您好|你好|好的|好|嗯|行|谢谢|感谢|多谢|辛苦|拜托|对了|另外|还有|补充|忘了说|刚才|刚刚|那个|那就|那|[这上那]件事?|再|要|能|需要|什么|问题|进展|结果|消息|情况"
    r"|回复|回电|回|致电|短信|来之前|来前|之前|先|白天|晚上|上午|下午|中午|早上|下班后?|以后|时候|任何|方便|接|有|就|打|本人叫|拨打|联络|告诉|只|不过|但是?|同志|师傅|老师|電話|手機|號碼?|聯[繫絡系]|請|謝謝|這個?|麻煩|們"
)
_ASKS_FOR_A_CALL = re.compile(
    r"(?:(?:您|你们?)?(?:有事情?|有什么事|有情况|有消息|有问题|随时|可以|直接|到时候?|来之前|来的?时候|结果出来)(?:您|你们?)?){1,2}"
    r"(?:请|就|都|再|先|可以|直接|随时|麻烦){0,2}(?:联系|打给|打电话给|打|找|回|通知)我的?(?:电话|手机)?(?:就行|就好|就可以|都行|也行)?"
)
_INTRODUCES_THE_SENDER = re.compile(
    r"(?:我|本人|俺)(?:叫|姓|是)[\u4e00-\u9fff]{1,4}(?=[，,。.；; ]|$)|(?:我|俺)?免贵姓[\u4e00-\u9fff]"
)


_ELEVEN_DIGITS = re.compile(rf"(?<!{DIGIT})[1一幺壹0０〇零](?:[ \-—－.·]{{0,2}}{DIGIT}){{9,11}}(?!{DIGIT})")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?P<area>0(?:10|2\d|[3-9]\d\d))[ \-—－]{0,3}(?P<local>\d{3,4}[ \-—－]?\d{4})(?!\d)")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_BEGINS_NUMBER = re.compile(r"1(?:[3-9]\d{0,8})?|0[1-9]\d{0,9}")


def numbers_in(text: str) -> list[Span]:
    """The telephone numbers in a text, in order: mobile ones and landlines with their area codes, in most spellings (057188213306, 幺三八 …).

    Not if a country code stands right before it (+8613800000046, but +86 138… is found), nor a mobile one that begins with a full-width １.
    """
    found = [*_LANDLINE.finditer(in_digits(text)), *_ELEVEN_DIGITS.finditer(text)]
    spans: list[Span] = []
    for one in sorted(found, key=lambda match: match.start()):
        start, end = one.span()
        said = text[start:end]  # `in_digits` keeps the length
        is_number = _LANDLINE.fullmatch(in_digits(said)) or _MOBILE.fullmatch(_digits_of(said))
        if is_number and not (spans and start < spans[-1]["end"]):
            spans.append({"text": said, "start": start, "end": end})
    return spans


def _digits_of(number: str) -> str:
    """The digits of a number in any spelling, and nothing else."""
    return re.sub(r"\D", "", in_digits(number))


def written(number: str) -> str:
    """A number of `numbers_in` as it is kept: 13800000046, 0571-88213306; of any other words only the digits."""
    landline = _LANDLINE.fullmatch(in_digits(number))
    return f"{landline['area']}-{_digits_of(landline['local'])}" if landline else _digits_of(number)


def is_only_own_phone(draft: CaseDraft, text: str) -> bool:
    """Whether the message leaves the sender's number (13900001112, 我的电话是…，有事打我) and says nothing else."""
    return own_phone(draft, text) is not None and says_only_a_number(text)


def says_only_a_number(text: str) -> bool:
    """Whether a text has a telephone number (any seven digits count) and nothing else but that it is the sender's and may be called."""
    if _NUMBER.search(text) is None:
        return False
    return re.search(r"\w", _LEAVES_A_NUMBER.sub("", _INTRODUCES_THE_SENDER.sub("", text))) is None


_ANNOUNCES = re.compile(
    r"(?:对了|还有|那|好|我|俺|本人|留|记|一下|个|的){0,6}(?:联系)?(?:电话|手机|号码|联系方式|联系电话)(?:号码?)?(?:就?是|为|给你们?|给您|发你)?"
    r"|(?:我|想|要|再|还|也|那|能不能|可不可以|可以|给你们?|帮我|就){0,5}(?:留|补|登)(?:一?[下个]|我的?|上){0,2}(?:联系)?(?:电话|手机|号码|联系方式)(?:号码?)?(?:行吗|行不行|可以吗|好吗|[吧吗啊呀])?"
)


def announces_number(text: str) -> bool:
    """Whether a text only announces the sender's telephone number, and gives none: 我电话, 手机号是."""
    return _ANNOUNCES.fullmatch(plain(text).rstrip("：:")) is not None


LEAST_PIECE = 3  # digits of the first piece of a telephone number; fewer are a choice (1)


def piece_of_number(text: str) -> str | None:
    """The digits of a text that has nothing else, in any spelling (五七三四): a piece of a number; else, or above 11 digits, None.

    Also those that only begin the number that is announced before them (我电话1395).
    """
    digits = _digits_alone(text)
    return announced_piece(text) if digits is None else digits


def announced_piece(text: str) -> str | None:
    """The digits of a text that announces the sender's number and only begins it (我电话1395); else None."""
    said = in_digits(text).strip()
    announced = _ANNOUNCES.match(said)
    digits = _digits_alone(said[announced.end() :].lstrip("：: ")) if announced is not None else None
    begins = digits is not None and len(digits) >= LEAST_PIECE and how_far(digits) == "begun"
    return digits if begins else None


def _digits_alone(text: str) -> str | None:
    """The digits of a text of at most 11 digits and nothing else, in any spelling; else None."""
    digits = re.sub(r"[\s\-—－.·，,。]", "", in_digits(text))
    return digits if re.fullmatch(r"\d{1,11}", digits) else None


def how_far(digits: str) -> Literal["whole", "begun"] | None:
    """Whether digits are a whole telephone number, mobile or with its area code, or may be the beginning of one; None of any others."""
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return "whole"
    return "begun" if _BEGINS_NUMBER.fullmatch(digits) else None


def is_local(digits: str) -> bool:
    """Whether digits are a whole number of a landline without its area code."""
    return _LOCAL.fullmatch(digits) is not None


def asks_for_a_call(text: str) -> bool:
    """Whether the message asks to be called when there is news, and says nothing else (有事打我)."""
    return _ASKS_FOR_A_CALL.fullmatch(plain(text)) is not None


def own_phone(draft: CaseDraft, text: str) -> str | None:
    """The first phone number in the message that is not introduced as somebody else's; None without any.

    If the draft has any number, of those alone, as the message spells them; else of `numbers_in`, as `written`.
    """
    found = phones(draft)
    if not found:
        return next((written(one["text"]) for one in numbers_in(text) if not is_theirs(text, one["text"])), None)
    return next((number for number in found if not is_theirs(text, number)), None)


def is_theirs(text: str, number: str) -> bool:
    """Whether the text introduces the number as somebody else's, as one that calls or pesters the sender, dialled (打的…), or as written somewhere (门上贴的电话);
    not that of one's own family who wants to be called (我女儿说留她号码), unless the text complains of somebody (我老公打我).

    False if the text does not contain `number` in this spelling.
    """
    if (start := text.find(number)) < 0:
        return False
    before = re.split(r"[。！!？?；;\n]", text[max(0, start - _BEFORE) : start])[-1]
    after = start + len(number)
    clause = re.split(r"[，,]", before)[-1]
    was_dialled = _DIALLED.search(clause) or (_DIALS.search(clause) and _NOT_REACHED.match(text, after))
    if was_dialled and not _TO_CALL.search(clause) and not _REGISTERED.match(text, after):
        return True
    if (found := _THEIRS.search(before)) is None:
        return _THEIRS_AFTER.match(text, after) is not None
    front = before[: found.start()]
    if found["who"] in ("他", "她") and _LEAVES_THEIRS.search(front):
        return _AGAINST_THEM.search(text) is not None
    at_home = found["who"] == "里" and _OUR_HOME.fullmatch(re.split("[，,、 ]", front)[-1])
    return not (
        at_home
        or _OURS.search(front)
        or (_WHERE_WE_WORK.fullmatch(found["who"] or "") and re.search("(?:我|俺|咱)们?的?$", front))
    )


_LEAVES_NONE = re.compile(r"(?:我|就|先|电话|号码|那|都){0,3}(?:不用|不)留(?:电话|号码)?(?:了|吧|啦)?[。！!]*")


def leaves_none(text: str) -> bool:
    """Whether a message only says that its sender leaves no number (不留), which adds nothing to a case that has none."""
    return _LEAVES_NONE.fullmatch(text.strip()) is not None
