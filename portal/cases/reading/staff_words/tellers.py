"""Find in the words of staff for a handler whoever told of a case in confidence: a handler needs no teller, only the matter. Pure.

`plain`: the words speak of the reporter as such and tell something of them (报的人在菜场卖豆腐). `perhaps`: a door, a neighbour, a relation
or somebody at work says so (卖豆腐的那位说, 是302的前妻说的); that may be of the accused, so whoever writes is asked. Text is simplified Chinese.
"""

from __future__ import annotations

import re

from portal.cases.reading.introductions import SURNAMES

_O = re.compile(r"(?<=\d)[oO○〇零](?=[\doO○〇零])|(?<=\d[oO○〇零])[oO○〇零](?=\d)")  # 2o2, 2OO1, 2零2
_FORMAL = re.compile("壹一贰二叁三肆四伍五陆六柒七捌八玖九").pattern
_AS_SPOKEN = {ord(one): spoken for one, spoken in zip(_FORMAL[::2], _FORMAL[1::2], strict=True)}
_PARTED = re.compile(r"(?<=[\u4e00-\u9fff\d])[ ·・.\-—_*]{1,2}(?=[\u4e00-\u9fff])")  # 楼 下·那户
_PLAIN = re.compile(r"[^，,。.；;！!？?：:\s、]").pattern
_END = re.compile(r"(?=$|[，,。.；;！!？?、\s])").pattern

_REPORTER = re.compile(
    r"(?:(?:举报|投诉|反映|反应|检举|报料|爆料|报事|报案|来电|来访|来信|提供线索)(?:人(?![民们数多少])|者)|(?:来电|报事|报案)的?(?:那位|居民|业主|女士|先生)|(?<!举)报的(?:那个?|这个?)?(?:人(?![数多少]|很多|越来)|那?位|那户|那家)|(?<![\u4e00-\u9fff])据?(?:线人|知情人))"
).pattern
# asked of or done for the reporter, which tells nothing of them: 对举报人保密, 不要联系报的人
_DONE_TO = re.compile(
    r"(?:对|给|向|跟|和|把|被|让|找|问|见|保护|联系|打听|告诉|通知|透露|泄露|追查|追问|回复|回访|核实|猜|查|是谁|提|暴露|避免|防止|替)(?:出|到|了)?$"
)
# whatever else is said of the reporter tells of them: a handler needs none of it
_SAYS_NOTHING = re.compile(
    r"的(?:意见|诉求|要求|照片|视频|录音|材料|原话)|(?:的?(?:姓名|身份|信息|隐私|个人信息|名字|电话|联系方式|意见|诉求|要求|照片|视频|录音|材料|原话))?(?:$|[，,。.；;！!？?、\s]"
    r"|(?:已经?|也|都|还|又|再次|多次|反复|一直|就|当天|现在|目前|明确|强烈|同时|另外|表示){0,3}"
    r"(?:在?[等催]|要求|希望|请求|不愿|不想|不肯|不方便|匿名|保密|没有?留|未留|需?要?保密|无法联系|联系不上|不能|不得|不要|别|请勿|勿|严禁|不满意?|满意|认可|不认可|着急|急"
    r"|想[要有]?个?说法|有(?:照片|视频|录音|证据|材料|意见|图)|(?:提供|提交|上传|做|发|附|留)了?(?:照片|视频|录音|证据|材料|线索|图)|说没(?:办|修|解决|处理)|反映[的过]|从[^，,。]{1,6}等|要?[书回][面复]|当天|到现场|来电|催))"
)

