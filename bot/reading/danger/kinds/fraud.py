"""Recognise fraud that takes somebody's money now or took it just now: 110 can still stop a payment. Pure.

What was lost long ago, what is only asked (这是不是骗子), warned of or was seen through is none: the common questions answer those.
"""

from __future__ import annotations

import re

from bot.reading.text.spans import Span

_AMOUNT = r"(?:[0-9０-９一二三四五六七八九十百千两几多好][0-9０-９一二三四五六七八九十百千万两几多个\.]{0,8}(?:万|千|百|块|元|w|k|W|K)|钱|款|存款|养老钱|积蓄)"
_MUCH = r"(?:[0-9０-９一二三四五六七八九十百两几多好\.]{1,8}[万千wWkK]|[0-9０-９]{4,}|(?:好多|很多|所有|全部)的?钱|存款|养老[钱金]|积蓄)"
"""More than what is overpaid at a stall."""
_GIVES = r"(?:转|汇|打|付|刷|充|交|垫|投)(?:了|过去|过|走|出去|进去|给){0,3}"
_LURES = re.compile(
    r"安全账[户号]|洗(?:黑)?钱|涉(?:嫌|案)|(?:公安|警察|警官|民警|检察|法院|通管局|社保局|医保局)[^，,。！!？?；;\n]{0,8}(?:电话|打来|说我|视频)|通缉|客服[^，,。！!？?；;\n]{0,8}(?:退|赔|注销|取消|扣)|退款|理赔|注销[^，,。]{0,4}(?:贷|账)|征信"
    r"|刷单|做任务|返利|返佣|垫付|导师|荐股|带(?:我|他|她)(?:炒|投|赚)|验证码|共享屏幕|屏幕共享|远程(?:控制|操作|软件)|中奖|解冻|保证金|网恋|网友|没见过面|(?:视频|脸|声音)[^，,。]{0,4}(?:是)?(?:假|换|合成)|(?:脸|声音|视频|微信|QQ)[^，,。]{0,6}借钱|冒充|假冒|骗子|诈骗|被骗|上当|骗(?:了|走|我|掉|去)|百万保障|杀猪盘|解封|改签|领导[^，,。]{0,6}(?:微信|QQ|qq)|(?:买|卖)[^，,。]{0,4}(?:账号|装备|皮肤|游戏号)"
)
_PAYS_NOW = re.compile(
    rf"(?:刚刚?|刚才|已经|今天|今早|上午|下午|中午|正在?|马上|这会|现在|都|才|一共|全|还在)[^，,。！!？?；;\n没不]{{0,10}}?{_GIVES}[^，,。！!？?；;\n没不]{{0,6}}?{_AMOUNT}"
    rf"|(?:把|将)[^，,。！!？?；;\n没不]{{0,8}}?(?:钱|款|存款|积蓄|养老金)[^，,。！!？?；;\n没不]{{0,6}}?(?:转|汇|打|付)(?:了|过去|走|出去|给)"
    rf"|{_GIVES}[^，,。！!？?；;\n没不]{{0,4}}?{_AMOUNT}[^。！!？?；;\n]{{0,12}}(?:拉黑|联系不上|不见了|删了|打不通|才发现|反应过来|不退|提不出|取不出)"
    rf"|(?:刚刚?|刚才|才|今天|今早|上午|下午|中午|这会儿?|现在)[^，,。！!？?；;\n没不]{{0,6}}(?:被|让|叫|给|遭)[^，,。！!？?；;\n没不]{{0,5}}骗(?:了|走了?|掉了?|去了?)?[^，,。！!？?；;\n没不]{{0,4}}{_MUCH}"
    rf"|(?:被|让|叫|给|遭)[^，,。！!？?；;\n没不]{{0,5}}骗(?:了|走了?|掉了?|去了?)[^，,。！!？?；;\n没不]{{0,4}}{_MUCH}[^。！!？?；;\n没不]{{0,6}}(?:怎么办|咋办|快|刚)"
    r"|(?:验证码|密码|卡号)[^，,。！!？?；;\n没不]{0,6}(?:给|报|说|发|念|告诉)(?:了|他|她|过去|出去)|(?:刚刚?|刚才|已经)[^，,。！!？?；;\n没不]{0,4}(?:给|报|发|念)了?[^，,。！!？?；;\n没不]{0,4}(?:验证码|密码)|(?:卡|账户|银行卡|微信|支付宝)里?[^，,。！!？?；;\n没不]{0,4}(?:钱|余额)[^，,。！!？?；;\n没不]{0,4}(?:没了|被转|转走|划走|少了|刷走)"
    r"|(?:屏幕|桌面)[^，,。！!？?；;\n没不]{0,3}(?:共享|被控制)(?:了|着)|(?:正在|还在|在)[^，,。！!？?；;\n没不]{0,4}(?:共享屏幕|屏幕共享|远程)"
)
_IS_PRESSED = re.compile(
    r"(?:叫|让|要|催|逼|骗|喊)(?:我|她|他|我[妈爸奶爷]|老人|孩子)(?:再|把|赶紧|赶快|马上|快|去|先|继续|又|给他?)*[^，,。！!？?；;\n]{0,8}?(?:转(?!告|弯|院|学|人工)|汇|打钱|打款|付|交钱|充值|存到|取钱|报验证码|念验证码|共享屏幕|下载)"
)
_NOW = re.compile(
    "刚|正在|还在|现在|这会|马上|又打来|没挂|在线|快|再转|接不接|拦不住|拉不住|催|逼|继续|今天|不敢挂|怎么办|咋办"
)
_CALLS_AGAIN = re.compile(
    rf"(?:又|还|再)(?:一直)?打(?:电话)?(?:来|过来)[^。！!？?；;\n]{{0,12}}(?:转|汇|打钱|付款|验证码|{_AMOUNT})"
)
_NOT_NOW = re.compile(
    r"去年|前年|前[几些]?[天年]|昨|上(?:个?月|周|星期|礼拜|次|回)|以前|之前|曾|那年|[0-9一二三四五六七八九十两几](?:年|个月|天|周)前|宣传|讲座|防范|防骗|反诈(?!电话)|提醒|海报|横幅|培训|群里(?:说|发)|听说|新闻|电视|视频里(?:说|讲)|短信提示|如果|要是|万一|会不会|怎么(?:办理|预防|防|分辨|识别)|差[点一]|险些"
    r"|没(?:有)?(?:转|给|信|上当|理|付|汇|打钱|被骗|接)|不(?:转|信|给|理)|挂(?:了|掉)(?!电话又)|没上当|拦(?:住|下)了|追回|退回来了|是不是(?:骗|诈|真)|是真的吗|真的假的|骗人的吗|物业费|押金|房东|中介|装修|学费|培训班|健身|预付卡|保健品|工资|工钱|彩礼|离婚"
)
_CALLER = re.compile(
    r"客服|冒充|自称|(?:说(?:他)?是|说我|假装)[^，,。！!？?；;\n]{0,10}(?:局|公安|警察|法院|检察|中心|领导)|(?:公安|警察|民警|社保局|医保局|通管局|检察院|法院)[^，,。！!？?；;\n]{0,8}(?:叫|让|要|说)"
)
"""Whoever claims on the telephone to be of an office or a shop."""
_SHARES = re.compile(r"(?:屏幕|桌面)(?:共享|分享)|(?:共享|分享)(?:了|着|一下|我的)?(?:手机)?(?:屏幕|桌面)")
_SECRET = re.compile(r"验证码|密码|转账|转钱|汇款|打款|(?:银行)?卡号|人脸")
_MACHINE = re.compile(r"(?i:atm)|取款机|提款机|柜员机|自助机|存取款")
_OBEYS = re.compile(
    r"[按照听跟](?:着|了)?(?:他|她|他们|她们|对方|电话里?|客服|那边|那个?人)(?:们)?(?:说|讲|教|指示|指挥|要求|提示)?(?:的|着)?(?:去)?(?:操作|按|做|输|弄|点)|转(?:账|钱|过去|款)|输(?:入)?(?:密码|验证码|卡号)|解冻"
)
_REFUSED = re.compile(
    r"没(?:有)?(?:开|共享|输|填|操作|去|听|按|打开|告诉|点)|(?<!要)(?<!还)不(?:开|输|去|听|告诉|敢开)|立案|报(?:了|过)警|是(?:骗子|骗人的?|诈骗)[吗么]|怎么(?:打开|用|弄|开启)"
)
_SENT_AWAY = re.compile(
    rf"(?:被|让|给|遭)[^，,。！!？?；;\n没不]{{0,5}}骗(?:了|走了?|得|着)?[，,]?(?:我|已经|刚刚?|就|还)?(?:转|汇|打)(?:了|过去|给|走|出去){{0,3}}[^，,。！!？?；;\n没不]{{0,3}}{_MUCH}"
)
_BLOWS_OR_HARM = re.compile(
    "打[我人他她死伤](?!的?(?:电话|手机|微信|卡|账))|刀|血|枪|绑(?!定|卡)|不想活|跳[楼河江]|自杀|想死|着火|煤气|晕|昏|救命|关[在着]|不让走|失踪|不见了人|离家"
)


