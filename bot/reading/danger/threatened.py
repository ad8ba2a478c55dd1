"""Words of whoever is threatened: who hides behind a door from somebody who rages, who is locked in at home, a threat to kill or to burn, things thrown from above. Pure.

Patterns only; what each tells of, and what takes it back, is in `plain_harm._HARMS`.
"""

from __future__ import annotations

import re

from bot.reading.danger.plain_danger import CHILD, SAME_CLAUSE, SAME_SENTENCE

_AT_HOME = (
    r"(?:我?老公|我?丈夫|爱人|我?男人|我?老婆|我?对象|[男女](?:朋)?友|前[夫妻任]|孩子[他她]?[爸妈]|孩[他她][爸妈]|[爸妈爹娘]|[父母]亲|公公|婆婆|继父|后[爸妈]"
    r"|爷爷|奶奶|叔叔?|舅舅?|哥哥?|姐姐?|儿子|女婿|儿媳)"
)
_HE_OR_SHE = "(?:(?<!其)他|她)"
_FROM_OUTSIDE = r"(?:邻居|隔壁|楼[上下]|对门|房东|有人|有个人|陌生人|醉汉|酒鬼|醉鬼|(?:个|那个?)男的|男人|疯子|混混|讨债的?|债主|一?[帮群伙]人)"
_AT_THE_DOOR = r"(?:[砸踹踢撞擂撬捶敲](?:着|了|我们?|房间?|卧室|厕所|卫生间|浴室|家|的|大){0,4}门(?!禁|铃)|砸(?:我|着|了|家){0,2}(?:玻璃|窗))"
_RAGES = r"(?:喝醉|喝多|喝高|喝了[^，,。]{0,3}酒|喝酒(?!瓶)|酒疯|发疯|发狂|打我|[要又还]打|打人|打孩子|拿着?[^，,。]{0,3}[刀棍斧锤]|[提举拎挥]着?[^，,。]{0,4}[刀棍斧锤]|在(?:门)?外[面头]?骂|要杀|威胁|动手|[摔砸]东西|追我|要弄死)"
_ROOM = r"(?:厕所|卫生间|洗手间|浴室|卧室|房间?|屋|阳台|书房|储藏室|衣柜|柜子|床底|里面|里头|家里|门)(?!外|口|的?[门锁](?:坏|卡))"
_MYSELF = r"(?:(?:我|俺|我们|咱们?)(?!的|家|儿|女|孩|娃|[爸妈爹娘]|老|[弟妹哥姐]|爷|奶|外|婆|公|不敢信)|(?<![^，,。！!；;\s])(?:(?:带|抱|拉|搂)着?[^，,。！!；;\s]{1,4}|现在|只好|只能|已经|赶紧|就){0,2}(?=躲)|(?<=[带抱拉搂])着?(?:孩子|娃|宝宝|女儿|儿子|小人)(?=[躲反锁]))"
_HIDES = rf"{_MYSELF}[^，,。！？!?；;\n被]{{0,9}}?(?:躲|反锁|锁|关)[^，,。！？!?；;\n被外]{{0,4}}?(?:{_ROOM}|(?<=躲)起来|(?<=躲)着)"
_DARES_NOT = r"不敢(?:出|开门|出声|动|走)"
_HIDING = rf"(?:{_HIDES}|{_DARES_NOT})"


def _hides_from(who: str, rages: str, hides: str = _HIDES) -> str:
    """Words of somebody who rages, or beats at a door, and of whoever writes, who hides from them; in either order."""
    return (
        rf"{who}{SAME_CLAUSE}{{0,8}}?{rages}{SAME_SENTENCE}{{0,24}}?{hides}"
        rf"|{_HIDES}{SAME_SENTENCE}{{0,20}}?{who}{SAME_CLAUSE}{{0,8}}?{rages}"
    )