DOOR = re.compile(
    r"(?:[0-9一二三四五六七八九十]{1,4}(?:栋|幢|号楼|楼|层|单元|室)|(?<!\d)\d{3,4}(?![\d元块年米号])|(?<![一二三四五六七八九零〇十])[一二三四五六七八九零〇]{3,4}(?![一二三四五六七八九十百元块年米])|对门|对面|隔壁|楼上|楼下|[东西南北]边)"
).pattern
RELATION = re.compile(
    "(?:前妻|前夫|前男友|前女友|老婆|老公|媳妇|丈夫|妻子|爱人|女儿|儿子|爸爸?|妈妈?|父亲|母亲|亲戚|朋友|同事|同学|家人|孙子|孙女|婆婆|公公|小姨|表[哥姐弟妹]|堂[哥姐弟妹]|哥哥|姐姐|弟弟|妹妹|室友|舍友)"
).pattern
PERSON = re.compile(
    "(?:邻居|租客|房客|租户|合租的?|老师|医生|护士|护工|保姆|保洁员?|学生|员工|职工|店员|伙计|帮工|服务员|收银员|快递员|外卖员|打工的|大姐|大妈|阿姨|大爷|大叔|大伯|奶奶|爷爷|老太太?|老头|女的|男的|女人|男人|小伙子?|姑娘|妇女|孕妇|楼组长|楼长|志愿者|老邻居|老住户|街坊|合伙人|雇员|徒弟|小工|家里人|内部人|寡妇)"
).pattern
_OFFICIAL = re.compile(
    "(?:物业|社区|街道|城管|派出所|公安|民警|单位|公司|你们|我们|他们|施工队?|养护所?|所里|队里|局里?|办里?|中心|窗口|居委会?|村委会?|平台|热线|12345|消防|供电|水务|燃气|学校|医院|网格|执法队?|市场)"
).pattern
_TELLER = re.compile(
    rf"(?:那[位个户家](?!店|公司|饭|超市)(?:{PERSON}|{RELATION}|人|女士|先生)?|(?:有|一|某)[位户](?:{PERSON}|{RELATION}|住户|业主|居民|女士|先生)?"
    rf"|(?<![员责事有多])(?:的|在)?(?:{RELATION}|{PERSON})"
    rf"|(?<![老小]板)(?:卖|修|开|做|送|扫|教|租|住|收|捡|拉|打工|上班|干活|看门){_PLAIN}{{0,6}}的(?:人|那位|那个|那户)?|的人)"
).pattern
_ADVERBS = re.compile(
    "(?:自己|亲口|一直|也|都|又|老|再|还|就|昨天|今天|前天|刚才|刚刚|早上|晚上|上次|经常|多次|偷偷|悄悄){0,3}(?:跟|和|对|向)?(?:我们?|社区|居委会?)?(?:[打来]过?电话来?|过?来|来过|跑来|上门)?"
).pattern
_SAYS = re.compile(
    r"(?:说(?!明|理|服|好|话|清楚|一[声下]|不定|周|星期|下[周个]|会|马上|已经?|不是|不知道|愿意|同意|改天|没有?(?:赌|打|吵|养|租|违|收|这|那|再))|说明(?=[天年早晚])|讲(?!解|座|究|理|清|一[声下])|告诉|反映(?!一下)|反应|举报|检举|投诉(?!窗口|处|箱|电话|中心)"
    r"|报(?!警|案|了[警案]|纸|箱|刊|名|销|栏|复|废|价|到)|揭发|提供(?=的|了?线索|了?消息|了?情况)|透露|告的|爆的料|捅出来|称(?!重|量|呼|号|赞|职)|表示(?!愿|同意|会|不|理解|歉|感谢))"
).pattern
_PERHAPS = re.compile(
    rf"{_PLAIN}{{0,16}}?(?P<who>{_TELLER}){_ADVERBS}{_SAYS}(?P<past>[的了过])?"
    rf"|{DOOR}{_PLAIN}{{0,6}}?(?:那?[户家]|住户|业主|户主|人家|[老小][{SURNAMES}])?{_ADVERBS}{_SAYS}(?:的|了){_END}"
    rf"|{DOOR}(?:的|那)?(?:[户家]|住户|业主|邻居)(?:称|表示)(?!愿|同意|会|不|理解|歉|感谢)"
    rf"|(?:{DOOR}|{_TELLER})(?:(?:自己)?(?:发现|看见|看到|听见|听到|拍|录|给)的(?:料|视频|照片|线索|录音|消息)?{_END}|(?:拍|录)了?(?:照片?|视频|音|像))"
    r"|线索(?:来自|是|由)|(?:打电话来?|打来|来电|来说|来讲|来报|告状|告密|报这?件?事)的(?:人|是|那[位个户家]|大概|好像|像)"
    r"|(?:说|讲|告诉|告|透露)(?:这话|这些|这事|这件事|我们?|社区|居委会)?的(?:人|那[位个户家])|(?:反映|举报|投诉)(?:这些|这事|这件事)?的那位"
    rf"|(?<!其)[他她](?:自己)?(?:[打来]过?电话来?|过?来|来过|跑来)(?:说|讲|反映|举报|告诉)"
)
# said to somebody: 请和老师反映, 通知房客说要搬
_TO_SOMEBODY = re.compile(r"(?:请|和|跟|与|给|为|向|对|通知|叫|让|提醒|告诉)[^，,。；;\s]{0,4}$")
_WHO_ELSE = re.compile(
    "居民|群众|住户|有人|谁|大家|多人|刚才|刚刚|上次|上回|前面|之前|里|上面|合同|通知|规定|标准|[所按照我你您]|他们|领导|主任|书记|经理|老板|店主|店家|商户|对方|当事人|户主|司机|车主|工单|派单|什么|这样|那样|以前说"
)
# 是寡妇说的, 坐轮椅的说的: whoever it is
_SAID_BY = re.compile(rf"(?P<by>{_PLAIN}{{1,12}}?)(?:说|讲|举报|反映|揭发|告诉我们|捅出来|透露)的{_END}")
_OFFICIAL_SAID = re.compile(rf"{_PLAIN}{{0,2}}{_OFFICIAL}{_PLAIN}{{0,4}}(?:说|讲|反映|举报|透露)的")
_BY_AN_OFFICIAL = re.compile(rf"{_OFFICIAL}{_PLAIN}{{0,4}}(?:的人|的?(?:{PERSON}))(?:{_ADVERBS})(?:{_SAYS})")
# they see or hear that somebody is visited: 别让302看见你们敲202的门
_UNSEEN = re.compile(
    rf"(?:别|不要|不能|莫|勿|避免)(?:让|叫|给|被){_PLAIN}{{1,10}}(?:看见|看到|撞见|碰见|发现|听见|知道)了?(?:你们?|我们|有人|去|来|敲|进|上门|联系|找|问){_PLAIN}{{0,8}}(?:{DOOR}|他家|她家|那[户家])"
)
MOST = 3  # told to whoever wrote them