def find_fraud(text: str) -> Span | None:
    """The words that tell of fraud now or just now: somebody lured or pressed by telephone gives money or a code, or is being made to; None if none do.

    None, too, if any word may tell of blows or another danger: that is for the danger head.
    """
    if _NOT_NOW.search(text) or _BLOWS_OR_HARM.search(text):
        return None
    if found := _CALLS_AGAIN.search(text):
        return Span(*found.span())
    if (obeyed := _obeys_a_caller(text)) is not None:
        return obeyed
    lured = _LURES.search(text)
    if lured is None:
        return None
    paid = _PAYS_NOW.search(text)
    pressed = _IS_PRESSED.search(text) if _NOW.search(text) else None
    told = paid or pressed
    return Span(*told.span()) if told is not None else None


def _obeys_a_caller(text: str) -> Span | None:
    """The words that tell that somebody shows their screen with a code, or stands at the cash machine, as a caller bids, or was cheated and sent much money; None if none do, if it was refused, or is settled or only asked."""
    if _REFUSED.search(text):
        return None
    if sent := _SENT_AWAY.search(text):
        return Span(*sent.span())
    if _CALLER.search(text) is None:
        return None
    shares = _SHARES.search(text) if _SECRET.search(text) else None
    machine = _MACHINE.search(text) if _OBEYS.search(text) else None
    told = shares or machine
    return Span(*told.span()) if told is not None else None
