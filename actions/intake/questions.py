"""Decide what to ask about a report: what it is about, where and, at times, when; nothing that the message already says. Pure.

The category is never asked: the clerk decides it.
"""

from __future__ import annotations

import re

from actions.case_draft import (
    has_place_or_time,
    has_sure_category,
    lacks_place,
    names_matter_or_place,
    phones,
    place_words,
    time_words,
)
from actions.conversation.turn import SURE_OF_ACT, Turn
from actions.intake.estates import estates_of
from actions.intake.form import NEEDS_PLACE, Form, place_of
from actions.interpreting import choosing
from actions.interpreting import short_answers as short
from actions.interpreting.matters.introductions import is_introduction, only_introduces
from actions.interpreting.numbers import says_only_a_number
from actions.interpreting.places import is_coarse, is_part, tells_what_happened

QUESTIONS = ("detail", "place", "time")  # in the order in which they are asked; detail: what it is about
MOST_QUESTIONS = 2  # different ones
MOST_TIMES_ASKED_WHAT = 4  # how often the bot asks "what is it about?"
LONG_REPORT = 40  # characters of a report from which a loosely named place is enough, and no time is asked

_FILLER = re.compile(
    r"你好|您好|在吗|请问|我们?|你们?|大家|要|想|来|有|个|件|点|一下|一个|一件|些|反映|反应|投诉|举报|咨询|求助|报修|上报|报告|报|"
    r"建议|提|意见|问题|情况|事情|事|帮忙|帮|麻烦|处理|解决|的|了|吗|呢|吧|啊|这里|这边|向|跟"
)
_ASKS = re.compile(
    r"[吗呢么？?伐]$|[\u4e00-\u9fff][不勿][？?]?$|(?!时不时|动不动)([^\W对])[不没]\1|好多钱|[费价钱要收需得是]好多[嘛啊呀]?$|好久才|几号|不会[^，,。]{1,20}吧|怎么样|怎么办|(?<!好)几岁|怎么(?:转|申请|领|查|缴|预约|登记|注销|补办|迁|落户|联系)(?!了)|几点|多少|什么|哪[里天个一儿]|谁|咋|(?<!没)啥(?![都也])|多久|有没有|能不能|可不可以|是不是|行不行|要不要"
    r"|[能可会要行好用得停办收在开来管]\S{0,8}[不没](?:啦|呢)?$|[吗呢伐](?=[\s，,。])"
)
_NOBODY_TOLD = re.compile(
    r"(?:什么时候|啥时候|几时|几号|哪[里天个家]|多久|多少钱?|几[天号])[^，,。？?]{0,5}(?:没人?|不)(?:讲|说|告诉|交代|定)(?:清楚?|我们?|过)?(?=$|[，,。！ ])"
)
_WONDERS = re.compile(  # 谁把我家的花砍了, 谁家在阳台烤肉一股味: what somebody did is told, and nobody is asked
    r"谁(?:家的?[^，,。？?]{0,6})?把(?![^，,。？?]{0,12}(?:交[给到了]|[送发报][给到]|告诉|通知|登记|领[走回]|接[走回]|带[来回]))[^，,。？?]{1,14}[了的](?=[，,。！! ]|$)"
    r"|谁家的?(?![^，,。？?]{0,12}(?:(?<!没)有(?!人|味|股)|(?<![老总可但不])是|可以|需要|想(?!不)|(?<![不功可])能|(?<![主只不])要(?!命)|(?<!一)会|符合|够|该|负责|(?<![不水气线])管(?!道)|还(?!有|在)))[^，,。？?吗呢]{4,30}(?=[，,。！! ]|$)"
)
_NAME = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{2}(?:小区|花园|家园|公寓|大厦|新村|社区|街道|大道|大街|路口|路段|广场|公园|市场|商场|超市|"
    r"中学|小学|学校|大学|学院|幼儿园|医院|车站|公交站|工业园|开发区|水库|河道|[县区市镇乡村])"
)
_NAMED_LOOSELY = re.compile(rf"{_NAME.pattern}|\d\s{{0,3}}(?:栋|幢|号楼|单元|弄|号院)")
_HAPPENS_AT_TIMES = re.compile(r"噪音|噪声|吵|扰民|油烟|烧烤|占道|摆摊|施工|打麻将|广场舞|遛狗|乱停|飙车")
_SAYS_WHEN = re.compile(
    r"[点早晚夜凌晨]|每天|天天|昨|今|明|刚|一直|经常|老是|总是|长期|最近|[周月年]|星期|礼拜|小时|分钟|周末|[几多]天|中午|下午|上午|现在|正在"
)
_OF_MINE = re.compile(  # 我老公昨天报的, 我们反映的问题
    r"(?:我们?|俺们?|咱们?)(?:家|这边|自己)?"
    r"(?:的|[那这][个件]?|[^，,。？?]{0,6}?(?:报修?|反映|反应|说|提|讲|投诉|登记|申请|求助|举报|咨询)(?:过|上去|上来|了)?的?){1,3}(?:[那这][个件])?"
    r"(?:事情?|问题|单子?|工单|诉求|案子|投诉|报修|求助)(?!是)"
)
_STANDS = re.compile(  # words that ask how the report stands, or how long it will take
    r"(?:(?:怎么?|咋)样(?=[了啦呢吗？?]|$)|到哪|哪一?步|进[度展]|结果|有没有(?:人|消息|回音|动静|下文|结果|着落|处理|解决|办)|没人[管看理办][了吗么嘛？?]"
    r"|有人(?:管|看|理|处理|办|负责|接|跟)[着了没不吗么嘛]|(?:有|没有?)(?:消息|回音|动静|下文|着落)|(?:处理|解决|办|弄|修|搞)(?:[得好完]|成|到)?(?:怎么?样|如何|了?没|了?[吗么]|到)"
    r"|还要(?:多久|等)|(?:什么|啥)时候(?:能|有|才)|几时|谁在?(?:管|办|处理|负责)|在[办弄处][吗理没]|受理了?[吗没]|(?:帮我|给我)?[查看问]一?下|呢[？?]?$)"
)
_HOW_IT_STANDS = re.compile(  # of these, the words that ask only how it stands
    r"(?:怎么?|咋)样|到哪|哪一?步|进[度展]|(?:处理|解决|办|弄|修|搞)[好完得成]?(?:了?[吗没么]|没有?$)|呢[？?]?$"
)
LONGEST_INQUIRY = 30  # characters of a question about what was reported
_ASKS_ABOUT_A_REPORT = re.compile(
    rf"{_OF_MINE.pattern}[^，,。？?]{{0,10}}{_STANDS.pattern}|(?:查|看|问|了解)(?:查|看|问)?(?:一?下)?[^，,。]{{0,4}}{_OF_MINE.pattern}$|"
    r"(?:[报登][的过了]|报上[去来]|反映[的过了]|投诉[的过了]|登记[的过了]|说的(?:那个|那件|这个|这件)?事).{0,12}"
    r"(?:怎么?样|到哪|哪一?步|进[度展]|结果|处理了|办了|修了|有没有(?:人|消息|回音|动静)|好了没|(?:有|没有?)(?:消息|回音|动静|下文)|人看)"
    r"|^(?:那|请问|现在|目前|这个|这事|这件事?|刚才的?)*(?:是个?|到)?(?:什么|啥|怎么个)(?:情况|进展|状态)(?:$|[了啊呢，,。？? ])"
)
_EARLIER = re.compile(  # 我上回报的那个路灯, 我老公上个月投诉的噪音
    r"(?:我们?|俺们?|咱们?|阿拉)[^，,。？?]{0,8}?(?:报修?|反映|反应|投诉|登记|举报|申请|求助)(?:过|上去)?的"
)
_DONE_OR_NOT = re.compile(  # 修没修, 弄好了没有, 管了没: asked, not told (没修)
    r"(?:(?P<verb>[修弄办管换清通拆装])没(?P=verb)|(?:[修弄办管换清通拆装搞]|处理|解决|落实|受理)(?:[好完成掉]|到位)?了?(?:没有?|[吗么]))(?=$|[啊呀呢嘛的？?，,。！! ])"
)
_LOOKS_UP = re.compile(  # 查个案子, 帮我查一下我的单子; 我名下有没有单子
    r"(?:^|[，,。！!；; ])(?:我|想|要|来|就|再|帮我?|给我|麻烦|请|你们?|您){0,5}(?:查查?|问问?|看看?|打听)(?:一?下|一?[个件])?(?:我的?|以前的?|之前的?|上次的?){0,2}(?:案子|件|单子|工单|报修单|受理单)(?=$|[，,。！!？? ])"
    r"|(?:名下|手机号?(?:下面?|里)?|这个号码?)[^，,。]{0,4}有(?:没有?|几[个件张]|多少)[^，,。]{0,6}(?:单子?|工单|案子|报修|投诉|报过|登记过|记录)"
)
_OF_PARCELS = re.compile("快递|驿站|包裹|邮件")
_LACKS_THE_NUMBER = re.compile(
    r"(?:编号|单号).{0,6}(?:没了?|忘了?|删了?|不记得|找不到|丢了?|不知道|不晓得)|(?:没有?|忘了?|删了?|记不得|不记得|找不到|丢了?|不知道|不晓得).{0,3}(?:编号|单号)"
)


