"""Rules for which danger plain words tell of, where the naming head says another, or none. Pure.

Whoever went under in water is not missing, a tap that "strikes" is no husband, whoever sits on the edge of a roof is not shut in. The head has
never seen such words together; the numbers to call differ. What decides: who is hurt and by what, before where it is.
Each rule takes only from the dangers that the head was seen to take for its own when it read writers of whom it had learned nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.danger.asked_about import ON_THE_ROOF
from bot.reading.danger.kinds.on_a_ledge import is_child_on_a_ledge, is_held_on_a_ledge, is_hurt
from bot.reading.danger.plain_danger import CHILD, SAME_CLAUSE, SAME_SENTENCE

_NEVER = re.compile(r"(?!)")

# Water.
_WATER = r"(?:[河江湖塘溪渠海]|水库|水里|水塘|泳池|喷[水泉]池|鱼池|漩涡|水坑|蓄水池|井盖|窨井)"
_GOES_IN = r"(?:掉|跌|滑|摔|栽|落|踩空|踏空|下去|下水|下[河塘]|游|冲走|卷走|玩水)"
_IS_GONE = r"(?:没(?:有|再)?(?:上来|浮|冒头|起来|影)|(?:看)?不见了|看不[见到]了?|人就?没了|沉(?:下去|了)|没(?:有)?动静)"
_UNDER = re.compile(
    rf"{_WATER}{SAME_SENTENCE}{{0,20}}?{_GOES_IN}{SAME_SENTENCE}{{0,16}}?{_IS_GONE}|{_GOES_IN}{SAME_CLAUSE}{{0,3}}{_WATER}{SAME_SENTENCE}{{0,16}}?{_IS_GONE}"
    rf"|{_WATER}{SAME_SENTENCE}{{0,16}}?(?:沉(?:下去|了)|没冒头|人就?没了)|下水{SAME_SENTENCE}{{0,10}}?没冒头|(?:井|坑|洞|池){SAME_SENTENCE}{{0,16}}?[踩踏]空|(?:人|{CHILD}|姑娘|小伙子?|女的|男的){SAME_SENTENCE}{{0,14}}?(?:人就?没了|不见了){SAME_SENTENCE}{{0,10}}?漩涡"
)
_IN_WATER = re.compile(
    rf"{_WATER}{SAME_SENTENCE}{{0,12}}?(?:扑腾|[脸面]朝下|喊救命|抓着树|爬不上来)|[脸面]朝下{SAME_CLAUSE}{{0,4}}[漂飘浮]|(?:在|掉进|滑到|滑进){SAME_CLAUSE}{{0,2}}(?:井里|河里|渠里)"
)
_FETCHED = re.compile("捞[上起出了]|[拉救抱]上来|没(?:有)?(?:呼吸|心跳|气)|电[着到倒]|通着?电|电线|有电|猫|狗(?!不)")

# Current.
_BOX = r"(?:配电[箱柜房]|电表[箱间]?|电箱|电闸|开关箱|变压器|插[座排]|插线板|接线盒|电线杆?|高压线|空调外机|电缆)"
_SPARKS = r"(?:火花|火星|打火|[冒闪]?蓝[光火]|电弧|噼[里啪]|[啪噗][啪噗]|[滋呲][滋呲])"
_SPARKING = re.compile(
    rf"{_BOX}{SAME_SENTENCE}{{0,12}}?{_SPARKS}|{_SPARKS}{SAME_CLAUSE}{{0,6}}{_BOX}|(?:两根|电)线{SAME_CLAUSE}{{0,6}}打火"
)
_BURNS = re.compile(
    "着火|起火|失火|火烧|的火(?![花星])|[燃烧]起来|烧着|在烧|火苗|火球|明火|火光|着了|大火|浓烟|黑烟|冒烟|黑了|塑料|糊|熔|化了|烧了|爆炸"
)
_STRIKES_LIKE_CURRENT = re.compile(
    rf"(?:水龙头|洗澡水|花洒|淋浴|热水器|洗衣机|冰箱|铁[皮门管栏]|扶手|栏杆|灯杆|路灯杆?子?|站牌|滑滑?梯|车棚|墙){SAME_SENTENCE}{{0,16}}?(?:打人|电人|打手(?!电)|[发很好会]麻|麻[了得手]|被弹|弹开|弹回|手一?[搭碰])"
    rf"|(?:碰|摸|搭){SAME_SENTENCE}{{0,6}}?(?:被打开|弹开|弹回来|一麻)"
)
_BARE_WIRE = re.compile(
    rf"(?:电?线头?|铜丝|铜芯){SAME_CLAUSE}{{0,4}}(?:露|裸|耷拉|垂|挂){SAME_SENTENCE}{{0,16}}?(?:捅|摸|碰|玩|拽|扯|抓|{CHILD}|学生|走)"
)
_HOT_WIRE = re.compile(
    rf"(?:{_BOX}|(?:电|飞|充电)?线(?!路|上|下)|插头|充电器){SAME_CLAUSE}{{0,4}}(?:发烫|滚烫|烫手|烫得|发热)"
)
_NO_CURRENT = re.compile(r"[网鱼毛缝]线|晾衣|充电线|老[公婆].{0,4}打|打我|揍")

# Fire.
_SMOKES_OUT = re.compile(
    rf"(?:门缝|窗缝|门底下|窗[户口子]?|屋顶|卷帘门?|屋里){SAME_CLAUSE}{{0,10}}(?:往外|里|在|底下|下面){{0,3}}{SAME_CLAUSE}{{0,5}}(?:[冒钻透涌滚出翻]{SAME_CLAUSE}{{0,6}}(?:烟|[黑灰]的)|[黑灰白浓]{SAME_CLAUSE}{{0,5}}[冒钻透涌滚翻])"
    rf"|(?:门把手?|卷帘门?|门|墙|楼板){SAME_CLAUSE}{{0,6}}(?:烫手|烫得|滚烫|烫的)|烟{SAME_SENTENCE}{{0,16}}?(?:下不去|出不[去来]|湿毛巾|堵门)|(?:湿毛巾|毛巾){SAME_CLAUSE}{{0,3}}堵{SAME_CLAUSE}{{0,2}}门"
    rf"|(?<![睡呛卡躺留见笑噎压粘蹲看守放点跟憋熏累晕站坐])着了|烧起来|[引点]起来了|火光|橘红"
)
_NO_FIRE = re.compile(
    r"煤气|燃气|天然气|液化气|炭|硫磺|氨|阿摩尼亚|化工|农药|黄烟|绿气|熏|尾气|发[高低]?烧|烧得|睡着了|犯着|汽油浇|浇(?:在|上|了|好)|砍|捅|踢|打我|打人|呛着|卡着|噎|蘑菇|电着|通着电|送给我"
)

# Something that is burnt, whose smoke makes people cough: no gas that a bell would set off.
_BURNT = r"(?:纸钱?|黄纸|纸扎|冥[币纸]|元宝|锡箔|金银纸|香烛|蜡烛|垃圾|树叶|落叶|枯?草|秸秆|柴|木[头板柴]|纸箱|纸板|旧?家具|衣服|床垫|沙发|轮胎|塑料|泡沫|电缆皮)"
_BURNT_IN_THE_OPEN = re.compile(
    rf"(?:[焚燃]?烧|点)(?:着|了|起来?)?{SAME_CLAUSE}{{0,3}}{_BURNT}{SAME_SENTENCE}{{0,30}}?(?:烟|呛|咳|熏|味)|(?:烟|呛|咳|熏){SAME_SENTENCE}{{0,20}}?(?:[焚燃]?烧|点)(?:着|了|起来?)?{SAME_CLAUSE}{{0,3}}{_BURNT}"
)
_NOT_OF_FIRE = re.compile(
    r"煤气|燃气|天然气|液化气|沼气|一氧化碳|[烧木]炭|炭火|火盆|煤[炉球]|反锁|门缝|不想活|头[晕昏疼痛]|恶心|晕倒|昏"
)

# Air that kills.
_ENGINE_ON = re.compile(
    rf"(?:车(?:子)?(?:没熄火|没有熄火|发动着|开着空调)|发动机开着|车库{SAME_SENTENCE}{{0,10}}?(?:发动|没熄火|空调)|空调开?着?的?{SAME_SENTENCE}{{0,3}}车|发电机{SAME_CLAUSE}{{0,6}}(?:屋|房|室)){SAME_SENTENCE}{{0,24}}?(?:[不没](?:醒|动|应|反应)|起不来|没反应|腿没了)"
)
_DOWN_A_PIT = re.compile(
    rf"(?:化粪池|粪[池坑窖]|沼气池|[酒红薯菜地]{{1,2}}窖|窖里|发酵[缸池罐]|污水[井池]|窨井|下水井|清{SAME_CLAUSE}{{0,3}}池子?){SAME_SENTENCE}{{0,24}}?(?:没(?:有)?(?:声|动静|上来|反应|响)|不(?:应|响|动|醒)|[倒软栽歪](?:了|下|在|过)|死沉)"
)
_LEAKS = re.compile(
    rf"(?:罐子?|气瓶|煤气管|燃气管|接口|管道井|主管|管子){SAME_SENTENCE}{{0,10}}?(?:[嘶呲噗哧]|漏气|漏了?|吹气|敲破|全是泡)"
)
_FUMES = re.compile(
    rf"(?:84|八四|消毒[液水粉]|漂白[水粉]|洁厕[灵液剂]|农药){SAME_SENTENCE}{{0,16}}?(?:呛|熏|喘|咳|辣|刺鼻|头[晕昏])"
)
_NO_LEAK = re.compile("水管|漏水|下水|油罐|呼吸|喉|气管|着火|起火|烧起来|着了|火有")

# One's own death.
_DANGLES = re.compile(
    rf"(?:楼顶|天台|顶楼|阳台|窗台?|栏杆|护栏|高架|桥|房顶|屋顶|边沿|边上|广告牌|烟囱|塔|楼{{1,2}}边){SAME_SENTENCE}{{0,14}}?(?:[脚腿][^，,。！]{{0,4}}(?:外|荡|悬|晃|出去)|[跨翻]出|一个人坐)"
    rf"|(?:楼顶|天台|顶楼|高架|天桥|桥|烟囱|广告牌){SAME_SENTENCE}{{0,16}}?(?:就(?:下去|松手|跳)|不来就|在哭)|(?:[跨坐骑站]在?)(?:阳台|栏杆|护栏|窗台?|高架)(?:外|边|上)"
)
_NO_WISH = re.compile(
    rf"{CHILD}(?:自己|爬)|娃|宝宝|小孩|[一二两三四五六]岁|够不着|扒着|工人|师傅|工友|擦|安全绳|吊篮|脚手架|[卡夹]|被困|反锁|锁在|[着起失]火|烟|快掉|掉下去|猫|狗|老年痴呆|按在|推到|拎到|抵在|小偷|不是工人|打"
)
_HOLDS_A_CHILD = re.compile(
    rf"[抱搂][着住](?:娃|孩子|宝宝|婴儿|小孩|小的|儿子|女儿|囡){SAME_SENTENCE}{{0,14}}?(?:阳台|窗|楼顶|天台|栏杆|护栏|桥|河边|江边){SAME_SENTENCE}{{0,14}}?(?:外|探|凳|边沿|跨|不理|不回)"
)
_TAKES_THE_CHILD_ALONG = re.compile(
    rf"(?:想|要|准备|打算)(?:抱|带)着?(?:我?的?)(?:宝宝|孩子|娃|小孩|儿子|女儿|他|她){SAME_CLAUSE}{{0,3}}(?:从|往|去){SAME_CLAUSE}{{0,2}}(?:窗|阳台|楼顶|天台|桥|河|江){SAME_CLAUSE}{{0,4}}(?:走|下去|跳|出去)"
)
_INTO_THE_WATER = re.compile(
    rf"(?:往|走[进到]|走下){SAME_CLAUSE}{{0,3}}[河江湖海塘水]里?{SAME_CLAUSE}{{0,3}}(?:走|去|里|了){SAME_SENTENCE}{{0,16}}?(?:水(?:到|没)|不回头|不理)|一步一步往{SAME_CLAUSE}{{0,3}}(?:下|水|塘|河)"
)
_ON_THE_RAILS = re.compile(
    rf"(?:铁轨|轨道|铁路){SAME_SENTENCE}{{0,14}}?(?:等(?:火?车|着)|不走|听[见到]火车|朝火?车|躺|书包)|(?:坐|躺)在?铁轨"
)
_HANGS = re.compile(
    rf"(?:绳子?|皮带|床单|围巾){SAME_CLAUSE}{{0,6}}(?:[在挂到往上]{{1,2}}(?:房?梁|门框?|门|树|暖气)|梁|吊)|梁上{SAME_CLAUSE}{{0,4}}(?:绳|挂|吊)|吊在?(?:门框|树上|梁上|房梁|暖气)|(?<!眼)(?<!眼睛)上吊|凳子{SAME_CLAUSE}{{0,3}}(?:倒了|放好)"
)
_POURED_OVER = re.compile(
    rf"(?:浑身|身上|往自己|自己身上|头上){SAME_CLAUSE}{{0,6}}(?:汽油|煤油|柴油|酒精|天那水|油)|(?:汽油|煤油|柴油|酒精){SAME_CLAUSE}{{0,4}}(?:往|浇|倒|淋)(?:在|到|上)?(?:自己|身上|头上|了?一身)|点火烧自己|自焚"
)
_OVER_ANOTHER = re.compile(
    "(?:往|浇|泼|倒)(?:在|到)?(?:我|她|店|门|车|老婆|妻子|孩子|人家)|泼(?:我|她|了)|热油|滚油|菜油"
)
_SAYS_FAREWELL = re.compile(
    r"遗书|永别|跟?大家告别|说再见|再见(?:妈|爸)|替我活|不连累|不想拖累|去天上|下辈子|来世|别让我妈.{0,6}看见|不要救[我她他]|抑郁症|拖累你们|以后用不着了"
)
_SHUT_AWAY = re.compile(r"反锁|锁|关在|不开门|打不开|不应|没声|不答应|药|炭|水声|关机|血|不接|水红|梁|绳")
_BATH_IS_RED = re.compile(rf"浴缸{SAME_SENTENCE}{{0,10}}?红了?|腕子?{SAME_CLAUSE}{{0,6}}(?:划开|口子|不疼)")
_FUMES_OF_OWN_WILL = re.compile(
    rf"(?:把自己|自己把|关着门|反锁|锁[进在]|门缝|门窗|爸爸关|排气){SAME_SENTENCE}{{0,16}}?(?:炭|排气|煤气|毛巾)|管子?{SAME_CLAUSE}{{0,8}}排气|排气管?{SAME_CLAUSE}{{0,4}}接|我(?:已经|把)?{SAME_CLAUSE}{{0,2}}开了?煤气"
)
_OF_OWN_WILL = re.compile(
    r"不连累|留(?:了)?纸条|遗|说[要去一]|不肯开|昨天.{0,6}借|门窗都封|自己拧开|封了|赌输|封门|接着?排气|从排气|烧炭.{0,6}不开"
)
_ALL_THE_PILLS = re.compile(
    rf"(?<!错)药{SAME_CLAUSE}{{0,2}}(?:都|全|一把|一瓶|一整瓶)?{SAME_CLAUSE}{{0,2}}[吃吞咽]下去了(?!.{{0,30}}(?:医生|感冒|退烧))"
)
_BY_A_MISTAKE = re.compile(rf"误|错|当糖|当成|拿错|{CHILD}|忘|[爷奶]|老(?:头|太|人)|饭后|医生|开的")

# Blows.
_HURTS_THEIR_OWN = re.compile(
    rf"(?:老[公婆]|丈夫|妻子|[男女]朋友|前夫|前妻|[爸妈爹]|姆妈|儿子|女儿|女婿|媳妇|继父|后[爸妈]){SAME_CLAUSE}{{0,10}}?(?:(?:(?<!电)(?<!被)打|掐|踹|踢|揍|推|扇|砸)(?:着|得|了|伤|死|在|牢|住){{0,2}}(?:我|[他她](?!们)|妹|弟|孩|娃|老婆|[爸妈奶爷姐哥]|[儿女]|人(?!民)|脖子|耳光|肚子)|[拿用]针扎|皮带抽|[拿用]开水泼)"
)
_OLD_WOUNDS = re.compile(
    rf"旧伤|巴掌印|(?:身上|脸上|胳膊上?){SAME_CLAUSE}{{0,3}}(?:老|总|一直|天天|没断过)(?:是|有)?{SAME_CLAUSE}{{0,3}}(?:青|伤|紫|印)?|天天这样|一巴掌|挨打|吃生活"
)
_STRUCK_BY_OTHERS = re.compile(
    rf"(?:同学|同桌|高年级|校外|同事|工友|老板|经理|领导|邻居|保安|陌生人|路人|客人|顾客|乘客|司机|房东)(?:的人)?(?:又|老|天天|正在?|刚才?|一直|要|在){{0,3}}(?:[打揍踢踹掐扇推砸](?!电话|工|车|水|气|扫)|欺负){SAME_CLAUSE}{{0,4}}(?:我|俺)"
)
_OF_THE_FAMILY = re.compile(
    r"老[公婆]|丈夫|妻子|前夫|前妻|[男女]朋友|[爸妈爹娘]|儿子|女儿|女婿|媳妇|[爷奶哥姐弟妹]|家里"
)
_FIGHT = re.compile(
    rf"打起来|动起手|真格|互殴|斗殴|(?:抄起|抡起?){SAME_CLAUSE}{{0,4}}(?:凳|椅|棍|瓶|刀|锤)|椅子抡|拿(?:板凳|椅子|棍子|酒瓶|砖){SAME_CLAUSE}{{0,3}}[打砸抡]|(?:还|又)在[打砸](?!电|抖|字|呼|针|牌|工)|把我打|被(?:家长|人|[他她]们?|同学|保安|[两三四五几]个|老板|业主){SAME_CLAUSE}{{0,3}}打|保安打(?!电|伞)|喊强盗|抢劫|掀(?:了|桌)|横冲直撞|开车撞人"
)
_NO_FIGHT = re.compile(rf"风|吊车|塌|掉下来|机器|架子倒|电线|漏电|救护车|{CHILD}摔|老[公婆]|丈夫|爸|妈|儿子|女儿")
_NO_BLOWS_AT_HOME = re.compile("120|针灸|急救|按压|滑倒|摔|电(?!话)|误|打不通|打不进|药水|触")

# Somebody gone, or silent behind a door.
_GONE = re.compile(
    rf"(?:{CHILD}|[爸妈爷奶爹娘公婆]|老[头人太]|阿囡|阿爹|妹妹|弟弟)子?{SAME_SENTENCE}{{0,14}}?(?:勿见|不见了|挤散|走散|走脱|走丢|没转来|没回来|没回家|没了(?!呼|气|心|声))"
)
_NO_SEARCH = re.compile(
    rf"{_WATER}|水|火|烟|摔|血|倒|救护|呼吸|心跳|声音|门|敲|叫|喊|锁|抱走|拉走|跑了|遗|对不起|死|药|留"
)
_SILENT_FOR_DAYS = re.compile(
    rf"(?:独居|爷爷|奶奶|老[人头太伯]|大爷|大妈|师傅|叔|阿婆|先生){SAME_SENTENCE}{{0,16}}?[一二两三四五六七几\d]天{SAME_CLAUSE}{{0,4}}(?:没(?:有)?(?:下|出|见|动|拿|开|来)|不见人)"
)
_LEFT_ON_THE_STOVE = re.compile(
    rf"(?:反锁|锁|关|带上|没带钥匙|忘带钥匙|打不开|进不去){SAME_SENTENCE}{{0,24}}?(?:灶|炉子?|火)上?{SAME_CLAUSE}{{0,6}}(?:烧|炖|煮|热|开)着?|(?:灶|炉子?)上{SAME_CLAUSE}{{0,4}}(?:烧|炖|煮|开|热)着{SAME_SENTENCE}{{0,20}}?(?:反锁|锁|带上|没带钥匙|进不去)"
)
_SMOKES_ALREADY = re.compile("烟|糊|着火|起火|火苗|烧起来|焦|着了|漏")

# Hurt by a beast, or by what was drunk.
_BEAST_BITES = re.compile(
    rf"(?:狗|犬|獒|猪|牛|马蜂|蜂){SAME_SENTENCE}{{0,8}}?(?:咬|撕|扑倒|拖|叮|蜇|蛰|顶)(?![^，,。！]{{0,4}}(?:鞋|衣服|垃圾|电线|轮胎))"
)
_NO_BITE = re.compile("掉|井|河|水|卡|老公|打我|家暴|没咬|怕|差点|刀|追(?!着[咬叮蜇])")
_DRANK_IT = re.compile(
    rf"喝[了完多]?{SAME_CLAUSE}{{0,8}}?(?:酒|饮料|水|那个){SAME_SENTENCE}{{0,10}}?(?:看不[见清]|瞎|抽(?!烟)|吐血|发紫|昏|叫不醒|口吐)"
)
_WANTS_IT = re.compile("不想活|想死|自杀|寻|轻生|农药|百草枯|敌敌畏|安眠|头孢|遗|割|跳")


@dataclass(frozen=True)
class _Rule:
    """The words of a danger, and the dangers that the head takes it for (none: one that has no name). `unless`: words that rule it out; `also`: further words that must be there."""

    danger: str
    instead_of: str
    words: re.Pattern[str]
    unless: re.Pattern[str] = _NEVER
    also: re.Pattern[str] | None = None


_RULES = (
    _Rule("self_harm", "violence home_violence fire none trapped", _POURED_OVER, _OVER_ANOTHER),
    _Rule("self_harm", "trapped home_violence violence missing none", _HOLDS_A_CHILD, re.compile("[火烟]|打")),
    _Rule("self_harm", "trapped violence none missing home_violence injury", _DANGLES, _NO_WISH),
    _Rule("self_harm", "trapped missing none violence", _INTO_THE_WATER, re.compile("救|捞|捡")),
    _Rule("self_harm", "none trapped missing violence", _ON_THE_RAILS, re.compile(rf"{CHILD}在铁轨|玩")),
    _Rule("self_harm", "trapped injury no_answer violence home_violence none", _HANGS, re.compile("套我|勒我|帽绳|玩|滑梯|吊车|吊顶|打|擦|师傅|把我吊")),
    _Rule("self_harm", "injury no_answer trapped missing home_violence gas none", _SAYS_FAREWELL, re.compile("打我"), _SHUT_AWAY),
    _Rule("self_harm", "injury trapped none", _BATH_IS_RED, re.compile("玻璃|摔|滑")),
    _Rule("self_harm", "gas injury home_violence no_answer trapped", _FUMES_OF_OWN_WILL, also=_OF_OWN_WILL),
    _Rule("self_harm", "injury", _ALL_THE_PILLS, _BY_A_MISTAKE),
    _Rule("injury", "self_harm", _DRANK_IT, _WANTS_IT),
    _Rule("trapped", "missing violence self_harm none injury home_violence", _UNDER, _FETCHED),
    _Rule("trapped", "injury violence none missing", _IN_WATER, _FETCHED),
    _Rule("gas", "injury none trapped fire no_answer home_violence", _ENGINE_ON, re.compile("把自己|纸条|火光|[着起]火")),
    _Rule("gas", "self_harm none injury no_answer home_violence violence", _DOWN_A_PIT, re.compile("掉|摔|滑|跌|一头栽")),
    _Rule("gas", "none fire", _LEAKS, _NO_LEAK),
    _Rule("gas", "fire", _FUMES),
    _Rule("fire", "gas none", _BURNT_IN_THE_OPEN, _NOT_OF_FIRE),
    _Rule("live_wire", "violence home_violence none injury missing", _STRIKES_LIKE_CURRENT, re.compile(r"打我|揍|[粘黏]|抽|倒|反应|发黑|心跳|胸|焦|半边|醉|喝")),
    _Rule("live_wire", "violence home_violence none trapped missing", _BARE_WIRE, _NO_CURRENT),
    _Rule("live_wire", "fire violence none", _SPARKING, _BURNS),
    _Rule("live_wire", "fire", _HOT_WIRE, _BURNS),
    _Rule("self_harm", "fire none", ON_THE_ROOF, re.compile("[火烟烧]|下不|锁|困")),
    _Rule("fire", "trapped gas none no_answer home_violence violence injury", _SMOKES_OUT, _NO_FIRE),
    _Rule("home_violence", "injury", _OLD_WOUNDS, re.compile("摔|同学|学校")),
    _Rule("home_violence", "injury", _HURTS_THEIR_OWN, _NO_BLOWS_AT_HOME),
    _Rule("injury", "trapped", re.compile("抽搐|口吐白沫|翻白眼|抽起来")),
    _Rule("self_harm", "none", _TAKES_THE_CHILD_ALONG),
    _Rule("violence", "injury", _FIGHT, _NO_FIGHT),
    _Rule("violence", "home_violence", _STRUCK_BY_OTHERS, _OF_THE_FAMILY),
    _Rule("injury", "trapped violence", _BEAST_BITES, _NO_BITE),
    _Rule("no_answer", "fire none", _LEFT_ON_THE_STOVE, _SMOKES_ALREADY),
    _Rule("no_answer", "missing home_violence none violence", _SILENT_FOR_DAYS),
    _Rule("missing", "none violence home_violence", _GONE, _NO_SEARCH),
)  # fmt: skip


def named_by_words(danger: str | None, text: str) -> str | None:
    """The danger that the words tell of, if the one found is among those that the head takes for it; else that one. None: none with a name."""
    for rule in _RULES:
        if (danger or "none") not in rule.instead_of.split() or rule.unless.search(text) or not rule.words.search(text):
            continue
        if rule.also is not None and not rule.also.search(text):
            continue
        if rule.danger != "self_harm" or not is_child_on_a_ledge(text):
            return rule.danger
    return danger


_SHUT_IN = frozenset({"trapped", "no_answer"})
_WISH_TO_DIE = re.compile(r"(?<![怕])(?:[要想说闹]|准备)自杀|不想活|寻[死短]|轻生|割[腕脉]|[在要]烧炭|上吊")
_OF_AN_ADULT = frozenset({"self_harm", "injury", "missing", None})
"""What the naming head takes a small child outside a rail for."""


def _on_a_ledge(danger: str | None, text: str) -> str | None:
    """The danger; trapped for a small child on a ledge that is not hurt yet, self_harm for whoever holds one there."""
    if danger in _OF_AN_ADULT and is_child_on_a_ledge(text):
        return "injury" if is_hurt(text) else "trapped"
    return "self_harm" if danger == "trapped" and is_held_on_a_ledge(text) else danger


def which_danger(danger: str | None, text: str) -> str | None:
    """The danger that was found, unless the words tell of another. "": plain words say that it is none with a name."""
    if danger == "":
        return _on_a_ledge(None, text)
    if danger in _SHUT_IN and _WISH_TO_DIE.search(text):  # behind a door that they locked themselves
        danger = "self_harm"
    return named_by_words(_on_a_ledge(danger, text), text)
