"""Read what a message corrects: it denies a place, time, number or kind and says another, deletes a number, or leaves a room out. Pure.

For an open draft and a registered case alike: given what is known, what changes?
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher

from actions.case_draft import KIND_CODES, KIND_LABELS, CaseDraft, Span, phones
from actions.interpreting import numbers
from actions.interpreting.places import BUILDING_PART, GATE, is_coarse, is_part, merge_place, replace_part
from actions.interpreting.short_answers import in_standard_words

LONGEST = 100  # characters; a longer message is an account, not a correction
_DURATION = re.compile(
    r"(?:好|个把|十来|十几|一两|两三|三四|四五|五六|[一二两三四五六七八九十半几\d]{1,3})(?:几|多|来)?个?半?(?:天|月|年|星期|礼拜|周|小时|钟头)(?:多|半|光景|左右)?"
)
_CORRECTION_MARK = re.compile(
    rf"(?:没[有得]?|哪有)(?={_DURATION.pattern})|收回|不作数|"
    r"(?:我|俺)们?(?:刚才|前面|其实)?(?:说|讲|指|问|报|要说|要报|想说|想报)的(?:地方|地点|小区)?是|不对|[说写打讲记看听弄搞报算填认给发留整输按数]错|错[了啦哉咧]|[搞说弄]反|反了|更正|纠正|改(?:一下|下|成|为|到|改)|换成|应该是|应当是|其实"
    r"|(?<!是)不是|(?<!是)不在|不叫|并非|没有?(?:这么|那么|每天|天天|每晚)|没(?=[一二两三四五六七八九十半几\d])|改名|(?:天|月|年|星期|礼拜|周|小时)没有|过了[点头]"
    r"|(?:乱|瞎|胡|随便)(?:猜|说|讲)(?:的|[，,。]|$)|没有?[^，,。]{0,12}[那这]回事|夸张|说多了|说少了|(?<!塌)糊涂|看花|[数看]了一下|又看了|再去看|准确|确切"
)
_ADDS = re.compile(r"不光|不止|不仅|不单|不只|不但|除了|也(?:是|有|坏|没|这样|一样)|还有")
_OPENS_WITH_MORE = re.compile(r"^(?:对了|另外|哦|啊|哎|[，, ])*还有")
_DENIED_BEFORE = re.compile(
    r"(?:(?<!是)不是|(?<!是)不在|不叫|并非|不到|没[有得]?|哪有|别是)(?:说|我们?|家|在|靠|什么|那个|这个){0,2}$"
)
_DENIED_AFTER = re.compile(
    r"(?:那头|那边|那里|的)?[ ，,]?(?:[搞弄记说]混|过了[点头]|没有|不对|错了|不准|夸张|说多了|说少了|是?我?[说写打记看]错|改成|改为|换成|是我家)"
)
# Somebody of the family, or a friend.
_RELATIVE = re.compile(
    r"(?:闺女|女儿|女婿|儿子|媳妇|爸|妈|父母|爹|娘|老人|丈母娘|丈人|婆婆|公公|爷爷|奶奶|外公|外婆|姐|妹|哥|弟|姑|姨|舅|叔|伯|亲戚|亲家|孙[子女]|朋友|同事|同学)"
).pattern
_IS_ELSEWHERE_AFTER = re.compile(  # 8栋是我闺女家, 8栋没事: mentioned, but not where the matter is
    "(?:那[个边幢栋]?|的)?[ ，,]?(?:(?:才?是|住的?是|住着?)(?:我|俺|我们)?(?:"
    + _RELATIVE
    + "|对面|隔壁|前面|后面|旁边|另外|别人|人家|他们?|她们?|邻居|老房子|以前|之前|单位|公司)"
    "|(?:的灯|那边)?(?:是)?(?:好的|正常|没问题|没坏|没事))"
)
_FORMERLY = re.compile("(?:以前|之前|从前|过去|原先|原来|老早|小时候)").pattern
_IS_ELSEWHERE_BEFORE = re.compile(
    _RELATIVE + "(?:他们|她|他)?" + _FORMERLY + "?(?:家|住|那个|那边|那里|那幢|那栋|的){0,2}(?:是|在|住)?$"
    "|" + _FORMERLY + "(?:一直|都|是|我们?|家){0,2}(?:住|租|在|上班)(?:在|的|过)?$"
)
_IS_HOME = re.compile(r"(?:那头|那边|那里|的)?[ ，,]?是我家")
_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_NUMBER_NOT = re.compile(
    rf"不是(?P<old>{_NUMBER})[，,。 ]{{0,2}}(?:而|应该|我家)?是(?P<new>{_NUMBER})(?=$|[，,。！! 吧啊呀的哦])"
    rf"|是(?P<then>{_NUMBER})[，,。 ]{{0,2}}(?:而|并)?不是(?P<not>{_NUMBER})(?=$|[，,。！! 吧啊呀的哦])"
)
_BUILDING = re.compile(r"(?<!\d)(\d{1,5}|[一二三四五六七八九十]{1,3})\s{0,3}(?:栋|幢|号楼|号|弄|组)")
_ONE_BUILDING = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,6}}?[苑园寓家区村])?{_BUILDING.pattern}(?:{_NUMBER}(?:单元|室|层|楼(?![上下道])))*"
)
_BUILDING_UNIT = re.compile("栋|幢|号楼")
_LONGEST_HEARSAY = 30  # characters
_PART_AND_END = re.compile(
    rf"(?P<part>(?:{BUILDING_PART.pattern})+)(?=$|[，,。！!；; 啊哦呀]|的(?:$|[，,。！!]))"
).pattern
_BEGINS_WITH_PART = re.compile(
    rf"(?:哦|啊|哎|等等|[，, ]){{0,3}}(?:(?:应该|就)?是|(?:那|就|还是|麻烦|请|帮我){{0,2}}(?:写|改|记|登|填)(?:成|到)?){_PART_AND_END}"
)
# What somebody says or saw: 我老公讲是3栋; 他又去看了，还是2栋. Of several the last counts.
_PART_IS_SAID = re.compile(
    rf"(?:(?:^|[，,。；; ])(?:我们?|俺)?(?:{_RELATIVE}|老[公婆伴]|爱人|对象|他们?|她们?|物业|保安|邻居|人家|师傅)(?:又|刚才|后来|自己|都|一直){{0,2}}[说讲]"
    rf"|[，,。；; ](?:应该|就|还|其实|确实|明明|才))(?:应该|就|还|其实)?是{_PART_AND_END}"
)
# Before a place that stands beside a telephone number: 是3幢，电话是…; not 我是3幢的.
_IS_SAID = re.compile(r"(?:(?<![我家住不])是|改成|改为|换成|应该在)在?$")
_SAID_BEFORE = re.compile(
    r"(?:是|在|靠|叫|住|改成|改为|换成|为|才|从|其实|应该|就|说|[:：，, ]|^)(?:我们?|家|隔壁|旁边|这|那|个|的|下){0,2}$"
)
# What a bare correction may say around the value.
_BARE = re.compile(r"[的啊呀吧呢哦了是在我们家应该其实不对错说写打讲记 ，,。.！!哎唉等哉\s]")
_MOST_BESIDE_A_TIME = 2  # characters besides a time that is remembered
_LEAST_MORE = 5  # characters besides the words of a correction: from these on it says more
_NAMES_TIME = re.compile("时间|日期")
_CLOCK = re.compile("点")
# Words that tell when a name or a person changed rather than when the trouble is.
_NOW = re.compile("现在|如今|以前|之前|原来")
_WHEN = re.compile(
    r"(?:大?前|大?后|[昨今明])天(?:早上|上午|中午|下午|晚上|夜里|半夜|中饭|晚饭)?|[上下本这]{1,2}个?(?:月|礼拜|星期|周)(?:[一二三四五六日天末])?|(?:每个?)?(?:礼拜|星期|周)[一二三四五六日天末]"
    r"|(?:[一二两三四五六七八九十]{1,3}|\d{1,2})点(?:半|钟|多|[一二三四五\d]{1,3}分?)?"
)
# A side of an estate or a road (北面, 东门), a lettered part (B口): as a correction says it alone, and anywhere in a place.
_SIDE_NAME = re.compile(r"(?:[东南西北]{1,2}|[前后左右正侧])(?:面|段|侧|头|边|门|口)")
_LETTERED = re.compile(r"[A-Za-z](?:区|口|座|栋|幢|门|馆|厅|楼)")
_SIDE = re.compile(rf"(?:(?<![\u4e00-\u9fff])|(?<=[是在叫])){_SIDE_NAME.pattern}|{_LETTERED.pattern}")
_ANY_SIDE = re.compile(rf"{_SIDE_NAME.pattern}|{_LETTERED.pattern}")
_ROOM_NUMBER = re.compile(
    r"(?<![\d一二三四五六七八九零〇])(?:\d{3,4}|[一二三四五六七八九零〇]{3,4})(?![\d路元块米人次天年号点分万斤])(?:室|房间?|户|号房)?"
)
_ROOM_WORD = re.compile(
    rf"(?:{_ROOM_NUMBER.pattern}|几零几|几单元几零几|(?:单元)?门牌(?:号码?)?|房间?号码?|房号|室号|户号|门号|楼层|几楼|哪一?户)(?:这个|那个|这户)?(?:门牌号?|房号|数字)?"
)
# "Leave out the room": our, not to, write it, cut it, and how that may end.
_OURS = re.compile("(?:(?:我们?家?|我们家|俺家?|咱家|自己家?|本人|人家|那个|这个|上面|里面|前面)的?){0,2}")
_TO_LEAVE = re.compile(
    r"(?:(?:就|也|都|先|还是|请|麻烦|要|能不能|可以){0,3}(?:别|不要|不用|不必|不想|甭|莫|勿|不)(?:再|给我|给他们|给你们){0,2})"
)
_WRITES = re.compile(
    r"(?:(?:写|记|登|填|留|放|提|说|报|露|显示|公开|透露|泄露|暴露|体现)(?:出来|出去|上去|进去|上|出|了|啊|吧|在上面|到上面){0,3}|[给让](?:人家?|别人|物业|他们?|邻居|办事的人?|单位|外人)(?:看|看到|看见|知道|晓得|瞧)?)"
)
_CUT = re.compile(
    r"(?:去掉|删(?:掉|除|了|去)?|抹(?:掉|了|去)|划掉|擦掉|拿掉|撤掉|隐(?:去|藏|掉)|遮(?:住|掉|了|一下)?|盖(?:住|掉|上)|打码|去了)"
)
_THEN_ENDS = re.compile(
    r"(?:掉|了|吧|啊|呀|哦|好吗|行吗|可以吗|行不行|一下|下|谢谢|麻烦){0,3}(?=$|[，,。！!？?；;\s~]|我|怕|免得|写到|登到|到)"
)
_ROOM_LEFT_OUT = re.compile(
    rf"(?:{_ROOM_WORD.pattern}的?[，,\s]?(?:{_TO_LEAVE.pattern}{_WRITES.pattern}|(?:麻烦|请|帮我|给我|也|就|都|还是){{0,3}}{_CUT.pattern})"
    rf"|{_TO_LEAVE.pattern}把?(?:{_WRITES.pattern})?{_OURS.pattern}{_ROOM_WORD.pattern}(?:{_WRITES.pattern})?"
    rf"|[把将]{_OURS.pattern}{_ROOM_WORD.pattern}(?:的?信息)?(?:都|也|给我?|先|帮我){{0,2}}{_CUT.pattern}|{_CUT.pattern}(?:一下|我|的){{0,2}}{_OURS.pattern}{_ROOM_WORD.pattern}){_THEN_ENDS.pattern}"
)
_SPELT = re.compile("零一二三四五六七八九")  # the digits in order
# From digits to characters, and back.
_CHARACTERS = str.maketrans("0123456789", _SPELT.pattern)
_DIGITS = str.maketrans(f"{_SPELT.pattern}〇", "01234567890")
_IN_A_NUMBER = re.compile(r"[\d零〇一二三四五六七八九]")
_ONLY_UP_TO = re.compile(r"(?:写|记|登|填|留|报)到(?P<part>[^，,。\s]{1,10}?)(?:就|为止|行|好|可以|吧|了|$|[，,。\s])")
_ROOM = re.compile(  # 3栋602, 3-602, 602室, a place that is only 602; not 138-6021-2345
    r"(?:(?:单元|[栋幢楼弄号])\s{0,3}-?|^|(?<![\d-])\d{1,2}-(?:\d{1,2}-)?)(\d{3,4})(?![\d路弄号元块米栋幢-])|(?<!\d)(\d{3,4})[室房]"
)
_SPOT = re.compile(
    r"门口|旁边|边上|附近|对面|里面|外面|上面|下面|底下|前面|后面|后头|前头|背后|中间|角落|那块|那边|那里|那头|拐角"
)
_SPOT_ENDS = re.compile(rf"(?:{_SPOT.pattern})$")
_SPOT_NOT = re.compile(  # not a place of its own: 不是卫生站门口 is read elsewhere
    rf"不是(?:在|说)?(?P<old>[^，,。；\s不是]{{0,6}}(?:{_SPOT.pattern}))(?:哈|啊|呀|哦|的|了){{0,2}}[，,。；\s]{{0,2}}(?:而|应该)?是(?:在)?(?P<new>[^，,。；\s]{{0,10}}?(?:{_SPOT.pattern}))(?=$|[，,。；！!\s哈啊呀哦的])"
)
_KEEPS_ROOM = re.compile(r"[写记登填]错|[吗么]$|要不要|怎么找|找不到")  # 门牌别写错, 不写门牌你们怎么找
_RENAMED = re.compile(
    r"(?:不叫|改名|换名|换招牌)[^，,。]{0,8}?[，,\s]*(?:现在|如今|现在是|改)?(?:都|已经)?(?:叫|是|成)(?P<new>[^，,。\s]{2,12})"
)
_X_BECOMES_Y = re.compile(
    r"(?P<old>[^，,。；\s把将]{1,12})(?:要|得)?(?:改成|改为|换成)(?P<new>[^，,。；\s]{1,20}?)(?:[吧啊呀了]*)(?=[，,。；\s]|$)"
)
# "I remember now", "I have looked it up": before a time that replaces the one said before.
_RECALLED = re.compile(
    r"(?:我|刚才|刚刚|后来|又|再){0,3}(?:(?:想|记|回忆)(?:起来|到)了?|(?:查|翻|看|问|算)了?一?[下看翻查遍]*(?:监控|记录|日历|日子|聊天|照片|手机|邻居|家里人|老公|老婆|物业)?(?:记录|了)?)"
)
_AROUND_A_RECALLED_TIME = re.compile("开始|发现|发生|起|那天|好像|大概|应该|准确|具体|时间|坏|的时候")
_EVERY_DAY = re.compile("每天|天天|每日|每晚|日日")
_DAYS = re.compile(r"(?:每个?)?(?:礼拜|星期|周)[一二三四五六日天末]|双休日?|工作日|单日|双日|隔天")
_SOME_DAYS = re.compile(rf"(?:(?:{_DAYS.pattern})[和跟、]?)+")
_DAY = re.compile(
    r"(?:大?前|大?后|[昨今明])[天晚]|(?:[上下本这]{1,2}个?|每个?)?(?:礼拜|星期|周)[一二三四五六日天末]?|[上下本这]{1,2}个?月|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]"
)
_ONE_TIME = re.compile(r"[^\s，,、]+?(?=$|[\s，,、]|(?<!大)(?:大?[前后]|[昨今明])天)")
_NOT_SO_LONG = re.compile(r"没有?(?:这么|那么)(?:久|长|多天|多|早)|没几天|不到一天")
_NUMBER_WORD = r"(?<![牌房门室楼户间栋])(?:手机|电话|联系)?(?:号码?|电话|手机|联系方式)"
_DELETES_NUMBER = re.compile(
    rf"{_NUMBER_WORD}(?:还是|就|也|都|先|我|请){{0,3}}(?:不要|别|不用|不必|不想|不愿意?|甭|勿)(?!给|告诉|让|外|透|说|打)(?:再)?(?:留|记|写|存|填)?(?:了|啦|吧|$|[，,。！ ])"
    rf"|{_NUMBER_WORD}[^，,。]{{0,4}}(?:删|去掉|抹掉|划掉|擦掉|撤掉|撤了)"
    rf"|(?:别|不要|不用|不想|不愿意?|甭|勿|莫)(?:再|给你们|把)?(?:留|记|写|存|填)(?:下|我|的|那个|这个|了){{0,3}}{_NUMBER_WORD}"
    rf"|(?:删|去掉|抹掉|划掉|擦掉|撤掉)(?:除|掉|了|一下|我|的|那个|这个){{0,4}}{_NUMBER_WORD}"
    rf"|不留(?:{_NUMBER_WORD})|{_NUMBER_WORD}(?:就|也|都|先|我){{0,2}}不(?:留|记|写|存|填)(?:了|啦|吧|$|[，,。！ ])"
)
_MISTAKEN = re.compile("[说写打讲记看听弄搞报算填认给发留整输按数]错")
# The sender's own mistake (树种也说错了，是…), not somebody else's (物业算错了).
_OWN_MISTAKE = re.compile(r"(?:[说写讲打报填记]|[搞弄])(?:错|反)了?(?=$|[，,。！! 啦哦呀啊]|应该|其实|是)")
_SOMEBODY_ELSE = re.compile(
    r"(?:物业|公司|他们?|她们?|你们|师傅|社区|居委会?|系统|快递员?|银行|医院|学校|收费|单位|老师)[^，,。]{0,8}$"
)
_KIND_WORD = "|".join(KIND_LABELS.values())
_CORRECTION_WORDS = re.compile(
    rf"{_CORRECTION_MARK.pattern}|(?:我|这|那|就|来|想|提|算|要|个|条|一下|只|吧|啊|的)|(?:{_KIND_WORD})|[\d*]+(?:栋|幢|号楼|单元|室|组)?|{_BARE.pattern}"
)
_KIND_NOT = re.compile(rf"(?:不是|不算|别|不要|不)(?:来|想|要|当|当作|算|是|写|写成){{0,2}}(?:{_KIND_WORD})")
_KIND_IS = re.compile(
    rf"(?:(?<!不)是|算|当|当作|改成|改为|换成|写成|提|就提|想)(?:一?个|来|想|提|点|条|一下|要){{0,3}}(?P<kind>{_KIND_WORD})(?!过|了|他|她|你|电话|的(?!啊|呀|吧|$))"
)
_RESTARTS = re.compile(
    r"(?:算了|不对|等等|等下|那|还是|让|我|你|给|都|全|前面|刚才|上面|这个|的|说|写|作废|不算|[，,。 ]){0,6}"
    r"(?:重新(?:写|说|来|讲|报|登记|填|记)|重(?:写|来|报)|从头(?:来|说|写|讲)|删了重[来写])(?:一遍|一下|一个|过|吧|啊|了|行吗|可以吗|好吗){0,2}"
)

# "Write it anew: …" and the new text, perhaps after a few words of excuse.
_WRITTEN_ANEW = re.compile(
    r"(?:算了|不对|等等|等下|那|还是|让|我|你|都|全|前面|刚才|上面|这个|那个|那段|的|说|写|话|作废|不算|不要|删掉|别管|了|[，,。 ]){0,10}"
    r"(?:重新(?:写|说|讲|来|报|填|组织)|重(?:写|说|讲|报)|从头(?:说|写|讲)|改写)(?:一遍|一下|一个|一段|过|吧|了){0,2}"
    r"(?:[，,。 ][^：:，,。]{0,10}[：:]|[：:，,。 ])\s*(?P<text>.+)$",
    re.DOTALL,
)
_LEAST_ANEW = 6  # characters of a text written anew


@dataclass(frozen=True)
class Known:
    """What an open report or a case says so far: the sender's words, and the code of its kind; "" where it says nothing."""

    place: str = ""
    time: str = ""
    contact: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Changes:
    """The new values of the fields that a message changes; None where it changes nothing, "" where it deletes.

    `kind`: a code. `room`: the room number that is to be left out of all words; "" for every room that was said.
    """

    place: str | None = None
    time: str | None = None
    contact: str | None = None
    kind: str | None = None
    room: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) is not None for one in fields(self))

    def as_dict(self) -> dict[str, str]:
        """The changed fields with their new values, "" where one is deleted."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}


def restarts(text: str) -> bool:
    """Whether a text drops the draft and starts over: 算了我重新写."""
    return _RESTARTS.fullmatch(re.sub(r"[！!。.]+$", "", text.strip())) is not None


def written_anew(text: str) -> int | None:
    """Where the new text begins in a message that replaces the report by another (重新写：3栋的灯不亮); None if it does not."""
    found = _WRITTEN_ANEW.match(text)
    return found.start("text") if found is not None and len(found["text"].strip()) >= _LEAST_ANEW else None


def says_own_mistake(text: str) -> bool:
    """Whether a text says that its sender said something wrong (另外树种也说错了), rather than somebody else (物业算错了)."""
    said = in_standard_words(text)
    return any(_SOMEBODY_ELSE.search(said[: found.start()]) is None for found in _OWN_MISTAKE.finditer(said))


def deletes_number(text: str) -> bool:
    """Whether a text asks for the number to call to be deleted: 号码不要留了."""
    return len(text) <= LONGEST and _DELETES_NUMBER.search(in_standard_words(text)) is not None


def adds(text: str) -> bool:
    """Whether a text has a word that adds to what was said (还有, 也是, 不光)."""
    return _ADDS.search(in_standard_words(text)) is not None


def contradicts(text: str) -> bool:
    """Whether a text has a word that takes something back (不对, 说错了, 其实, 改成), and none that adds (还有); False above LONGEST.

    还有 before the sender's own mistake adds nothing: 还有，楼层也写错了.

    The right value need not be said. `draft_corrections.states_right_value` is independent of this: 地址是5栋 contradicts
    nothing, 说错了，北面 cannot be split.
    """
    if len(text) > LONGEST:
        return False
    said = in_standard_words(text)
    told = _OPENS_WITH_MORE.sub("", said) if says_own_mistake(said) else said
    return _CORRECTION_MARK.search(said) is not None and _ADDS.search(told) is None


def read_changes(text: str, draft: CaseDraft, known: Known) -> Changes:
    """The fields that a message changes.

    Empty unless it contradicts what was said, deletes the number, leaves out the room or says that it is of another kind.
    """
    text = in_standard_words(text)
    if deletes_number(text) and not phones(draft):
        return Changes(contact="")
    if (room := _room_left_out(text)) is not None:
        return Changes(place=_without_room(text, room, known), room=room)
    kind = _read_kind(text, known)
    if not contradicts(text):
        return Changes(_read_other_part(text, known), _read_recalled_time(text, draft, known), kind=kind)
    contact = _read_contact(text, draft)
    swapped = _read_replacement(text, draft, known)
    if swapped:
        time = None if swapped.time is not None else _read_time(text, draft, known)
        return replace(swapped, **{name: new for name, new in (("time", time), ("contact", contact)) if new})
    place, time = _read_place(text, draft, known, has_number=contact is not None), _read_time(text, draft, known)
    return Changes(place, time, contact, kind)


def leaves_room_out(text: str) -> bool:
    """Whether a text asks that the room or floor is not written down: 602别写, 把门牌删了."""
    return _room_left_out(text) is not None


def _room_left_out(text: str) -> str | None:
    """The room that a text asks to leave out, as it is written there; "" if it gives no number; None if it asks for no such thing."""
    if len(text) > LONGEST or _KEEPS_ROOM.search(text):
        return None
    found = _ROOM_LEFT_OUT.search(text)
    number = _ROOM_NUMBER.search(found.group()) if found is not None else None
    if found is None:
        return None
    return re.sub(r"[室房间户号]+$", "", number.group()).translate(_DIGITS) if number is not None else ""


def room_numbers(room: str, texts: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern of the room number to be left out, in digits or characters; if `room` is "", of each in the texts. None: they have none."""
    rooms = {room} if room else {one or other for text in texts for one, other in _ROOM.findall(text)}
    inside = _IN_A_NUMBER.pattern
    spelt = sorted(rooms | {number.translate(_CHARACTERS) for number in rooms})
    return re.compile(rf"(?<!{inside})(?:{'|'.join(spelt)})(?!{inside}|[路元块米])") if rooms else None