_LABEL = re.compile(r"(?:地点|地址|位置|时间|日期|事情|事由|内容|问题|情况|电话|手机|联系方式|联系人|姓名)[：:]")


def next_question(form: Form) -> str | None:
    """What to ask next: detail (what it is about), place or time. None: nothing needed is missing, or MOST_QUESTIONS different ones were asked."""
    questions = list(dict.fromkeys(name for name in form.asked if name in QUESTIONS))
    if len(questions) >= MOST_QUESTIONS:
        return None
    if form.asked.count("detail") < MOST_TIMES_ASKED_WHAT and report_lacks_a_matter(form):
        return "detail"
    if "place" not in questions and needs_place(form):
        return "place"
    if "time" not in questions and needs_time(form):
        return "time"
    return None


def asks(text: str) -> bool:
    """Whether a text is worded as a question; not if it only says what nobody told (等到什么时候没讲), or wonders who did something (谁把我家的花砍了)."""
    return _ASKS.search(_WONDERS.sub("", _NOBODY_TOLD.sub("", text))) is not None


def wonders_who(text: str) -> bool:
    """Whether a text tells what somebody did, whoever it was (谁把我家的花砍了)."""
    return _WONDERS.search(text) is not None


def asks_about_a_report(text: str) -> bool:
    """Whether a short text asks what became of something reported (我老公昨天报的水管到哪一步了), perhaps without its number (编号忘了)."""
    if len(text) > LONGEST_INQUIRY:
        return False
    if choosing.asks_how_many(text) or _ASKS_ABOUT_A_REPORT.search(text) or _asks_of_an_earlier_one(text):
        return True
    return _LACKS_THE_NUMBER.search(text) is not None and not choosing.tells_beside_a_number(text)


