"""Pure: finds in what a vote asks, and in its explanation, that whoever was elected into a committee stays beyond their term.

The term of a residents' or villagers' committee is the law's, and who is in it an election's (居委会组织法 14, 村民委员会组织法 11):
nobody can vote on it here, in whatever words. One rule reads all texts: a term, an election or those who hold office,
and that it is made longer, put off or kept. What only has the office as a sender (居委会建议把合同延长) is no such thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from portal.consultations.law.subject.normal_form import normal_forms

_CLAUSE_ENDS = re.compile("[，,。；;！!？?：:\n]")
_BODY = re.compile(
    "(?:(?:居委会|村委会|居民委员会|村民委员会|居村委会|[村社]区?两委|两委)(?!指定|聘|任命|选派|委托|组织|下设|牵头|推荐|的?(?:志愿|网格|楼|物业)))"
).pattern
_NOW = re.compile("(?:本届|这一?届|现届|上一?届|老一届|现任|现有的?|现在的?|目前的?|当前的?|原有?的?|现)").pattern
_PEOPLE = re.compile(
    "(?:全体|各位|所有|[一二两三四五六七八九十几1-9]{1,3}[位名个])?(?:成员|人员|委员(?!会)们?|(?<![舞当戏歌练])班子(?!会|活动)|班底|原班人马|人马|[正副]?主任|[正副]?书记|干部(?!会)|同志(?!们)|一班人|等[一二两三四五六七八九十几0-9]{1,3}人)"
).pattern
_THING = re.compile("(?!的?(?:办公|接待|信箱|电话|值班|室|医|热线|会议|例会|公告|微信|活动|服务|窗口|食堂))").pattern
_WHO = re.compile(
    rf"(?:{_BODY}(?:的?{_NOW})?(?:的?{_PEOPLE}){{0,2}}|{_NOW}的?(?:社区|村里?)?的?(?:{_BODY})?的?{_PEOPLE}|{_NOW}{_BODY}|{_PEOPLE}{{1,2}}){_THING}"
).pattern

# that of which the end is meant, without anybody who holds it
_NOT_THE_DAY = re.compile(
    "(?!选?举?(?:工作)?(?:期间|以来|以后|之后|之前|前|后|时|宣传|办法|会场|会议|场地|日(?!期)|结束|完成|公告|资料|培训))"
).pattern
_TERM = re.compile(
    "(?:任期|届期|任职(?:时间|期限?|年限|期间)?(?!资格|条件|公示)|履职(?:时间|期限?|年限)|在任(?:时间|期限?)|聘期|一届(?=[改变定延]))"
).pattern
_ELECTION = re.compile(rf"(?:换届(?:选举)?|(?:{_BODY})的?(?:换届)?选举|选民登记|投票选举){_NOT_THE_DAY}").pattern
_YEARS = re.compile("(?:[0-9一二两三四五六七八九十几半]{1,4}个?(?:年|届|任))").pattern
_LONGER = re.compile(
    f"(?:顺延|延期|延长|延续|延后|延展|延用|续签|续聘|续任|再[签续加干任延](?!何)|不受|加长|增加|放宽|拉长|推迟|保持不变|不变|[改变成为](?:终身|长期|永久)|不[设限]|无限|自动[延续]|[改变定调增加延][成为到至]{_YEARS}|(?:到|至)20[0-9]{{2}}年)"
).pattern
_PUT_OFF = re.compile(
    "(?:推迟|推后|延期|延后|顺延|暂缓|缓一?缓|缓办|缓行|放一放|往后|押后|搁置|取消|暂停|中止|停办|停止|免了|省[了掉去]|不[再]?(?:搞|办|举行|进行|开展|选|组织)|先?不[换选]|晚[一几两三]?(?:年|点|些)|改[到在]|延[到至]|[一两三几]年以?后|[定放拖排][在到至](?:20|后年|明年)|过[一两三几][年届]|再说|再议|放[到在]|(?:后年|明年)再)"
).pattern
# between those who hold office and that they stay
_FILLER = re.compile(
    f"(?:的|再|就|都|也|可以?|应当?|应该|一律|先|暂时?|临时|自动|依法|继续|接着|一直|仍然?|依旧|照常|全部|统一|届?期?满|任满|到期|之?后|以后|工作|职务|聘期|任职|服务|分工|人选|岗位|名单|原地|能不能|要不要|是否|全体|期|由|现在的?(?:人|几位)|原来的?(?:人|几位)|这些人|{_YEARS}内?|按|照|把|将|给|愿意|大家|为|陪|带|我们|居民){{0,6}}"
).pattern
_UNTIL = re.compile(f"(?:到|至|满)(?:20[0-9]{{2}}|明年|后年|{_YEARS}|下一?[届次]|拆迁|改造|装修|年底)").pattern
_STAY = re.compile(
    f"(?:顺延|延(?:期|长|续|后|用|任)(?!.{{0,6}}(?:合同|工期|开放|时间到[早晚上下]))|连任|留任|续任|续聘|留用|不[换动](?!灯|岗亭|锁|门|窗)|不(?:作|做|予)?(?:调整|改选|变动|更换|换届)|维持(?:原样|现状|不变|下去|{_YEARS})|维持(?=$|[吗呢吧])|保持(?:原样|现状|不变)|不变|原样"
    f"|照旧|过渡{_UNTIL}|(?:做|干|当|任|工作|服务|主持|履职|任职|管)(?:下去|{_UNTIL})|再[干做当任带陪领管延挑担续]|(?:代管|代理|代行)|留下(?!电话|地址|意见|名)|留[到至]20|稳定到|保留(?=$|[到至])|继续负责|(?:继续|接着)(?:担任|出任|挑[^，。；？]{{0,4}}担)|{_UNTIL}(?=$|[吗呢吧])|超期(?:履职|任职|工作|服务)|(?:行使职权|履行职责|履职|任职|主持工作)(?!情况|公示|报告|清单|评议|能力))"
).pattern
_TO_STAY = re.compile("(?:留任|连任|续任|续聘|留用|不换|不改选|原封不动)").pattern
_DO_NOT_LEAVE = re.compile("(?:别|不要|先不|莫|不用|不许|不必)(?:退|走人|换|下台|离任|卸任|交班)(?!灯|门|锁)").pattern

_SAYS_SO = (
    re.compile(
        rf"{_TERM}[^，。；？]{{0,14}}?{_LONGER}|(?:顺延|延期|延长|延续|延后|放宽|再[签续加])[^，。；？]{{0,12}}?{_TERM}"
    ),
    re.compile(rf"{_ELECTION}[^，。；？]{{0,10}}?{_PUT_OFF}|{_PUT_OFF}[^，。；？]{{0,10}}?{_ELECTION}"),
    re.compile(
        rf"(?:{_NOW}的?)?{_WHO}{_FILLER}{_STAY}|{_TO_STAY}{_FILLER}{_WHO}|{_WHO}{_FILLER}{_DO_NOT_LEAVE}|超期(?:履职|任职)|(?:不选|不再选)(?:新的?)?{_BODY}"
    ),
    re.compile(
        r"(?:本届|这一?届|现届)[^，。；？节赛展营班晚活学]{0,6}?(?:工作时间|服务期)?(?:顺延|延[长期续后用]|不换|不改选|留任|连任)"
    ),
)
_TITLE_OF_A_TERM = re.compile(
    rf"(?:关于)?(?:{_BODY}|{_PEOPLE})?的?(?:{_TERM}|换届(?:选举)?|班子|去留)(?:问题|的?事情?|安排|方案)?"
)
# whose term the law does not set, unless the committee is named beside them
_OTHERS = re.compile(
    "楼组?长|小组长|业委会|业主委员会|业主|议事会|理事会|监事|监督|调解|志愿|队|物业|合同|代表(?!会)|社团|协会|网格|保安|保洁|门卫|社工|老师|教练|工期|租期|家长|班主任"
)
_NAMES_THE_BODY = re.compile(_BODY)
# said of it to say that it does not happen
_DENIED = re.compile(
    "不(?:得|能|会|许|可以?|准|应)[^，。；？]{0,6}(?:延|推迟|顺延|取消|变更)|禁止|如期|按期|按时换届|依法换届|无关|没有(?:延|推迟)|不(?:推迟|延期|延长|顺延|取消)|届满(?:前|之前)"
)


def prolongs_a_term(texts: Iterable[str], explanation: str = "") -> bool:
    """Whether one of the texts (title first, `decided_elsewhere.texts_of`) or the explanation says so of a committee that is elected by law.

    A title that is only a term or an election (任期) is read together with what is asked below it.
    """
    asked = list(texts)
    title = normal_forms(asked[0])[-1] if asked else ""
    headed = [title + text for text in _read(asked[1:])] if _TITLE_OF_A_TERM.fullmatch(title) else []
    return any(
        _says_so(clause)
        for text in [*_read(asked), *headed, *_read([explanation])]
        for clause in _CLAUSE_ENDS.split(text)
    )


def _read(texts: Sequence[str]) -> list[str]:
    return [form for text in texts for form in normal_forms(text)]


def _says_so(clause: str) -> bool:
    if not any(pattern.search(clause) for pattern in _SAYS_SO):
        return False
    return not _DENIED.search(clause) and (not _OTHERS.search(clause) or _NAMES_THE_BODY.search(clause) is not None)