def _without_room(text: str, room: str, known: Known) -> str | None:
    """The known place without the room number `room` (if "", without any), or up to the part that the text names; None if nothing is cut."""
    up_to = _ONLY_UP_TO.search(text)
    if up_to is not None and up_to["part"] in known.place:
        at = known.place.index(up_to["part"]) + len(up_to["part"])
        return known.place[:at] if at < len(known.place) else None
    number = room_numbers(room, (known.place,))
    if number is None:
        return None
    whole = re.compile(rf"[-\s]*{number.pattern}(?:室|号|房)?")
    parts = (re.sub("^[ 的]+|[ 的]+$", "", whole.sub("", part)) for part in known.place.split("、"))
    shorter = "、".join(dict.fromkeys(part for part in parts if part))
    return shorter if shorter != known.place else None


def says_more(text: str, changes: Changes) -> bool:
    """Whether a correction tells more than the new values of its fields."""
    for value in changes.as_dict().values():
        for part in re.split("[、，]", value):
            text = text.replace(part, "")
    if changes.time is not None:
        for words in (_WHEN, _DURATION, _NAMES_TIME):
            text = words.sub("", text)
    return len(_CORRECTION_WORDS.sub("", text)) >= _LEAST_MORE


def _read_other_part(text: str, known: Known) -> str | None:
    """The known place with another building, floor or room, if the text begins by saying so (是3楼，2楼是我家), or tells who
    says so (我老公讲是3栋); None if it does not, adds one, or says what is known."""
    found = _BEGINS_WITH_PART.match(text.strip())
    if found is None and _ADDS.search(text) is None and len(text) <= _LONGEST_HEARSAY:
        found = next(iter(reversed(list(_PART_IS_SAID.finditer(text)))), None)
    if found is None:
        return None
    corrected = merge_place(known.place, found["part"])
    units = _units_of(found["part"])
    known_units = _units_of(known.place)
    return corrected if units <= known_units and corrected != known.place else None


