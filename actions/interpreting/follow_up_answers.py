"""Read the answer to "has it been fixed?", and whether a matter is given up or wanted after all; a yes counts only if the whole text is understood. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.interpreting.short_answers import (
    goes_ahead,
    has_word_of_stopping,
    in_standard_words,
    is_affirm,
    is_stop,
    plain,
)

_BAD_AGAIN = re.compile(
    "又(?:坏|漏|堵|不|黑|灭|暗|闪|停|断|掉|响|吵|臭|裂|塌|满|脏|乱|松|歪|冒|渗|翘|鼓|垂|陷|跳闸|这样|那样|老样子)"
).pattern
_NO = re.compile(
    rf"没(?:有)?(?:修|弄|解决|处理|搞|改|清|通|完全|全|彻底|变|人来|动静|好)|还(?:没|是(?:老样子|那样|不|漏|坏|堵|吵|有|没))|{_BAD_AGAIN}|"
    r"不满意|不好|不行|不认可|不认同|不清楚|没懂|没听懂|没明白|不明白|看不懂|还有(?:话|问题|疑问|要说|想说)|想再说|没用|老样子|依旧|仍然|敷衍|骗人|假的|根本没|^没(?!事|问题|毛病)|^否$|^不$|^2$|重办|^不是$|^未"
)
_YES = re.compile(
    r"(?:修|弄|处理|解决|搞|办|清|通|换|装)(?:理)?(?:好|完|掉|干净)?了|好了|解决了|可以了|满意|没问题|没事了|清楚了|明白了|知道了|晓得了|收到了|懂了|^认可|认可了|正常了|亮了|不漏了|不堵了|不吵了|通了|没问题|不臭了|"
    r"^是$|^是的$|^对$|^1$"
)
_NODS = re.compile("好的?|嗯+|行|可以")  # "I have heard", or a yes to what was just asked

_FIXED = re.compile(r"(?:修|弄|处理|解决|搞|办|清|通|换|装)(?:理)?(?:好|完|掉|干净)?了")

_DOUBT = re.compile(  # hypothetical; hearsay; a guess
    "要是|如果|假如|假使|倘若|若是|万一|等(?!了)[^，。]{0,8}?(?=修|弄|处理|解决|搞|办|清|通|换|装|好)|一旦|除非|要等|到时候"
    "|听说|听讲|据说|听[^，。！!；;]{1,6}[说讲]"
    "|(?:老婆|老公|爱人|媳妇|老伴|妈|爸|娘|爹|儿子|女儿|孩子|奶奶|爷爷|婆婆|公公|哥|姐|弟|妹|家里人?|家人|邻居|室友|租客|房东|同事|物业|保安|门卫|师傅|工人|网格员|居委会?"
    "|社区|主任|经理|客服|他们?|她们?|人家|别人|有人|大家|群里|楼[上下]|隔壁|对门|你们|短信里?|通知)(?:都|也|刚刚?|刚才|又|来电话|打电话|跟我|告诉我|发消息){0,2}(?:说是?|讲|告诉我)"
    "|好像|应该|可能|大概|估计|也许|似乎|貌似|兴许|说不定|恐怕|不确定|看样子|算是|差不多"
)
_DOUBT_AFTER = re.compile(r"[了过的]{0,2}(?:好像|吧|吗|没有|[?？]|的话|再说|才|我就不|就不找|就不投)")
_SEEN = re.compile("(?:我|自己)(?:也|自己|刚刚?|刚才|今天|又)?(?:去)?(?:看|试|查|瞧)(?:了|过)|亲眼|确实|的确")
_SENTENCE = re.compile(r"[。！!；;\n]")
_PRAISES = re.compile("太好")
_CLAUSE = re.compile(r"[\s，,。.、！!；;：:~～…“”\"'（）()👍👌🙏🌹]+")
_NOT_LOOKED = re.compile(  # 没看到 says that there is nothing to see
    "(?:没有?|未)(?:去|来得及|空|时间|工夫|功夫|顾上|顾得上|机会|回家|回去){0,3}(?:看|瞧|查|检查|试)(?![到见懂清明好着出])过?"
)
_COURTESIES = re.compile(  # what may accompany a yes: thanks, praise, who came, when
    "(?:要是|如果|以后|下次|万一){0,2}(?:再|还|又)?(?:坏|有问题|有事|有情况)了?[^，。]{0,3}(?:找|麻烦|联系|告诉|反映|报)(?:给|一下)?(?:你们|您|你)?"
    "|我?跟你们?说|不用再?来了?|太(?:好|谢谢|感谢)了?|(?:又|也)(?:快|好|干净|及时)|也?不(?:臭|吵|漏|堵|坏|暗|黑|闪|卡|响)了|[\u4e00-\u9fff]师傅"
    "|没(?:有)?(?:什么|啥|任何)?(?:事|问题|毛病)了?|谢谢|感谢|多谢|谢|辛苦|麻烦|大家|师傅|小哥|大哥|大姐|物业|社区|居委会?|网格员|书记|主任|领导|同志|工作人员"
    "|你们|您|你|我们|我|家里?|非常|特别|十分|真的|真是|真|很|挺|及时|迅速|快|赞|点赞|表扬|夸|给力|正常|运行|合理|收费|搞定|ok|OK|负责|认真|专业|效率|速度|服务|态度|水平|手艺|不错|厉害|干净|亮堂|利索|五星|好评"
    "|满意|放心|高兴|高|人|好|刚刚?|刚才|今天|昨天|前天|今早|昨晚|早上|上午|中午|下午|晚上|已经|现在|早就?|都|全部?|终于|总算|确实|的确|彻底|完全"
    "|自己|亲眼|看|试|去|来|过|就|可以|结案|行|对|是的|是|嗯|哦|噢|一下|一个|给|[的了啊呀啦哈呢嘛哎唉]"
)
_LIMITS = re.compile(  # words before a yes that limit it: only in part, for now, or on a condition
    "[但虽却倒还又没不别另半才太只仅]|就[换是]|不过|可是|部分|有的|有些|有[一两几]|基本|勉强|凑合|暂时|目前|眼下|临时|大体|大致"
    r"|^说是|^(?:就|光)?[一两二三四五六七八九十几\d]+[盏个只处户边头扇台根条张块](?!.*[都全])"
)
_CONCEDES = re.compile("(?P<same>[\u4e00-\u9fff])(?:倒|还|也|都)?是(?:都|已经)?$")  # before the same word: 亮是亮了
_CASE = re.compile(r"LL-?\d{8}-?\d{4,}|(?<!\d)\d{4}(?!\d)", re.IGNORECASE)  # a case's number, or its last digits
_LONGEST_SUBJECT = 16  # characters
_LONGEST_READ = 40  # characters of a wish to take up again what was given up


_STILL = re.compile(
    "还是|又(?!来)|依旧|仍|照样|老样子|没用|不行|不好|没(?:有)?(?:修|弄|解决|处理|搞|改|清|通|换)(?:好|掉|干净|通|完)"
)
_WAITS = re.compile("没(?:有)?(?:什么)?(?:人|谁|来|动静|消息|回音|回复|答复|下文|开始)|催|快点|赶紧|抓紧")
_NO_NEED = re.compile(  # 不用修了, 那就不麻烦你们了, 不用派人来了
    r"(?:那|那么|就|也|还是|先|我|我们|现在|这个|这件事?|这事|你们|您|请|都|师傅|已经|真的|算了){0,5}"
    r"(?:不用|不要|别|不必|甭|不需要|用不着|没必要|不麻烦|不劳烦|不想|不(?=修|报|麻烦|劳烦))(?:再|你们|您|师傅|特地|专门){0,3}"
    r"(?:麻烦|劳烦|修理?|来|办|管|处理|派|弄|换|查|看|通|清|搞|跑|叫|安排|上门|报|跟进){0,3}(?:人|师傅|你们|您|大家)?(?:来|过来|修|看|上门|跑一趟|跑){0,3}(?:了|啦|哉|咧)(?:撤掉?了?|撤回|撤单)?(?:吧|啊|哦|哈)?"
)
_BY_MYSELF = re.compile(
    r"(?:灯|水管?|门|锁|那个|这个|东西|已经|今天|刚才|刚刚?|家里|后来){0,3}(?:我们?|我家|自己|老公|儿子|老伴|邻居){1,3}(?:已经|自己|找人|给|都|去|把它|刚){0,3}"
    r"(?:换|修|弄|搞|解决|处理|通|清|装|找)(?:好|完|掉|到|理)?了?(?:一个|新的|一下|过)?了?"
    r"|(?:那|我们?|我家|我老公|我儿子|自己|先|再|还是|直接|打算|准备){1,3}(?:去|来)?(?:找|问|跟|叫|联系|打给|喊)(?!你|您|社区|人工)[\u4e00-\u9fff]{1,6}?(?:说|问|修|弄|解决|处理|看|谈|反映|商量)?(?:去|一下|吧|了){0,2}"
)
_AFTER_ALL = re.compile(  # 还是要报, 算了还是修吧, 不撤了, 刚才那个重新报一下
    r"(?:哎呀?|唉|诶|啊|慢着|且慢|你们?|您|那|算了|不对|等等|等下|不好意思|想来想去|想想|想了想|考虑了?一下|麻烦|请|我|我们|刚才|刚刚|前面|之前|那个|那件|这个|这件|的|事情?|又){0,6}"
    r"(?:还是|仍然|依然|照样|照常|接着|要|得|继续|重新|再|帮我|给我|麻烦|给)+(?:跟?你们?|跟?您|我|我们|他们|给|帮|要|想|得|来|去|派人|叫人){0,4}"
    r"(?:报|登记|修|办|处理|弄|管|解决|看|来人|提交|反映|投诉|上报|(?<!再)[讲说](?=$|[一吧的给下出]))(?:给你们?|出来|上去|上|一下|一趟|一次|一遍|下|看|修|掉|了|个){0,3}"
    r"|(?:哎呀?|唉|诶|啊|慢着|且慢|等下|那|我|先|还是|算了|等等|不好意思|刚才|那个|那件|这件|的|事){0,5}(?:不|别|不要|不用|不想|甭|勿|覅)(?:再)?(?:撤回|撤销|撤掉|撤|取消)了?(?:(?:不|别|不要)(?:撤回|撤销|撤掉|撤|取消)了?)?"
    r"|(?:刚才|刚刚|前面|我|那个|那件|说的?|的){0,4}(?:撤回?|取消)(?:的|了)?(?:那个|那件|这件|那句)?(?:不算|不作数|作废|早了|急了|后悔了)(?:数|了)?|当我没撤(?:过)?"
    r"|(?:我|刚才|刚刚|不小心|不好意思|那个|那件|是){0,4}(?:撤|取消|点|按)错了?|(?:我)?(?:后悔|反悔)了|(?:我们?|那|算了|唉|哎|现在){0,3}又(?:想|要)(?:报|办|修|登记|处理|反映|投诉)(?:了|啦|一下|上){0,2}|恢复(?:这|那|刚才)(?:一?件|个)?(?:的|事)?|(?:帮我|给我|麻烦|请|能|把|刚才|那个|那件|的|事){1,6}恢复(?:一下|回来)?"
)
_BROKEN_AGAIN = re.compile(
    r"(?:结果|可是|但是?|现在|今天|刚才|刚|刚刚|这会儿?|它|那个|灯|门|电梯|水管?|东西|居然|怎么|还是|没想到){0,4}"
    rf"(?:{_BAD_AGAIN}[一-鿿]{{0,4}}|又(?:来|开始)了"
    r"|(?:还是|根本|压根|其实|并)?没(?:有)?(?:修|弄|搞|处理|解决|换)?(?:好|掉|成)|还是(?:老样子|那样|不[一-鿿]{1,2}|坏的?|漏水?|堵着?))"
)
_QUESTION = re.compile("[吗?？]")
_STOPS_TWICE = re.compile("(?:算了){2,3}|(?:不用了){2,3}")
_BEFORE_A_STOP = re.compile(  # 哦算了不报了, 不好意思那还是别登记了
    r"^(?:哎呀?|唉|诶|啊|哦|噢|喔|唔|嗯|呃|额|哈|嗨|那么?|就|先|还是|现在|暂时|不好意思|抱歉|对不起|等等|等一?下|慢着|算[了啦喽咯](?=.)|不用了(?=.)){1,5}"
)
_SAID_AGAIN = re.compile(r"(.{2,6}?)\1+")
_THANKS = re.compile(
    "(?:哎呀?|唉|诶|啊|慢着|且慢|等等|等下|那个)+|(?:谢谢|多谢|感谢|辛苦|麻烦|打扰|不好意思|对不起|抱歉)(?:你们?|您|大家|师傅|了|啦|啊){0,3}"
)
_SEPARATORS = re.compile(r"[\s，,。.！!；;、~～]+")


def is_still_broken(text: str) -> bool:
    """Whether a no says that the matter goes on (还是不亮), and neither that nobody has come yet (还没人来修) nor to hurry (还是不亮，赶紧来修)."""
    return _STILL.search(text) is not None and _WAITS.search(text) is None


def is_doubtful_yes(text: str) -> bool:
    """Whether a text says yes, but each time hypothetically (要是好了), from hearsay (听说修好了) or as a guess (好像好了)."""
    found = list(_YES.finditer(text))
    return bool(found) and not any(_is_sure(text, *yes.span()) for yes in found)


def _is_sure(text: str, start: int, end: int) -> bool:
    """Whether the yes at [start, end) stands without words of doubt, or after words of having seen it oneself."""
    before = _SENTENCE.split(text[:start])[-1]
    seen = [one.end() for one in _SEEN.finditer(before)]
    before = before[seen[-1] :] if seen else before
    return _DOUBT.search(before) is None and _DOUBT_AFTER.match(text, end) is None


def is_half_yes(text: str) -> bool:
    """Whether a text says a sure yes that does not count (`read_fixed`): beside more (亮是亮了 就是一闪一闪的), unseen, or in a long text."""
    return read_fixed(text) is None and _YES.search(text) is not None and not is_doubtful_yes(text)


def is_no_answer_yet(text: str) -> bool:
    """Whether a text says that its sender has not looked yet, or is only thanks or a nod."""
    if read_fixed(text) is not None:
        return False
    if _NOT_LOOKED.search(text):
        return True
    thanks = re.search("[谢苦]|^麻烦", text) is not None and all(not _COURTESIES.sub("", one) for one in _clauses(text))
    return is_nod(text) or thanks


def is_nod(text: str) -> bool:
    """Whether a text is a nod and no more: 嗯, 好的. To a question it is a yes; to the news that the work is done, perhaps not."""
    return any(_NODS.fullmatch(said) for said in (text.strip(), plain(text)))


def _is_whole_yes(text: str) -> bool:
    """Whether a text is a yes and courtesies only."""
    return all(_is_understood(one) for one in _clauses(text))


def _is_understood(clause: str) -> bool:
    """Whether a clause is no more than a yes, perhaps with its subject (3号楼的灯亮了), or courtesies."""
    yes = _YES.search(clause)
    if yes is None or _PRAISES.match(clause):
        return not _COURTESIES.sub("", clause)
    before, after = clause[: yes.start()], clause[yes.end() :]
    concedes = _CONCEDES.search(before)
    if concedes is not None and concedes["same"] == yes.group()[0]:
        return False
    if _COURTESIES.sub("", _YES.sub("", after)):
        return False
    return not _COURTESIES.sub("", before) or (len(before) <= _LONGEST_SUBJECT and _LIMITS.search(before) is None)


def _clauses(text: str) -> list[str]:
    """The clauses of a text, without the case's number."""
    return [one for one in _CLAUSE.split(_CASE.sub(" ", text)) if one]


