"""Recognise who is locked in, tied or held by somebody, by who does what to whom. Pure.

Whoever is named, or only shown by what they do (他们不给我饭吃), decides what the victim must do: be quiet. Nothing else is read as this: a door that
fell shut, a lift, a watchman who locked up, a small child at the lock, somebody shut out, and what is past, feared or a play.
"""

from __future__ import annotations

import re

from bot.reading.danger.kinds.told import Told
from bot.reading.text.spans import Span

LONGEST = 120
"""Characters of the longest message that is looked at."""
_CLAUSE = r"[^，,。！!？?；;\n]"
_FAMILY = (
    r"(?:老[公婆]|丈夫|妻子|爱人|前[夫妻任]|[男女](?:朋友|友)|对象|(?:[公婆]婆|公公)|儿媳妇?|媳妇|女婿|儿子|女儿|闺女|[爸妈爹娘]{1,2}|[父母]亲|继父|继母|后[爸妈]|养[父母]"
    r"|[哥姐弟妹]{1,2}|嫂子?|弟媳|姐夫|妹夫|叔叔?|伯伯|舅舅?|姑姑?|婶婶?|姨[妈父]?|侄子|外甥|孙子|[爷奶]{2}|外[公婆]|姥[姥爷]|亲戚|[婆娘]家人?|家里?人|养子|崽|保姆|护工|护理员|月嫂|阿姨)"
)
_OTHERS = r"(?:老板娘?|工头|包工头|经理|主管|组长|领导|中介|蛇头|人贩子|传销的?|债主|[讨要收]债的?|放贷的?|网友|客户|房东|陌生人|坏人|歹徒|绑匪|流氓|(?:一|那|几)?[个伙帮群些]?(?:男|女)?的?人)"
_PRONOUN = r"(?:[他她]们?|对方|人家|那[个家]?(?:人|男的|女的|家伙))"
_AGENT = rf"(?:{_FAMILY}|{_OTHERS}|{_PRONOUN})"
_ME = r"(?:我|俺|咱|我们|俺们)(?:(?:[和跟与][^，,。！!？?；;\n]{1,4}?|娘[儿俩仨]{1,2}|[两三几]个|一家[人]?|们)){0,2}"
_KIN_HELD = rf"(?:我|我们?家的?|他|她|隔壁的?|邻居家?的?|楼[上下]的?)?(?:{_FAMILY}|老人|老[头太]太?|大[爷妈]|婆婆|孩子|小孩|宝宝|娃娃?|女的|媳妇|姑娘|朋友|同学|同事|闺蜜|室友)"
_LOCKS = r"(?:反锁|锁|关|囚|软禁|囚禁|禁闭|看管|看押|扣押?|绑|捆|拴|铐|拘)"
_STATE = r"(?:起来|[在到进住着上]|了|家里?|屋里?|房里?|床|(?=[，,。！!]|$))"
_ADVERBS = r"(?:又|还|也|都|现在|已经|一直|天天|每天|成天|白天|夜里|晚上|给|整天|按住|拖进[^，,。！!？?；;\n]{0,3}|推进[^，,。！!？?；;\n]{0,3}|硬|活活|就|这几天|用[^，,。！!？?；;\n]{1,4}?|骗[^，,。！!？?；;\n]{0,5}?|反手){0,4}"
_ACTIVE = re.compile(  # 儿子把我锁在屋里
    rf"(?P<agent>{_AGENT})[^。！!？?；;\n]{{0,10}}?(?:把|将)(?P<whom>{_ME}|{_KIN_HELD})(?:一个人)?{_ADVERBS}(?:(?:手脚|双手|手|脚|腿)都?)?{_LOCKS}{_STATE}"
)
_PASSIVE_BY = re.compile(  # 我让老公锁家里了, 我妈被我弟关在屋里
    rf"(?:(?P<whom>{_ME}|{_KIN_HELD})(?:的?(?:手脚?|脚|双手))?|^|救命[，,。！!]*){_ADVERBS}(?:被|让|叫|遭)(?:我|我们?家|自己|那个?|一?个)?的?(?P<agent>{_AGENT}){_CLAUSE}{{0,4}}?{_ADVERBS}(?:(?:手脚|双手|手|脚|腿)都?)?{_LOCKS}{_STATE}"
)
_PASSIVE = re.compile(  # 我被关在屋里四天了: by whom is not said
    rf"(?:(?P<whom>{_ME})|^|救命[，,。！!]*){_ADVERBS}(?:被|(?<=[我们俺])给)(?:人)?{_ADVERBS}(?:(?:手脚|双手|手|脚|腿)都?)?(?P<how>{_LOCKS}){_STATE}"
)
_BY_FORCE = re.compile(r"软禁|囚|绑|捆|拴|铐|扣押|看押")
_WILL = re.compile(  # somebody means it: no food, no way out, watched, struck, what was taken away, days
    r"不(?:给|让|许|准|放|肯放|肯让)|没收|(?:收|拿|抢|扣|砸)(?:走|了|掉|去)了?(?:我|俺)?们?的?(?:手机|电话|证件|身份证|护照|钥匙)|(?:手机|证件|身份证|护照)(?:都|也|全)?(?:被|给|让)?[^，,。！!？?；;\n]{0,3}(?:收|拿|抢|扣|砸)"
    r"|逼|嫌|赶我|撵|打[我人]|揍|骂|威胁|看[着守住]|守[着在]|盯着|饿|(?:没|只)(?:有)?(?:给|送|吃)|送[^，,。！!？?；;\n]{0,2}饭|求[他她]|偷偷|趁[他她]|[他她]们?(?:出去|走|睡|回来)"
)
_DAYS = re.compile(
    r"(?:[一两二三四五六七八九十几好多\d]{1,3})(?:个)?(?:天|星期|礼拜|月)了|好几天|多天|半个月|好久了|天天|每天"
)
_OUT = re.compile(r"(?:[锁关]在?了?)(?:家|大?门|屋|房|单元|楼)?(?:门)?外|外[面头边]|进不去|回不了家|赶出")
_BY_ACCIDENT = re.compile(
    r"不小心|不注意|没注意|没留神|没看见|没发现|顺手|忘了?|误|以为|失手|意外|下班|关门时|锁门走|门(?:锁)?(?:坏|卡)|风|自动|电梯|轿厢|把自己|自己把|自己反?锁|我自己|群里?|群聊|禁言|账号|封号|车库|图书馆|商场|超市|办公室|会议室|教室|开会|晒太阳|散步|遛弯|(?:岁|个月)的?(?:儿子|女儿|孩子|孙|娃|宝)|(?:[一二两三四五六]|[1-6])岁(?!的?(?:孩子|女儿|儿子)(?:都|也|一起))"
)
_NOT_NOW = re.compile(
    r"去年|前年|前[几两]?天|昨天|上(?:个?月|周|次|回|星期)|以前|从前|之前|曾|那[年时次天]|当[时年]|小时候|疫情|隔离|封控|封楼|后来|救出来|逃出来|跑出来|放出来|出来了|怕|担心|会不会|万一|如果|要是|假如|差点|险些|梦|电影|电视|新闻|小说|剧|故事|游戏|密室|演|直播|视频|听说|网上|讲座|宣传|普法|违法吗|犯法吗|算不算|作业|复习|考试|练琴|背书|上网课"
    r"|医院|约束带|看守所|派出所|监狱|坐牢|拘留|警察|公安|猫|狗|鸟|鸡|电[瓶动]车|钥匙被|小偷|贼"
)
_WORK = re.compile(
    rf"{_OTHERS.replace('(?:一|那|几)?[个伙帮群些]?(?:男|女)?的?人', '一伙人|一帮人|几个人|那[伙帮]人')}|传销|窝点|园区|工地|工厂|厂里|厂房|宿舍|宾馆|旅馆|酒店|仓库|地下赌场|赌场|还钱|欠.{{0,3}}钱|债|赎金|护照|接客|干活|上班|拉人头|业绩|陌生"
)
_STRANGER = re.compile(_OTHERS)
_CHILD_AGENT = re.compile(r"^(?:儿子|女儿|闺女|孙子|崽|[弟妹]{1,2})$")
_SMALL = re.compile(
    "调皮|捣蛋|淘气|阳台|卫生间|厕所|车里|玩|按到|拧|阳台门|小家伙|小屁孩|宝宝|上幼儿园|钥匙在|开不了门|打不开门|怎么开|开锁"
)

