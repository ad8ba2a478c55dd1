"""Whether a message asks who sees a report or learns of its sender (谁看得到, 她知道了吗, 派去的人会不会跟他们讲). Pure."""

from __future__ import annotations

import re

from actions.conversation.turn import Turn
from actions.interpreting import short_answers as short

_LONGEST = 26  # characters
_CLAUSE_ENDS = re.compile(r"[，,。.！!；;、\s]+")
_SOMEBODY = re.compile(
    r"(?:[她他](?!们)|小[\u4e00-\u9fff]|[\u4e00-\u9fff](?:姐|哥|主任|书记|经理|师傅|老师|阿姨)|那个人|本人|被(?:投诉|举报|反映)的人?|当事人|对方|邻居|(?:楼[上下]|隔壁|对门)(?:邻居|那家|那户|的)?|房东|老板|店家)"
).pattern
_POLICE = re.compile("(?:派出所|警察|民警|公安|城管)").pattern
_OF_THE_COMMUNITY = re.compile("(?:物业|保安|居委会?|村委会?|业委会|社区|网格员)").pattern
_OTHERS = re.compile(
    rf"(?:[她他]们|别人|人家|大家|外人|其他人|别的(?:居民|人)|{_OF_THE_COMMUNITY}|受理台?的?(?:人|小姑娘)?|(?:承?办事?|负责|处理|派去?|去|来|上门)的?(?:那个)?(?:单位|人|师傅)|单位|工作人员|领导|师傅)"
).pattern
_ANYBODY = re.compile(rf"(?:{_SOMEBODY}|{_OTHERS}|谁)(?:们|那边|自己)?").pattern
_REPORT = re.compile(
    r"(?:我的?(?:投诉|举报|反映|名字|姓名|电话|手机号?|号码|信息|原话|照片|话)?|这件?(?:事|条|个)?|这些话?|我(?:说|报|写|讲|反映|投诉|举报)的(?:这些|话|东西|内容)?|这上面|里面)"
).pattern
_KNOWS = re.compile(r"(?:知道|晓得|得知|猜到|认出|看出)").pattern
_SEES = re.compile(r"(?:看得?到|看得?见|看到|看见|查得?到|读得?到|看)").pattern
_MAY = re.compile(
    r"(?:能不能|会不会|可不可以|是不是能|是不是会|是不是|不会|能|会|可以|都|也|还|就|已经|现在|目前|到现在|这会儿|到底|究竟)"
).pattern
_ASKS = re.compile(r"(?:吗|么|嘛|不|没有?|呢|啊)").pattern
_ME = re.compile(r"(?:是(?:我|谁)(?:说|报|讲|反映|投诉|举报)?的?|我是谁)").pattern
_WHO_SEES = re.compile(
    rf"(?:那|请问|问一下|都有|到底|{_REPORT}){{0,2}}(?:谁|哪些人|什么人|几个人){_MAY}{{0,3}}(?:{_SEES}|{_KNOWS})(?:{_REPORT}|{_ME})?(?:了|啊|呢|的)?"
    rf"|(?:那|请问|{_REPORT})?{_ANYBODY}{_MAY}{{0,3}}{_SEES}(?:{_REPORT}|{_ME})?了?{_ASKS}?"
    rf"|(?:那|请问|{_REPORT})?{_ANYBODY}(?:能不能|会不会|看不看得|看得到看不)(?:{_SEES}|到|见)(?:{_REPORT}|{_ME})?"
    rf"|(?:那|请问)?{_SOMEBODY}{_MAY}{{0,3}}{_KNOWS}(?:{_REPORT}|{_ME})?了?{_ASKS}"
    rf"|(?:那|请问)?{_ANYBODY}{_MAY}{{0,3}}{_KNOWS}{_ME}了?{_ASKS}"
    rf"|(?:那|请问)?{_ANYBODY}会不会{_KNOWS}(?:{_ME})?"
    rf"|(?:那|请问)?(?:你们|{_ANYBODY})?(?:会不会|会|不会)(?:去|再|转头)?(?:跟|和|同|对|向|告诉|给|让)(?:{_SOMEBODY}|{_OTHERS})(?:那边|们)?(?:说|讲|知道|透露|透口风|通气|看)?(?:出去)?(?:{_ME}|{_REPORT})?{_ASKS}?"
    rf"|(?:那|请问)?(?:你们|{_ANYBODY})?(?:会不会|会|不会)(?:把我)?(?:说|讲|传|漏|泄露|透露)(?:出去|出来|{_ME}){_ASKS}?"
)
_NAMES_THE_REPORT = re.compile(f"{_REPORT}|{_ME}|{_KNOWS}|会不会跟|告诉")
_NOBODY_KNOWS = re.compile("(?:那|这)?谁(?:能)?(?:知道|晓得)(?:啊|呢|呀|的)?")  # 谁知道啊
_OF_A_CAMERA = re.compile(
    "监控|摄像|探头|猫眼|镜头|望远镜|窗户|窗帘|偷看|偷拍"
)  # who looks in, not who reads the report
_QUESTION = re.compile(r"[吗么嘛？?不呢]$|谁|哪些|什么人|几个人|会不会|能不能|看不看")


def asks_who_sees(turn: Turn, about: str = "") -> bool:
    """Whether all words of a message ask who sees a report, or learns of its sender. `about`: the report's words; of one about a camera somebody else may be meant, but for the report named (这条)."""
    if asks_whether_secret(turn.text):
        return True
    if turn.wish is not None or not _asks(turn.text):
        return False
    return _OF_A_CAMERA.search(about) is None or _NAMES_THE_REPORT.search(turn.text) is not None