def read_fixed(text: str) -> bool | None:
    """What a text answers to "has it been fixed?". None: no answer, or no sure one, or more than 200 characters.

    True: fixed, or that its sender is content or has heard it (修好了, 满意, 知道了, 1). False: not fixed, or not content (没修, 不清楚, 2).
    """
    if len(text) > 200:
        return None
    text = _NOT_LOOKED.sub("", text) if (unseen := _NOT_LOOKED.search(text)) else text
    said = plain(text) or text
    if _NO.search(said) or _NO.search(text):
        return False
    if unseen is None and (_YES.search(said) or _YES.search(text)):
        return None if is_doubtful_yes(text) or not _is_whole_yes(text) else True
    return None


def says_fixed(text: str) -> bool:
    """Whether a text says yes by a word of the work (修好了，谢谢); 亮了 and 满意 alone do not count."""
    return bool(_FIXED.search(text)) and read_fixed(text) is True


def tells_it_is_mended(text: str) -> bool:
    """Whether a text has a word of work that was done (漏水的地方修好了), whatever it says besides."""
    return _FIXED.search(text) is not None


def wants_it_after_all(text: str) -> bool:
    """Whether all of a text (`_LONGEST_READ` at most) says that what was given up is to be dealt with after all: 算了还是报吧, 不撤了."""
    return _says_only(text, (_AFTER_ALL,))


