"""Whether a reporter takes back a wish not to be named, or lets handlers know of them (不用保密了, 可以告诉他们是我). Pure.

Only a clause all of whose words say so counts: what else it says may be the contrary (不用告诉他们是我), a question or a condition.
Nothing is lifted by such words alone: the bot asks first.
"""

from __future__ import annotations

import re

_LONGEST = 60  # characters of a message; a longer one tells a matter
_CLAUSE_ENDS = re.compile(r"[，,。.！!；;、\n~～…\s]+")
_ASKS = re.compile(r"[？?]|[吗嘛]$|[吗嘛][，,。！!]|要不要|能不能|可不可以|是不是|会不会|行不行|好不好|有没有")
# what may come of it: whoever fears that does not want to be named
_FEARS = re.compile(
    r"(?<!不)怕|报复|赶我|撵我|骂我|打我|整我|找我麻烦|小鞋|完了|惨了|麻烦了|记恨|得罪|开除|条件|除非|要是|如果|万一|的话|就不|但别|但不要|先别|等.{0,6}再"
)

_WHOM = re.compile(
    r"(?:物业|保安|经理|主任|书记|居委会?|村委会?|业委会|社区|城管|街道|市政|单位|公司|(?:承?办事?|负责|处理|派去|来|去)的?(?:单位|部门|人|师傅)|部门|工作人员|师傅|网格员|对方|当事人"
    r"|他们?|她们?|人家|别人|大家|谁|邻居|楼上|楼下|隔壁|对门|房东|老板|店家|店里|施工队|工地|学校|领导)(?:那边|那里|的人|公司|他们|们|家)?"
).pattern
_NAME = re.compile(r"(?:真?名字?|姓名|身份|电话|手机号?码?|号码|联系方式|信息)").pattern
_ME = re.compile(
    rf"(?:是?(?:我|俺|本人)(?:说|讲|报|反映|投诉|举报|提|告)的|是(?:我|俺|本人)|(?:我|俺)是谁|(?:我|俺|本人)的?{_NAME}(?:(?:和|跟|、){_NAME})?)"
).pattern
_LEAD = re.compile(
    r"(?:[\u4e00-\u9fff0-9]{1,6}(?:那|这)(?:一?件|个)事?(?:情)?|那|现在|这一?件事?|这个事?|这事|之前那件|上次那件|其实|好[了吧]?|行|嗯|算了|我|俺|们|你们?|您|都|也|就|已经|以后|后来|想通了|想好了|想过了|改主意了|没事|请|麻烦|帮我|给我|无所谓|不怕|不在乎|豁出去|随便|瞒不住|搬走"
    r"|直接|干脆|既然这样|还是|反正|倒是|了|啦){0,6}"
).pattern
_MAY = re.compile(r"(?:可以|愿意|同意|允许|准许|答应|尽管|随便|照直|如实|照实|能|直接|就|去|再|也|都|把){0,3}").pattern
_MATTERS_NOT = re.compile(r"(?:没关系|没事|不要紧|无所谓|没什么|不碍事|不怕|行|可以|成|好)").pattern
_END = re.compile(
    rf"(?:了|啦|吧|的|哈|哦|啊|呀|嘛|好了|就行|就是了?|也{_MATTERS_NOT}|都{_MATTERS_NOT}|{_MATTERS_NOT}){{0,3}}"
).pattern
_NO_NEED = re.compile(r"(?:不用|不必|不需要|无需|无须|不须|没有?必要|用不着|犯不着)").pattern
_NO_MORE = re.compile(r"(?:不要?|别|甭|不想|不打算)").pattern
_FOR_ME = re.compile(
    rf"(?:再|继续|你们?|您|替我|帮我|给我|为我|对{_WHOM}|跟{_WHOM}|这么|那么|一直|什么|要){{0,3}}"
).pattern
_HIDING = re.compile(
    rf"(?:保密|匿名|不署名|隐瞒|隐藏|打码|藏着(?:掖着)?|遮着?|瞒(?:着|住)?(?:{_WHOM})?|保什么密)"
).pattern