def _asks_of_an_earlier_one(text: str) -> bool:
    """Whether a text asks whether something reported earlier was dealt with (我上回报的路灯修没修), or has what was reported looked up (查个案子)."""
    earlier = _EARLIER.search(text)
    if earlier is not None and _DONE_OR_NOT.search(text, earlier.end()):
        return True
    return _LOOKS_UP.search(text) is not None and _OF_PARCELS.search(text) is None


def asks_how_a_report_stands(text: str) -> bool:
    """Whether a text asks how far something reported is (我报的水管到哪一步了), rather than how long such things take (我报的事还要多久)."""
    return asks_about_a_report(text) and (_HOW_IT_STANDS.search(text) is not None or _asks_of_an_earlier_one(text))


_DOES_BEHIND = re.compile(r"(?<=[\d栋幢室])(?:私自|偷偷|天天|老)?(?:开|养|放|堆|搭|拆|卖|打|唱|装修|种)\S{2,}$")
"""What somebody does in a room, where the place was read to its end (201开麻将馆)."""


def report_lacks_a_matter(form: Form) -> bool:
    """Whether an open report has no photo and names no matter yet, at most a place or a time (桂花苑12栋) or words that cannot stand alone (第一)."""
    if only_introduces(form.text, place_words(form.draft)) and not form.photos:
        return True
    rest = form.text
    for words in sorted([*place_words(form.draft), *time_words(form.draft)], key=len, reverse=True):
        rest = rest.replace(_DOES_BEHIND.sub("", words), "")
    rest = _LABEL.sub("", rest)
    pieces = [one for one in re.split(r"[，,。；\s]", rest) if one and not is_coarse(one) and not is_part(one)]
    told = "".join(one for one in pieces if not (short.is_bare_opening(one) or is_introduction(one)))
    lacks = lacks_a_matter(told) and tells_what_happened(told) is False
    return not form.photos and (says_only_a_number(form.text) or lacks)