def is_broken_again(text: str) -> bool:
    """Whether all of a text (`_LONGEST_READ` at most) says that something is broken again or still (又坏了), perhaps also what to do."""
    return _says_only(text, (_BROKEN_AGAIN, _AFTER_ALL)) and not wants_it_after_all(text)


_HESITATES = re.compile(  # beside the wish to report after all: 不行 还是要讲
    r"(?:不行|不成|不对|算了|唉|哎|等等|等一?下|不管了|想来想去|越想越气|气不过|忍不了|忍不住|憋不住|想想|想了想|考虑了一下|又想了想|我|还是|真|实在|也|了|啊|呀){1,6}"
)


def _says_only(text: str, phrases: Sequence[re.Pattern[str]]) -> bool:
    """Whether each part of a text between its marks matches one of the phrases or goes ahead (还是报吧), apart from thanks and 不好意思, and some part does."""
    parts = [plain(one) for one in _SEPARATORS.split(text.strip()[:_LONGEST_READ]) if one]
    told = [any(phrase.fullmatch(one) for phrase in phrases) or goes_ahead(one) for one in parts]
    beside = (
        _THANKS.fullmatch(one) or _HESITATES.fullmatch(one) for one, tells in zip(parts, told, strict=True) if not tells
    )
    return len(text) <= _LONGEST_READ and any(told) and all(beside) and _QUESTION.search(text) is None