def _units_of(place: str) -> set[str]:
    """The units of a place's parts, the names of a building as one ("building")."""
    return {_BUILDING_UNIT.sub("building", unit) for _, unit in BUILDING_PART.findall(place)}


def _read_swap(text: str, known: Known) -> Changes:
    """ "九点半改成十点半": replaces a part of the known place or time."""
    found = _X_BECOMES_Y.search(text)
    if found is None:
        return Changes()
    old, new = found.group("old"), found.group("new")
    for start in range(len(old) - 1):
        part = old[start:]
        if part in known.time:
            return Changes(time=known.time.replace(part, new))
        if part in known.place:
            return Changes(place=known.place.replace(part, new))
    return Changes()


def _read_side_swap(text: str, draft: CaseDraft, known: Known) -> Changes:
    """ "不是A口，是B口", "说错了，是北面": replaces the side or lettered part in the known place, or adds it to that."""
    if not known.place or any(not _SIDE.fullmatch(one["text"]) and not is_part(one["text"]) for one in draft["places"]):
        return Changes()
    sides = _with_shapes(text, (), (_SIDE,))
    said = [one for one in sides if not _is_denied(text, one)]
    said = [one for one in said if one["text"] not in known.place] if len(said) > 1 else said
    if len(said) != 1:
        return Changes()
    new = said[0]["text"]
    same = [one for one in _ANY_SIDE.finditer(known.place) if one.group()[-1] == new[-1]]
    if len(same) == 1:
        return Changes(place=known.place[: same[0].start()] + new + known.place[same[0].end() :])
    denied = any(one["text"][-1] == new[-1] for one in sides if one not in said)
    return Changes(place=known.place + new) if denied and not same else Changes()