# 我老公喝了酒砸门，我跟孩子锁在卫生间: not a child that locked itself in
HIDES_AT_HOME = re.compile(_hides_from(_AT_HOME, _RAGES))
HIDES_FROM_HIM = re.compile(_hides_from(_HE_OR_SHE, _RAGES))
BEATEN_AT_THE_DOOR = re.compile(_hides_from(_AT_HOME, _AT_THE_DOOR, _HIDING))
HE_BEATS_AT_THE_DOOR = re.compile(_hides_from(_HE_OR_SHE, _AT_THE_DOOR, _HIDING))
HIDES_FROM_A_STRANGER = re.compile(_hides_from(_FROM_OUTSIDE, _AT_THE_DOOR, _HIDING))
ANOTHER_DANGER = re.compile(
    "着火|起火|放火|点火|火苗|(?<![抽吸香])烟(?!头|酒|瘾)|煤炉|炭|头晕|煤气|燃气|汽油|割腕|[想要]死|不想活|烧炭|上吊|跳楼|自杀|跳下去|[吃吞喝]了?[^，,。]{0,3}药|阳台外|窗户?外面?|栏杆外|掉下去|[不没]会?动了|叫不[醒应]|没(?:有)?(?:呼吸|气了)|[昏晕](?:过去|倒|迷|了)|抽搐"
)
"""Beside whoever hides: a fire, or that they mean to die, is read as itself."""
COMES_TO_HELP = re.compile(
    f"救(?!命)|喊救命|求救|(?:把手|锁芯?|门)(?:坏|卡|掉)|打不开|开不[了开]|撞不开|踹不开|砸不开|钥匙|开锁|{ANOTHER_DANGER.pattern}"
)
"""A door that is beaten in to let somebody out."""
_LOCKS = rf"(?:反锁|锁(?:上|着|了|住|在|起来|死)?|关(?:在|起来|着)){SAME_CLAUSE}{{0,6}}?"
_FORBIDS = r"(?:不让|不许|不准|不给|不放)(?:我们?|她|孩子)?(?:们|和孩子|再)?(?:出|走|离开|回|下楼)"
_WHO_HOLDS = rf"(?:{_AT_HOME}|{_HE_OR_SHE})"
HELD_AT_HOME = re.compile(
    rf"{_WHO_HOLDS}{SAME_CLAUSE}{{0,6}}?(?:把|将)?(?:我们?|门){SAME_CLAUSE}{{0,4}}?{_LOCKS}{SAME_SENTENCE}{{0,8}}?{_FORBIDS}"
    rf"|{_WHO_HOLDS}{SAME_CLAUSE}{{0,4}}?{_FORBIDS}{SAME_SENTENCE}{{0,8}}?(?:把门|门都?|反|被)?{_LOCKS}"
)
NOT_HELD = re.compile("小区|大门|校门|作业|上课|学习|网课|疫情|隔离|下雨|台风|发烧|天冷|感冒|玩")
"""A child that is kept in."""