def tells_who_came(text: str) -> bool:
    """Whether a text tells that somebody came about a matter, perhaps with what they said (物业来看过一次，说要等配件).

    Not if it says that the matter is fixed, nor as a question. That it is not fixed may be said, too.
    """
    return (
        _SOMEBODY_CAME.search(text) is not None
        and _ASKS_WHETHER_THEY_CAME.search(text) is None
        and read_fixed(text) is not True
    )


_SOMEBODY_CAME = re.compile(
    r"(?:^|[，,。；; ])(?:刚才|刚刚|今天|昨天|早上|上午|中午|下午|晚上|后来|已经|现在|那个|你们的?|[前昨]天|[\u4e00-\u9fff]?师傅|他们说){0,3}"
    r"(?:物业|师傅|工人|电工|水工|保安|经理|城管|社区|居委会?|网格员|民警|警察|他们|她们|人家|有人|有个人|维修工?的?|供电|自来水|燃气|环卫|街道|施工队|工作人员)(?:上?的)?(?:人|师傅|公司|所)?"
    r"(?:已经|刚才|刚刚|今天|昨天|早上|上午|下午|也|是|倒是|都|只|就)*(?:派人|上门|过)?(?:来|到)(?:看|修|查|检查|量|弄|问|拍|通|换|处理|瞧)?(?:过|了)(?!没|吗)"
)
_ASKS_WHETHER_THEY_CAME = re.compile(r"[吗么呢？?]$|没有?[？?。]?$|怎么样|[？?]|查一下|问一下|进[度展]")