def with_zeros(text: str) -> str:
    """The text with 0 for a letter, circle or 零 within a number (2o2), and 二 for 贰; its length stays the same."""
    return _O.sub("0", text.translate(_AS_SPOKEN))


def plain(said: str) -> list[str]:
    """The passages that speak of the reporter and tell of them, at most MOST, each once."""
    found = []
    for one in re.finditer(rf"{_REPORTER}(?:自己|本人)?(?P<rest>[：:（(]?{_PLAIN}{{0,12}})", said):
        if not _DONE_TO.search(said[: one.start()]) and not _SAYS_NOTHING.match(one["rest"]):
            found.append(one.group())
    return list(dict.fromkeys(found))[:MOST]


def perhaps(said: str) -> list[str]:
    """The passages in which somebody says so who may be the reporter, or is not to be seen, at most MOST, each once."""
    same = with_zeros(_PARTED.sub("", said))
    found = [one.group() for one in _PERHAPS.finditer(same) if not _is_spoken_to(same, one)]
    found += [one.group() for one in _UNSEEN.finditer(same)]
    found += [one.group() for one in _SAID_BY.finditer(same) if not _WHO_ELSE.search(one["by"])]
    told = (one for one in found if not (_BY_AN_OFFICIAL.search(one) or _OFFICIAL_SAID.match(one)))
    return list(dict.fromkeys(told))[:MOST]


def _is_spoken_to(said: str, one: re.Match[str]) -> bool:
    """Whether the words are to be said to this person, rather than said by them."""
    return bool(one["who"]) and not one["past"] and _TO_SOMEBODY.search(said[: one.start("who")]) is not None