def _read_spot_swap(text: str, known: Known) -> Changes:
    """ "不是门口，是后面卸货那块": replaces the spot that the known place ends with, or adds the new one if it ends with none."""
    found = _SPOT_NOT.search(text)
    if found is None or not known.place or BUILDING_PART.search(found["new"]):
        return Changes()
    old, new = found["old"], found["new"]
    if known.place.endswith(old):
        return Changes(place=known.place.removesuffix(old) + new)
    kept = known.place.endswith(old[:-2]) and len(old) > 2  # 滑梯旁边 of 乐园滑梯
    shorter = known.place.removesuffix(old[:-2]) if kept else known.place
    return Changes(place=shorter + new) if _SPOT_ENDS.search(old) and _SPOT_ENDS.search(new) else Changes()


def _read_renaming(text: str, known: Known) -> Changes:
    """ "大润发早不叫这名了，现在叫联华": replaces the name in the known place."""
    found = _RENAMED.search(text)
    if found is None:
        return Changes()
    before = text[: found.start()]
    same = SequenceMatcher(None, before, known.place, autojunk=False).find_longest_match(
        0, len(before), 0, len(known.place)
    )
    if same.size < 2:
        return Changes()
    return Changes(place=known.place[: same.b] + found["new"] + known.place[same.b + same.size :])