def lacks_a_matter(text: str) -> bool:
    """Whether a text has no two characters beside fillers, or only leaves a number (我要投诉, 有事打我13900001112); a place counts as words."""
    return says_only_a_number(text) or len(_FILLER.sub("", short.plain(text))) < 2


_COUNTER = re.compile(
    r"受理(?:台|员|窗口|处)|办事大厅|(?:社区|居委会?|村委会?|服务中心|你们)(?:的|那个?|这|里|办公室|服务中心|大厅|窗口|前台|值班)*(?:工作人员|办事员|前台|窗口|接待员?|接线员|接电话的|值班的)"
    r"|接线员|(?:接|回)我(?:的)?(?:电话|话|消息)的"
)
_BEHAVES = re.compile(
    r"态度|骂|凶|吼|训我|脸色|不耐烦|爱[理搭答]不[理搭]|爱答不理|推我|打我|动手|推来推去|推三阻四|踢皮球|要钱|收钱|收了?我|红包|刁难|敷衍|不理人?|挂(?:我|了)?我?的?电话|说话难听|阴阳怪气"
)


_SERVES_NOBODY = re.compile(  # 社区不给办事, 居委会电话打了三次都没人接, 去居委会办居住证，窗口不给办
    r"(?:社区(?!医院|卫生|食堂|里|门口|大门)|居委(?!会?楼)会?|村委会?|街道办(?:事处)?|办事处|(?<!卫生)服务中心|办事大厅|受理台|窗口)[^。！!？?；;\n]{0,14}?"
    r"(?:不(?:肯|愿意?)?给(?:我们?|人|居民|老百姓|大家|咱们?)?(?:办|盖章|开|受理|登记|签)|不(?:肯|愿意?|给)?办事|不接(?:我们?)?的?(?:电话|听)|电话[^，,。]{0,8}(?:没人接|没有人接|不接|打不通|无人接听|不通)|没有?人(?:接电话|接待|受理)"
    r"|(?:上班(?:时间|的点)?|白天|工作日)[^，,。]{0,4}(?:没人|关着?门|锁着?门)|(?<=窗口)没人(?=$|[，,。！! ])|不接待|不受理|不理(?:人|我|会|睬)|拒绝(?:办|受理|接待|盖章)|推来推去|推三阻四|踢皮球|推脱|推诿|互相推|(?:跑了|白跑)[^，,。]{0,3}趟|说不归(?:他们|我们|这里)管)"
)


_NO_CALL_TAKEN = re.compile(  # of another body: 物业不接电话
    r"(?:物业|派出所|城管|环卫|市政|卫生(?:院|站|所|服务中心)|医院|供[水电气]|自来水|燃气|电力|宽带|客服|维修)[^，,。！!？?；;\n]{0,8}(?:不接(?:我们?)?的?电话|电话[^，,。]{0,8}(?:没人接|没有人接|不接|无人接听))"
)


def is_about_the_counter(text: str) -> bool:
    """Whether a text tells how the people of our own counter behave (受理台的人骂我), or that it serves nobody (居委会不接电话): there is one, so that no place is asked for."""
    behaves = _COUNTER.search(text) is not None and _BEHAVES.search(text) is not None
    return behaves or (_SERVES_NOBODY.search(text) is not None and not asks(text))


