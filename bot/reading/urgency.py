"""Danger to life now, against danger past, feared, quoted or told of somebody else.

Each danger has words that show it and, for most, words that must stand near. What stands around a hit then decides:
a past time, a fear, a habit or a report of others makes it no emergency. A threat to one's own life always is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.reading.spans import Span

LETTER = 110
"""Characters from which a message is a letter: who is in danger now writes less, or says so (快来, 现在)."""


@dataclass(frozen=True)
class Urgency:
    level: str = "normal"
    reasons: list[Span] = field(default_factory=list)
    danger: str | None = None
    """fire, gas, trapped, injury, violence, home_violence or self_harm"""


_PLACE_OF_FIRE = r"(?:家|楼|屋|房|房子|房间|店|车|厂|厂房|仓库|厨房|阳台|隔壁|楼道|车棚|电瓶车|电动车|电表箱?|电线|电闸|插座|配电[房箱柜]|空调|冰箱|垃圾[桶堆]|灶台?|锅|窗户?|山上?|草堆|充电[棚桩]|电池|室|上|里|边|面|栋|幢|层|户)"
_SHOWS: dict[str, list[re.Pattern[str]]] = {
    "self_harm": [
        re.compile(
            r"(?:我|俺|本人|我们|全家|自己|他|她|有(?:个)?人|人)?[^，。！？]{0,8}?(?:去|就|要|想|准备|只好|只能|只有|马上|逼我|逼得我|真的|还不如|不如|从.{0,6})(?:跳楼|跳河|跳江|跳桥|跳下去|自杀|自尽|寻短见|轻生|上吊|割腕|喝农药|喝药|撞死|死给|去死|一死|死了算|结束生命|自焚|跳(?=了[！。]|[！。]|$))(?!价|机)"
        ),
        re.compile(
            r"不想活|活不下去|活够了|没有?活路|不活了|不要活|活着(?:还有什么|有什么|没)(?:意思|意义)|死给.{0,4}看|了结(?:自己|生命|此生)|生无可恋|轻生|遗书"
        ),
        re.compile(
            r"(?:站|坐|爬|趴)(?:在|到|上)(?:了)?.{0,6}(?:楼顶|天台|桥|栏杆|窗台|塔吊).{0,10}(?:跳|不肯下来|不下来|轻生|哭)"
        ),
    ],
    "home_violence": [
        re.compile(
            r"家暴|(?:老公|丈夫|男人|我爸|爸爸|前夫|男朋友|儿子|老婆|公公|婆婆|继父|后爸|对象|媳妇|女婿)[^，。！？]{0,6}(?:打(?!电话|工|扫|理|车|针|算|开|麻将|牌)|掐|拿刀|动手|砍|踢|揍)(?:我|了我|她|妈|老婆|我妈|孩子|人|得)?"
            r"|打(?:老婆|媳妇|他老婆|自己老婆|我妈|我姐|她老婆)|(?:男的|男人)[^，。]{0,6}打[^，。]{0,4}(?:女的|女人|老婆)|(?:楼上|隔壁|对门|楼下|邻居|邻里)[^，。]{0,10}(?:打|揍)(?:孩子|小孩|老人|老婆|女人|娃)"
        ),
    ],
    "violence": [
        re.compile(
            r"打架|打起来|打人|打我(?!电话|们电话|的电话|手机)|打伤|被打|在打(?!桩|电|广|工|牌|麻将|折|理|扫|车|磨|孔|洞|地基|井|篮球|球|药|农药|草)|动刀|持刀|拿着?(?:刀|菜刀|棍|斧|铁棍|砍刀)|砍人|砍我|砍伤|捅人|捅了|捅伤|行凶|杀人|杀我|要杀|砍死|弄死|打死|斗殴|械斗|抢劫|绑架|绑走|围攻|劫持|追着?(?:我|人)?(?:打|砍)|掐(?:着|住)?(?:我|她|他|人)?的?脖子|抢(?:孩子|小孩|包)|强奸|猥亵|跟踪我|尾随我|砸门|踹门|撬门|撬锁|闯进(?:我)?(?:来|家|屋)|闯进来|入室"
        ),
    ],
    "fire": [
        re.compile(
            rf"着火|起火|失火|着了火|起了火|烧起来|烧着了|在烧(?!烤|饭|香|菜|水)|大火|火势|火苗|火光|救火|火灾|浓烟滚滚|爆炸|炸了|{_PLACE_OF_FIRE}[^，。！？囱]{{0,4}}(?:在|正|直)?冒(?:着|出)?(?:大|浓|黑|白)?烟|冒火"
        ),
    ],
    "gas": [
        re.compile(
            r"(?:煤气|天然气|燃气|液化气|瓦斯|沼气)[^，。！？]{0,8}?(?:泄漏|泄露|漏气|漏了|在漏|漏出|跑气|味(?!道不|道的)|臭味|呲呲|嘶嘶|中毒|没关|忘关|爆)|(?:闻到|闻着|有|股|一阵|全是|很重|很浓|好大)[^，。！？]{0,6}(?:煤气|天然气|燃气|液化气)(?:味|的味|臭)?(?!公司|管|表|费|灶|罐|站|价)|(?:漏|泄漏|泄露)(?:了)?(?:煤气|天然气|燃气|液化气)|一氧化碳中毒"
        ),
    ],
    "trapped": [
        re.compile(
            r"(?:被困|困(?:在|住|到|着)|关(?:在|住)(?!心)|卡(?:在|住)|压(?:在|住)|埋(?:在|住)|锁在|反锁|掉(?:进|到|在)|跌(?:进|到)|夹(?:住|在))[^，。！？]{0,10}(?:电梯|屋里|房间|房里|家里|车里|车内|洞|坑|井|废墟|土里|墙下|树下|水里|河里|里面|里头|下面|出不来|人|孩子|手|脚|头|腿)"
            r"|梯[^，。！？]{0,10}(?:困(?!扰|难|境)|关(?:了|着|住)?(?:个|几|两|三|好几)?(?:个)?(?:人|老人|小孩|孩子)|出不来|卡(?:住|在)|夹(?:住)?(?:人|了|手|脚)|里(?:面)?(?:有|还有)人)|(?:人|孩子|小孩|老人|我|我们|妈|爸|婴儿|宝宝)[^，。！？]{0,6}(?:困在|被困|卡在|关在电梯|锁在|出不来)"
        ),
    ],
    "injury": [
        re.compile(
            r"昏(?:倒|迷|过去)|晕(?:倒|过去|厥)|不省人事|没(?:有)?(?:呼吸|心跳|脉搏|反应|气)了?|呼吸困难|喘不(?:过|上)气|心脏病(?:发|犯)|心梗|脑(?:溢血|梗|出血|卒中)|中风了?|大出血|流血|血流|满(?:身|脸|头|地)(?:是|都是)?血|出了?(?:很|好)?多血|吐血|触电|电(?:到|着)人|被电(?:到|着|了|倒)|食物中毒|中毒|溺水|落水|掉(?:进|到|下|在)?(?:了)?(?:河|水|江|井|湖|塘|坑|化粪池|窨井|下水道)|掉下[来去]|滑下去|沉下去|摔(?:下|倒|伤|断|昏|晕|得)|坠(?:楼|落|下)|跳(?:了)?楼了|撞(?:到|了|倒|伤|飞)(?:人|老人|小孩|孩子|我|行人|一个)?|砸(?:到|中|伤|了|死)(?:人|老人|小孩|孩子|我|行人|一个|头)|骨折|窒息|噎(?:住|着|到)|休克|抽搐|抽筋|不行了|快(?:死|不行)了|要生了|羊水|救护车|救命(?!钱|稻草|药|恩|之|的钱)|受(?:重)?伤|出人命|烫伤|烧伤|咬伤|被.{0,4}咬"
        ),
    ],
}

_NOW = re.compile(
    r"快来|快点来|赶快|赶紧|救命(?!钱|稻草|药|恩|之|的钱)|救救|救人|正在|现在(?!的|有|很多|都|还没|也|已经有)|此刻|马上|刚刚|刚才|刚(?=[^好需性开])|还在(?:里面|烧|打|流|冒|漏|车|电梯)|正(?=[在打烧冒流困])|躺在|倒在|起不来|出不来|急急急|十万火急|叫(?:救护车|消防|警察)|来人|怎么办[！？。]?$|咋办[！？。]?$|有危险|越来越大|在(?:打|烧|冒|流血|漏|砸|追|敲|喊救|哭喊|撬)"
)
_PAST = re.compile(
    r"上上?个?(?:周|月|星期|礼拜|次|回|年)|去年|前年|今年(?!现在)|昨[天日晚夜]|前[天日晚]|前几天|前段|前阵|那次|那天|曾经?|以前|从前|之前|当时|当年|后来|事后|\d{2,4}年|\d{1,2}月|[一二三四五六七八九十]月|早已|已经?(?:扑灭|灭了|救|送|处理|修好|关了|抓|报案|出院|好了|没事|过去|解决|赔)|扑灭|灭掉了|救出来了|获救|出院|住院|(?:打|烧|困|伤|漏|炸|着|咬|撞|砸|掉|出|死|跳|倒|摔|晕|爆|触|起|失|关|卡|夹)过|发生过|出现过|有过|过(?:几|好几|一|两|三|多)次|的那(?:栋|家|户|次|个|场|天|幢|辆|位|条)|那(?:场|次|起)|事件|案件|案子|赔偿|赔了|索赔|报销|鉴定|判|小时候|多年前|天前|年前|周前|个月前"
)
_FEARED = re.compile(
    r"担心|怕|害怕|生怕|万一|如果|要是|假如|倘若|会不会|容易|可能|隐患|差[点一]|险些|以免|免得|防止|预防|避免|一旦|真(?:要|的)?(?:是)?(?:着|起|失|发生|出|有火|烧|爆|炸|漏|困)|引起|引发|造成|导致|存在|谨防|防范|演习|演练|培训|宣传|知识|早晚|迟早|难道|非(?:要|得)|等到|才(?:来|管|重视|解决|肯)|是不是要|要出(?:人命|事)|会(?:出|着|发|爆|炸|漏|有|砸|塌|伤|死|掉|电|撞)|威胁(?:到)?(?:生命|安全|居民|我们的)|危及|老化|该换|没有?(?:灭火器|消防)|灭火器|消防栓|消防通道|消防车(?:进|开|怎么)|怎么逃|往哪|跑都|应急|预案|保险|责任|如何(?:预防|处理|避免)|怎么(?:预防|避免|赔)|多少钱|要不要|能不能赔|烧烤|火灾(?:隐患|保险|报警)|防火|消防(?:检查|验收|培训|演)|属于|算不算"
)
_HABIT = re.compile(
    r"经常|常常|时常|老是|总是|多次|几次|屡次|频繁|频频|动不动|三天两头|天天|每天|每次|每晚|每年|一直|长期|平时|有时|隔三差五|好多次|好几回|又一次|从来|哪天|年年|个月|半年|几年|多年|历年|常年"
)
_OTHERS = re.compile(
    r"听说|据说|新闻|报道|网上|电视|短视频|刷到|外地|别的小区|某地|别人家|看到过|转发|群里(?:说|转)|故事|电影|小说|梦|比喻|杭州那|隔壁小区(?:上|去|前)"
)
_FIGURE = re.compile(
    r"跳楼价|跳楼(?:机|甩卖|大甩卖|清仓)|气(?:死|炸)|累死|吵死|臭死|热死|冷死|急死|烦死|笑死|火急火燎|心火|生意火|火爆|火大得很|火气|像[^，。！？]{0,10}(?:一样|似的)|困(?:扰|难|境|惑)|大火(?:锅|爆)|打(?:人工|人民|人才)|生意(?:惨|火)|流血流汗|热血|血汗|出血大|要命|不要命|命根|伤(?:心|感|脑筋|不起)|炸(?:街|鸡|串|酱|薯|油条)|爆炸性|(?:手机|群|电话)(?:都)?(?:被)?(?:打)?爆|价格.{0,4}跳|生意.{0,6}活不下去|(?:企业|店|行业|公司|司机|老板|小贩|商户|摊主|生意).{0,8}(?:活不下去|没(?:有)?活路)|给.{0,4}(?:条|个)活路|伤不起|晕车|卡(?:里|号|费|顿|上|片)|消费卡|银行卡"
)
_CLAUSE = re.compile(r"[^，。！？；\n]+")
_SENTENCE = re.compile(r"[^。！？；\n]+")
_URGENT = re.compile(
    r"井盖(?:没了|丢了|不见|被偷|掉|缺|破|塌)|没(?:有)?(?:井盖|盖子)|电线(?:掉|垂|断|落|裸露|拖在)|漏电|(?:墙|楼|房子|房|桥|树|围墙|广告牌|脚手架|电线杆|塔吊|大树|护坡|堤坝?)[^，。]{0,6}(?:要倒|快倒|要塌|快塌|塌了|倒了|倾斜|摇摇欲坠|要掉|快掉|砸下来|裂(?:开|了)|断了)|走失|走丢|失踪|找不到(?:孩子|老人|人)|水管爆|爆管|大面积停[水电]|山体滑|滑坡|决堤|溃|路面塌|塌陷|塌方|高空(?:抛物|坠物)|(?:差[点一]|险些)[^，。]{0,8}(?:砸|撞|摔|掉|出|压|伤|死)|煤气(?:管)?(?:老化|漏)|十万火急|紧急|急急急|特急|求救|拖不得|病危|断药|停水[^，。]{0,6}天|停电[^，。]{0,6}(?:老人|病人|呼吸机)|火灾隐患|消防(?:通道|车)[^，。]{0,8}(?:堵|占|进不)|疯狗|狗[^，。]{0,4}咬(?:人|伤|了)|持刀|威胁.{0,6}(?:杀|死|命)"
)


def _around(text: str, hit: Span, pattern: re.Pattern[str]) -> str:
    """The clause or sentence that holds the hit."""
    for match in pattern.finditer(text):
        if match.start() <= hit.start < match.end():
            return match.group()
    return hit.within(text)


def _near(text: str, hit: Span, reach: int = 16) -> str:
    """What stands close by, not past the sentence's end: dictated text has no other bounds."""
    before = re.split(r"[。！？；\n]", text[max(0, hit.start - reach) : hit.start])[-1]
    after = re.split(r"[。！？；\n]", text[hit.end : hit.end + reach])[0]
    return before + hit.within(text) + after


