"""Read whether a message withdraws a registered case, or wants it kept or back (别撤, 取消撤回, 按错了，继续办). Pure.

Read clause by clause, so that other words beside it (物业还没来) do not hide it. A clause that names something is about that alone:
路灯那个撤了吧，门禁别撤 keeps no case, and does not withdraw one either (`asks_to_withdraw`: the last clause decides).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.interpreting import short_answers as short

LONGEST_READ = 80  # characters; a longer message is a report
_CLAUSES = re.compile(r"[\s，,。.！!？?；;、~～…：:]+")
_WITHDRAWAL = re.compile(r"(?:撤(?:回|销|掉|下|单)?|取消|作废)").pattern
_WORDS_BETWEEN = re.compile(
    r"(?:有|是|再|先|给我|帮我|替我|让|叫|说过?|想|要|用|能|可以|准备?|打算|许|必|必要|同意|急着?|忙着?|你们?|您|我|谁|人){0,4}"
).pattern
_KEEPS = re.compile(  # 先别撤了, 我没有要撤, 谁让你撤的
    rf"(?:不是?|别|没|甭|勿|覅|莫|谁(?=[让叫说]))(?!行|好|对){_WORDS_BETWEEN}{_WITHDRAWAL}(?:了|过|掉|的|它){{0,2}}"
)
_GIVING_UP = re.compile(r"(?:不|别)(?:用|要|想|再|需要|让|肯)?(?:办|报|修|管|弄|处理|登记|来|解决)").pattern
_DENIES = re.compile(  # 我没说不办, 不是不报了, 谁说我不报了
    rf"(?:没有?|不是|谁|哪[个里]?)(?:有|是|人|跟你们?|[叫让]你们?|[说讲叫让要想]|过|我们?|你们?|这个|那个|要){{0,5}}(?<![人有]){_GIVING_UP}(?:了|的|吧|啊|哦|哈){{0,2}}"
)
_OF_CASES = re.compile(r"(?:工单|单子|单|报修|投诉|登记|案子|案件|事情?|申请|反映|举报|建议|求助|问题|记录)").pattern
_REGRETS = re.compile(rf"(?:不该|不应该?|不应当|后悔|反悔|懊悔)[^，,。！!？?]{{0,6}}{_WITHDRAWAL}").pattern
_UNDOES = re.compile(  # 取消撤回, 撤回作废, 把撤回撤回来, 撤错了, 恢复一下, 刚才不该撤回, 恢复我的工单
    rf"(?:取消|撤销|撤掉|收回|作废)(?:掉|了|一下|刚才|刚刚|那个|前面|上一?[个条]|我){{0,3}}的?(?:撤回?|撤销|取消)(?:的?(?:申请|请求|操作|那[条句个]))?"
    rf"|{_WITHDRAWAL}(?:的|了|那[条句个件]|申请|操作){{0,3}}(?:给我|帮我|再|也|都){{0,2}}(?:取消|作废|收回|不算数?|不作数|撤回来|撤回去|撤掉|早了|急了|错)"
    r"|当我没(?:说)?撤过?|(?:撤|取消)错|误撤|(?:(?:点|按|发|回)错|手[滑抖误]|误(?:操作|点|触|按|发))[^，,。]{0,6}(?:撤|取消)|(?:撤|取消)[^，,。]{0,4}(?:是|属于)?(?:点错|按错|发错|手[滑抖误]|误(?:操作|点|触|按))"
    r"|(?:把|给我|帮我|请|麻烦|重新)[^，,。]{0,6}恢复(?!正常|供|通)|恢复(?:一下|回来|原样|过来|办理|登记)(?!了)"
    rf"|{_REGRETS}|恢复(?:一下|下|我们?|刚才|刚刚|之前|昨天|今天|前面|上[次回]|最近|那|这|的|[一两]?[个条件张份]|报|说|撤[回销掉]?|取消|了){{1,8}}(?:(?<=的)|(?<=[个件条])|{_OF_CASES})(?=$|[吧了啊呀嘛吗么行好可])"
    r"|^(?:请|麻烦|能不能|可不可以|可以|能|要|想|得|我们?|那|就|还是|给|帮|你们?|再|一下|还){0,6}恢复(?:吧|啊|呀|哦|嘛|(?:得了)?[吗么不])?$"
)
_BY_MISTAKE = (
    re.compile(  # beside a question: whoever withdrew by mistake and asks whether it can be restored wants that
        rf"{_REGRETS}|(?:撤|取消)[回销掉]?错|误撤|[后反]悔|(?:点|按|发)错|手[滑抖误]|误(?:操作|点|触|按)|当我没撤"
    )
)
_ASKS_TO_RESTORE = re.compile(r"恢复|撤回来|[还再]?(?:找|弄|拿|改|变|要)回来")
_SLIP = re.compile(r"(?:点|按|发|回)错|手[滑抖误]|误(?:操作|点|触|按|发)")
_YES = re.compile("[是嗯好要]|对(?!不起)")
_WANTS = re.compile(  # beside one of these: 照原来的办, 继续办, 留着
    r"(?:照|按)(?:原来?|之前|刚才|以前)的?样?子?(?:的|那样)?(?:继续|接着)?(?:办|修|处理|弄|来)?|照[旧常]|原样|留着|保留|(?:还是|还|仍然?|依然)?(?:继续|接着)(?:给我|帮我)?(?:办|修|处理|弄|管|查|跟)?"
    r"|(?:还是|还)要(?:办|修|处理|弄|管|解决|你们)(?:的|掉)?|还是(?:得|要|想|请|麻烦)?(?:你们?|您|社区){0,2}(?:给|帮|替)(?:我们?|俺)(?:办|修|处理|弄|管|解决)(?:一下|掉)?|改(?:了)?主意|别当真|不算数?|不作数|[后反]悔|想了?想|考虑了?一?下"
)
_WAS_MEANT = re.compile(
    rf"(?:本来|原来|原本|刚才|刚刚|之前|先前|前面|差点|以为|已经|都|昨天|早上)[^，,。]{{0,4}}{_WITHDRAWAL}|{_WITHDRAWAL}[回掉了]{{0,2}}(?:的(?!$)|之后|以后|后)"
)
_WITHDRAWS = re.compile(rf"{_WITHDRAWAL}|不(?:想|要|用)?(?:再)?[报办](?!不)|别[报办]")
_ONLY_ASKS = re.compile(
    rf"(?<!不)撤不撤|{_WITHDRAWAL}[^，,。]{{0,6}}(?:能|可以|会|行)[^，,。]{{0,8}}(?:吗|么|[?？]|不$|没$)|怎么(?:才能)?(?:取消|撤|恢复)|[是会有]不?[是会有]?[^，,。]{{0,4}}{_WITHDRAWAL}[^，,。]{{0,4}}(?:吗|么|[?？])"
)
_WORDS_OF_WITHDRAWAL = re.compile(_WITHDRAWAL + "|撤|恢复")
_SAYS_NOTHING_ELSE = re.compile(  # words that name no matter
    r"哎呀?|唉|诶|啊|哦|喂|嗯|呃|天哪|等等|等一?下|等会儿?|慢着|且慢|不好意思|对不起|抱歉|不小心|昨天|今天|前天|最近|刚才|刚刚|前面|之前|刚|那[个件条]|这[个件条]|第[一二三]|[个件条]|单子?|工单|投诉|报修|登记|反映|申请|请求|报的?|说的?|事情?|问题"
    r"|我?(?:妈妈?|爸爸?|老婆|老公|爱人|媳妇|老伴|孩子|小孩|儿子|女儿|孙子|孙女)|谢谢|麻烦|辛苦|拜托|千万|真的|其实|现在|暂时|马上|赶紧|快点?|还是|先|也|都|就|可以?|又|再|仍然?|想|要|得|请|给|帮|替|把|被|让|叫|我们?|你们?|您|他|大家|社区|师傅|同志|机器人|算了|不对|不是|不行|没有?|不|别|行|好|对|是|那么?|掉|回来?|过来|一下|一|了|的|吧|呀|啦|呢|嘛|哈|么|吗|来|去|办理?|处理|修|弄|管|它|到底|怎么|为什么|谁|急|错|手机|按|点(?=[了错到的])|能|可以|用|确定|确认|肯定|全部?|说了|就是?|问[一几]?[下问句遍]|呗|咯|哦|滴|没错"
)

_ACTS = re.compile(
    r"(?:决定|决议|公告|公示|通知|规定|处罚|罚款|罚单|合同|协议|表决|投票|选举|结果|备案|任命|资格|职务|许可|批文|方案|授权|公约|收费|涨价|会议|纪要|章程)"
).pattern
_BODIES = re.compile(
    r"(?:业委会|业主委员会|业主大会|居委会?|村委会?|社区|物业|街道|主任|书记|委员|会长|筹备组|开发商|公司|监票人|城管|他们?|她|你们|人家)"
).pattern
_REVOKES_ANOTHERS_ACT = re.compile(  # 撤销业委会的决定, 这次表决要作废, 取消主任的资格; nobody's report is called an act
    rf"{_WITHDRAWAL}(?:掉|了)?(?:[^，,。！!？?；;我]{{0,6}}{_BODIES}[^，,。！!？?；;]{{0,10}}|(?:这|那|本|上|此)[次个届份项种]?[^，,。！!？?；;我]{{0,6}}|){_ACTS}(?!的?(?:投诉|举报|报修|登记|单子|工单))"
    rf"|{_WITHDRAWAL}(?:掉|了)?{_BODIES}(?:$|[吧了。！!])|{_ACTS}(?:应该|应当|必须|需要|要求|请求|能不能|可不可以|可以|要|该|都|就|给我?|得|被|予以|依法){{0,3}}{_WITHDRAWAL}"
)
_ONES_OWN = re.compile(
    r"我(?:刚才|刚刚|昨天|上次|之前|的|报|提|说|投){0,3}的?(?:投诉|举报|报修|登记|单子|工单|申请|反映|那[件个])"
)

_POINTS = re.compile(
    "[^，,。！!？?]{1,8}?(?:[那这](?:一?[个件]事?|事)|的事)(?:情|的|就|先|也|你们|请|麻烦|[，, ]){0,3}"
)
_GIVES_IT_UP = re.compile(
    rf"(?:{_GIVING_UP}|{_WITHDRAWAL})(?:它|人|看|来)?[了吧啦]{{1,2}}|(?!不管)(?:{_GIVING_UP}|{_WITHDRAWAL})"
)


def gives_up_what_it_points_at(text: str) -> bool:
    """Whether a text only gives up one matter, which it names first (鸡那个别办了)."""
    said = text.strip()
    found = _POINTS.match(said)
    rest = short.plain(said[found.end() :]) if found is not None else ""
    return bool(rest) and (short.is_stop(rest) or _GIVES_IT_UP.fullmatch(rest) is not None)


def revokes_anothers_act(text: str) -> bool:
    """Whether a text wants somebody else's act revoked (撤销业委会的决定: every owner's right), which withdraws no report."""
    return _REVOKES_ANOTHERS_ACT.search(text) is not None and _ONES_OWN.search(text) is None


_SAID_TWICE = re.compile(r"(撤[回销掉下]?|取消|作废)(?:吧|了|啊)?(?:\1)+(?!来)")

Does = Literal["keeps", "undoes", "withdraws"]
"""`keeps`: wants it not withdrawn. `undoes`: takes back a withdrawal that was made. `withdraws`: asks to withdraw it."""
_TAKES_BACK: tuple[tuple[Does, re.Pattern[str]], ...] = (
    ("undoes", _UNDOES),
    ("keeps", _KEEPS),
    ("keeps", _DENIES),
)  # the first that fits counts


@dataclass(frozen=True)
class _Clause:
    """What a clause does with a case, if anything, and what else it says, without words that name no matter."""

    does: Does | None
    names: str


def _read(clause: str) -> _Clause:
    """Read one clause; 撤掉撤掉 says 撤掉 twice."""
    clause = _SAID_TWICE.sub(r"\1", clause)
    if revokes_anothers_act(clause):
        return _Clause(None, _names(clause))
    for does, pattern in _TAKES_BACK:
        if found := pattern.search(clause):
            return _Clause(does, _names(clause[: found.start()] + " " + clause[found.end() :]))
    live = _WITHDRAWS.search(clause) if _WAS_MEANT.search(clause) is None else None
    if live is not None:
        return _Clause("withdraws", _names(clause[: live.start()] + " " + clause[live.end() :]))
    return _Clause(None, _names(_WAS_MEANT.sub("", clause)))


def _only_asks(text: str) -> bool:
    """Whether a text only asks about withdrawing or restoring (撤回了还能恢复吗); 撤错了能恢复吗 wants it restored."""
    if _ONLY_ASKS.search(text) is None:
        return False
    return _BY_MISTAKE.search(text) is None or _ASKS_TO_RESTORE.search(text) is None


def _names(rest: str) -> str:
    """What the rest of a clause names: without words of wanting it after all, and without words that name no matter."""
    return re.sub(r"\W", "", _SAYS_NOTHING_ELSE.sub("", _WANTS.sub("", _WORDS_OF_WITHDRAWAL.sub("", rest))))


def _clauses(text: str) -> list[_Clause]:
    """The clauses of a text, read; none of a long one."""
    return [read for _, read in _clauses_as_said(text)]


def _clauses_as_said(text: str) -> list[tuple[str, _Clause]]:
    """The clauses of a text, each as it was said and as read; none of a long one."""
    return [(one, _read(one)) for one in _CLAUSES.split(text.strip()) if one] if len(text) <= LONGEST_READ else []


def keeps_case(text: str, known: str = "") -> bool:
    """Whether a text wants a case kept or back that it withdrew or was asked to withdraw: 先别撤了, 取消撤回, 按错了，麻烦继续办.

    `known`: the words of the case (its title and place); the clause that says so may name nothing with a character that is not in them.
    Its last word counts: 撤了吧 算了别撤 keeps the case, 别撤 不 还是撤了吧 does not.
    """
    if _only_asks(text):
        return False
    clauses = _clauses(text)
    said = [one for one in clauses if one.does is not None]
    if not said:
        return _SLIP.search(text) is not None and wants_it_back(text, known)
    if said[-1].does == "withdraws" or not set(said[-1].names) <= set(known):
        return False
    return not (said[-1].names and any(one.does == "withdraws" and one.names for one in said))


def was_a_slip(text: str) -> bool:
    """Whether a text says only that what was sent before was sent by mistake (不小心按错了): as an answer, not beside a yes."""
    rest = _clauses(_SLIP.sub("", text))
    only = all(one.does is None and not one.names for one in rest)
    return only and len(text) <= LONGEST_READ and _SLIP.search(text) is not None and _YES.match(text.lstrip()) is None


_ONLY_REGRETS = re.compile(
    r"(?:不好意思|对不起|抱歉|哎呀?|啊|我|是|刚才|刚刚|不小心|手[滑抖]){0,4}(?:[点按发]错|误[点触按发]|[反后]悔)(?:人|字|了|的){0,2}(?:不好意思|对不起|抱歉)?"
)


def only_regrets(text: str) -> bool:
    """Whether a text says only that what was sent was a slip or is regretted (点错了, 我反悔了): as first words it tells of nothing."""
    return _ONLY_REGRETS.fullmatch(short.plain(text)) is not None


def undoes(text: str) -> bool:
    """Whether a text that keeps a case (`keeps_case`) speaks of a withdrawal that was made (取消撤回, 撤错了)."""
    return any(one.does == "undoes" for one in _clauses(text)) or (
        _SLIP.search(text) is not None and wants_it_back(text)
    )


def wants_it_back(text: str, known: str = "") -> bool:
    """Whether a text wants a case that was just withdrawn dealt with after all (我改主意了，照原来的办). `known`: as in `keeps_case`."""
    if len(text) > LONGEST_READ or _only_asks(text) or any(one.does == "withdraws" for one in _clauses(text)):
        return False
    wants = [_names(one) for one in _CLAUSES.split(text.strip()) if _WANTS.search(one)]
    return bool(wants) and all(set(names) <= set(known) for names in wants)


@dataclass(frozen=True)
class Parting:
    """A withdrawal of one matter by its name beside another that is to be dealt with: the clauses that give up (`goes`) and that keep (`stays`)."""

    goes: str
    stays: str


_NEEDS_NONE = re.compile(  # 快递架那个不用了, 垃圾的就算了
    r"(?:的|那[个件桩]|这[个件桩])(?:那个|就|先|可以|已经|是|都){0,2}(?:不用|不必|不需要|用不着|算)(?:再)?(?:管|修|弄|来|处理|办|派人)?了(?:吧|啊|哈)?$"
)


def read_parting(text: str) -> Parting | None:
    """A message that withdraws one matter and, in another clause, wants another dealt with (垃圾桶那个撤了，灯的还要修); else None."""
    if _only_asks(text):
        return None
    parts = _clauses_as_said(text)
    goes = [one for one, read in parts if (read.does == "withdraws" or _NEEDS_NONE.search(one)) and read.names]
    stays = [one for one, read in parts if read.does is None and read.names and _WANTED.search(one)]
    return Parting("，".join(goes), "，".join(stays)) if goes and stays else None


@dataclass(frozen=True)
class Swap:
    """A withdrawal of the wrong case: what names the one that stays ("" if nothing does), and the words that withdraw the other."""

    stays: str
    goes: str


def read_swap(text: str) -> Swap | None:
    """A message that takes a withdrawal back and, in a later clause, withdraws another case by its name (撤错了 水表的要办 撤路灯的); else None."""
    if _only_asks(text):
        return None
    parts = _clauses_as_said(text)
    undone = [at for at, (_, read) in enumerate(parts) if read.does == "undoes"]
    goes = [(at, one) for at, (one, read) in enumerate(parts) if read.does == "withdraws" and read.names]
    if not undone or not goes or goes[-1][0] < undone[0]:
        return None
    stays = [
        one for at, (one, read) in enumerate(parts) if at != goes[-1][0] and read.names and read.does != "withdraws"
    ]
    return Swap("，".join(stays), goes[-1][1])


def tells_more(text: str) -> bool:
    """Whether a text that keeps a case (`keeps_case`) tells something beside (别撤，物业还没来)."""
    return any(one.does is None and len(one.names) > 1 for one in _clauses(text))


def asks_to_withdraw(text: str) -> bool:
    """Whether a clause of a text asks to withdraw a case, perhaps by its name (路灯那个撤了吧), and no later one wants any case kept."""
    said = [one for one in _clauses(text) if one.does is not None]
    return bool(said) and said[-1].does == "withdraws" and not _only_asks(text)


_REPORTED = re.compile(
    r"(?:刚才|之前|我){0,3}(?:[报说]的){0,2}(?:那|这)?(?:个|件|条)?(?:事情?|单子|报警|报案|警|案子?|举报|求助|LL-?[\d-]+)?(?:的事)?"
).pattern
_FEARS = re.compile("我(?:好|很|真|有点)?(?:害?怕|后悔|不敢)了?").pattern
_ONLY_WITHDRAWS = re.compile(
    rf"(?:我要|我想|帮我|给我|请|麻烦|那|都|把|就){{0,6}}{_REPORTED}(?:都|给我|就){{0,3}}(?:撤回|撤掉|撤销|撤了|撤|取消|作废|不报)(?:掉|了|吧|一下|它){{0,3}}{_REPORTED}(?:登记)?(?:了|吧){{0,3}}(?:{_FEARS})?",
    re.IGNORECASE,
)
_FEARS_FIRST = re.compile(rf"^{_FEARS}[，,。！!；;\s]+")


def only_withdraws(text: str) -> bool:
    """Whether all words of a text withdraw a case (撤回, LL-…撤回, 取消报警), maybe out of fear (撤回吧我怕)."""
    said = _FEARS_FIRST.sub("", text.strip())
    return _ONLY_WITHDRAWS.fullmatch(short.plain(said)) is not None


def withdraws(text: str) -> bool:
    """Whether a clause of a text only asks to withdraw a case (怕邻居知道，帮我撤掉), and no later one wants any case kept."""
    if _only_asks(text):
        return False
    said = [one for one in _clauses(text) if one.does is not None]
    return any(one.does == "withdraws" and not one.names for one in said) and said[-1].does == "withdraws"


_AT_MARKS = re.compile(r"[，,。！!；;\s]+")
_TAKEN_BACK = re.compile(
    r"(?:那就?|就|请|麻烦|帮我|给我|我要|我想|所以|你们?|把它?|这件|先){0,4}(?:撤回|撤销|撤掉|撤了|撤|取消|不用(?:来|修|管|办|处理)了)(?:掉|了|吧|一下|报修|登记|这件|谢谢){0,3}"
)


def takes_back_at_last(text: str) -> bool:
    """Whether the last clause of a text withdraws what was reported (看错了，有水，撤回), so that what it says before is why."""
    clauses = [one for one in _AT_MARKS.split(text.strip()) if one]
    return len(clauses) > 1 and _TAKEN_BACK.fullmatch(clauses[-1]) is not None and withdraws(text)


_OPENS_WITH_YES = re.compile(
    r"^(?:是+|对+|嗯+|恩+|好+|行|可以|没错|确定|确认|要)(?:的|滴|啊|呀|呢|哦|嘛|哈|吧){0,2}(?:[\s，,。.！!、~～]+|$)"
)
_NODS_OR_THANKS = re.compile(  # beside a yes: 是的, 谢谢, 麻烦你们了, 确定
    r"(?:是|对|嗯|恩|好|行|可以|没错|确定|确认|没问题|谢谢|谢|感谢|多谢|辛苦|麻烦|不好意思|打扰|抱歉|就这样|你们?|您|大家|师傅|了|啦|的|滴|啊|呀|吧|哦|哈|呢){1,12}"
)
_MOCKS = re.compile(rf"(?:{_WITHDRAWAL}|撤)什么{_WITHDRAWAL}")
_HURRIES = re.compile("快|处理|[登办](?!了)")
_MENDED = r"(?:修|弄|搞|处理|解决|清理|换|装|收拾|疏通)"
_NO_LONGER_NEEDED = re.compile(  # why it need not be dealt with any more, at the end of a clause
    rf"(?:(?:{_MENDED}(?:好|掉|完|过|干净)|修|处理|解决|清理|换)了|(?<![你不])好了|正常了|可以了|(?<!不)亮了|不(?:漏|吵|闹|堵|臭|滴)了|没事(?:情|儿)?了|没问题了|解决了|(?:物业|社区|师傅|维修工?|工人|电工)[^，,。]{{0,4}}来过了"
    rf"|自己(?:来|会|能|去|想办法)?{_MENDED}(?:吧|一下|就行|就好)?|(?:不|别|不用|不要|不必)(?:再)?(?:麻烦|打扰)(?:你们?|您|大家)?了?|(?:不用|不要|不必|不需要|没必要|用不着|别)(?:你们?|您)?(?:再)?(?:管|来|办|修|弄|处理|查|跑|上门)?了"
    rf"|不(?:想|用|要|再)?(?:报|办|投诉|反映)了|算了|误会|(?:搞|弄|看)错了)(?:的|啊|呀|吧|啦|哦|哈)?$"
)
_IS_NOT_SO = re.compile(
    "没(?!事|问题|必要|错)|[要该](?:你|他|人|来)|未|等|才|又|得|必须|快|先|假|难道|凭|怎么|谁|哪|要是|如果|说(?:是|已)|[让叫喊请]我|[吗么？?]|不是|不好了"
)
_OPENS_WITH_NO = re.compile(
    r"^(?:先)?(?:不+[要用撤行能]?|别+|勿|覅)(?:的|啊|呀|吧|哦|嘛){0,2}(?:[\s，,。.！!、~～]+)(?=.)"
)
_ONLY_THAT = re.compile(r"[就只光仅单](?:是|要|想|把|用|需|需要|取消|撤)|(?:就|就算)(?:行|好|可以|够)了?$")
_WANTED = re.compile(
    rf"{_WANTS.pattern}|(?:还|的|再)?(?:继续|留着|照旧)(?:$|办|修|弄|处理)|(?<!不)(?<!别)要(?:你们?|给我|帮我|派人|来|去){{0,2}}(?:办|修|处理|弄|管|来|收|查)"
)


def confirms(text: str, known: str = "") -> bool:
    """Whether a text answers "shall I really withdraw it?" with a yes in more words (是的撤了吧，物业来过了; 对，我们自己解决了).

    Words that do not withdraw it themselves are a yes only if they open with one and go on with nothing but a nod, thanks or why nobody
    is needed any more. `known`: the words of the case, which it may name (就撤灯那件). A yes alone is `short.is_affirm`. Ask
    `keeps_case`, `keeps_a_part` and `refuses` first.
    """
    if len(text) > LONGEST_READ or _only_asks(text) or _MOCKS.search(text):
        return False
    said = [one for one in _clauses(text) if one.does is not None]
    opening = _OPENS_WITH_YES.match(text.strip())
    if said:
        return said[-1].does == "withdraws" and (opening is not None or set(said[-1].names) <= set(known))
    return opening is not None and all(map(_is_beside_a_yes, _CLAUSES.split(text.strip()[opening.end() :])))


def is_only_yes(text: str) -> bool:
    """Whether a text is a yes and nothing else but thanks; with a hurry (行，麻烦你们尽快处理) it wants the case dealt with."""
    return short.is_affirm(text) and _HURRIES.search(text) is None


def needs_nobody(text: str) -> bool:
    """Whether a text opens with a no, and goes on with nothing but thanks and why nobody is needed any more (不用，已经修好了; 不要，别来了)."""
    opening = _OPENS_WITH_NO.match(text.strip())
    if opening is None or len(text) > LONGEST_READ or any(one.does for one in _clauses(text)):
        return False
    later = [one for one in _CLAUSES.split(text.strip()[opening.end() :]) if one and not _NODS_OR_THANKS.fullmatch(one)]
    return bool(later) and all(map(_is_beside_a_yes, later))


def _is_beside_a_yes(clause: str) -> bool:
    """Whether a clause adds nothing to a yes but a nod, thanks, or why nobody is needed any more."""
    if not clause or _NODS_OR_THANKS.fullmatch(clause):
        return True
    return _NO_LONGER_NEEDED.search(clause) is not None and _IS_NOT_SO.search(clause) is None


def refuses(text: str) -> bool:
    """Whether a text opens with a no (不要，还没修好呢), and says in no later clause to withdraw or why nobody is needed any more (不用，已经修好了)."""
    opens = _OPENS_WITH_NO.match(text.strip()) is not None
    return opens and not asks_to_withdraw(text) and not needs_nobody(text)


def keeps_a_part(text: str, known: str) -> bool:
    """Whether a text withdraws one thing of a case and wants the rest dealt with, or only that one (对就撤灯那件，垃圾还要办). `known`: the case's words."""
    if len(text) > LONGEST_READ or _only_asks(text):
        return False
    parts = [(one, _read(one)) for one in _CLAUSES.split(text.strip()) if one]
    dropped = [(one, read) for one, read in parts if read.does == "withdraws" and read.names]
    if not dropped:
        return False
    stays = (read.does == "keeps" or (read.does is None and _WANTED.search(one)) for one, read in parts if read.names)
    return any(stays) or any(_ONLY_THAT.search(one) and not set(read.names) <= set(known) for one, read in dropped)
