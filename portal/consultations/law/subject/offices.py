"""Pure: finds in what a vote asks an office and, in the same clause, what is done to whoever holds it: chosen, kept, removed, judged, paid.

It keeps no list of titles of votes: an office is one of a few kinds of words, unless what follows makes it a thing
(主任办公室), and what is done is one of a few kinds, too. `plain` are the offices of committees; those of a stair or a group
(楼组长, 居民代表), and the employed (保安, 物业经理), only warn.
"""

from __future__ import annotations

import re

_BODY = re.compile(
    "(?:居委会|业委会|村委会|居民委员会|业主委员会|村民委员会|居务监督委员会|村务监督委员会|监督委员会|监委会|监事会|议事会|理事会|支委会?|党支部|[村社]两委)"
).pattern
# what follows an office where not its holder is meant, but a thing, a place or an event of it
_NOT_A_THING = re.compile(
    "(?!的?(?:[办值]|室|信箱|接待|电话|热线|医|制服|服装|雨衣|工装|岗[位亭哨]|亭|站|会议|例会|大会|培训|牌|活动|电脑|空调|打印|桌|椅|灯|锁|门|窗|照片|墙|职责|工作(?:站|证|服|室|记录|时间|安排|计划|群)|巡[逻查]|夜班|休息|宿舍|食堂|走访|入户|微信|群|处|团|作|性|[^，。；？]{0,4}(?:讲课|讲座|义诊|来讲|讲)))"
).pattern
_OF_COMMITTEES = re.compile(
    "(?:(?<!班)(?:[正副]?主任|[正副]?书记)|村?支书|村长|委员(?!会)|主席|会长|理事长?|监事|秘书|会计(?!事务|师|科目|制度|凭证)|出纳|(?<!舞)(?<!当)班子"
    f"|{_BODY}的?(?:全体)?(?:成员|委员(?!会)|班子|人员|干部|一班人))"
).pattern
_OTHER_OFFICES = re.compile(  # of a part of them, or of helpers
    "(?:(?:居民|村民|业主|户|楼栋?|单元)代表(?![大会])|代表(?=[^，。；？]{0,4}(?:资格|身份|推选|改选|罢免))"
    "|(?:楼组?|楼栋|栋|单元|楼门|门栋|门|院|巷|弄)长(?![廊度宽高椅凳期])|(?:村民|居民|楼)?小?组长|网格[员长]|监督员|召集人|主持人(?=[^，。；？]{0,4}(?:推选|改选|罢免|去留|由谁|换))|带头人|议事员|志愿者队长|室长)"
).pattern
_EMPLOYED = re.compile(
    "(?:(?:物业|项目|物业公司|客服|工程)?(?:经理|主管)|负责人|队长|班长|站长|所长|保安(?:员)?|门[卫岗]|保洁(?:阿姨|员)?|社工|民警|管家|专干|物业(?:的)?人员)"
).pattern
_THING_NEXT = re.compile(
    "(?![^，。；？]{0,8}(?:灯|管|器|锁|砖|板|瓦|箱|窗|泵|线|桶|椅|凳|雨衣|服|机|亭|牌|床|柜))"
).pattern
# before the office: 罢免主任, 换掉门卫, 选楼长, 取消他的委员资格
_DONE_TO = re.compile(
    "(?:罢免|弹劾|免去|免掉|撤[换掉销去]|撤下|更换|替换|换[掉下]?(?:一?[个位]|[两三几]名)?|辞退|辞掉|解聘|开除|炒掉|调[走离换]|赶走|请走|停[掉止]|暂停|终止|取消|不再(?:担任|当|做|任)|不让|别让|不想让|推选|补选|改选|重选|选举|增补|增选|推举|推荐|选[出派]?(?!择|手|购|址|题|项|品|修)|聘任|聘用|聘请|任命|指定|续聘|留任|连任|继续|让[^，。；？]{1,4}[当做任]|[当做]|担任|出任|接任|兼任|信任|问责|处分|审计|评议|考核|测评|要求|由谁|谁来?[当做任])"
).pattern
# after it: 主任换人, 楼长由谁当, 委员的补贴
_HOW = re.compile(
    "(?:罢免|弹劾|去留|走人|走还是留|该走|该留|谁走谁留|留不留|还留|要不要留|留任|留用|连任|续任|续聘|顺延|下台|下课|让位|让贤|离岗|辞职|请辞|引咎|免职|撤职|停职|不再|换人|换谁|换不换|要不要换|该不该换|换掉|换一?[个位]|撤换|更换|调[走离换]|改选|重选|补选|推选|选举|选谁|人选|候选|产生|由谁|谁来|谁[当做任]|轮流当|轮换(?!值)|指定|任命"
    "|继续|接着|还能|能不能|行不行|好不好|称职|胜任|干[得到满]|信任|信得过|满不满意|打分|评分|评议|考核|测评|述职|问责|追责|处分|道歉|检讨|审计|津贴|补贴|补助|报酬|工资|年薪|资格|职务|任期|届满|变动|调整|进退|不变)"
).pattern
_OF_A_BODY = re.compile(  # the whole of them: 解散业委会, 居委会谁走谁留
    rf"(?:解散|重组|改组|撤销|取消|罢免|弹劾|不信任|换掉|撤掉)[^，。；？]{{0,4}}{_BODY}(?!的?(?:门|办公|公告|牌|微信|群|决定|会议))"
    rf"|{_BODY}[^，。；？]{{0,6}}(?:解散|重组|改组|下课|下台|换届(?!以来|以后|之后|之前|[前后时])|重新选|重选|谁走谁留|还要不要|还留不留|集体辞职|去留)(?!宣传)"
)
_HELPERS = re.compile("(?<!志愿)(?<!志愿者)(?<!巡逻)(?<!舞蹈)(?:服务队伍|工作队伍|工作人员|班子|一班人|人手)").pattern
_STAYS_AS_IT_IS = re.compile(  # a term made longer without the word: 现有团队顺延, 本届工作时间延一年, 人员分工三年不变
    "(?:本届|这一?届|现任|现有|目前|原有?|当前)[^，。；？]{0,4}(?:团队|班底|人马|人员|成员|分工|工作时间|任职|服务期|委员会)[^，。；？]{0,8}(?:顺延|延[长期续后]|不变|保持|续[任期]|再[干做]|留[任用])"
    rf"|{_HELPERS}(?:的?名单(?=$|[吗呢吧])|[^，。；？]{{0,4}}按?(?:现在|现有|原来?|去年|目前)[^，。；？]{{0,6}}(?:继续|不变|不动|照旧|来))"
    rf"|{_BODY}(?:成员|人员|干部)?的?分工[^，。；？]{{0,8}}不变|保持[^，。；？]{{0,12}}(?:人员|成员)分工[^，。；？]{{0,6}}不变|(?:顺延|延长|延续)[^，。；？]{{0,6}}(?:本届|任期|届期|现任)|(?:提前|要不要|该不该|何时|什么时候)换届(?!宣传|选举办法)"
)
_ENGLISH = re.compile(  # as `normal_form` leaves it, without blanks
    "anotherterm|secondterm|nextterm|stayon(?!top|the)|stayinoffice|stepdown|re-?elect|dismiss|recallof|resign|no-?confidence|voteofconfidence"
    "|(?:elect|choose|appoint|replace|remove|keep)(?:our|the|a|new|anew|ms|mr|mrs){0,3}[a-z']{0,16}(?:chair|director|secretary|committee|leader|representative|manager)"
)


def _asked_about(offices: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_DONE_TO}[^，。；？]{{0,8}}?{offices}{_NOT_A_THING}{_THING_NEXT}|{offices}{_NOT_A_THING}[^，。；？]{{0,10}}?{_HOW}{_THING_NEXT}"
    )


_PLAIN = (_asked_about(_OF_COMMITTEES), _OF_A_BODY, _STAYS_AS_IT_IS, _ENGLISH)
_ANY = (*_PLAIN, _asked_about(_OTHER_OFFICES), _asked_about(_EMPLOYED))


def asked_about(text: str, *, plain: bool = False) -> list[str]:
    """What in a normal text (`normal_form`) does something to whoever holds an office; `plain`: only one of a committee."""
    return [one.group() for pattern in (_PLAIN if plain else _ANY) for one in pattern.finditer(text)]