_HE = re.compile(_PRONOUN)
_OUT_OF_THE_HOUSE = re.compile("包厢|包间|KTV|ktv|会所|酒吧|饭店|店里|面包车|后备箱|地下室")
_IN_A_HOME_FOR_THE_OLD = re.compile("养老院|护理院|福利院|敬老院|康复中心|精神病")
_A_CHILD = re.compile("(?:孩子|小孩|娃|宝宝|外?孙[子女]?|弟弟?|妹妹?)$")
_GOES_OUT = re.compile(
    "(?:跳|去跳).{0,2}舞|(?:出去|出门|去).{0,3}(?:买|打牌|打麻将|逛|玩|办事|上班|跳|接)|上班|买菜|打麻将|打牌|逛街|出去了|走了"
)
"""Where whoever locked a child in has gone: the child is alone behind the door."""

_PAPERS = re.compile(
    r"(?:身份证|护照|证件|手机)(?:都|也|全|统统|给|被|让)*[^，,。！!？?；;\n]{0,4}(?:[收扣拿抢](?:走|了|掉|着|去|起来)|没收)|(?:[收扣](?:走|了|着|掉)|没收)(?:了|我|我们|大家|所有人)*的?(?:身份证|护照|证件|手机)"
)
_GUARDS = re.compile(
    r"(?:门口|门外|屋外|外面|楼下|院子|楼道|四周|轮流|专人|有人|保安)[^，,。！!？?；;\n]{0,5}(?:守着|看着|把守|看守|盯着|把门|站岗)|(?:看着|盯着|守着)我们?(?!家|的)"
)
_SHUT_IN = re.compile(
    r"[关锁困圈](?:在|进|着|起来)|(?:大门|铁门|门|窗)[^，,。！!？?；;\n]{0,3}(?:锁着|锁了|反锁|焊死|上锁|锁死)"
)
_NO_LEAVE = re.compile(
    r"(?:不让|不许|不准|不给|不放)(?:我们?|人|大家)?(?:出|走|离开|回|下楼)|不放(?:我|人)|(?:出|跑|走|逃)不(?:去|了|掉|出)|谁也(?:不让|别想|不准)"
)
_MADE_TO_SELL = re.compile(
    r"打(?:[一二三几两\d百千多]{1,4}个)?(?:推销|诈骗|骗人的?)?电话[^，,。！!？?；;\n]{0,4}(?:骗|推销|卖|诈|忽悠|拉人)|打[^，,。！!？?；;\n]{0,12}电话(?=[^。！!？?；;\n]{0,6}(?:完不成|骗|推销|卖|业绩|不给饭))|给[^，,。！!？?；;\n]{1,8}打电话[^，,。！!？?；;\n]{0,3}(?:推销|骗|卖)|搞?诈骗|骗人|骗老人|拉人头|拉下线|发展下线|推销|卖保健品|刷单|话术|杀猪盘|裸聊|直播打赏"
)
_FORCED = re.compile(
    r"逼|强迫|不给(?:饭|吃|水)|没饭吃|饿(?:着|肚)|挨打|挨揍|打我们?|揍我们?|电棍|电击|完不成|做不到就|不干就|不听话就|体罚|罚(?:跪|站|款)|威胁|关小黑屋"
)
_OF_A_SCHOOL = re.compile("老师|班主任|军训|教官|辅导员|宿管")
_OF_A_PRISON = re.compile("打我|打人|挨打|挨揍|揍|电棍|电击|小黑屋|不给[饭吃水]")
_CAPTIVITY = (_PAPERS, _GUARDS, _SHUT_IN, _NO_LEAVE)
_LABOUR = (_MADE_TO_SELL, _FORCED)
_FEWEST_SIGNS = 3