_LIFTS = re.compile(
    rf"{_LEAD}{_NO_NEED}{_FOR_ME}{_HIDING}{_END}"
    rf"|{_LEAD}{_NO_MORE}{_FOR_ME}{_HIDING}(?:了|啦)(?:吧|啊|哈)?"
    rf"|{_LEAD}(?:可以|能)?(?:把|将)?(?:我的?|这件的?)?(?:保密|匿名)(?:的?(?:要求|设置|标记))?(?:给我|帮我|也|就|可以){{0,2}}(?:取消|去掉|解除|撤[了掉销]|撤|关掉|关了|改掉){_END}"
    rf"|{_LEAD}(?:取消|去掉|解除|撤销|撤掉|撤了|关掉)(?:我的?|这件的?|对我的){{0,2}}(?:保密|匿名)(?:的?(?:要求|设置))?{_END}"
    rf"|{_LEAD}(?:愿意|可以|同意|要)?(?:把它)?(?:改成|改为|改|转成|用)(?:实名|公开|真名|不保密|不匿名)的?{_END}"
    r"|(?:那|算了|好吧|无所谓|我|俺|不怕|了|就|要|直接){0,6}实名(?:举报|反映)?(?:吧|的|好了|就行|了)?"
    r"|(?:公开(?:我|我的名字)|(?:就|那就)公开吧|公开吧)"
)
_ALLOWS = re.compile(
    rf"{_LEAD}{_MAY}(?:告诉|告知|透露给|讲给|说给){_WHOM}(?:听|说|讲)?(?:这是|就|都)?{_ME}{_END}"
    rf"|{_LEAD}{_MAY}(?:跟|和|同|对|向){_WHOM}(?:说|讲|提|明说)(?:起|到)?(?:这是|就|都)?{_ME}{_END}"
    rf"|{_LEAD}{_MAY}(?:让|叫|给){_WHOM}(?:知道|晓得|看到|看){_ME}{_END}"
    rf"|{_LEAD}{_MAY}{_ME}(?:可以|同意|愿意|尽管|随便)?(?:给|告诉|发给|转给|透露给|公开给|公开|给到)(?:{_WHOM})?(?:看|知道)?{_END}"
    rf"|{_LEAD}(?:不怕|不在乎|不介意|无所谓|随便){_WHOM}(?:知道|晓得)(?:{_ME})?{_END}"
    rf"|{_LEAD}(?:让|给|被)?{_WHOM}(?:知道|晓得)了?(?:{_ME})?(?:也|都|就){{0,2}}{_MATTERS_NOT}{_END}"
    rf"|{_LEAD}{_MAY}(?:说|讲|写|报)(?:出来|出去|明)?{_ME}(?:好了|吧|也{_MATTERS_NOT}|就{_MATTERS_NOT}|没关系|无所谓){_END}"
    rf"|{_LEAD}(?:可以|愿意|同意|尽管){{1,2}}(?:说|讲|写|提)(?:出来|出去|明)?{_ME}{_END}|{_LEAD}[说讲]是我就[说讲]是我{_END}"
    rf"|{_LEAD}(?:尽管|随便|直接|就){{0,2}}[说讲](?:(?:出来|出去)吧{_MATTERS_NOT}|吧不怕){_END}"
)
# 说吧没关系 may as well bid somebody to speak: it lifts a wish only beside words of giving up
_GO_AHEAD = re.compile(rf"{_LEAD}(?:尽管|随便|直接|就){{0,2}}[说讲]吧{_MATTERS_NOT}{_END}")
_GIVES_UP = re.compile(
    r"(?:我|俺)?(?:就|真的?)*算了(?:吧)?|(?:我|俺)?(?:已经|也|都)?(?:想通|想好|想清楚|想开|考虑好|不怕|不在乎|豁出去)(?:了|啦|的)*|(?:反正)?瞒不住(?:了|的)*|(?:我|俺)?(?:已经|马上)?搬(?:走|家)(?:了)?"
)


def lifts(clause: str) -> bool:
    """Whether a clause in simplified Chinese says nothing but that its speaker need not be kept secret, or may be named."""
    said = clause.strip()
    if len(said) > _LONGEST or _ASKS.search(said):
        return False
    return _LIFTS.fullmatch(said) is not None or _ALLOWS.fullmatch(said) is not None


_BESIDE = re.compile(  # says no more than why, or thanks: anything else is to be heard, and not to be lost
    r"(?:谢谢|多谢|麻烦|辛苦)(?:你们|您|了|啦)*|(?:我|俺)?(?:已经|也|都)?(?:想通|想好|想清楚|想开|考虑好|不怕|不在乎|无所谓|没关系|没事|豁出去)(?:了|啦|的)*|(?:他们|物业)?(?:可以|尽管|都可以)?(?:直接)?(?:来)?(?:找|联系)我(?:就行|好了|吧)?"
    r"|(?:我|俺)?(?:就|要|用|改|直接)*(?:实名|公开|用真名)(?:举报|反映)?(?:的|吧|好了|了)*|(?:我|俺)?(?:就|真的?)*算了(?:吧)?|随便(?:吧|了|他们|你们)*|(?:反正|既然|其实)*(?:物业|他们|她|他|大家|人家|对方|邻居|楼上|楼下|单位|都|早就?|也|已经|肯定|全){1,4}(?:猜到|猜出来|知道|晓得|看出来|发现)(?:是我|了|啦|的|说的|报的){0,4}"
    r"|(?:反正)?瞒不住(?:了|的)*|(?:我|俺)?(?:已经|马上|下个?月)?搬(?:走|家)(?:了)?|(?:好|行|嗯|对|是|是的|那|没事|现在|其实|反正|大家都知道了?|他们(?:都|早就?)?知道了)(?:了|吧|的)*"
)


def may_be_named(text: str) -> bool:
    """Whether a message in simplified Chinese lets handlers know of its sender, and says nothing else but why; not if it asks, or names a fear or a condition."""
    if len(text) > _LONGEST or _ASKS.search(text) or _FEARS.search(text):
        return False
    clauses = [one for one in _CLAUSE_ENDS.split(text) if one]
    gives_up = any(_GIVES_UP.fullmatch(one) for one in clauses)
    others = [one for one in clauses if not lifts(one) and not (gives_up and _GO_AHEAD.fullmatch(one))]
    return len(others) < len(clauses) and all(_BESIDE.fullmatch(one) for one in others)