def _read_replacement(text: str, draft: CaseDraft, known: Known) -> Changes:
    """A part of the known place or time that the text replaces by another, leaving the rest."""
    return (
        _read_swap(text, known)
        or _read_number_swap(text, known)
        or _read_side_swap(text, draft, known)
        or _read_spot_swap(text, known)
        or _read_renaming(text, known)
    )


def unclear_places(text: str, draft: CaseDraft, known: Known) -> tuple[str, ...]:
    """The places of which a correction does not say which is meant (6栋还是7栋); () if that is clear."""
    if not contradicts(text) or _read_replacement(text, draft, known):
        return ()
    meant = _meant_places(text, draft)
    among = {_building(one["text"]): one["text"] for one in meant if _building(one["text"])}
    if (same := among.get(_building(known.place))) and _is_the_known(same, known.place):
        among.pop(_building(known.place))
    return tuple(among.values()) if len(among) > 1 else ()


def says_who_lives_there(text: str) -> bool:
    """Whether a correction says of a building or gate that somebody else lives there (8栋是我闺女家), or that nothing is
    wrong there: words worth keeping."""
    spans = _with_shapes(text, (), (BUILDING_PART, GATE))
    return any(_is_elsewhere(text, span) for span in spans)


def _read_place(text: str, draft: CaseDraft, known: Known, *, has_number: bool) -> str | None:
    """The place as the text corrects it; "" if it only denies the known one; None if it changes nothing, or is unclear.

    `has_number`: the text gives a telephone number, which may be what it corrects.
    """
    spans = _places_in(text, draft)
    denied = [span for span in spans if _is_denied(text, span) and not _IS_HOME.match(text[span["end"] :])]
    ruled_out = denied or any(_is_elsewhere(text, span) for span in spans)
    said = _meant_places(text, draft)
    if has_number and not ruled_out:
        said = [span for span in said if _IS_SAID.search(text[: span["start"]])]
    if not ruled_out and not said:
        return None
    plainly = [span for span in said if _SAID_BEFORE.search(text[: span["start"]]) or _is_bare(text, span)]
    chosen = plainly or (said if ruled_out else [])
    if not chosen:
        return None if said or not any(span["text"] in known.place for span in denied) else ""
    if unclear_places(text, draft, known):
        return None
    chosen = [span for span in chosen if not _is_the_known(span["text"], known.place)] or chosen
    new = max((one["text"] for one in chosen if chosen[0]["text"] in one["text"]), key=len)
    swapped = next((span["text"] for span in denied if span["text"] in known.place), None)
    if swapped and is_part(new) == is_part(swapped) and (is_part(new) or not BUILDING_PART.search(new)):
        corrected = replace_part(known.place, swapped, new)
    else:
        corrected = merge_place(known.place, new)
        estate = _BUILDING.search(known.place)
        if corrected == new and is_part(new) and estate is not None:
            corrected = known.place[: estate.start()] + new
    return corrected if corrected != known.place else None