_BREAKS = r"(?:[撞踹砸踢撬劈推捶][^，,。！!]{0,2}(?:开|破|穿|倒)|(?:撞|踹|砸|踢)[坏烂]?(?=了))"
DOOR_GIVES_WAY = re.compile(  # whoever writes is behind it
    rf"门(?:锁|板|框|都|也|眼看|就|马上|真的?){{0,3}}(?:快|要|快要|就要){{1,2}}(?:被|给|让)?(?:人|[他她]们?|那[个帮些]?人?|一?[个帮]?(?:男的|人|疯子|醉鬼)){{0,2}}{_BREAKS}"
    rf"|(?:快|要|快要|就要|马上){{1,2}}(?:把)(?:我们?家?的?|家里?的?|房|大|铁){{0,2}}门(?:给|都)?{_BREAKS}|门(?:快|要|就|已经|也|都){{0,2}}(?:顶|抵|堵|撑|挡)不住了|(?:顶|抵|堵|挡)不住门了"
    r"|有人(?:一直|正?在|还|又|拼命){0,3}[撞踹砸撬踢](?:着|了)?我们?家?的?(?:家|房|大|铁)?门(?!口|铃|禁)"
)
NO_DOOR_BETWEEN = re.compile(
    rf"车(?:门|库|把|子|撞)|[柜箱冰橱]门|电梯|[台大]?风|(?:小区|单元|学校|工地|公司|厂)的?(?:大|铁|防盗)?门|消防|警察|民警|物业|开锁|师傅|[猫狗猪羊牛]|{COMES_TO_HELP.pattern}"
)
"""A door that a car, the wind or helpers break, or that is nobody's own."""
_SAYS = r"(?:扬言|威胁|放话|放狠话|叫嚣|声称|[说喊嚷](?!不要|没有|法|明|话)|发(?:消息|微信|信息|短信|帖子?|视频|朋友圈)|(?<=群)里)"
_BEFORE_IT = r"[^。！？!?；;\n死了]{0,12}?"
_WHOM = (
    r"(?:[我你俺](?!们?的|[家养种]的)|[他她]们?(?!的)|咱|全家|一家|居委|社区|物业|经理|主任|书记|保安|门卫|老师|学生|医生|护士|邻居|大家|所有人|[那这某每几]?个?人(?!行|家的狗)"
    rf"|网格员|楼长|业主|法官|城管|警察|民警|司机|{CHILD}|老公|老婆|[爸妈]|老[人头太])"
)
_KILLS = r"(?:[砍杀捅弄打整烧炸劈勒毒掐](?:死|光)|砍人|杀人(?!了|放火的|游戏)|捅人|行凶|[砍杀捅剁](?:了|掉)?(?=[我你他她俺全一居物保老孩那这]))"
_HOUSE = r"(?:[这那整全我咱你本](?:一|个|们|家)?[栋幢座个]?(?:的|家|个)?)?(?:楼(?!道|梯|上|下|板)|房子?|屋子?|小区|居委会|社区|物业|学校|幼儿园|派出所|地铁|车站|公交|商场|超市|医院|街道|政府|法院|银行|[我你他她]们?家(?!的(?!楼|房)))"
_DESTROYS = r"(?:炸(?:了|掉|毁|平|死)?|点(?:了|掉|着)|烧(?:了|掉|毁)|放火烧?(?:了|掉)?|引爆|一把火烧(?:了|掉)?)"
_HAPPENS_ALREADY = r"着火了|起火|冒烟|浓烟|烧起来|点着了|泼了|已经[点烧炸砍杀捅]|流血|[砍捅]了人|[砍捅]伤|拿着?[^，,。]{0,3}刀[^，,。]{0,4}(?:追|冲|来了|过来)"
"""Beside a threat: it is done, and read as what is done."""
THREATENS_TO_KILL = re.compile(  # 扬言要砍死居委会的人, 群里说要把我们楼炸了
    rf"(?:{_SAYS}{_BEFORE_IT}[要就会去来得非敢]{SAME_CLAUSE}{{0,8}}?(?:{_KILLS}{SAME_CLAUSE}{{0,4}}?{_WHOM}|[砍杀捅]人|{_DESTROYS}{SAME_CLAUSE}{{0,2}}?{_HOUSE}|[把将]{SAME_CLAUSE}{{0,4}}?(?:{_HOUSE}|{_WHOM}){SAME_CLAUSE}{{0,4}}?(?:{_DESTROYS}|{_KILLS}))"
    rf"|(?:扬言|威胁|放话)[^，,。！？!?；;\n]{{0,4}}?(?:{_DESTROYS}{SAME_CLAUSE}{{0,2}}?{_HOUSE}|{_KILLS}{SAME_CLAUSE}{{0,4}}?{_WHOM}))"
    rf"(?!.{{0,40}}(?:打游戏|台词|剧本|念稿|{_HAPPENS_ALREADY}))"
)
NO_THREAT = re.compile(
    r"(?:鸡|鸭|鱼|猪|羊|牛|虫|蚊|蟑|鼠|蛇|树|草|柴|价|细菌|病毒|预算|油条|薯|串|金花|腊|纸钱?|香|灯|菜|茶|外卖)(?!.*(?:人|全家))|拆[迁除]|装修|施工|爆破|改造|游戏|电影|电视|小说|剧|新闻|演|笑死|玩笑|段子|作文|梦|累死|热死|气死|吵死|烦死|上[次回周个]|去年|以前|昨|前[天年]"
)
FAMILY_THREATENS = re.compile(
    rf"{_AT_HOME}(?=[^，,。！!]{{0,24}}?(?:我|俺|全家|一家|妈|爸|孩子)){SAME_CLAUSE}{{0,8}}?(?:{THREATENS_TO_KILL.pattern})"
)
HE_THREATENS = re.compile(rf"{_HE_OR_SHE}{SAME_CLAUSE}{{0,4}}?(?:{THREATENS_TO_KILL.pattern})")