def _stands(text: str, hit: Span, danger: str) -> bool:
    """True when nothing around makes it past, feared, habitual, told or a figure of speech."""
    sentence = _around(text, hit, _SENTENCE)
    near = _near(text, hit)
    if _FIGURE.search(near):
        return False
    if danger == "self_harm":
        return not (
            _OTHERS.search(sentence)
            or (_PAST.search(near) and not re.search(r"我|俺|要跳|想跳", near))
            or re.search(r"担心|怕(?:她|他|老人|孩子)|预防|心理|讲座", near)
        )
    if danger == "home_violence":
        return not (
            _OTHERS.search(sentence)
            or re.search(r"宣传|讲座|反家暴法|如何(?:预防|认定)|离婚(?:后|了)|去年|前年|\d{4}年", sentence)
        )
    now = bool(_NOW.search(sentence))
    if _OTHERS.search(sentence) or _FEARED.search(_around(text, hit, _CLAUSE)) or _FEARED.search(near):
        return False
    if _PAST.search(near) or (_PAST.search(sentence) and not now):
        return False
    return not _HABIT.search(near) or (now and danger in ("fire", "gas", "trapped"))


_ALONE = {"fire", "gas", "trapped", "self_harm", "home_violence"}
"""Dangers that a short message need only name; hurt and violence must be told as of now."""
_SHORT = 36
_HYPOTHETICAL_FIRE = re.compile(r"(?:着火|起火|失火|火灾|爆炸)了?[^。！]{0,12}(?:怎么(?:办|进|逃|救)|咋办|谁负责|往哪)")
_TOLD_AS_NOW = re.compile(
    r"了[！。，]?$|了[！，。]|有人|有个|一个|老人|孩子|小孩|我(?:妈|爸|老公|老婆|儿子|女儿|家)|快|救|血|地上|楼下|门口|电梯|马路|路口|不止|倒在|躺"
)