def _places_in(text: str, draft: CaseDraft) -> list[Span]:
    """The places in a text, in order; those that follow one another without a gap as one (6栋2单元)."""
    found: list[Span] = []
    read = [one for span in draft["places"] for one in _split_buildings(span)]
    for span in _with_shapes(text, read, (BUILDING_PART, GATE)):
        joined = bool(found) and found[-1]["end"] == span["start"]
        start = found.pop()["start"] if joined else span["start"]
        found.append({"text": text[start : span["end"]], "start": start, "end": span["end"]})
    return found


def _split_buildings(span: Span) -> list[Span]:
    """Split a place that was read into its buildings, if it has several (6栋 8栋) or holds words of the correction."""
    buildings = list(_ONE_BUILDING.finditer(span["text"]))
    if len(buildings) < 2 and not (buildings and _CORRECTION_MARK.search(span["text"])):
        return [span]
    at = span["start"]
    return [{"text": one.group(), "start": at + one.start(), "end": at + one.end()} for one in buildings]


def _meant_places(text: str, draft: CaseDraft) -> list[Span]:
    """The places in a correction that may be meant: neither denied, nor the sender's home beside them, nor somebody else's.

    If none is left, the home is meant, or else somebody else's place; a denied place never is.
    """
    left = [
        span for span in _places_in(text, draft) if not _is_denied(text, span) or _IS_HOME.match(text[span["end"] :])
    ]
    ours = [span for span in left if not _is_elsewhere(text, span)]
    away = [span for span in ours if not _IS_HOME.match(text[span["end"] :])]
    return away or ours or left