def asks_who_sees_beside(turn: Turn) -> bool:
    """Whether the last words of a longer message ask that (我要举报受理台的小叶收红包，她看得到这条吗)."""
    clauses = [one for one in _CLAUSE_ENDS.split(turn.text.strip()) if one]
    if _OF_A_CAMERA.search(turn.text):
        return False
    return len(clauses) > 1 and not asks_who_sees(turn) and _asks(clauses[-1])


_WHAT_OF_A_BODY = re.compile(  # 派出所的人呢, 城管那边呢: of who sees the report that is shown, no part of it
    rf"(?:那|那么)?(?:{_POLICE}|{_OF_THE_COMMUNITY}|街道|消防|环保局?|市监局?|市场监管所?|(?:承?办事?|负责|处理)的?(?:单位|人)|单位|领导|受理台)(?:的)?(?:人|那边|那里|同志|自己)?(?:呢|看不看得到|看得到不)[啊呀]?"
)


def asks_of_a_body(text: str) -> bool:
    """Whether all words of a message ask 派出所的人呢, which beside a report's summary is no word of it, nor an accusation."""
    return _WHAT_OF_A_BODY.fullmatch(_read(text)) is not None


_BEFORE_IT = re.compile("^(?:所以|那么?|现在|到底|究竟|就是说?|我想问一?下?|请问|这件事?|我这件事?|[，, ])+")
_WHETHER_SECRET = re.compile(
    r"(?:是|算|有没有|给我|帮我|按)?(?:保密|匿名|实名|公开)(?:的|着|了)?(?:还是|呢还是)(?:没|不|不是|是)?(?:保密|匿名|实名|公开|没有?)(?:的|着|了)?(?:呢|啊|呀)?"
    r"|(?:是|算)?(?:保密|匿名|实名)(?:了|的|着|好)*(?:吗|么|没有?|不)(?:啊|呀)?|(?:是不是|有没有|算不算)(?:保密|匿名|实名)(?:的|了|着|好)*(?:吗|么|啊|呢)?|(?:保不保密|还保密吗|保密没保密)(?:啊|呢)?"
)


def asks_whether_secret(text: str) -> bool:
    """Whether all words of a message ask whether its sender stays unnamed (到底保密还是不保密), which is answered by what stands so now."""
    said = _BEFORE_IT.sub("", _read(text))
    return len(said) <= _LONGEST and _WHETHER_SECRET.fullmatch(said) is not None


def _asks(text: str) -> bool:
    said = _BEFORE_IT.sub("", _read(text))
    asked = _QUESTION.search(text.strip()) is not None and _NOBODY_KNOWS.fullmatch(said) is None
    return asked and len(said) <= _LONGEST and _WHO_SEES.fullmatch(said) is not None


def _read(text: str) -> str:
    """The text in standard words, without the marks at its end."""
    return short.in_standard_words(text.strip()).rstrip("？?。！!")


_NOT_FOR_ME = re.compile(
    "我(?:不小心|不当心)|我[^，,。]{0,3}(?:把|将|弄|刮|撞|砸|打碎|偷|拿了)"
)  # whoever did harm fears to be found
_HOLDER = re.compile(rf"(?:{_ANYBODY}|{_POLICE}|你们)(?:那边|那里|的人|家)?").pattern
_WHETHER = re.compile("(?:会不会|能不能|可不可以|是不是(?:会|能|就|都)?|会|能|可以|可能|就|都|也)").pattern
_FINDS_OUT = re.compile("(?:知道|晓得|发现|猜到|猜出来?|查到|查出来?|认出来?|看出来?|听出来?|找到)").pattern
_MY_ACT = re.compile(r"(?:(?:是|就是)(?:我|俺)(?:们)?|(?:是|就是)谁)(?:说|报|讲|反映|投诉|举报|告)?的?").pattern
_IS_IT_SO = re.compile("是不是")
_FEARS_TO_BE_NAMED = re.compile(
    rf"(?:那|请问)?(?:{_HOLDER})?{_WHETHER}{{1,3}}(?:{_FINDS_OUT}了?(?:{_MY_ACT}|我是谁)|(?:查到|查出|认出|猜到)(?:我|俺)来?)了?{_ASKS}?"
    rf"|(?:那|请问)?(?:{_HOLDER})?{_WHETHER}{{1,3}}(?:把|将)?(?:我|俺)(?:的?(?:名字|姓名|身份|信息|电话|号码))?(?:说|讲|供|抖|透露|泄露|暴露|漏|捅|传)(?:出去|出来|给{_HOLDER})了?{_ASKS}?"
    rf"|(?:那|请问)?(?:{_HOLDER})?{_WHETHER}{{1,3}}(?:说出|讲出|供出|透露|泄露|暴露|公开)(?:我|俺)(?:的?(?:名字|姓名|身份|信息|电话|号码)|是谁)?(?:来|去)?了?{_ASKS}?"
)


def fears_to_be_named(clause: str) -> bool:
    """Whether a clause beside a report asks whether somebody will learn of its sender (老板会不会知道是我, 派出所会不会说出我): as good as the wish not to be named."""
    said = _BEFORE_IT.sub("", _read(clause))
    asked = _QUESTION.search(clause.strip()) is not None or _IS_IT_SO.search(said) is not None
    return asked and _FEARS_TO_BE_NAMED.fullmatch(said) is not None


def tells_of_own_fault(text: str) -> bool:
    """Whether a text tells that its sender did harm (我不小心把邻居的车刮了): who asks then whether they are known reports nobody."""
    return _NOT_FOR_ME.search(text) is not None