def _is_now(text: str, hit: Span, danger: str) -> bool:
    sentence = _around(text, hit, _SENTENCE)
    if danger == "self_harm":
        return True
    if danger == "home_violence":
        return len(text) < LETTER or bool(_NOW.search(sentence))
    if danger == "fire" and _HYPOTHETICAL_FIRE.search(sentence):
        before = text[max(0, hit.start - 2) : hit.start]
        if not re.search(_PLACE_OF_FIRE + r"$", before) or re.search(r"堵|占|停满|进不", sentence):
            return False
    if len(text) > LETTER:
        return bool(
            re.search(r"救命|快来|正在(?:打|烧|冒|漏)|还(?:困|关)在|现在(?:还)?(?:困|烧|漏|躺|昏|流血|在打)", sentence)
        )
    if danger in _ALONE:
        return True
    return bool(_NOW.search(sentence)) or (len(text) <= _SHORT and bool(_TOLD_AS_NOW.search(sentence)))


_RANK = ["self_harm", "fire", "gas", "trapped", "home_violence", "violence", "injury"]


def read_urgency(text: str) -> Urgency:
    """emergency with its danger and the words that show it; else urgent or normal."""
    found: list[tuple[str, Span]] = []
    guarded: list[Span] = []
    for danger in _RANK:
        for pattern in _SHOWS[danger]:
            for match in pattern.finditer(text):
                hit = Span(*match.span())
                if _stands(text, hit, danger) and _is_now(text, hit, danger):
                    found.append((danger, hit))
                elif not _FIGURE.search(_near(text, hit)):
                    guarded.append(hit)
    if found:
        first = found[0][0]
        return Urgency("emergency", [hit for danger, hit in found if danger == first][:3], first)
    reasons = [Span(*match.span()) for match in _URGENT.finditer(text)]
    return Urgency("urgent", reasons[:3]) if reasons else Urgency()