def serves_nobody(text: str) -> bool:
    """Whether a text tells, and does not ask, that the community's own office does not do its work (社区不给办事), or that a body answers no call."""
    told = _SERVES_NOBODY.search(text) or _NO_CALL_TAKEN.search(text)
    return told is not None and not asks(text)


def tells_of_the_counter(text: str) -> bool:
    """Whether a text tells, and does not ask, how our own people behave, or that an office does not do its work."""
    return serves_nobody(text) or (is_about_the_counter(text) and not asks(_BEHAVES.sub("", text)))


def needs_place(form: Form) -> bool:
    """Whether to ask for a place. Inquiries, suggestions and praise need none, nor what our own counter's people do; in a long message a loose one will do."""
    if form.draft["kind"]["code"] not in NEEDS_PLACE or is_about_the_counter(form.text):
        return False
    place = place_of(form)
    if place:
        known = any(found["grid"] and found["text"] in place for found in form.draft["places"])
        if known:
            return False
        if estates_of(form):
            return len(form.text) < LONG_REPORT or _NAME.search(form.text) is None
        return len(form.text) < LONG_REPORT and (is_coarse(place) or is_part(place))
    if len(form.text) >= LONG_REPORT and _NAMED_LOOSELY.search(form.text):
        return False
    return lacks_place(form.draft) or not place_words(form.draft)


def needs_time(form: Form) -> bool:
    """Whether to ask for a time: only in a short complaint or tip-off about what happens at certain times (noise, fumes, stalls), if it names none."""
    if form.draft["kind"]["code"] not in ("complaint", "tip_off") or "time" in form.answers or time_words(form.draft):
        return False
    said = form.text + form.answers.get("place", "") + form.answers.get("detail", "")
    return len(said) < LONG_REPORT and bool(_HAPPENS_AT_TIMES.search(said)) and not _SAYS_WHEN.search(said)


_TELLS_MORE = re.compile(r"[，,。；;！!？?]\s*\S{4,}|[名姓叫]|还|但|派|漏|淹|漫|带|别")
LONGEST_BARE_WORDS = 16  # characters


_HOW = re.compile("怎么(?!不|还|又|老|回事)|如何|几[天个]|多久")


def only_asks(turn: Turn) -> bool:
    """Whether a short message says nothing but questions (谁来弄，电话有伐), thanks and preambles; also if it has no question (谢谢)."""
    said = turn.text.strip()
    clauses = [one for one in re.split(r"[，,。；;！!?？\s]+", said) if one]
    if len(said) > LONGEST_INQUIRY or turn.photos or turn.wish is not None or phones(turn.draft):
        return False
    return bool(clauses) and all(
        asks(one) or _HOW.search(one) or short.only_closes(one) or short.is_preamble(one) for one in clauses
    )


_PLAINLY_OF_NOTHING = 0.95  # score of the intent out_of_scope


def only_chats(turn: Turn) -> bool:
    """Whether a message is only a preamble (我打字慢), or the bot is sure that it says nothing of any matter, and nothing in it does."""
    if turn.photos or turn.located or turn.wish is not None:
        return False
    if short.is_preamble(turn.text):
        return True
    chats = turn.acts("chat", score=SURE_OF_ACT) and tells_nothing_more(turn) and not asks(turn.text)
    of_nothing = turn.surely("out_of_scope", score=_PLAINLY_OF_NOTHING) and not has_sure_category(turn.draft)
    return chats and ((of_nothing and not turn.draft["places"]) or not names_matter_or_place(turn.draft))


def tells_nothing_more(turn: Turn) -> bool:
    """Whether a message is so short, without place, time, number, photo, wish or a second clause, that a question or thanks is all it says."""
    said = turn.text.strip()
    if len(said) > LONGEST_BARE_WORDS or turn.photos or turn.wish is not None or phones(turn.draft):
        return False
    return not (has_place_or_time(turn.draft) or _TELLS_MORE.search(said) or tells_what_happened(said))
