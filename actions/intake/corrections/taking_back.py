"""Recognise words that take back what was said, or add to it, and which span of a text they deny. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.case_draft import CaseDraft, Span
from actions.interpreting.places import BUILDING_PART, names_an_estate
from actions.interpreting.short_answers import in_standard_words

LONGEST = 100  # characters; a longer message is an account, not a correction
DURATION = re.compile(  # how long something has lasted: 好几天, 半个月
    r"(?:好|个把|十来|十几|一两|两三|三四|四五|五六|[一二两三四五六七八九十半几\d]{1,3})(?:几|多|来)?个?半?(?:天|月|年|星期|礼拜|周|小时|钟头)(?:多|半|光景|左右)?"
)
# Said, written, heard or counted wrongly, or one for the other (记混了, 看岔了, 打反了).
MISTAKEN = re.compile(r"[说写打讲记看听想弄搞报算填认给发留整输按数](?:错|[反混岔串](?=[了啦哉咧咯]|$|[，,。！! ]))")
NOT_SO = re.compile("不对(?![劲外口头称付味])").pattern  # not 不对劲, 门不对外开
CORRECTION_MARK = re.compile(  # words that take something back
    rf"(?:没[有得]?|哪有)(?={DURATION.pattern})|收回|不作数|"
    rf"(?:我|俺)们?(?:刚才|前面|其实)?(?:说|讲|指|问|报|要说|要报|想说|想报)的(?:地方|地点|小区)?是|不对|(?:^|[，,。 ])(?:哦|噢|喔|啊|呃|哎呀?)?不[，,！!。 ](?=\w)|(?:不好意思|抱歉|对不起)[了啊哈，,。 ]{{0,2}}(?:应该|其实)?[是在](?![我你您他她这那什谁])|(?:说|打|写)(?:得太?)?(?:快了|顺嘴|顺口|顺手)|[记填登写打说]成了?(?:自[己家]|我们|别|隔壁|另|那边|\d|[一二三四五六七八九十])|口误|嘴快|嘴瓢|应该说(?!是?[挺很还不])|{MISTAKEN.pattern}|错[了啦哉咧]|反了|更正|纠正|(?:[楼栋幢房室]号|单元号?|门牌号?|地址|地点|位置|时间|日期|小区名?)(?:那里|那边)?(?:要|得|需要|应该|该|想)改(?![造建])|改(?:一下|下|成|为|到|改|回(?![来去]))|换成|应该是|应当是|其实"
    r"|(?<!是)不是|(?<!是)不在|不叫|并非|没有?(?:这么|那么|每天|天天|每晚)|没(?=[一二两三四五六七八九十半几\d])|[说写打讲记报填发输按]成(?!本)(?=[^，,。；\s]{1,8}(?:[栋幢号门楼元室路街巷弄苑园区村点天日]|周[一二三四五六日])了)|是(?:我们?|俺)(?:家)?(?:(?:以前|原来|之前)(?:的?(?:住|家|房子|小区|地址))|老房子|旧房子|老家|老地址|旧地址|老小区)[^，,。；\d]{0,6}[，,。； ]{1,2}(?:现在|如今|这[里边个])[^，,。；\d]{0,4}[是叫住在]|改名|(?:天|月|年|星期|礼拜|周|小时)没有|过了[点头]"
    r"|(?:乱|瞎|胡|随便)(?:猜|说|讲)(?:的|[，,。]|$)|没有?[^，,。]{0,12}[那这]回事|夸张|说多了|说少了|(?<!塌)糊涂|看花|[数看]了一下|又看了|再去看|准确|确切"
)
# Words that add to what was said, so that nothing is taken back.
ADDS = re.compile(r"不光|不止|不仅|不单|不只|不但|除了|也(?:是|有|坏|没|这样|一样)|还有")
# 也 in a clause that compares what is right with what is wrong (是公园路，也是靠驿站; 是4栋，4栋也有花坛).
_COMPARES = re.compile(
    r"(?:^|[，,。；;\s])也(?=是|有|坏|没|这样|一样)|(?P<right>[^，,。；\s]{2,6})[^，,。；]{0,6}[，,。；\s]+(?P=right)[^，,。；\s]{0,3}也"
)
_NOT_THIS_BUT_THAT = re.compile(r"(?<!是)不[是在][^，,。；]{1,20}[，,。；\s].{0,12}?(?<!不)[是在]")
_OPENS_WITH_MORE = re.compile(r"^(?:对了|另外|哦|啊|哎|[，, ])*还有")
_DENIED_BEFORE = re.compile(
    r"(?:(?<!是)不是|(?<!是)不在|不叫|并非|(?<![\u4e00-\u9fff])非|别(?!的)写?|不到|没[有得]?|哪有|别是|(?<!改)(?<!换)[说写打讲记报填发输按]成)(?:说|我们?|家|在|靠|什么|那个|这个){0,2}$"
)
_DENIED_AFTER = re.compile(
    r"(?:那头|那边|那里|的)?[ ，,]?(?:[搞弄记说]混|还没(?:有|坏|停|漏|堵|这样)?(?=[，,。！!；; ])|过了[点头]|没有|不对|错了|不准|夸张|说多了|说少了|是?我?[说写打记看]错|改成|改为|换成|是我家)"
)
_IT_IS = re.compile("(?:^|[，,。！ ]|应该|应当|其实|就)是$")
_AND_I_WAS_WRONG = re.compile("[ ，,]我")  # 是11栋 我看错楼牌了: the mistake was another
# Words right before a span by which the text says that this is the right value (是, 应该是, 改成).
SAID_BEFORE = re.compile(
    r"(?:是|在|靠|叫|住|改成|改为|换成|为|才|从|其实|应该|就|说|[:：，, ]|^)(?:我们?|家|隔壁|旁边|这|那|个|的|下){0,2}$"
)
# What a bare correction may say around the value.
BARE = re.compile(r"[的啊呀吧呢哦了是在我们家应该其实不对错说写打讲记 ，,。.！!哎唉等哉\s]")
# The sender's own mistake (树种也说错了，是…), not somebody else's (物业算错了).
_OWN_MISTAKE = re.compile(r"[说写讲打报填记搞弄](?:错|反|混|岔)了?(?=$|[，,。！! 啦哦呀啊]|应该|其实|是)")
_SOMEBODY_ELSE = re.compile(
    r"(?:物业|公司|他们?|她们?|你们|师傅|社区|居委会?|系统|快递员?|银行|医院|学校|收费|单位|老师)[^，,。]{0,8}$"
)


_OPENS = re.compile(r"^(?:对了|还有|另外|补充一下|哦|啊|哎|嗯|[，, ])+")
_AT_ONCE = re.compile(
    r"[^，,。；不]{1,6}不是(?=[昨今前上早晚周星礼东南西北\d一二三四五六七八九十])[^，,。；]{1,8}[，,。；\s]{0,2}(?:而|应该)?是|不是(?!我|你|故意|个事|说|一[次天回]|有|很|太|没)[^，,。]{1,12}[，,。；\s]|不是[^，,。]{1,10}(?:[，,]|)?[是在]|不在(?!乎)[^，,。]{1,12}[，,。；\s]?[是在]|不对[，,。 ]|更正|(?:应该|应当)是"
    r"|(?:其实)?[是在](?!不)[^，,。；不]{1,14}[，,。；\s]{0,2}(?:而|并)?不[是在](?!乎)[^，,。；]{1,14}$"
)


def opening_ends(text: str) -> int:
    """Where the words end that open more (还有，); 0 without any."""
    found = _OPENS.match(text)
    return found.end() if found else 0


def corrects_at_once(text: str) -> bool:
    """Whether behind words that open more (还有，) a text at once takes something back (不是昨天，今天上午停的), and adds nothing (也坏了)."""
    opening = _OPENS.match(text.strip())
    if opening is None:
        return False
    rest = in_standard_words(text.strip()[opening.end() :])
    return _AT_ONCE.match(rest) is not None and not _adds_after_opening(rest)


def _adds_after_opening(said: str) -> bool:
    """Whether words behind an opening add something of their own (也坏了, 还有); 也 that compares right with wrong does not."""
    rest = _COMPARES.sub("", said) if _NOT_THIS_BUT_THAT.search(said) else said
    return ADDS.search(rest) is not None or "也" in rest


def says_own_mistake(text: str) -> bool:
    """Whether a text says that its sender said something wrong (另外树种也说错了), rather than somebody else (物业算错了)."""
    said = in_standard_words(text)
    return any(_SOMEBODY_ELSE.search(said[: found.start()]) is None for found in _OWN_MISTAKE.finditer(said))


def adds(text: str) -> bool:
    """Whether a text has a word that adds to what was said (还有, 也是, 不光).

    Where it says that something was said wrongly, or is not this but that, 也 that compares right with wrong is none (不是3栋，是4栋，4栋也有花坛).
    """
    said = in_standard_words(text)
    if corrects_at_once(said):
        return False
    if says_own_mistake(said) or _NOT_THIS_BUT_THAT.search(said):
        said = _COMPARES.sub("", said)
    return ADDS.search(said) is not None


def contradicts(text: str) -> bool:
    """Whether a text has a word that takes something back (不对, 说错了, 其实, 改成), and none that adds (还有); False above LONGEST.

    还有 before the sender's own mistake, or before what is taken back at once, adds nothing: 还有，楼层也写错了; 还有，不是8栋，是6栋.

    The right value need not be said. `draft_corrections.states_right_value` is independent of this: 地址是5栋 states one and
    contradicts nothing, 说错了，北面 contradicts and states none.
    """
    if len(text) > LONGEST:
        return False
    said = in_standard_words(text)
    told = _OPENS_WITH_MORE.sub("", said) if says_own_mistake(said) else said
    return CORRECTION_MARK.search(said) is not None and not adds(told)


_WHOSE = re.compile(  # who it is, rather than where: 不是桂花苑的，是工地的
    r"(?<!是)不是(?P<old>[^，,。；;！!\s是的]{2,10})的[人啊呀哦]?[，,。；;！!\s]{1,2}(?:而|应该|其实|就)?是(?P<new>[^，,。；;！!\s的]{2,10})的[人啊呀哦]?(?=$|[，,。；;！!\s])"
)


def says_whose(text: str, draft: CaseDraft) -> bool:
    """Whether a text says of whom or what a matter comes (不是桂花苑的，是工地的), not where it is.

    Not if the other is an estate, a numbered part of one (不是3栋的，是5栋的) or a place that the community lists: that may well be where.
    """
    found = _WHOSE.search(text)
    if found is None or names_an_estate(found["new"]) or BUILDING_PART.search(found["new"]):
        return False
    return not any(one["grid"] and one["text"] in found["new"] for one in draft["places"])


def with_shapes(text: str, read: Sequence[Span], shapes: Sequence[re.Pattern[str]]) -> list[Span]:
    """The spans that were read and those that match a shape (3组, 西门, 两个礼拜), in order.

    A match takes the place of all that it overlaps if it holds them whole; else it is left out, however long it is.
    """
    found: list[Span] = [{"text": one["text"], "start": one["start"], "end": one["end"]} for one in read]
    for pattern in shapes:
        for match in pattern.finditer(text):
            start, end = match.span()
            overlapping = [one for one in found if one["start"] < end and start < one["end"]]
            if all(start <= one["start"] and one["end"] <= end for one in overlapping):
                found = [one for one in found if one not in overlapping]
                found.append({"text": match.group(), "start": start, "end": end})
    return sorted(found, key=lambda one: one["start"])


def is_denied(text: str, span: Span) -> bool:
    """Whether the words right before or after the span deny it (不是8栋, 8栋不对)."""
    before, after = text[max(0, span["start"] - 8) : span["start"]], text[span["end"] : span["end"] + 10]
    if _DENIED_BEFORE.search(before) is not None:
        return True
    mistaken_before_it = _IT_IS.search(before) is not None and _AND_I_WAS_WRONG.match(after) is not None
    return _DENIED_AFTER.match(after) is not None and not mistaken_before_it


def is_bare(text: str, span: Span) -> bool:
    """Whether a message is hardly more than the span."""
    rest = text[: span["start"]] + text[span["end"] :]
    return len(BARE.sub("", rest)) <= 2