_FROM_ABOVE = r"(?:楼上|楼顶|高空|天台|顶楼|阳台上?|窗户?[里口外]?|[一二三四五六七八九十\d]{1,3}[楼层]|上面)"
_THROWS = r"(?:扔|丢|砸|抛|甩|飞)(?!垃圾|烟头)"
_SHARP = r"(?:菜刀|水果刀|砍刀|剪刀|刀子?(?!片?豆)|斧头?|锤子?|榔头|砖头?|石头|石块|水泥块|铁[块锤棍管条架锅]|钢[管筋条]|(?:啤?酒|玻璃|空)瓶子?|玻璃(?!纸)|哑铃|花盆|灭火器|电视机?|煤气罐|椅子|凳子|桌子|柜子|锅碗|钉子|螺丝刀|扳手|针[头筒管])"
_DOWN = r"(?:往下|朝下|向下|下来|下去|到楼下|从天而降|往楼下|下)"
_NO_BIN = r"[^，,。！？!?；;\n桶箱]"
_HITS = r"(?<!差点)(?<!差一点)(?<!差点就)(?<!差点儿)(?<!险些)(?:砸|打|扎|划|碰)(?:到|中|伤|破|着|在)了?(?![^，,。！!]{0,5}(?:脚[边下]|面前|旁边|身边|头顶))[^，,。！!车]{0,6}?(?:人|头|大爷|大妈|大姐|阿姨|我|孩|娃|老|他|她|脚|手|腿|妈|爸|肩|背|脸)"
"""Whoever was struck is hurt."""
THROWN_DOWN = re.compile(
    rf"(?!.{{0,60}}(?:{_HITS}|血|骨折|昏|晕))(?:{_FROM_ABOVE}{_NO_BIN}{{0,10}}?(?:{_THROWS}{_NO_BIN}{{0,3}}?{_DOWN}|{_DOWN}{_NO_BIN}{{0,3}}?{_THROWS}){SAME_CLAUSE}{{0,8}}?{_SHARP}"
    rf"|{_FROM_ABOVE}{_NO_BIN}{{0,6}}?{_THROWS}{_NO_BIN}{{0,4}}?{_SHARP}|{_FROM_ABOVE}{SAME_SENTENCE}{{0,12}}?{_SHARP}{SAME_CLAUSE}{{0,5}}?{_THROWS}{SAME_CLAUSE}{{0,2}}?{_DOWN}"
    rf"|高空抛物{SAME_SENTENCE}{{0,12}}?{_SHARP}|{_FROM_ABOVE}{_NO_BIN}{{0,4}}?掉{_NO_BIN}{{0,4}}?(?:菜刀|砍刀|水果刀|剪刀)|(?:今天|现在|刚才|刚刚?|又|还){{1,3}}在?(?:往下)?[扔丢砸抛](?:菜刀|砍刀|水果刀)|{_DOWN}{_NO_BIN}{{0,3}}?[扔丢砸抛甩]{SAME_CLAUSE}{{0,4}}?(?:菜刀|剪刀|斧|锤|哑铃|砖))"
)
THROWN_AT_SOMEBODY = re.compile(  # a knife, or what nearly struck somebody, or goes on
    rf"(?:{THROWN_DOWN.pattern})(?<=刀)|(?=[\s\S]{{0,110}}(?:差[点一]|险些|擦着|还在[扔丢砸抛]|一直[在扔丢砸抛]|不停|又在|正在|往下砸|小孩|孩子|老人|行人|下面有人|脚边|脚下|头顶|面前|旁边))(?:{THROWN_DOWN.pattern})"
)
NOT_THROWN_NOW = re.compile(
    "昨|前[天年]|上[次周个回]|以前|去年|听说|新闻|视频|怕|担心|会不会|万一|防止|预防|宣传|警示|[烟纸]|瓜子|果皮|塑料|没砸|摄像|监控|那[天次]|经常|老是|总是|天天|每天"
)
FALLS_BESIDE = re.compile(  # nobody threw it, but it just missed somebody
    rf"(?:花盆|玻璃|窗户?|瓷砖|墙砖|墙皮|外机|砖头?|石头|广告牌|招牌){SAME_CLAUSE}{{0,4}}?掉{SAME_CLAUSE}{{0,4}}?下?[^。！？]{{0,8}}?(?:差[点一]|险些|脚[边下]|面前)"
    rf"|掉(?:了|下来?){SAME_CLAUSE}{{0,4}}?(?:花盆|玻璃|瓷砖|砖头?|石头)[^。！？]{{0,8}}?(?:差[点一]|险些|脚[边下]|面前)"
)
WISH_BESIDE = re.compile("不想活|不活了|想死|自杀|[要想]跳|跳[楼下]")
BESIDE_WHAT_IS_THROWN = re.compile(f"{ANOTHER_DANGER.pattern}|{WISH_BESIDE.pattern}|漏气|喊救命")
"""What is told beside what is thrown, and goes first."""