def gives_up_a_part(text: str) -> bool:
    """Whether a text gives up one thing and wants another dealt with all the same (柜子不用管了，秋千还是要修的)."""
    drops = _NO_NEED.search(text) or has_word_of_stopping(text)
    return bool(drops) and _WANTS_THE_REST.search(text) is not None and _QUESTION.search(text) is None


_WANTS_THE_REST = re.compile(
    r"(?<!不)(?:还是|还得|还|仍然?|照样|就|只|光)(?:要|得|用|请|麻烦)?(?:你们|他们|派人)?(?:修|办|报|管|处理|换|弄|解决)(?!不)(?!了|好了)"
)


def drops_it(clause: str) -> bool:
    """Whether a clause only gives something up, after whatever opens it: 哦算了不报了, 别报了别报了, 不麻烦你们了."""
    said = _SAID_AGAIN.sub(r"\1", in_standard_words(clause.strip()))
    shorter = _BEFORE_A_STOP.sub("", said)
    return any(is_stop(one) or _NO_NEED.fullmatch(one) is not None for one in {said, shorter} if one)


_RUN_TOGETHER = re.compile(
    r"(?<=[好通亮换修走停])了(?=(?:就)?(?:不用|不要|不需要|不必|别)(?:再|派人|你们)?(?:[来修管跑弄派]|上门|麻烦))"
)