def _is_elsewhere(text: str, span: Span) -> bool:
    """Whether the text says of the place that somebody else lives there, or that nothing is wrong there."""
    before, after = text[max(0, span["start"] - 12) : span["start"]], text[span["end"] : span["end"] + 12]
    return _IS_ELSEWHERE_AFTER.match(after) is not None or _IS_ELSEWHERE_BEFORE.search(before) is not None


def _building(place: str) -> str:
    """The number of the building that a place names, or ""."""
    found = _BUILDING.search(place)
    return found.group(1) if found else ""


def _is_the_known(place: str, known: str) -> bool:
    """Whether a place has the building of the known one (or both have none), and names no other estate."""
    found = _BUILDING.search(place)
    estate = place[: found.start()] if found is not None else ""
    return _building(place) == _building(known) and (is_coarse(estate) or estate in known)


def _read_number_swap(text: str, known: Known) -> Changes:
    """ "不是8 是6" without 栋 or 单元: replaces that number in the known place, if it is there once."""
    found = _NUMBER_NOT.search(text)
    if found is None:
        return Changes()
    old, new = found["old"] or found["not"], found["new"] or found["then"]
    at = re.compile(rf"(?<![\d一二三四五六七八九十]){old}(?=\s{{0,3}}(?:栋|幢|号楼|单元|室|层|号|弄|组))")
    return Changes(place=at.sub(new, known.place)) if len(at.findall(known.place)) == 1 else Changes()


def _with_shapes(text: str, read: Sequence[Span], shapes: Sequence[re.Pattern[str]]) -> list[Span]:
    """The spans that were read and those that match a shape (3组, 西门, 两个礼拜), in order; of two that overlap, the longer."""
    found: list[Span] = [{"text": one["text"], "start": one["start"], "end": one["end"]} for one in read]
    for pattern in shapes:
        for match in pattern.finditer(text):
            start, end = match.span()
            overlapping = [one for one in found if one["start"] < end and start < one["end"]]
            if all(start <= one["start"] and one["end"] <= end for one in overlapping):
                found = [one for one in found if one not in overlapping]
                found.append({"text": match.group(), "start": start, "end": end})
    return sorted(found, key=lambda one: one["start"])


