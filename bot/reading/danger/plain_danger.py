"""Rules for words that leave no doubt which danger they tell of, or that they tell of none. Pure.

A child locked in, somebody who fell and is silent, a chest that feels crushed, poison swallowed: the naming head (`danger`)
takes them for a beating, a threat to one's own life or a fallen wall, so that the sender would be told the wrong number to call.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.reading.classifying.danger import has_sign
from bot.reading.text.spans import Span

SAME_CLAUSE = r"[^，,。！？!?；;\n]"  # a character, but none that ends a clause
SAME_SENTENCE = r"[^。！？!?；;\n]"  # a character, but none that ends a sentence
CHILD = r"(?:宝宝|婴儿|毛毛|娃娃?|孩子|小孩|小囡|囡囡|小朋友|儿子|女儿|闺女|孙子|孙女|外孙女?|小宝|大宝|二宝|弟弟|妹妹|[一二两三四五六]岁|个月大)"
_SHUT = r"(?:反锁|锁|关|困|忘|落|丢|碰上|带上)"
_ROOM = r"(?:家|屋|房|厕所|卫生间|浴室|洗手间|阳台|里面|里头|房间|厨房|车库|储藏室)"

# Small words between a child and what befell it.
_BETWEEN = r"(?:还|又|也|都|就|自己|一个人|不小心|给|被|正|她|他|睡){0,3}"
_IN_CAR = r"(?:在|进|到|了)*(?:汽车|轿车|私家车|小车|车子?)(?:里|内)(?!的)"
_NO_WAY_IN = r"(?:打不开|开不了|拉不开|锁(?:上|住|死|掉)?了|钥匙)"
_CHILD_IN_CAR = re.compile(  # not 女儿把书包落车里了
    rf"{CHILD}{_BETWEEN}(?:反锁|锁|关|困){_IN_CAR}|[把将]{SAME_CLAUSE}{{0,4}}{CHILD}(?:忘|落|丢){_IN_CAR}"
    rf"|{CHILD}{_BETWEEN}{_IN_CAR}{SAME_SENTENCE}{{0,16}}{_NO_WAY_IN}|{_NO_WAY_IN}{SAME_SENTENCE}{{0,12}}{CHILD}{_BETWEEN}{_IN_CAR}"
    rf"|车{SAME_CLAUSE}{{0,6}}{_NO_WAY_IN}{SAME_SENTENCE}{{0,12}}{CHILD}{_BETWEEN}在里(?:面|头)"
)
_CHILD_IN_ROOM = re.compile(
    rf"{CHILD}{SAME_SENTENCE}{{0,10}}(?:反锁|锁|关){SAME_CLAUSE}{{0,4}}{_ROOM}|(?:反锁|锁|关)(?:在|到|进)?{SAME_CLAUSE}{{0,3}}{_ROOM}{SAME_SENTENCE}{{0,12}}{CHILD}"
    rf"|(?:没带钥匙|忘带钥匙|忘了?带钥匙|钥匙{SAME_CLAUSE}{{0,6}}(?:里|没带|忘)|门{SAME_CLAUSE}{{0,6}}(?:{_SHUT}))"
    rf"{SAME_SENTENCE}{{0,14}}{CHILD}{SAME_SENTENCE}{{0,8}}(?:里面|里头|屋里|家里|床上|哭)"
    rf"|{CHILD}{SAME_SENTENCE}{{0,10}}(?:里面|里头|屋里|家里|屋里厢){SAME_SENTENCE}{{0,10}}(?:没带钥匙|忘带钥匙|钥匙没带|钥匙{SAME_CLAUSE}{{0,4}}里|进不去|开不了门|门打不开)"
)
_SHUT_BY_SOMEBODY = re.compile(  # it may be a beating, or worse
    rf"(?:他|她|老公|丈夫|男的|男人|女的|前夫|前妻|继父|后爸|后妈|继母|我爸|我妈|爸爸|妈妈|爹|婆婆|公公|邻居|隔壁|楼上|楼下)(?!出去|出门|下楼|忘){SAME_CLAUSE}{{0,4}}(?:把|将){SAME_CLAUSE}{{0,8}}(?:锁|关)"
    rf"|(?:把|将|给)(?:我|俺)(?!的?(?:娃|孩|儿|女|宝|孙|闺)){SAME_CLAUSE}{{0,6}}(?:锁|关)"
    r"|打(?!不?开|不开|车|扫|盹|电话|120|119|110|12)|揍|抽我|抽他|抽她|踢|踹|骂|皮带|棍|不让|不给|不准|不许|刀|虐|绑"
)
_FELL = re.compile(
    rf"(?:滚|摔|栽|跌|滑倒|踩空|掉下来|翻下){SAME_SENTENCE}{{0,24}}?(?:[不没](?:再)?(?:说话|讲话|吭声|出声|作声|吱声|动弹|理人|理我)|没(?:了)?(?:声音|声响|声)|不应|不回|不理|眼睛(?:直|闭|翻)|闭着眼|(?:叫|喊|问){SAME_CLAUSE}{{0,4}}[不没]|着地|磕破)"
)
_PUSHED = re.compile(r"推|打(?!不开|电话|120)|踢|踹|揍|水里|河里|井里|江里|池塘|塘里")
_CHEST = re.compile(
    rf"(?:胸口?|心口|心里头|心脏){SAME_CLAUSE}{{0,12}}?(?:石头|压|闷|痛|疼|绞|揪|踩着|勒|堵|透不|喘|麻|刺)|捂着(?:胸|心口)"
)
_CUT_BY_THING = re.compile(
    r"(?:铁皮|铁丝|钢筋|铁片|玻璃|瓷砖|钉子|断口|螺丝|滑梯|护栏|栏杆|尖角|边角|门框)[^。！？!?；;\n]{0,24}?(?:手|脚|腿|脸|头|额|胳膊|膝盖|小腿)[^，,。！？!?；;\n腕]{0,4}(?:割|划|刮|切)(?:开|破|伤|了|到)"
)
_CUT_A_FINGER = re.compile(
    r"(?:割|划|切)(?:到|破|伤|了|开){1,2}(?:我|他|她|一下|的|左|右|大|小|食|中){0,3}(?:手指头?|指头|拇指|手(?![腕臂脉上掌]))(?!上?(?:一道|好几))|(?:割|划|切)手了"
)
_OF_ONES_OWN_WILL = re.compile(
    r"腕|脉|臂|死|活|自己|刀片|美工|水果刀|[又再还]割|割自|[一几两三]道|难受|痛苦|难过|对不起|遗|再见|告别|解脱|没意思|心里|心情|哭|抑郁|想|故意|自残|自伤|伤害|不疼|熬|撑|打(?!1|电话|急救|了?[针破])|砍|捅|孤|绝望|烦|流干|睡过去|永远|结束|没人(?!在家)|[吃安]药|眠药|跳"
)
"""Any of these beside a cut hand, and whoever has it may mean to die."""
_AS_IF = re.compile("像|似的|好比|感觉|麻|冷汗|虚汗")
"""胸口像石头压住: nothing lies on them."""
_WEAPON = re.compile(r"刀|枪|棍|捅|扎|打(?!120|电话)|踢|踹|揍|抢|压在|压住我|埋|塌")
_POISON = r"(?:农药|敌敌畏|百草枯|草甘膦|除草剂|杀虫剂|杀虫药|老鼠药|耗子药|蟑螂药|毒药|毒蘑菇|野蘑菇|毒菌|消毒水|消毒液|84消毒|洁厕|洗衣凝珠|凝珠|洗衣液|洗洁精|清洁剂|漂白|香蕉水|天那水|汽油|柴油|酒精(?!饮|度|中毒)|甲醇|干燥剂|樟脑丸|电池|安眠药|安定|水银)"
_TOOK = r"(?:喝|吃|吞|咽|服|舔|灌)"
_COMPLETED = r"(?:了|下去|下|掉|光|完|进)"
_SWALLOWED = re.compile(
    rf"{_TOOK}(?:{_COMPLETED}){{1,2}}{SAME_SENTENCE}{{0,10}}?{_POISON}|{_POISON}{SAME_CLAUSE}{{0,8}}?{_TOOK}(?:{_COMPLETED})"
    rf"|(?:把|整|半|一|几|好多|所有|全部){SAME_CLAUSE}{{0,8}}?药片?{SAME_CLAUSE}{{0,4}}?{_TOOK}(?:{_COMPLETED})|药{SAME_CLAUSE}{{0,5}}?(?:全|都){_TOOK}(?:{_COMPLETED})"
    rf"|{_POISON}{SAME_CLAUSE}{{0,4}}(?:当糖|当水|当饮料){_TOOK}"
)
BY_MISTAKE = re.compile("当糖|当水|当饮料|误|拿错|以为|宝宝|婴儿|小孩|娃|[一二两三四五六]岁|个月")
"""Words that tell that whoever took something did not mean to die: a mistake, or a child."""
_ANIMAL = re.compile("[狗猫鸡鸭鹅鱼羊牛猪]")
_NOT_SWALLOWED = re.compile(
    rf"(?:想|要|准备|打算|不想|没|没有|别|不能|不要|差点|差一点|怕|防止|如果|要是|万一|能不能|可以){SAME_CLAUSE}{{0,8}}?{_TOOK}|{_TOOK}了?(?:医生|感冒|降压|退烧|止痛)|医生"
)
_STRIKES = re.compile(  # not 打电话的人, 帮业主打伞
    r"(?:保安|门卫|城管)(?:们|员|队长)?[^，,。！？!?；;\n没不别帮给找替让]{0,6}打(?!电|招|伞|牌|麻|扑|游|呼|瞌|盹|卡|球|车|工|印|扫|开|听|针|水|饭|火|点|起|鼾)(?:了|着|一个|个|那个){0,2}"
    r"(?:[^，,。！？!?；;\n]{0,6}(?:孩子|小孩|大爷|阿姨|业主|小哥|学生|骑手|老头|老太)|(?<=个)[^，,。！？!?；;\n]{1,6}的)"
)
_THINGS_LOCKED = re.compile(
    r"(?:钥匙|包|箱子?|手机|行李|书|衣服|东西|快递|钱包|证件|电脑)[^，,。！？!?；;\n]{0,3}(?:反锁|锁|忘|落|关)(?:在|到|进)?了?[^，,。！？!?；;\n]{0,3}(?:车|家|屋|房|店|办公室|里)"
)
_THINGS_FELL = re.compile(
    rf"(?:(?:{CHILD}|我|他|她|人家|谁)(?:不小心)?(?:的|把|家的?)?)?(?:[井箱]?盖子?|钥匙|手机|钱包|鞋子?|衣服|垃圾|快递|耳机|眼镜|玩具|球|手表|戒指|水桶|杯子|书包|背包|包|袋子|帽子|无人机|风筝|雨?伞|滑板)(?:不小心|又|也|给|都|被风吹){{0,2}}[掉落滚飘吹](?:到|进|下|在)?了?[^，,。！？!?；;\n]{{0,4}}(?:井|坑|池|河|沟|塘|湖|水)(?:道|里|中|去)*"
)
_THINGS_STUCK = re.compile(
    r"(?:卡|夹|挂|缠)(?:在|到|进)[^，,。！？!?；;\n]{1,8}的(?:塑料袋|袋子|垃圾|快递|风筝|气?球|玩具|衣服|帽子|雨?伞|手机|钥匙|树枝|布条|广告布?)$"
)
_NOT_ONLY_THINGS = re.compile(
    rf"{CHILD}|人|老|爷|奶|爸|妈|狗|猫|火|锅|灶|煤气|燃气|水|烟|烧|炖|煮|饭|电(?!话)|热|打|追|抢|救|怕"
)
_AT_WORK = re.compile(r"保安|门卫|岗亭|门岗|值班|物业")
_IDLES = re.compile(
    r"抽(?:着|起|根|支)?(?:香)?烟|吸烟|喝(?:了|着|点)*(?:酒|醉|多|高|大)+|醉(?:酒|醺醺|了)?|酒气|睡(?:着|觉|大觉|了|得)*|打(?:瞌睡|呼噜|呼|盹|牌|麻将|扑克|游戏)|玩(?:手机|游戏|牌)|刷(?:手机|视频|抖音)|聊天|溜号|脱岗|离岗"
)
_HIDES = re.compile("躲(?:在|着|进)?(?=岗亭|保安[室亭]|值班室|门卫室)")
_FRIGHTENS = re.compile(
    r"打|骂|追|拦|抓|拉|扑|扯|砸|拿|抢|推|摸|跟|冲|威胁|我|叫|喊|闹|吵|刀|火|烧|着了|醒|动|死|血|吐|晕|倒|躺|冷|白"
)

CALM = re.compile(  # words of another time, of relief, of advice or of what might be: no danger now
    r"昨|前天|上次|上回|上周|上个?月|去年|前年|那次|那天|以前|从前|曾|后来|幸好|幸亏|还好|多亏|虚惊|没事|救出|出来了|门开了|打开了|开锁了|送到?医院|住院|出院|好了|如果|要是|万一|要不要|会不会|千万|不要把|别把|新闻|视频|听说|演习|演练|提醒|怎么(?:预防|避免)|宣传"
)


_FEARED = re.compile("怕|担心")
_ON_THE_STOVE = re.compile("(?:火|灶|炉子?)上[还在正]{0,2}[炖煮烧热](?!起|了)(?!.*(?:着火|起火|烟))")
_DESPAIR = re.compile("告别|永别|想不开|抑郁|遗书|割|药|不想活|寻|刀|绳")
_DESPAIR_OF_OWN = re.compile("腕|不想活|活不|[想要]死|自己割|割自己|遗书|告别|打|砍|捅")
_MISNAMED = (None, "missing", "self_harm", "home_violence", "violence")
"""The dangers that the naming head names by mistake for somebody shut in, a fall or chest pain (None: it names none)."""


@dataclass(frozen=True)
class PlainDanger:
    """A danger that the words name plainly (fire, gas … as `urgency.Urgency.danger`; "": they do not say which).

    `sure`: it is an emergency whatever the score. `asked`: above `urgency.LEAST_OF_PLAIN_WORDS` the sender is at least asked; `always`:
    below it, too. With none of them, the words only say which danger it is, if the score finds one.
    """

    danger: str
    span: Span
    sure: bool = False
    asked: bool = False
    always: bool = False


def plain_danger(text: str, named: str | None) -> PlainDanger | None:
    """The danger that the words name plainly, if it is now, else None. `named`: what the naming head says, kept where it fits."""
    if CALM.search(text):
        return None
    if found := _CHILD_IN_CAR.search(text):
        return PlainDanger("trapped", Span(*found.span()), sure=not _FEARED.search(text), asked=True)
    if (found := _SWALLOWED.search(text)) and not _NOT_SWALLOWED.search(text):
        own = named == "self_harm" and not BY_MISTAKE.search(text)
        return PlainDanger(
            "self_harm" if own else "injury",
            Span(*found.span()),
            asked=bool(re.search(_POISON, found.group()) and not _ANIMAL.search(text)),
        )
    as_if = named == "trapped" and _AS_IF.search(text)
    if (found := _CHEST.search(text)) and not _WEAPON.search(text) and (named in _MISNAMED or as_if):
        return PlainDanger("injury", Span(*found.span()))
    if (found := _FELL.search(text)) and not _PUSHED.search(text) and named in (*_MISNAMED, "no_answer", "injury"):
        return PlainDanger("injury", Span(*found.span()), asked=True)
    if (found := _CUT_BY_THING.search(text)) and named in _MISNAMED and not _DESPAIR_OF_OWN.search(text):
        return PlainDanger("injury", Span(*found.span()))
    if (found := _CUT_A_FINGER.search(text)) and named in _MISNAMED and not _OF_ONES_OWN_WILL.search(text):
        return PlainDanger("injury", Span(*found.span()))
    mistaken = named in (*_MISNAMED, "trapped") or (named == "fire" and _ON_THE_STOVE.search(text))
    if (
        mistaken
        and (found := _CHILD_IN_ROOM.search(text))
        and not _SHUT_BY_SOMEBODY.search(text)
        and not _DESPAIR.search(text)
    ):
        return PlainDanger(named if named == "trapped" else "no_answer", Span(*found.span()))
    if found := _STRIKES.search(text):
        fits = named in ("violence", "injury", "home_violence")
        return PlainDanger(named if fits and named else "violence", Span(*found.span()), asked=True)
    return None


def says_only_things(text: str) -> bool:
    """Whether only things are locked in (keys, luggage), fell in (a lid, a telephone) or are stuck, nobody with them, and nothing is on the stove."""
    rest = _THINGS_STUCK.sub(" ", _THINGS_FELL.sub(" ", _THINGS_LOCKED.sub(" ", text)))
    return rest != text and not _NOT_ONLY_THINGS.search(rest) and not has_sign(rest)


_ARE_OUT = re.compile(
    r"(?:[我他她们人都]|孩子|老人|娃|现在|已经|刚刚?|刚才|后来|总算|终于|自己|被|才|[^，。！？；没]{0,6}(?:救|放|弄|接|拉|开门)){1,4}出来了(?!.*(?:里面|里头|还有|没出来|又))"
)
_THING_IS_OUT = re.compile(
    r"(?:规定|规则|制度|办法|政策|文件|通知|公告|公示|名单|结果|成绩|分数|报告|单子|账单|证|方案|图纸|照片|视频|新闻|消息|答案|号码?|排名|价格|预算|判决|鉴定|检测|检查|化验|片子)[^，。！？；]{0,6}出来了"
)
_OF_BEING_SHUT_IN = frozenset(("trapped", "no_answer"))
_STILL_IN_NEED = re.compile(
    "救命|快来|快救|求救|不醒|不动|血|伤|疼|痛|喘|吐|烟|火|水里|压|埋|掉|摔|骨|呼吸|心跳|脉|昏|晕|没气|反应|意识|抽|紫|120|119|110"
)


def says_they_are_out(text: str, signed: Collection[str]) -> bool:
    """Whether a text says that somebody came out (出来了), from wherever, and nothing else that anybody needs help with; not that a thing did (新规定都出来了).

    `signed`: the dangers of which the text has a sign; with any but that of being shut in, it does not.
    """
    if _THING_IS_OUT.search(text) or _STILL_IN_NEED.search(text):
        return False
    return _ARE_OUT.search(text) is not None and set(signed) <= _OF_BEING_SHUT_IN


def says_only_idleness(text: str) -> bool:
    """Whether a guard is said to idle at work (smoke, drink, sleep, play, be away), and nothing is said that anybody must fear."""
    rest = _IDLES.sub(" ", text)
    if rest == text:
        return False
    rest = _HIDES.sub(" ", rest)
    return bool(_AT_WORK.search(text)) and not _FRIGHTENS.search(rest) and not has_sign(rest)


_BURNS_SOMEWHERE = re.compile(
    r"(?:隔壁|邻居|楼[上下]|对面|对过|那边|这边|外面|路边|田里|村口|河边|后面|前面|门口|有人|他们|他家|人家|有东西|东西|家里?|在|里){0,4}(?:在|正在|一直在)烧(?:着|东西|呢|了|的|啊){0,2}"
)


def says_only_that_it_burns(text: str) -> bool:
    """Whether a text says that something burns somewhere, and neither what nor any more: it may be straw, or incense."""
    return _BURNS_SOMEWHERE.fullmatch(re.sub(r"[^\w]+", "", text)) is not None