def gives_up(text: str) -> bool:
    """Whether all of a text says that nobody needs to deal with a matter any more: 算了 不用修了, 不用来了 修好了, 算了 灯我自己换了.

    That the matter is fixed may be said, too, without a mark between (修好了不用来了, by voice).
    """
    parts = [in_standard_words(one) for one in _SEPARATORS.split(_RUN_TOGETHER.sub("了，", text.strip())) if one]
    drops = [
        is_stop(one) or _NO_NEED.fullmatch(one) is not None or _STOPS_TWICE.fullmatch(one) is not None for one in parts
    ]
    beside = (
        is_affirm(one) or _THANKS.fullmatch(one) or _BY_MYSELF.fullmatch(one) or read_fixed(one) is True
        for one, drop in zip(parts, drops, strict=True)
        if not drop
    )
    return any(drops) and all(beside) and _QUESTION.search(text) is None


_DISPUTES = re.compile(
    r"不(?:认可|认账|认这|接受|服气|服(?![务从用装]))|(?:对|这个?|那个?|你们的?)(?:处理|答复|结果|回复|说法|办理?)[^，,。]{0,4}不(?:满意|同意|满)|不同意(?:你们|这个?|那个?)?的?(?:处理|答复|结果|回复|说法)"
)
_OF_ANOTHER = re.compile(
    r"(?:物业|他|她|他们|老板|邻居|楼[上下]|公司|房东|对方|保安)们?(?:说|就|也|都|还|死活|根本){0,2}不(?:认|接受|服)"
)


def disputes_a_result(text: str) -> bool:
    """Whether a text says that its sender does not accept (不认可) how a case is dealt with: not that it is to be withdrawn."""
    return _DISPUTES.search(text) is not None and _OF_ANOTHER.search(text) is None