def find_captives(text: str) -> Told | None:
    """Who is kept by others and made to work or to cheat people (held_by_others), by at least three signs of both; None if nobody."""
    if len(text) > LONGEST or _NOT_NOW.search(text):
        return None
    if _MADE_TO_SELL.search(text) is None and (_is_held_by_the_family(text) or _is_at_school(text)):
        return None
    kept = [found for words in _CAPTIVITY if (found := words.search(text)) is not None]
    made = [found for words in _LABOUR if (found := words.search(text)) is not None]
    if not kept or not made or len(kept) + len(made) < _FEWEST_SIGNS:
        return None
    return Told("violence", "held_by_others", Span(*kept[0].span()))


def _is_held_by_the_family(text: str) -> bool:
    """Whether whoever locks somebody in is of their family: they are held at home (`find_held`)."""
    found = _ACTIVE.search(text) or _PASSIVE_BY.search(text)
    return found is not None and re.fullmatch(_FAMILY, found["agent"]) is not None


def _is_at_school(text: str) -> bool:
    """Whether a teacher took a telephone and lets nobody go, without blows or hunger."""
    return _OF_A_SCHOOL.search(text) is not None and _OF_A_PRISON.search(text) is None


def find_held(text: str) -> Told | None:
    """Who is held at home (home_violence_held; home_violence_seen if another is) or by strangers (held_by_others), now and by somebody's will; None if nobody."""
    if len(text) > LONGEST or _NOT_NOW.search(text) or _OUT.search(text):
        return None
    found = _ACTIVE.search(text) or _PASSIVE_BY.search(text)
    means_it = _WILL.search(text) is not None or _DAYS.search(text) is not None
    if found is not None:
        if (_BY_ACCIDENT.search(text) or _may_be_a_small_child(found["agent"], text)) and not _WILL.search(text):
            return None
        if (alone := _of_whoever_is_only_left(found, text)) is not None:
            return alone
        if _HE.fullmatch(found["agent"]) and _IN_A_HOME_FOR_THE_OLD.search(text):
            return None
        anybody = _HE.fullmatch(found["agent"]) and _OUT_OF_THE_HOUSE.search(text)
        by_a_stranger = bool(anybody) or _STRANGER.fullmatch(found["agent"]) is not None
    else:
        by_a_stranger, found = False, _PASSIVE.search(text)
        forced = found is not None and (_BY_FORCE.search(found["how"]) is not None or means_it)
        if not forced or _BY_ACCIDENT.search(text):
            return None
    assert found is not None
    span = Span(*found.span())
    if by_a_stranger or (_WORK.search(text) and not re.search(_FAMILY, text)):
        return Told("violence", "held_by_others", span)
    whom = found["whom"] or "我"
    mine = re.match(_ME, whom) is not None and re.match(rf"(?:我|我们?家的?){_FAMILY}", whom) is None
    return Told("home_violence", "home_violence_held" if mine else "home_violence_seen", span)


def _of_whoever_is_only_left(found: re.Match[str], text: str) -> Told | None:
    """A child that somebody of the house locked in to go out (child_locked); None if whoever is locked in is no child, or somebody means them harm."""
    is_child = _A_CHILD.search(found["whom"] or "") is not None
    if not is_child or not _GOES_OUT.search(text) or _WILL.search(text) or _BY_FORCE.search(text):
        return None
    return Told("trapped", "child_locked", Span(*found.span()))


def _may_be_a_small_child(agent: str, text: str) -> bool:
    """Whether whoever locked the door may be a small child at play."""
    return _CHILD_AGENT.match(agent) is not None and _SMALL.search(text) is not None