def _read_time(text: str, draft: CaseDraft, known: Known) -> str | None:
    """The time as the text corrects it; "" if it only denies the known one; None if it changes nothing."""
    spans = _times_in(text, draft)
    denied = [span for span in spans if _is_denied(text, span)]
    said = [span for span in spans if span not in denied]
    shortened = _NOT_SO_LONG.search(text) is not None or (_MISTAKEN.search(text) is not None and len(said) == 1)
    likely = [one for one in said if shortened and _is_alike(one["text"], known.time)]
    plainly = said if denied else [one for one in said if not known.time or _is_plainly_the_time(text, one)] or likely
    if plainly:
        new = "、".join(dict.fromkeys(span["text"] for span in plainly))
        if any(_EVERY_DAY.fullmatch(span["text"]) for span in denied) and _SOME_DAYS.fullmatch(new):
            return _EVERY_DAY.sub(new, known.time, count=1) if _EVERY_DAY.search(known.time) else new
        part = next((span["text"] for span in denied if _is_a_part(span["text"], new, known.time)), None)
        return known.time.replace(part, new, 1) if part else new
    return "" if known.time and (denied or _NOT_SO_LONG.search(text)) else None


def _times_in(text: str, draft: CaseDraft) -> list[Span]:
    """The times in a text, in order."""
    read = [one for span in draft["times"] for one in _at_blanks(span)]
    shapes = (_SOME_DAYS, _EVERY_DAY, _DURATION, _WHEN)  # 周五周六 before the 五周 in it
    return [one for one in _with_shapes(text, read, shapes) if not _NOW.fullmatch(one["text"])]


def _read_recalled_time(text: str, draft: CaseDraft, known: Known) -> str | None:
    """The day that the sender remembers now instead of the known time (想起来了，就是这个星期一), with its hour if that has one; else None."""
    spans = _times_in(text, draft)
    if not known.time or _RECALLED.search(text) is None or _ADDS.search(text) or len(spans) != 1:
        return None
    new = spans[0]["text"]
    rest = text[: spans[0]["start"]] + text[spans[0]["end"] :]
    for words in (_RECALLED, _AROUND_A_RECALLED_TIME, _BARE):
        rest = words.sub("", rest)
    if len(rest) > _MOST_BESIDE_A_TIME or _DAY.search(new) is None or new in known.time:
        return None
    only_the_day = _CLOCK.search(known.time) and not _CLOCK.search(new)
    return _DAY.sub(new, known.time, count=1) if only_the_day and _DAY.search(known.time) else new


def _is_alike(new: str, time: str) -> bool:
    """Whether both say how long, or both at what hour."""
    return all(_DURATION.search(one) for one in (new, time)) or all(_CLOCK.search(one) for one in (new, time))


def _is_a_part(denied: str, new: str, time: str) -> bool:
    """Whether the denied words are only a part of the known time, and the new ones are of the same kind (三点, 四点)."""
    alike = denied[-1] == new[-1] or (_CLOCK.search(denied) and _CLOCK.search(new))
    return denied in time and len(time) - len(denied) > 1 and bool(alike)


def _at_blanks(span: Span) -> list[Span]:
    """A time that was read, cut at blanks, commas and before a second day: 六点 七点半 are two, and so are 昨天大前天."""
    start = span["start"]
    return [
        Span(text=one.group(), start=start + one.start(), end=start + one.end())
        for one in _ONE_TIME.finditer(span["text"])
    ]


def _is_plainly_the_time(text: str, span: Span) -> bool:
    """Whether the text says of a time that it is the right one (时间是昨天, 是从昨天), or hardly anything else."""
    return _SAID_BEFORE.search(text[: span["start"]]) is not None and (
        _NAMES_TIME.search(text) is not None
        or _is_bare(text, span)
        or re.search(r"(?:是|才|从)$", text[: span["start"]]) is not None
    )


def _is_denied(text: str, span: Span) -> bool:
    """Whether the words right before or after the span deny it (不是8栋, 8栋不对)."""
    before, after = text[max(0, span["start"] - 8) : span["start"]], text[span["end"] : span["end"] + 10]
    return _DENIED_BEFORE.search(before) is not None or _DENIED_AFTER.match(after) is not None


def _is_bare(text: str, span: Span) -> bool:
    """Whether a message is hardly more than the span."""
    rest = text[: span["start"]] + text[span["end"] :]
    return len(_BARE.sub("", rest)) <= 2


def _read_contact(text: str, draft: CaseDraft) -> str | None:
    """The last number in the text that is neither somebody else's nor denied; or None."""
    own = [number for number in phones(draft) if not numbers.is_theirs(text, number)]
    kept = [number for number in own if not _is_denied(text, _span_of(text, number))]
    return kept[-1] if kept else None


def _span_of(text: str, words: str) -> Span:
    """The first occurrence of the words in the text, as a span."""
    start = max(0, text.find(words))
    return {"text": words, "start": start, "end": start + len(words)}


def _read_kind(text: str, known: Known) -> str | None:
    """The code of the kind that the text says instead of another; None if it says none, or the known one."""
    if len(text) > 40:
        return None
    rest = _KIND_NOT.sub("", text)
    found = _KIND_IS.search(rest)
    denied = rest != text
    if found is None or not (denied or re.search(r"改成|改为|换成|算是|就是|就提", text)):
        return None
    code = KIND_CODES[found.group("kind")]
    return code if code != known.kind else None
