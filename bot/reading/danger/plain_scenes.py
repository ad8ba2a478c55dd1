"""Rules for scenes of danger that people name plainly and that score too low with the danger head. Pure.

A body in the water, a fuse box that smokes, a fit in a fever, a burnt hand, somebody who fell into a cesspit, a well or deep water,
a lift that is stuck, a smell of burning, what hangs over the street. Most are raised whatever the score; the milder words of a scene (weak in a fever, a burnt
hand), a stuck lift and a smell of burning are only asked about, above `urgency.LEAST_OF_PLAIN_WORDS`. Neither in a long message
(`urgency.LONG_FOR_URGENCY`), nor where the words only fear it, ask about it, tell of a play or of another time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.danger.kinds.shut_in_lift import OFTEN_OR_NOBODY, SHUT_IN_LIFT
from bot.reading.danger.plain_danger import CALM, CHILD, SAME_CLAUSE, SAME_SENTENCE, PlainDanger
from bot.reading.text.spans import Span

_NOT_NOW = re.compile(
    r"怕|担心|容易|小心|当心|免得|以免|差[点一]|险些|防|好像有人|是不是|一旦|迟早|早晚|[吗么嘛？?]$|正常|上来了|爬起来|年前|\d年|作文|故事|小说|电视|剧|游戏|梦|演|道具|假人|模特|玩偶|[掉漂抽烧炸冒跌]过(?!去|来)|会[掉跌摔冒抽漂]"
)

_WATER = r"(?:[河江湖塘渠溪海沟]|水库|池|水面|水[里上中]|桥下|闸口)"
_HUMAN = (
    r"(?:[一两几]?[个具位])?(?:(?<![没无])[女男老小死活大]?人(?![工家行民们偶造扔丢倒放钓在养])|[女男]的|[女男]孩|小孩|孩子|娃|老头|老太|小伙|姑娘|学生)"
    r"(?!的|[\u4e00-\u9fff]?(?:鞋|衣|包|帽|裙|裤|照片|玩具|垃圾))"
)
_CORPSE = r"(?<![猪狗猫鱼鸡鸭鼠物])(?<![猪狗猫鱼鸡鸭鼠物]的)(?:尸体|浮尸|[女男死]尸|死人)"
_DRIFTS = r"(?:[漂飘浮][着起了在过来上]{0,3}|泡[着在])"
_IN_THE_WATER = re.compile(  # not 湖里有人游泳
    rf"{_WATER}{SAME_CLAUSE}{{0,5}}{_DRIFTS}[^，,。！？!?；;\n人]{{0,6}}{_HUMAN}"
    rf"|{_WATER}{SAME_CLAUSE}{{0,5}}{_DRIFTS}{SAME_CLAUSE}{{0,6}}东西{SAME_SENTENCE}{{0,6}}像[是个一具]{{0,3}}人|{_DRIFTS}{SAME_CLAUSE}{{0,2}}像[是个一具]{{0,3}}人的东西"
    rf"|{_HUMAN}(?:[漂飘浮]|泡)[着在了]{{1,2}}{SAME_CLAUSE}{{0,4}}{_WATER}|{_WATER}{SAME_CLAUSE}{{0,4}}{_HUMAN}[漂飘浮][着在了]"
    rf"|{_WATER}{SAME_CLAUSE}{{0,4}}(?:发现|看[到见]|有|躺|漂|飘|浮|泡)[了着起来]{{0,2}}{SAME_CLAUSE}{{0,4}}{_CORPSE}"
)
_SWIMS = re.compile(
    r"游泳|冬泳|[人们个]在?(?:钓|划)|划艇|竹筏|皮筏|漂流|钓鱼$|冲浪|保洁|清洁工|捞(?:垃圾|水草|浮萍|漂浮)|打捞船|稻草人|充气|气球|雪人|放生|石像|雕像|[布洋]娃娃"
)

_POWER = r"(?:变压器|变电[箱站房]|配电[箱柜房室间盘]|开关[箱柜]|电表[箱间]?|电箱|电闸箱?|电线杆|电梯机房|总闸|空开|空气开关|闸刀|[强弱]?电井|电缆[沟井]|插座|插排|插线板|充电桩|接线盒|环网柜|电柜)"
_SPARKS = r"(?<![没不])(?:冒(?:起|着|出|了|大|黑|白|浓|青|蓝|很多|好多|一股){0,4}(?:烟|火|电?弧?光)|[打放喷闪]出?(?:火花|火星|电火)|打火(?!机|打)|火[花星光]|[蓝电弧]光|电弧|拉弧|放电|着了?(?:火|$)|起火|有(?:烟|火花?|火光)(?:冒|往外|窜|蹿|出|$))"
_SPARKING = re.compile(rf"{_POWER}[^，,。！？!?；;\n灯]{{0,10}}{_SPARKS}|{_SPARKS}{SAME_CLAUSE}{{0,6}}{_POWER}")
_CRACKLES = re.compile(
    rf"{_POWER}{SAME_CLAUSE}{{0,10}}(?:噼[里啪]|[啪噗][啪噗]|[爆炸]了|[糊焦]味)|{_POWER}(?:里|上|内)?了?[，, ]+(?:里面)?(?:一直|还|在|又){{0,2}}(?:噼[里啪]|[啪噗][啪噗])"
)

_FEVER = r"(?:发[高着低了]?[烧热](?!友)|高[烧热]|[烧热](?:到|得|的|了|着)?(?=[^，。]{0,3}(?:3[89]|4[0-2]|三十[八九]|四十))|(?<![燃焚着火])烧(?=[得的]?[抽晕昏]|[得的]浑身|[得的]人)|热惊厥)"
_FIT = (
    r"(?:抽(?:过去|搐|筋|起来|风|着|个不停|得|了?(?=$|[，,。！! 快])|一抽)|一抽一抽|[一直]抽|惊厥|翻白眼|眼[睛珠]?(?:往上|上)?翻|[叫喊摇唤][他她都也]{0,2}(?:不[醒应动]|没反应)|没有?反应|昏(?:过去|迷|死|倒|沉)|晕(?:过去|倒|了)"
    r"|不省人事|喘不[上过]|嘴唇?[都发也]{0,2}[紫青]|发[紫青]|不认(?:得|识)?人|认不(?:得|出|清)人|[说讲]胡话|胡言|迷糊|牙关|浑身[直发]?抖)"
)
_FEVER_FIT = re.compile(rf"{_FEVER}{SAME_SENTENCE}{{0,20}}{_FIT}|惊厥|{_FIT}{SAME_SENTENCE}{{0,8}}{_FEVER}")
_FEVER_WEAK = re.compile(
    rf"{_FEVER}{SAME_SENTENCE}{{0,14}}(?:站不[起住稳]|不行了|软[绵了]|没精神|不吃不喝|糊涂|起不来)"
)
_BLOOD_TEST = re.compile(r"抽[了个完两一]{0,2}[管针]?血|抽[号奖空查]")

_BURNS = r"(?:高压锅|热水[瓶壶]|开水|热水|滚水|水壶|油|汤|粥|火锅|蒸汽|电池|鞭炮|烟花|炸|爆|烧|烫)"
_LIMB = r"(?:[手脚腿脸背嘴]|胳膊|手臂|身上|脖子|肚子|眼睛|屁股|孩子|宝宝|小孩|娃)"
_BURNT_BADLY = re.compile(
    rf"{_BURNS}{SAME_SENTENCE}{{0,14}}{_LIMB}{SAME_CLAUSE}{{0,3}}(?:(?:全|都)是{SAME_CLAUSE}{{0,2}}泡|一大片{SAME_CLAUSE}{{0,2}}泡|皮[都也]?[掉脱没]了?|烫?烂了|熟了)"
)
_BURNT = re.compile(
    rf"{_BURNS}{SAME_SENTENCE}{{0,14}}{_LIMB}{SAME_CLAUSE}{{0,3}}(?:泡|[烧烫炸]伤|皮[都也]?[掉脱没]|[烧烫]?[烂焦红]了|烫了)|[烧烫溅喷炸][到着伤]了?{SAME_CLAUSE}{{0,2}}{_LIMB}"
)
_BURNS_ON = re.compile(
    r"着火|起火|失火|火势|火苗|浓烟|冒烟|还在烧|在烧|烧起来|火[很好太]?大|爆燃|煤气|燃气|烧烤|烧饭|烧菜|烧水"
)

_WHO = rf"(?:{CHILD}|有个?人|一个人|老人家?|老[头太]|老?奶奶|老?爷爷|大爷|大妈|阿姨|大伯|伯伯|叔叔|工人|工友|师傅|我[爸妈爹娘哥姐弟妹]|外公|外婆|爸爸|妈妈|老公|老婆|邻居|学生|同学|女的|男的|老伴)"
_SLIPS = r"(?:不小心|一不小心|也|给|又|刚才|刚刚?|突然|都|已经|自己|一个人|失足|一下子?|脚滑|踩空|骑车|走路|好像|[，, ]){0,3}"
_DROPS = r"(?:[掉摔跌滑栽落坠陷滚冲][到进下入在落]{0,2}了?)"
_ABOUT = r"(?:门口|路边|旁边|前面|后面|楼下|小区|村[里口]?|我们?家|他家|一?个|一?口|那个?|这个?|没盖的?|开着的?|老|废|深|施工|的){0,3}"
_PIT = r"(?:化?粪[池坑窖]|茅[坑厕]|沼气池|污水[井池]|窨井|下水道|检修井|[枯水机深]?井|[地菜]窖|[河江湖塘]|水库|水?渠|水坑|深坑|基坑|冰窟窿?|泳池|水[池塔]|蓄水池|鱼塘|池塘|池子)"
_FELL_IN = re.compile(rf"{_WHO}{_SLIPS}{_DROPS}{_ABOUT}{_PIT}(?![里边上]?的(?!$)|盖)")

_BURNT_SMELL = re.compile(
    r"(?:烧?焦糊?|糊|烧糊)(?:掉)?(?:了)?的?(?:味|气味|臭味)|烧(?:着|了)?(?:塑料|橡胶|胶皮|电线|电缆|皮子|头发|东西)的?(?:味|气味)|(?:塑料|橡胶|胶皮|电线|电缆)(?:烧|烤)?[焦糊化着]?了?的?(?:焦|糊|烧)[焦糊]?的?味"
)
_SMELT_OFTEN = re.compile(  # cooking, a workshop, a nuisance of every day: no fire that nobody sees
    r"[烧炒煮炖煎烤做煲熬]的?(?:[菜饭肉鱼汤粥锅药]|红薯|地瓜)|[菜饭肉鱼粥汤锅奶][都又]?[烧煮炒炖]?[糊焦]|锅[底巴]|油烟|烧烤|餐馆|饭店|饭馆|熨|咖啡|面包|烘焙|作坊|厂|焚烧|烧(?:垃圾|秸秆|纸钱|荒)|刹车|离合"
    r"|天天|每天|每晚|每到|经常|常年|老是|总是|一直|长期|[这近]几[天年月周]|这两天|这段时间|好几[天年月]|[几半两三]年|关了火|火关了|拔了|断电了"
)


_LIFT_STUCK = re.compile(  # 电梯停了出不来: whoever says so, or somebody, is in it
    rf"电梯{SAME_CLAUSE}{{0,8}}(?:停|卡|不动|坏|没电|关){SAME_SENTENCE}{{0,8}}(?:出不[来去了]|下不[来去]|人在里)"
)
_LIFT_IS_EMPTY = re.compile(r"楼栋?(?:里|上)?的?(?:老人|居民)|下不[来去]楼|出不[来去]门|轮椅|爬楼|没人")


_IN_A_LIFT = re.compile(  # 被关在电梯里了: nobody is named but whoever writes
    rf"(?:^|[，,。！!；;\n ]|快来人?|救命|(?:(?<![\u4e00-\u9fff])|就|还)(?:我们?|人|{CHILD}|老人|我[爸妈]))(?:现在|又|都|也|还|一个人|给){{0,3}}(?:被(?:人)?)?(?:关|困|卡|锁|堵)(?:在|到|进)了?{SAME_CLAUSE}{{0,4}}(?:电梯|轿厢|货梯)"
)
_SHUT_IN_A_ROOM = re.compile(
    rf"(?:^|[，,。！!；;\n ]|我们?)(?:现在|又|都|也|还|一个人|给){{0,3}}被(?:人)?(?:反?锁|关|困)(?:在|进|到)了?{SAME_CLAUSE}{{0,4}}(?:厕所|卫生间|浴室|阳台|地下室|仓库|车库|屋里|房间)"
)
_THING = "(?:猫|狗|鸟|电[瓶动]车|钥匙|手机|快递|东西|垃圾|味|广告|气(?![喘透]))"
_NOBODY_SHUT_IN = re.compile(  # the thing is what is shut in or whoever writes is out; 我被反锁在厕所里了，钥匙在外面 is neither
    rf"{_THING}[^，,。！!；;\n我人]{{0,6}}(?:被|关|困|卡|锁|堵)|(?:关|困|卡|锁|堵)(?:在|到|进)了?{SAME_CLAUSE}{{0,8}}的{SAME_CLAUSE}{{0,4}}{_THING}"
    rf"|(?:关|困|锁|堵)(?:在|到)了?{SAME_CLAUSE}{{0,4}}(?:门外|外面)|(?:有|是|进了?)(?:只|条|个)?{_THING}(?:关|困|卡|锁|堵)?(?:在|到)?(?:电梯|厕所|车库)"
)

_HEAVY = r"(?:玻璃|窗[户扇框]|瓷砖|外墙[砖皮面]?|墙砖|广告牌|招牌|空调(?:外?机|外架|架子)|外机|雨[棚篷]|石材|幕墙)"
_FALLING = re.compile(  # it hangs over whoever walks below: asked whether anybody is in danger
    rf"{_HEAVY}{SAME_CLAUSE}{{0,6}}(?:快要?|就?要|马上要?)(?:掉|砸|坠|落)(?:下|落|到){SAME_CLAUSE}{{0,4}}|{_HEAVY}{SAME_SENTENCE}{{0,8}}(?:摇摇晃晃|摇摇欲坠|悬着|吊着|挂着)"
    rf"|{_HEAVY}{SAME_SENTENCE}{{0,10}}随时{SAME_CLAUSE}{{0,4}}(?:掉|砸)[下到]{SAME_SENTENCE}{{0,14}}(?:幼儿园|学校|小学|中学|孩子|小孩|路过|走过|行人)"
)
_HUNG_FOR_LONG = re.compile(
    "^(?!.{0,200}(?:快要?|就?要|马上|随时).{0,3}[掉砸坠落]).{0,200}[灯衣画]|掉[色漆]|[挂悬吊]着(?:一?[个块幅]?(?:横幅|标语|衣服|灯|牌))"
)


@dataclass(frozen=True)
class _Scene:
    """A scene (not one of data/danger_scenes.csv). `danger`: its danger ("": none of those with a name), unless the naming head says one of `kept`.

    `raised`: words that are an emergency; `asked`: words that are at least asked about; `unless`: words that rule it out.
    """

    danger: str
    kept: tuple[str, ...]
    raised: re.Pattern[str] | None
    asked: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None


_SCENES = (
    _Scene("trapped", (), _IN_THE_WATER, unless=_SWIMS),
    _Scene("trapped", (), _FELL_IN),
    _Scene("live_wire", ("fire",), _SPARKING, _CRACKLES),
    _Scene("trapped", (), SHUT_IN_LIFT, unless=OFTEN_OR_NOBODY),
    _Scene("trapped", (), None, _LIFT_STUCK, _LIFT_IS_EMPTY),
    _Scene("trapped", (), _IN_A_LIFT, _SHUT_IN_A_ROOM, _NOBODY_SHUT_IN),
    _Scene("injury", (), _FEVER_FIT, _FEVER_WEAK, _BLOOD_TEST),
    _Scene("injury", (), _BURNT_BADLY, _BURNT, _BURNS_ON),
    _Scene("fire", ("live_wire",), None, _BURNT_SMELL, _SMELT_OFTEN),
    _Scene("", ("trapped", "injury"), None, _FALLING, _HUNG_FOR_LONG),
)


def plain_scene(text: str, named: str | None) -> PlainDanger | None:
    """The danger of the first scene that the words name, if it is here and now; else None. It is sure by words of `raised`.

    `named`: what the naming head says.
    """
    if CALM.search(text) or _NOT_NOW.search(text):
        return None
    for scene in _SCENES:
        if scene.unless is not None and scene.unless.search(text):
            continue
        found = scene.raised.search(text) if scene.raised is not None else None
        doubtful = found or (scene.asked.search(text) if scene.asked is not None else None)
        if doubtful is not None:
            danger = named if named in scene.kept and named else scene.danger
            return PlainDanger(danger, Span(*doubtful.span()), sure=found is not None, asked=True)
    return None
