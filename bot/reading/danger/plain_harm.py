"""Rules for harm to somebody that people tell in one plain clause, whatever its learned score. Pure.

Somebody taken away in a car, a letter of farewell, a question how to die, a battery that smokes, a child out on a ledge, gas that hisses, a
house that leans, a stroke, and whoever is unconscious, poisoned, choking, bleeding, beaten or held (all: `_HARMS`). Plain statements are raised, the rest is
asked about. Only words of the same clause take one back (feared, of another time, of a film), and they leave whoever is unconscious, bleeding,
shocked by a current or taken away to be asked about. Words of relief or of another time anywhere (`_SETTLED`, `plain_danger.CALM`), and more than
`LONGEST_PLAIN` characters, leave a statement to be asked about only, and only if its score does not speak against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.danger import accident_words, threatened
from bot.reading.danger.plain_danger import BY_MISTAKE, CALM, CHILD, SAME_SENTENCE, PlainDanger
from bot.reading.text.spans import Span

_SAME = r"[^，,。！？!?；;\n ]"  # a character, but none that ends a clause
_KIN = r"(?:(?:我|他|她|俺)?(?:爸爸?|妈妈?|爹|娘|爷爷?|奶奶?|外公|外婆|公公|婆婆|老公|老婆|老伴|老头子?|老太婆?|丈夫|妻子|哥哥?|姐姐?|弟弟?|妹妹?|父亲|母亲|岳父|岳母|姥姥|姥爷|阿公|阿婆|阿爷|阿嬷))"
_PERSON = rf"(?:{CHILD}|{_KIN}|娃儿|老人家?|老[头太]|大爷|大妈|阿姨|大伯|叔叔|师傅|工友|工人|民工|路人|外甥女?|侄[子女]|学生|同学|室友|朋友|同事|邻居|女孩|男孩|姑娘|小伙子?|女的|男的|女生|有人|有?个人|人家|孕妇|产妇|病人|保姆|司机|我|俺|他|她)"

_NOT_HERE = re.compile(  # words of its own clause that take a statement back
    r"怕(?=[^，,。！？!?；;\n 死得]{2})|担心|当心|小心|预防|谨防|严防|防止|避免|免得|以免|如果|要是|假如|万一|会不会|听说|听讲|(?<!防盗)(?<!铁丝)网上(?!认识)|网传|新闻|视频|电视(?:里|上|剧|节目|台)|电影|剧[里情]|追剧|游戏(?!厅)|小说|故事|作文|段子|玩笑|梦|演[习练戏]|讲座|宣传|培训|科普"
    r"|差[点一]|险些|上次|上回|以前|从前|曾经?|去年|前年|那年|当年|那时|小时候|年前|上周|上个?月|前天|昨[天日]|容易|一旦|迟早|模型|道具|补贴|报销|残疾证|谣言|鉴定|保险(?!柜|丝)|后遗症|好几年|[\d一二两三四五六七八九十几多]年了|没(?:有)?(?:晕|昏|触|中毒|受伤|噎|呛|流血|咬|砸|伤|打)|真(?:要|着|有人|的?着)|哪天|倘若|那次|那一?回|的事$|的案子?|[倒住来去伤着]过(?!来|去|多|程)|赔(?:礼|偿|钱)|还扣|次了|到昏迷"
)
_ONLY_A_STORY = re.compile(
    r"听说|网上|新闻|视频|电视(?:里|上|剧|节目|台)|电影|剧|小说|故事|游戏|演|讲座|宣传|培训|预防|防止|没(?:有)?(?:死|自杀)|作文"
)
"""In its place for one's own death: a letter of farewell, a question how to die, a wish to jump."""
_DID_NOT_HAPPEN = re.compile(
    r"差[点一]|险些|没(?:有)?(?:晕|昏|触)|装睡|像死?猪|像猪|赖床|(?:要|想|能|会|快)(?:要)?(?:晕|昏)|账单|笑得|要是|如果|怕"
)
"""The words that take even a grave harm back: it did not happen, or is feared, or somebody sleeps."""
_FETCHED_OUT = re.compile("[救拉拖抬捞拔拽]?出来了|救出")
"""Words of rescue that settle no grave harm: whoever is unconscious is still in danger when out."""
_UNSURE = re.compile(r"[吗嘛][？?]?$|能不能|可不可以|是不是|算不算|该怎么|正常")
"""A statement whose clause asks is asked about, not raised."""
_POLITELY = re.compile("请问|想问|问一?下|问问|咨询")
_OWN = re.compile("我(?!想|要|来|就|问|先|只)|俺|咱")
"""Who asks about their own people (想问下我奶奶把老鼠药吃了怎么办) tells of them all the same."""
_SETTLED = re.compile(
    r"哈哈|笑死|虚惊|(?:拔|拿|弄|救|捞|抠|吐)出来了|醒了|醒过来|好多了|没事|回家了|学游泳|睡得(?:早|香|跟|像)|睡懒觉|现在好|打麻将|尾款"
)
"""Words anywhere that leave a statement to be asked about only, and only if its score does not speak against it."""
_IS_IT_SERIOUS = re.compile(
    "要不要紧|(?:以前|之前|上次|上回|昨[天晚]|前天)(?:也|就|还|都|真)[^，,。！？!?；;\n]*|(?:以前|之前|上次|上回)(?:没[^，,。！？]{1,3}成|报过|说过|来过|咬过|打过|砍过|扔过)"
)
"""A question that is no word of calm, though it begins with one (要不要); and that it happened before, too."""
LONGEST_PLAIN = 60
"""Characters of a message above which a statement is asked about only, as with `_SETTLED`: whoever is in danger writes less."""
_CLAUSE_ENDS = re.compile(r"[，,。！？!?；;\n ]")
_NOW = re.compile(r"[，,。！？!?；;\n ]|现在|刚才|刚刚|突然|今天|今早|这会儿?|快来")
"""Where a statement begins: what goes before it is of another."""

# Somebody is taken away.
_STRANGER = r"(?:人家?|别人|陌生人|坏人|不认识的人?|人贩子?|歹徒|[一两三几][个帮伙群]?[^，。 人妈爸]{0,4}人|(?:[一那两三几]?个)[^，。 妈爸]{0,3}(?:男|女)的?人?|几个|那[帮伙]人|他们|网友|网上认识的人?)"
_TAKEN_BY = rf"(?:[被让给遭叫](?:{_STRANGER}))(?:强行|硬|给|直接|从{_SAME}{{1,5}}|一把){{0,2}}"
_INTO_A_CAR = rf"(?:拉|拖|拽|抱|塞|架|绑|押|弄|骗|抬|掳|拐)(?:进|上|到|起)?了?{_SAME}{{0,6}}(?:车|后备箱)(?!去(?:喝酒|吃饭|唱歌|打牌|打麻将|钓鱼|旅游))"
_TAKEN = re.compile(
    rf"{_PERSON}{_TAKEN_BY}{_INTO_A_CAR}|{_PERSON}被(?:强行|硬){{0,1}}{_INTO_A_CAR}|(?:[两三几]个|有个?|一个){_SAME}{{0,6}}(?:架着|拽着|拖着|拉着|[把将]){_SAME}{{0,4}}{_PERSON}{_SAME}{{0,4}}(?:往{_SAME}{{0,4}}车|{_INTO_A_CAR})"
    rf"|{_PERSON}[被让给遭叫]{_SAME}{{0,3}}(?:拐走|拐跑|拐卖|绑架|绑走|掳走|劫走|劫持)|[把将](?:我|她|他)?(?:家)?的?(?:{CHILD}|姑娘|女孩)(?:给)?(?:掳|劫|绑|拐)(?:走|跑)|有人(?:在|要|正)?(?:抢|拐|偷)(?:小孩|孩子|娃|婴儿|宝宝)(?!的|玩具|衣服|车|手机|东西)|被塞(?:进|到)了?{_SAME}{{0,3}}(?:后备箱|车)|(?:劫持|挟持)了?{_SAME}{{0,4}}(?:人|孩)"
)
_LED_AWAY = re.compile(
    rf"(?:{CHILD}|娃儿|老人|姑娘|女孩|男孩|侄[子女]|外甥女?|{_KIN}){_TAKEN_BY}(?:带|抱|领|拉|拖|牵|骗)(?:起|上车)?(?:走|跑|上车)|有人[把将]{_SAME}{{0,4}}(?:{CHILD}|姑娘|女孩){_SAME}{{0,2}}(?:带|抱|领|拉|拖|拽|牵)走"
)

# One's own death.
_LETTER = re.compile(
    r"遗书(?:我|都|已经|也|就)?(?:写|留)(?:好|完|下)?(?:了|放|在)|(?:写|留|发)(?:好|完|下)?了?(?:一?封)?遗书(?!怎么|格式|模板|公证|有)|(?:发现|看到|看见|找到|捡到|收到)了?(?:一?封|张)?[^，。 ]{0,4}遗书"
)
_MEANS = r"(?:安眠药|安定片?|农药|百草枯|敌敌畏|老鼠药|除草剂|毒药)"
_HOW_TO_DIE = re.compile(
    rf"{_MEANS}{_SAME}{{0,4}}(?:多少|几[片颗瓶粒口]|[一半整]瓶|多久){_SAME}{{0,6}}(?:死|没命|怎么样|会怎|有事|不醒|醒不来)|(?:吃|喝|吞)(?:多少|几[片颗瓶粒口]|[一半整]瓶)(?:的)?{_MEANS}{_SAME}{{0,5}}(?:死|没命|怎么样|会怎)"
    rf"|(?:烧炭|割腕|跳楼(?!机|价)|跳河|跳江|上吊|卧轨|{_MEANS}|开煤气){_SAME}{{0,5}}(?:多久|几分钟|几楼|多高|会|能|才){{1,2}}{_SAME}{{0,3}}死|(?:割腕|跳楼(?!机|价)|跳河|跳江|跳桥|卧轨|吞药|上吊|喝农药|烧炭){_SAME}{{0,4}}(?:会不会)?{_SAME}{{0,2}}(?:疼|痛苦|难受|痛)|烧炭(?:要|得|需要)?多(?:久|长时间)"
    r"|(?:怎么|怎样|如何)(?:去?死|自杀)(?:得|才|最|比较|能|会)?(?:不|没|痛快|轻松|舒服|快|干净)|从[^，。 ]{0,6}楼[^，。 ]{0,2}跳下去[^，。 ]{0,6}死|(?:不疼|不痛苦?|没有?痛苦|无痛|轻松|体面)的?(?:去)?(?:死法|自杀|死去?的)|有没有[^，。 ]{0,6}(?:死法|自杀)|自杀(?:的)?(?:方法|方式)"
)
_PESTS = re.compile("(?<![杀灭])虫|(?<![除百])草(?!枯|甘膦)|蚊|鼠(?!药|强)|蟑螂(?!药)")
"""What else a poison is to kill."""
_DEATH_WISH = re.compile(
    r"(?:我|真|好|只|就|不[上起])想(?:一了百了|死)(?=$|[，,。！! 了啊])|(?:[烦闷苦]|难受|痛苦|委屈|绝望|压抑|心累)(?:死了?|得|到|透了|坏了)?[，, ]?我?想死(?=$|[，,。！! ])|(?:^|[，,。！!？?… \n]|(?<![^，,。 ])[^，,。！!？? ]{0,3}心里[^，,。！!？? ]{0,6})(?:我|最近|现在|真的?|都|总是?|老是?|天天|有时候?|实在){0,3}想死(?=$|[，,。！!… ]|了?算了)|(?:我|真|还)?不如(?:我)?(?:去)?死(?:了|掉)(?:算了)?(?=$|[，,。！! 我])|(?:留下|发)了?[^，。 ]{0,6}(?:再见|永别|遗言)[^。]{0,8}(?:关机|联系不上|找不到|打不通|不接)"
)
_FAREWELL = re.compile(  # 发微信说别找他了，手机关机
    r"(?:(?:留|写)[^，。！!？?；;\n]{0,10}(?:别|不要|不用)再?找(?:我|他|她)|发[^，。！!？?；;\n]{0,10}(?:别|不要|不用)再?找(?:他|她))了?[^。！？\n]{0,8}(?:关机|联系不上|打不通|不接|不见|找不[到着])"
)
_OWES_SOMETHING = re.compile(
    "房东|押金|中介|老板|退款|退钱|工[资钱]|商家|卖家|店家|欠[我钱条]|物业|装修|施工|师傅|公司|客服|客户|骑手|分手"
)
_WANTS_TO_JUMP = re.compile(  # 真的想跳楼, 好想从六楼跳下去算了: nobody is named, so it is the sender
    r"(?:^|[，,。！!？? \n我俺得])(?:真的?|好|就|只|都|也|快|现在|有时候?|天天|老是?|特别|很|非常|实在){0,3}想(?:要|去)?(?:从[^，。！？ ]{1,8}?|往下)?(?:跳楼|跳河|跳江|跳桥|跳海|跳下去|自杀|上吊|割腕|寻短见|轻生|去死|结束生命|吞药|烧炭自杀)(?=$|[，,。！!？?… \n了啊呀吧呢]|算了|一了百了)"
)
_A_WHOLE_BOTTLE = re.compile(
    r"(?:安眠药|安定片?)[^，。 没]{0,4}(?:吃|吞|喝)(?:了|下|掉|完|光)(?:[一半整两三]|大半|好几)(?:瓶|盒|板|把)|(?:吃|吞|喝)(?:了|下|掉|完|光)了?(?:[一半整两三]|大半|好几)(?:瓶|盒|板|把)(?:的)?(?:安眠药|安定)"
    r"|(?:吃|吞)(?:了|下|掉)(?:[二三四五六七八九]十|[2-9]\d|\d{3}|一百)[几多]?(?:片|颗|粒)(?=$|[，,。！! ])|(?:吃|吞)(?:了|下|掉)(?:[二三四五六七八九]?十[几多]?|[二三四五六七八九]十|\d{2,3}|好多|几十|一百)(?:多)?(?:片|颗|粒)(?:的)?(?:安眠药|安定|药)"
    r"|(?:买|准备)(?:好)?了?(?:木)?炭[^。！？烤肉\n]{0,8}(?:门窗|窗户?|门)[^，。 ]{0,4}(?:封|堵|关|贴)"
)

# Fire and gas.
_ELECTRIC = r"(?:锂电池?|电池(?!回收|盒)|电瓶(?:车)?|电动车|电单车|充电宝|充电器|手机|平板|笔记本电脑|平衡车|滑板车|空调(?:外机|内机)?|外机|热水器|冰箱|洗衣机|微波炉|电视机?|电热毯|取暖器|小太阳|烤火器|电暖|路由器|电饭[煲锅]|电磁炉|吊灯|灯管)"
_SMOKES = re.compile(
    rf"{_ELECTRIC}[^，,。！？!?；;\n 里不没]{{0,8}}(?:冒|起|出)(?:起|着|出|了|来|好多|很多|大|股|阵){{0,3}}(?:白|黑|浓|青|灰)?烟(?!花|雾报警)|电池[^，,。！？!?；;\n 里]{{0,6}}(?:嘶嘶|滋滋|呲呲|噼[里啪]|在膨胀)"
    rf"|电池[^，,。！？!?；;\n]{{0,6}}[，, ]?(?:烫|嘶嘶|滋滋){_SAME}{{0,5}}冒烟"
)
_ENGINE_SMOKES = re.compile(
    r"(?:车头|引擎盖?|发动机|机盖|轮胎|车底|车里|车内)[^，,。！？!?；;\n 不没]{0,6}冒[^，。 ]{0,3}烟(?!花)"
)
_GAS_PART = r"(?:(?:燃气|煤气|天然气|液化气|瓦斯)(?:表|管道?|管子|软管|罐|瓶|灶|阀门?|总管|接头)|气(?:瓶|罐|表))"
_HISSES = re.compile(
    rf"{_GAS_PART}[^，,。！？!?；;\n]{{0,6}}(?:嘶|呲|滋|哧|嗤|咝|丝丝)(?:嘶|呲|滋|哧|嗤|咝|地|的)?|(?:嘶嘶|呲呲|滋滋|哧哧){_SAME}{{0,4}}(?:漏气|冒气|跑气){_SAME}{{0,4}}(?:燃气|煤气|天然气|液化气)"
)
_LEAKS = re.compile(
    rf"(?:氨气?|液氨|氯气?|液氯|毒气|硫酸|煤气|天然气|燃气|液化气)(?:罐|瓶|管道?|阀门?)?(?:好像)?(?:正?在|在|都|一直|往外){{0,2}}泄?漏了?(?=$|[，,。！! 啊出很好得])|{_GAS_PART}(?:被{_SAME}{{1,6}})?(?:挖|撞|钻|扯|踢|弄|压|拉)(?:断|破|裂|掉)了"
)
_SMELLS_OF_GAS = re.compile(
    r"(?:家里|屋里|屋子里|房间里?|厨房|楼道|楼梯间|走廊)[^，,。！？!?；;\n水管厕]{0,6}(?:臭鸡蛋|煤气|燃气|天然气|瓦斯)的?味"
)
_EXPLODED = re.compile(
    r"(?:厂里?|车间|仓库|店里?|楼[上下里]?|家里?|隔壁|加油站|煤气罐|液化气罐|气罐|锅炉|热水器|饭店|作坊|实验室|工地|车子?|电瓶车?|充电桩)(?:突然|刚才|刚刚|好像|都|又){0,2}(?:发生了?)?(?:爆炸了|炸了(?=$|[，,。！! 啊快救有人我]))"
)
_WILL_BURST = re.compile(r"(?:锅炉|气罐|煤气罐|液化气瓶|压力罐|储罐|油罐|高压锅)(?:快|马上|好像|就){0,2}要(?:炸|爆)")

# A building, a slope, a lift.
_HOUSE = r"(?:(?:这|那|整|我们|我家|对面|隔壁|后面|前面|旁边)?(?:[这那]?[栋幢座])?(?:大|居民|宿舍|教学|办公)?楼(?:房|体)?(?![梯道上下里内顶层盘市梦外前后板])|房子|房屋|老房|危房|屋子)"
_LEANS = re.compile(
    rf"{_HOUSE}(?:好像|感觉|看着|在|一直|都|也|有点|已经|慢慢|开始|突然|整个|越来越|往{_SAME}{{1,3}}|向{_SAME}{{1,3}}){{0,4}}(?:歪(?!歪)|倾斜|斜|下沉|往下沉)(?![门着脖])|{_HOUSE}{_SAME}{{0,2}}(?:在|一直|直)?(?:晃|抖|摇)(?:得厉害|起来|个不停|动)|楼板[^，。 ]{{0,4}}(?:下沉|往下沉|沉下|裂开|断)"
    rf"|{_HOUSE}{_SAME}{{0,8}}(?:好像|感觉|有点){_SAME}{{0,2}}(?:歪|斜|倾斜)(?:了|$)"
    rf"|(?:房子|房屋|楼|墙|房梁|楼板){_SAME}{{0,3}}(?:咔咔|嘎吱|咯吱|吱嘎|噼啪|咔嚓){_SAME}{{0,2}}响|墙突然{_SAME}{{0,3}}裂|墙{_SAME}{{0,3}}(?:裂|开)了?{_SAME}{{0,3}}大(?:缝|口子|裂){SAME_SENTENCE}{{0,6}}(?:响|晃)"
    rf"|(?:房子|房屋|{_HOUSE}|天花板|楼板|屋顶|房顶|房梁)(?:好像|感觉|快|马上|就|眼看|要){{1,3}}(?:塌|垮|倒|掉下来)(?:了|下来)?(?=$|[，,。！! 啊在])"
)
_SLIDES = re.compile(
    r"(?:山体|后山|山上|护坡|边坡|山坡)(?:又|正在|突然|开始|在){0,2}(?:滑坡|塌方|塌下来|滑下来)(?:了|下来)?(?=$|[，,。！! 啊快])|(?:泥石流|山洪|洪水)(?:来|下来|冲下来|冲过来|冲进来)了|(?:河堤|大坝|堤坝?|水库)[^，。 ]{0,3}(?:决口|决堤|溃坝?|垮)了"
)

# High places, holes, doors.
_EDGE = r"(?:空调(?:外机|架|机|上)|外机|窗户?外|窗台外|防盗[窗网栏]|阳台(?:的)?(?:外|栏杆|护栏)|栏杆(?:上|外)|护栏(?:上|外)|楼顶边|天台边|女儿墙|雨棚|屋檐|外墙|屋顶|房顶|铁塔|电塔|高压塔|电线杆|塔吊)"
_ON_AN_EDGE = re.compile(
    rf"(?:{CHILD}|娃儿|小男孩|小女孩|学生){_SAME}{{0,6}}(?:坐|站|趴|爬|挂|吊|骑|踩|悬|翻|蹲|走)(?:在|到|上|出|了|着|过|去){{0,3}}{_SAME}{{0,6}}{_EDGE}|{_EDGE}{_SAME}{{0,3}}(?:坐|站|趴|爬|挂|吊|悬|蹲)(?:着|了)?(?:一?个|个)?{_SAME}{{0,2}}(?:{CHILD}|娃儿|小男孩|小女孩)"
    rf"|(?:{CHILD}|老人|有?个人|{_KIN}){_SAME}{{0,4}}(?:从|在)?窗[户口]?{_SAME}{{0,3}}(?:往外|向外)(?:爬|翻|探)"
)
_PLAYS_ON = re.compile(r"天天|每天|经常|老是|总是|总爱|喜欢|禁止|不准|不让|常年")
_LIMB = r"(?:头|脑袋|手|手指头?|指头|胳膊|脚|腿|身子|脖子)"
_CAUGHT = re.compile(
    rf"(?:{CHILD}|我|他|她|工人|师傅)(?:的)?{_LIMB}(?:都|给|被|不小心|也|又|还|正){{0,3}}(?:卡|夹|绞|缠|套|轧|卷)(?:在|进|住|到|牢|了){{0,2}}{_SAME}{{0,10}}(?:里|中间|缝|栏|网|窗|轮|椅|管|洞|孔|门|机|袋|不出|动不)"
    rf"|(?:{CHILD}|有人|工人)(?:给|被|不小心|也|又|还){{0,2}}(?:卡|夹)(?:在|进|住|到|牢|了){{0,2}}{_SAME}{{0,6}}(?:栏杆|护栏|防盗窗|窗户|门缝|缝|洞口?|管子|洗衣机|座椅|滑梯|两堵墙|墙里|柱子|中间)(?:里|中间|上|下面|出不来|拔不出)?"
    rf"|(?:{CHILD}){_SAME}{{0,3}}(?:头|脑袋)(?:套|蒙|罩|卡)(?:在|进|了)?{_SAME}{{0,5}}(?:塑料袋|袋子|桶|罐)"
)

# Sudden illness.
_MUMBLES = r"(?:(?:说|讲)话?(?:也|都|又|还|有点|突然|变得|好像){0,2}(?:说|讲)?(?:不清楚?|不利索|不出来?|不了|含糊|含含糊糊|大舌头|不灵)|话(?:也|都|突然)?(?:说|讲)不(?:清楚?|出来?|利索|了|灵)|不会(?:说|讲)话|(?:说|讲)不(?:出|了|清楚?)话|口齿不清|舌头(?:大了?|硬|打结|发直)|大舌头|嘴(?:巴|角)?(?:都|也|突然)?(?:歪|斜|往一边)|口眼?歪|(?:认不(?:得|出|清)|不认得?识?)人)"
_FAILS = rf"(?:走不[动了]路?|走路(?:都|也|有点|突然){{0,2}}(?:歪|不稳|打飘|偏|拖)|站不(?:稳|起来|住)|(?:半边|半个|一边|一侧|左边|右边|左|右)的?(?:身子|身体|身|手脚|手|脚|腿|脸|胳膊|膀子){_SAME}{{0,4}}(?:动不了|不能动|没力|没劲|没有力|麻|不听使唤|抬不起|瘫|没知觉|没感觉|使不上|不会动|软)|(?:手|脚|腿|胳膊|手脚){_SAME}{{0,3}}(?:抬不[起动]|不听使唤|没知觉|没力气?|没劲|使不上|麻了|软了))"
_STROKE = re.compile(
    rf"{_MUMBLES}{SAME_SENTENCE}{{0,14}}{_FAILS}|{_FAILS}{SAME_SENTENCE}{{0,14}}{_MUMBLES}|(?:{_KIN}|老人家?|他|她|我){_SAME}{{0,4}}(?:突然|一下子|刚才|刚刚|今早|早上起来){_SAME}{{0,4}}{_MUMBLES}"
    rf"|(?:{_KIN}|老人家?|老太婆?|他|她|我){_SAME}{{0,3}}(?:一只|一边|半边)的?(?:手脚|手|脚|腿|身子|脸|身)[^。！？\n]{{0,6}}(?:不听使唤|没知觉|没了知觉|动不了|不会动)"
    rf"|(?:半边|半个|一侧)(?:身子|身体)(?:突然|一下子|都|也|现在){{0,2}}(?:动不了|不能动|不会动|没知觉|没感觉|没力|没劲|麻了|发麻|不听使唤|瘫了)|(?:{_KIN}|老人家?|他|她){_SAME}{{0,3}}(?:嘴(?:巴|角)?歪|口眼?歪)"
)
_SPOKEN_OVER = re.compile(
    r"(?:中风|脑梗|脑出血|车祸|手术)(?:以?后|之后)|电话|信号|客服|喇叭|广播|对讲|普通话|方言|网络|语音|身份证|号码|密码|地址|瘫痪在床|卧床|偏瘫|办[^，。 ]{0,4}(?:证|卡)|路太|远|排队|累"
)
_OUT = r"(?:(?:叫|喊|推|摇|拍|唤)(?:都|也|他|她|了半天|半天|怎么|死活){0,2}不(?:醒|应(?!电梯|声)|答应)|不省人事|昏(?:过去|死过去|迷|倒|厥)了?|晕(?:过去|倒|厥|死过去)了?|休克了?|失去(?:意识|知觉)|没(?:了|有)?(?:意识|知觉|呼吸|心跳|脉搏)了?|不(?:会)?(?:喘气|呼吸)了)"
_UNCONSCIOUS = re.compile(
    rf"(?:(?<![装快要会将])(?<!快要)(?<!都快)(?<!想要)(?<!你)(?<!他们)){_OUT}(?![^，。 ]{{0,3}}(?:预防|急救|讲))"
)
_ASLEEP = re.compile(
    r"装睡|像死?猪|像猪|赖床|快(?:要)?(?:晕|昏)|(?:要|想|能|会|都快)(?:晕|昏)|手机|电脑|系统|机器|屏幕|网络|门禁|空调|感应|气得|笑得|看到|听到|听得|账单|房子|房间|屋里|空气|密不|太闷|物业|领导|街道|居委"
)
_FOUND_LYING = re.compile(
    rf"(?:有个人|有人|一个人|(?:一|有)?个?(?:老人|老头|老太|大爷|大妈|男的|女的|小伙|姑娘|学生|孩子|小孩)){_SAME}{{0,4}}(?:倒|栽倒|晕|昏)(?:在|倒在){{1,2}}{_SAME}{{0,8}}"
)
_POURED = re.compile(r"(?:垃圾|渣土|剩饭|剩菜|脏水|污水|泔水)了?$")
_STRONG_POISON = r"(?:农药|敌敌畏|百草枯|草甘膦|除草剂|杀虫剂|杀虫药|灭虫药|老鼠药|耗子药|鼠药|毒鼠强|蟑螂药|毒药|洁厕[灵剂液]?|强酸|硫酸|盐酸|硝酸|烧碱|火碱|消毒[水液]|(?<!\d)84(?![\d元块度年])|甲醇|假酒|工业酒精|汽油|煤油|天那水|香蕉水|水银|纽扣电池|毒蘑菇|毒菌|洗衣(?:凝珠|球|液)|洗洁精|漂白[水粉剂]|驱蚊液|樟脑丸)"
_DOSE = r"(?:喝|吃|吞|咽|服|灌)(?:了|下去|下|掉|光|完|进去?)"
_POISONED = re.compile(
    rf"(?:{_PERSON}|误|错|不小心|偷)[^，,。！？!?；;\n 没想要准打别怕鼠狗猫鸡鸭]{{0,6}}{_DOSE}[^，,。！？!?；;\n 鼠]{{0,6}}?{_STRONG_POISON}|{_PERSON}[^，,。！？!?；;\n 没想要准打别怕狗猫]{{0,4}}[把将]{_SAME}{{0,6}}{_STRONG_POISON}{_SAME}{{0,6}}(?:(?:喝|吃|吞|咽)(?:了|下|掉|光)|咬破)"
    rf"|{_STRONG_POISON}{_SAME}{{0,2}}(?:被|给){_SAME}{{0,6}}(?:喝|吃|吞)(?:了|下|掉)|误(?:食|服|喝|吃|吞)了?{_SAME}{{0,4}}{_STRONG_POISON}"
)
_MORE_OF_POISON = re.compile(r"[狗猫鸡鸭鹅鱼羊牛猪虫]|残留|瓶子扔|果子|菜")
_CHOKES = re.compile(
    rf"(?:{CHILD}|{_KIN}|老人家?|老[头太]|他|她|有人|大爷|阿姨){_SAME}{{0,10}}(?:噎|呛|哽)(?:住|牢)了?|(?:噎|呛|哽|卡)(?:住|着|到|牢|痰)了?{SAME_SENTENCE}{{0,8}}(?:喘不|透不|憋|呼吸不|说不出话|发不出声|咳不出|(?:脸|嘴|嘴唇)[^，。 ]{{0,3}}[紫青黑]|发[紫青]|翻白眼)"
    rf"|(?:{CHILD}|老人|他|她|{_KIN}){_SAME}{{0,6}}(?:气管|喉咙|嗓子)(?:里|眼)?(?:卡|堵)|(?:卡|堵)(?:在|住)(?:了)?(?:气管|喉咙|嗓子眼?)(?![^，。 ]{{0,4}}鱼刺)"
)
_FIGURE_OF_CHOKING = re.compile(r"话|一句|怼|鱼刺|烟|灰|味|噎死人|物业|气得|账|压力|油漆|尾气")
_SHOCKED = re.compile(
    r"触电(?:了(?!保护)|倒|晕|死|昏|身亡)|有人(?:被)?触电(?!过)|(?:电倒|电晕|电死)了|被电(?:倒|击|晕|死|打)(?:了|在|到|飞)|(?:粘|黏|吸)在(?:电线|电上|上面)[^，。 ]{0,4}(?:拿|拉|下)不"
)
_BLEEDS = re.compile(
    r"^流了?(?:好多|很多|一地|满地)的?血[了啊呀！!。]{0,4}$|(?:吐|咳|呕)(?:了|出)?(?:好多|很多|大口|一大口|好几口|几口|一盆|半盆|一地|满地|好大一滩)(?:的)?(?:鲜)?血|大口(?:大口)?(?:地)?吐血|(?:割|砍|切|刺|扎|捅|划)(?:到|断|破|伤|开)了?(?:大?动脉|脖子|喉咙)|动脉(?:被)?(?:割|断|破|砍)|血(?:一直|直|拼命|都)?(?:止不住|喷出来|往外喷|喷了|直冒|直流|直喷|哗哗|流不停)|血(?:冒|流|喷)个不停"
    r"|骨头(?:都|也)?(?:露|戳|扎|穿|冒|断)?(?:了)?出来了?|开放性骨折|手指(?:头)?(?:被)?(?:切|锯|绞|轧|压|砍)(?:断|掉)"
)
_HEART = re.compile(  # 心口疼得厉害出冷汗
    r"(?:心口|胸口|心脏|胸前)(?:这里|里|这块)?(?:疼|痛|闷|绞)[^。！？!?\n]{0,8}?(?:冷汗|大汗|汗直|喘不|左[手臂肩]|胳膊[也都]?麻|手[也都]?麻)"
)
_BROKEN = re.compile(
    r"(?:^|[，,。！! ]|我|他|她|爸|妈|爷爷|奶奶|老人|孩子|小孩|师傅|工人|人)的?(?:手|腿|胳膊|脚|手指头?|小腿|大腿|脖子|肋骨|骨头)(?:都|好像|可能|被[^，。 ]{1,5})?(?:摔|砸|压|轧|撞|绞|锯|切|扭)?断了(?!网|电|线|[半一二两三四五六七八九十几\d]{1,3}(?:年|个多?月|天|周))"
)
_WORN_OUT = re.compile(r"走|跑|站|爬|跪|排队|椅|桌|凳|床|门|把|扶|梯|眼镜|架|塑料|雕")
_FALLS = re.compile(
    rf"(?:{CHILD}|{_KIN}|老人家?|老[头太]|有人|工人|工友|师傅|大爷|阿姨|他|她|我){_SAME}{{0,5}}从{_SAME}{{0,6}}(?:楼|窗|阳台|天台|屋顶|房顶|架子?|脚手架|树|高处|山|崖|桥|梯子?|楼梯|吊篮|塔|墙头|围墙|吊车){_SAME}{{0,3}}(?:滚|摔|掉|跌|栽|翻|坠)(?:了)?(?:下去|下来|落|下)了?(?![去来]?了?(?:过|好几次|[两三几]次|[一两三几]?[个只袋床盆箱]?(?:玩具|手机|皮?球|衣服|被子|花盆|东西|箱子|袋子|西瓜|瓶子|垃圾)))"
)
_FALLS_THIS_TIME = re.compile(
    rf"(?<![^，,。！! ])(?:这次|刚才|刚刚|突然|又|今天)从{_SAME}{{0,4}}(?:楼|窗|阳台|屋顶|房顶|树|梯子?|楼梯){_SAME}{{0,2}}(?:滚|摔|跌|栽)(?:下去|下来|落)了?(?=$|[，,。！! ])"
)
_FITS = re.compile(
    r"(?:癫痫|羊癫疯|羊角风|羊儿疯|羊羔疯)(?:又|突然|现在|正在){0,2}(?:发作|发病|犯|发)(?:了|起来)?(?=$|[，,。！! 口倒抽怎])|热射病|中暑(?:了)?[，, ]?[^。]{0,6}(?:不说话|昏(?:倒|过去|迷|了)|晕(?:倒|过去|了)|抽|倒(?!是|没)|叫不|说胡话|没反应)|体温[^，。 ]{0,3}(?:4[1-3]|四十[一二三])"
)
_SCALDED = re.compile(
    rf"(?:开水|热水|热油|滚油|滚水|热汤|沸水)[^。！？\n]{{0,8}}烫[^。！？\n]{{0,6}}皮(?:都|也|全)?(?:掉|脱|烂|没)|(?:{CHILD}|{_KIN}|老人|有人|他|她){_SAME}{{0,3}}(?:掉|跌|摔|坐)(?:进|到|在|入)了?{_SAME}{{0,3}}(?:热汤|开水|热水|油锅|汤锅|粥锅|滚水|沥青)|(?:{_PERSON}|被火)(?:被{_SAME}{{1,4}})?(?:烧|炸)伤了"
)
_STUNG = re.compile(r"蜂子?[^，。 ]{0,2}(?:蛰|蜇|锥|叮|扎|咬|追)[^。！？\n]{0,8}(?:(?<!消)肿|喘|晕|昏|疹|吐)")
_LIES_STILL = re.compile(
    r"(?:摔|撞|倒|掉|碰|翻)[^。！？\n]{0,6}人(?:都|也|就)?(?:不动|没动静|没反应|不会动)|(?<![要会能])(?:砸|压|撞|轧)死(?:了)?(?:一个|几个|个)?人(?:了|啦|$)"
)
_TURNS_BLUE = re.compile(
    rf"(?:新生儿|{CHILD}|老人|他|她|{_KIN}){SAME_SENTENCE}{{0,8}}(?:脸|嘴唇?|全身|身上)?(?:都|也)?发(?:青|紫|绀)"
)
_BUS_OVERTURNS = re.compile(r"(?:大巴车?|客车|校车|公交车?)(?:侧翻|翻车|翻了|翻到|翻进)")
_TURNS_OVER = re.compile(
    r"(?:货车|大巴|公交车?|校车|面包车|罐车|小车|轿车|客车|三轮车?|摩托车?|小汽车|拖拉机|(?<![单行物童推])车子?)(?:侧翻|翻车了?|翻了|翻到|翻进)(?<!撞翻了)"
)
_CAPSIZES = re.compile("(?<!的小)(?:船|快艇|皮划艇|竹筏|橡皮艇)(?:翻|沉)了")
_BORN_ON_THE_WAY = re.compile(
    "(?:老婆|媳妇|女儿|孕妇|产妇|她|我姐|我妹)(?:要|快|已经)?生在(?:了)?(?:车|路|家|厕所|电梯|楼)"
)
_OVERCOME_BY_HEAT = re.compile("(?:热|晒|闷)(?:晕|昏)了?(?:[一两三几]?个|倒|过去)")
_CUT = re.compile(
    r"(?:砍|锯|割|切|剁|轧|绞|钉|扎)(?:到|断|着|伤|穿)了?(?:自己|我|他|她)?(?:的)?(?:手|脚|腿|胳膊|脖子|脸|大腿|小腿|手臂)|便血[^。！？\n]{0,6}(?:站不|虚|晕|大滩|止不|很多|好多)"
)
_DOG_BITES = re.compile(
    rf"狗{_SAME}{{0,4}}(?:扑倒|咬住|咬着|撕咬|正?在咬|追着咬){_SAME}{{0,3}}(?:{_PERSON}|人)|狗{_SAME}{{0,3}}(?:扑倒|咬){_SAME}{{0,2}}(?:{CHILD}|老人)(?:正?在|还在|不放|不松)"
)
_STRUCK = re.compile(
    rf"(?:高空抛物|高空坠物|楼上|高空|上面|空中){_SAME}{{0,12}}?(?:砸|打|掉|扎)(?:到|中|着|伤|破)了?(?:下面|楼下|一?个|路过的?|我家|我们家|我)?(?:的)?{_SAME}{{0,2}}?(?:{_PERSON}|人(?!行|家)|头|脑袋|脸)|(?:墙|电视机?|柜子|衣柜|书柜|广告牌|招牌|玻璃|砖头?|石头|空调|外机|花盆|瓷砖|树枝|树|灯箱|钢管|铁架){_SAME}{{0,6}}?(?:砸|扎|压)(?:到|中|着|伤)了?(?:下面|楼下|[一两三几]?个|路过的?|我家)?(?:的)?(?:{_PERSON}|人(?!行|家)|头|脑袋)(?!的?(?:车|电瓶|花|菜|店|门))"
)

# Blows, theft, being held.
_BEATS_THE_WEAK = re.compile(
    rf"(?:邻居|隔壁|楼[上下]|对门|对面|那家|后妈|继父|后爸|继母|{_KIN}|他|她|保姆|护工|老师|儿子|女婿|儿媳|男的|女的){_SAME}{{0,8}}(?:打|揍|虐待|抽|踢|踹|掐)(?!预防|疫|电话|针|球|游|工|牌|架|闹|碎|扫|扰|招)(?:他|她|自己)?(?:家)?(?:的)?(?:小孩|孩子|娃|小朋友|宝宝|老人|老娘|老爹|老妈|老爸|女儿|儿子|学生|病人)(?!的?电话|打(?!得|的))"
    rf"[^。！？\n]{{0,8}}(?:凶|惨|哭|血|伤|青|死|救|皮带|棍|狠|厉害|不停|一直|半个?小时|叫|吊)|(?:天天|每天|老是|经常|往死里)(?:这么|都|在)?(?:打|揍|虐待|毒打)(?!预防|疫|电话|针|球|游|工|牌)(?:他|她)?(?:家)?(?:的)?(?:孩子|小孩|娃|老人|老娘|女儿|儿子)(?!的?电话|打)|(?:养老院|护工|保姆|护理员|幼儿园|托管班?)(?:里|的人|老师|阿姨){{0,2}}(?:在)?(?:打|虐待|掐|绑)(?:了|着)?(?:老人|孩子|小孩|娃|病人|我[妈爸爷奶])"
    rf"|(?:小孩|孩子|娃|老人){_SAME}{{0,3}}身上(?:全|都)(?:是)?[^，。 ]{{0,2}}(?:伤|淤青|乌青|针眼|烟头烫)"
)
_ROBBED = re.compile(
    r"(?<!怕被)(?:有人|路上|店里|刚才|被人|我被)(?:[^，,。！？!?；;\n ]{0,4})?(?:抢劫|打劫)(?!案)|抢劫了(?=$|[，,。！! 啊快])|有人[^，,。 ]{0,4}(?:抢|夺)(?:我|她|他|老人|人家)(?:的)?(?:包|钱|手机|项链|东西|孩)(?!子?的|.{0,8}(?:红包|优惠|券))"
)
_FOLLOWED = re.compile(
    rf"(?:有人|有个{_SAME}{{0,6}}|男的|陌生人|那人|他|女的|一个人)(?:一直|在|老是|总|总是|又|天天|偷偷|正|就){{0,3}}(?:跟踪|尾随|盯梢)(?:着)?(?:我|她|女儿|孩子)|(?:我|女儿|她)(?:被|让)(?:人|一个{_SAME}{{0,4}}|陌生人)(?:跟踪|尾随)"
)
_ARMED = re.compile(
    r"(?:拿|举|提|挥|持)(?:着|起|了)?[^，。 ]{0,3}(?:刀|斧头?|枪|棍)(?:子)?(?:在|正|就|到处|见人){0,2}(?:乱)?(?:砍(?!柴|价|树|菜|骨|肉|竹|草|甘蔗)|捅|杀(?!鱼|鸡|猪|鸭|羊)|追着?(?!野?狗|猫|鸡|老鼠)|冲)|家里?进(?:了)?(?:贼|小偷)[^。！？\n]{0,5}(?:躲|还在|在里|没走)"
)
_STABBED = re.compile(rf"{_PERSON}被(?:人)?(?:砍|捅)(?!价|掉)")
_COMES_AFTER = re.compile(
    rf"(?:有个{_SAME}{{0,4}}|陌生人?|男的|有人)(?:一直|就|也|又)?跟(?:着|在)?我(?:后面)?(?:进|上|到|回|走到|来到)(?!学|跳|练)"
)
_AT_THE_DOOR = re.compile(
    rf"(?:有人|半夜|陌生人|不认识的人?|有个{_SAME}{{0,4}}|男的){_SAME}{{0,6}}(?:拧|转|拉|撬|捅|扭|开|踹|砸|试)(?:着|了)?{_SAME}{{0,3}}(?:我家|我们家|家)?的?(?:门把手?|门锁|锁眼|家门|房门)|(?:家|屋)里(?:好像)?(?:进(?:了)?(?:个)?(?:陌生)?人|有(?:个)?(?:陌生人|贼|小偷))了?(?=$|[，,。！! ])"
)
_HELD = re.compile(
    rf"(?:关|扣|困)(?:在|到|进){_SAME}{{0,3}}传销|传销{SAME_SENTENCE}{{0,12}}(?:出不[来去]|不让(?:我)?(?:走|出)|扣[住着]|关[着在起]|骗[进到来]|困在|逃不|跑不|救)|(?:被|让人?|叫人)骗(?:到|进|来){SAME_SENTENCE}{{0,8}}传销|(?:手机|身份证){_SAME}{{0,5}}(?:没收|扣|收走|拿走|抢走)了?{SAME_SENTENCE}{{0,4}}不(?:让|准|许|给)(?:我|她|他|我们)?(?:走|出|离开)|(?:把|将)(?:我|我们|她|他)(?:扣|关|锁|绑|拘)(?:住|着|起来|在|了){SAME_SENTENCE}{{0,10}}不(?:让|准|许|给)(?:走|出|离开|回)"
)
_DIE_TOGETHER = re.compile("同归于尽|非法拘禁")
_BURNS_OTHERS = re.compile(
    r"(?:有人|他|那人|男的|说|扬言|嚷着|拿着|拎着|抱着)[^，。 ]{0,6}要(?:炸|点|烧)(?:了)?(?:楼|房|煤气|液化气|自己(?!的)|汽油|大家|小区|我家)|(?:抱|拎|扛)着[^，。 ]{0,4}(?:煤气罐|液化气罐|汽油桶?|炸药)[^，。 ]{0,6}(?:要(?!换)|点|威胁)"
)

# Water.
_WATER = r"(?:河|江|湖|塘|水库|池塘|水塘|溪|渠|海|水)"
_DROWNS = re.compile(
    rf"(?:{_PERSON}|人){_SAME}{{0,4}}(?:在|掉|进|到)?{_WATER}(?:里|中|面上?)?{_SAME}{{0,3}}(?:扑腾(?!得)|挣扎|扑棱|往下沉|沉下去|喊救命)|(?:下河|下水|下塘|游泳|野泳|洗澡|摸鱼|玩水)[^。！？\n]{{0,8}}(?:没(?:有)?(?:再)?上来|没上得来|沉下去|没(?:有)?浮|不见人了|没影了|没起来)|跳下去(?:救|捞){SAME_SENTENCE}{{0,6}}(?:没上来|也没|沉)|冰面?(?:破|裂|塌)了?{SAME_SENTENCE}{{0,4}}(?:人|孩|掉)"
    rf"|(?<![单行瓶动推童三轮])(?:车子?|公交车?|面包车|货车|汽车|轿车|小车)(?:掉|开|冲|翻|栽|滑)(?:到|进|下|入)了?{_SAME}{{0,3}}(?:河|江|湖|塘|水库|海)(?:里|中|去)?了"
)

_JUMPS_AFTER = re.compile(
    r"(?:跳|下)(?:下去|下水|到水里|进水里|水里?|河里?|江里?)(?:去|了)?(?:去)?(?:救|捞)(?!猫|狗|球|手机|东西|助|生圈|护|援队)"
)
_CRIES = re.compile(
    r"^[啊呀哇哎天哪妈\W]*(?:(?:救命|救救(?:我|我们|我[妈爸]|孩子|他|她|人)?|快?来人|快?救人|要?出人命了|快来救?|快?救)(?:呀|啊|哪|吧|了|快|哟|喂)*\W*){1,6}$"
    r"|^\W*(?:110|119|120)(?:快|啊|呀|来)*\W*$|^[\s\W]*[🔥🆘][\s\W]*$"
)

# What to do in a danger.
_WHAT_TO_DO = r"(?:了|的话|的时候|时)?(?:我们?|现在|该|应该|应|要|到底|这个){0,3}(?:怎么办(?![理证卡手])|怎办|咋办|咋整|咋弄|怎么(?:去)?(?:救|急救|抢救|施救|处理)|如何(?:急救|施救|处理|是好)|怎样(?:急救|施救)|怎么弄|打(?:什么|哪个|多少)(?:电话|号)?)"
_FIRE_ASKED = re.compile(rf"(?:着火|起火|失火|烧起来|火烧到{_SAME}{{1,3}}){_WHAT_TO_DO}")
_WATER_ASKED = re.compile(rf"(?:溺水|落水|淹水里|掉(?:进|到|下)?(?:水|河|江|井|塘){_SAME}{{0,2}}){_WHAT_TO_DO}")
_GAS_ASKED = re.compile(
    rf"(?:煤气|燃气|天然气|液化气)(?:罐|瓶|管)?(?:泄漏|漏气|漏|中毒){_WHAT_TO_DO}|一氧化碳中毒{_WHAT_TO_DO}"
)
_HURT_ASKED = re.compile(
    rf"(?:触电|噎[住着到]|呛[住着到]|晕倒|晕过去|昏倒|昏迷|昏过去|抽搐|抽筋抽得厉害|农药中毒|食物中毒|(?<![脑机])中毒|心梗|脑梗|中风|心脏病(?:发作|犯)|蛇咬(?:伤|到)?|大出血|休克|没(?:有)?(?:呼吸|心跳)|心脏骤停|误[喝服食吞]{_SAME}{{1,6}}|割腕|叫不醒|羊水破|从楼上{_SAME}{{0,2}}(?:摔|掉)下[来去]){_WHAT_TO_DO}"
)
_SHUT_IN_ASKED = re.compile(rf"(?:[困关]在?电梯(?:里)?|电梯(?:里)?(?:被困|[困关锁][住牢着了]?人)){_WHAT_TO_DO}")
_BLOWS_ASKED = re.compile(rf"(?:被(?:人)?(?:跟踪|尾随|绑架|抢劫|追杀)|有人(?:入室|持刀|抢劫|跟踪我)){_WHAT_TO_DO}")
_NO_FIRST_AID = re.compile(r"电脑|手机|系统|植物|花|树|狗|猫|鱼|鸡|猪|材料|手续|谁赔|赔偿|保单")


@dataclass(frozen=True)
class _Harm:
    """Words of one kind of harm. `danger`: as `urgency.Urgency.danger` ("": the words do not say which); `kept`: what the naming head may say instead.

    `raised`: plain statements; `asked`: words to ask about; `unless`: words of the same clause, for both, in which they mean something else;
    `calm`: words of the same clause that leave them to be asked about only; `taken_back`: words of it that say it is not so.
    `grave`: neither `unless` nor `taken_back` silences it, they only leave it to be asked about; `_DID_NOT_HAPPEN`, or `_SETTLED` beside them, does. `kept` apart, an
    injury or being trapped gives way to those of `_NAMED_FIRST`, and so does what `gives_way`: people jump from a fire.
    `beside`: words anywhere of another danger, which is read instead.
    """

    danger: str
    raised: re.Pattern[str] | None = None
    asked: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    calm: re.Pattern[str] | None = None
    taken_back: re.Pattern[str] = _NOT_HERE
    kept: tuple[str, ...] = ()
    grave: bool = False
    gives_way: bool = False
    beside: re.Pattern[str] | None = None


_BLOWS = r"打(?!电话|针|球|飘|架子)|揍|掐|踢|踹|捅|刀|推|砍(?![柴到])|抢|绑|虐|勒|棍|皮带|[被让叫](?:我|他|她)?(?:爸|妈|老公|老婆|丈夫|前夫|男友|男朋友|儿子|继父|后爸)"
_NAMED_FIRST = {
    "fire": re.compile("火|烧|烟|燃|炸"),
    "gas": re.compile("[煤燃沼毒]气|天然气|液化气|瓦斯|一氧化碳"),
    "violence": re.compile(_BLOWS),
    "home_violence": re.compile(_BLOWS),
    "self_harm": re.compile("自杀|割腕|不想活|活不|遗书|想死|寻短|轻生|跳楼|想不开"),
}
"""Danger → words. Where the naming head names it and the text has one of its words, it comes before an injury, or being trapped: its
advice is to get out of the fire first, or 110 against who beats. Without a word the head is often wrong (a stroke for self-harm)."""

_HARMS = (
    _Harm("violence", _TAKEN, grave=True),
    _Harm("home_violence", threatened.HIDES_AT_HOME, taken_back=_ONLY_A_STORY, beside=threatened.ANOTHER_DANGER),
    _Harm(
        "home_violence",
        threatened.HIDES_FROM_HIM,
        taken_back=_ONLY_A_STORY,
        kept=("violence",),
        beside=threatened.ANOTHER_DANGER,
    ),
    _Harm(
        "home_violence",
        threatened.HE_BEATS_AT_THE_DOOR,
        unless=threatened.COMES_TO_HELP,
        taken_back=_ONLY_A_STORY,
        kept=("violence",),
        beside=threatened.ANOTHER_DANGER,
    ),
    _Harm(
        "violence",
        threatened.HIDES_FROM_A_STRANGER,
        unless=threatened.COMES_TO_HELP,
        taken_back=_ONLY_A_STORY,
        beside=threatened.ANOTHER_DANGER,
    ),
    _Harm(
        "home_violence",
        threatened.BEATEN_AT_THE_DOOR,
        unless=threatened.COMES_TO_HELP,
        taken_back=_ONLY_A_STORY,
        beside=threatened.ANOTHER_DANGER,
    ),
    _Harm(
        "violence",
        threatened.DOOR_GIVES_WAY,
        unless=threatened.NO_DOOR_BETWEEN,
        kept=("home_violence",),
        beside=threatened.ANOTHER_DANGER,
    ),
    _Harm("home_violence", threatened.HELD_AT_HOME, unless=threatened.NOT_HELD, beside=threatened.ANOTHER_DANGER),
    _Harm(
        "", None, threatened.FALLS_BESIDE, taken_back=threatened.NOT_THROWN_NOW, beside=threatened.BESIDE_WHAT_IS_THROWN
    ),
    _Harm(
        "home_violence",
        threatened.FAMILY_THREATENS,
        unless=threatened.NO_THREAT,
        beside=threatened.WISH_BESIDE,
        kept=("violence",),
    ),
    _Harm(
        "violence",
        threatened.HE_THREATENS,
        unless=threatened.NO_THREAT,
        beside=threatened.WISH_BESIDE,
        kept=("home_violence",),
    ),
    _Harm("violence", threatened.THREATENS_TO_KILL, unless=threatened.NO_THREAT, beside=threatened.WISH_BESIDE),
    _Harm(
        "violence",
        threatened.THROWN_AT_SOMEBODY,
        threatened.THROWN_DOWN,
        taken_back=threatened.NOT_THROWN_NOW,
        beside=threatened.BESIDE_WHAT_IS_THROWN,
    ),
    _Harm("violence", None, _LED_AWAY),
    _Harm("self_harm", _A_WHOLE_BOTTLE),
    _Harm("self_harm", _LETTER, _HOW_TO_DIE, unless=_PESTS, taken_back=_ONLY_A_STORY),
    _Harm("self_harm", None, _DEATH_WISH),
    _Harm("self_harm", None, _FAREWELL, unless=_OWES_SOMETHING, taken_back=_ONLY_A_STORY),
    _Harm("self_harm", None, _WANTS_TO_JUMP, taken_back=_ONLY_A_STORY),
    _Harm("self_harm", accident_words.JUMPED, unless=accident_words.NOT_JUMPED, gives_way=True),
    _Harm("fire", _SMOKES, _ENGINE_SMOKES),
    _Harm("fire", accident_words.SWELLS, accident_words.HEATS, unless=accident_words.NO_BATTERY_BURSTS),
    _Harm("gas", _HISSES),
    _Harm("gas", accident_words.GAS_SICKENS, unless=accident_words.NOT_OF_GAS),
    _Harm("gas", _LEAKS, _SMELLS_OF_GAS),
    _Harm("fire", _EXPLODED, _WILL_BURST, kept=("gas", "injury")),
    _Harm("trapped", _DROWNS),
    _Harm("trapped", None, _JUMPS_AFTER),
    _Harm("trapped", None, _LEANS),
    _Harm("trapped", None, _SLIDES),
    _Harm("trapped", _ON_AN_EDGE, calm=_PLAYS_ON),
    _Harm("trapped", _CAUGHT, kept=("injury",)),
    _Harm("injury", _STROKE, unless=_SPOKEN_OVER),
    _Harm("injury", _UNCONSCIOUS, unless=_ASLEEP, kept=("gas", "no_answer", "trapped", "live_wire"), grave=True),
    _Harm("injury", _FOUND_LYING, unless=_POURED),
    _Harm("injury", _POISONED, unless=_MORE_OF_POISON, kept=("self_harm",)),
    _Harm("injury", _CHOKES, unless=_FIGURE_OF_CHOKING),
    _Harm("injury", accident_words.CHOKES_ON_FOOD, unless=accident_words.FISH_BONE),
    _Harm("injury", accident_words.FAINTED),
    _Harm("injury", accident_words.BLEEDS_WITH_CHILD, unless=accident_words.WITHOUT_CHILD),
    _Harm("injury", _SHOCKED, grave=True),
    _Harm("injury", _HEART, grave=True),
    _Harm("injury", _BLEEDS, kept=("self_harm", "violence", "home_violence"), grave=True),
    _Harm("injury", None, _BROKEN, unless=_WORN_OUT),
    _Harm("injury", _FALLS, _TURNS_OVER),
    _Harm("injury", None, _FALLS_THIS_TIME),
    _Harm("injury", _BUS_OVERTURNS),
    _Harm("injury", _LIES_STILL, _TURNS_BLUE),
    _Harm("injury", _BORN_ON_THE_WAY, _OVERCOME_BY_HEAT),
    _Harm("injury", _STUNG, _CUT, kept=("self_harm",)),
    _Harm("injury", _DOG_BITES),
    _Harm("trapped", _CAPSIZES),
    _Harm("injury", _FITS),
    _Harm("injury", _SCALDED),
    _Harm("injury", _STRUCK, kept=("trapped",)),
    _Harm("home_violence", _BEATS_THE_WEAK, kept=("violence",)),
    _Harm("violence", _HELD, kept=("home_violence",)),
    _Harm("violence", _ROBBED),
    _Harm("violence", _ARMED, _STABBED, kept=("home_violence",)),
    _Harm("violence", _FOLLOWED, _AT_THE_DOOR),
    _Harm("violence", None, _COMES_AFTER),
    _Harm("violence", _BURNS_OTHERS, _DIE_TOGETHER, kept=("fire", "gas", "self_harm", "home_violence")),
    _Harm("injury", accident_words.RUN_OVER, kept=("trapped",)),
    _Harm("injury", accident_words.DOG_BIT, accident_words.BITTEN, unless=accident_words.OFTEN_BITES),
    _Harm("injury", accident_words.AIR_RUNS_OUT, unless=accident_words.AIR_IS_THERE),
    _Harm("injury", accident_words.SWALLOWED_THING, unless=accident_words.NOT_SWALLOWED, kept=("self_harm",)),
    _Harm("violence", None, accident_words.STRANGER_THREATENS),
    _Harm("fire", None, accident_words.BANG, kept=("gas", "injury")),
    _Harm("gas", None, accident_words.PIPE_BLOWS),
    _Harm("trapped", accident_words.WATER_COMES_IN),
    _Harm("trapped", accident_words.SITS_IN_WATER, accident_words.IS_BELOW_IN_WATER, unless=accident_words.CAR_ALONE),
    _Harm("violence", None, accident_words.MOLESTED, unless=accident_words.NOT_MOLESTED, kept=("home_violence",)),
    _Harm("violence", None, accident_words.SUFFERS, kept=("home_violence",)),
    _Harm("injury", None, accident_words.LIFELESS),
    _Harm("injury", accident_words.DOG_HUNTS, accident_words.DOG_CHASES, unless=accident_words.NO_HUNT),
    _Harm("violence", accident_words.HELD_ABROAD, accident_words.THREATENS, kept=("home_violence",)),
    _Harm("fire", None, accident_words.BURNS_THIS_WAY),
    _Harm("missing", None, accident_words.IN_A_TWINKLING, unless=accident_words.NOT_LOST),
    _Harm("", None, _CRIES),
    _Harm("fire", None, _FIRE_ASKED, unless=_NO_FIRST_AID),
    _Harm("trapped", None, _WATER_ASKED, unless=_NO_FIRST_AID),
    _Harm("gas", None, _GAS_ASKED, unless=_NO_FIRST_AID),
    _Harm("injury", None, _HURT_ASKED, unless=_NO_FIRST_AID),
    _Harm("trapped", None, _SHUT_IN_ASKED),
    _Harm("violence", None, _BLOWS_ASKED),
)


def plain_harm(text: str, named: str | None) -> PlainDanger | None:
    """The harm that a clause of the text tells of: in the order of `_HARMS` the first that is sure, else the first to ask about, or None.

    `named`: what the naming head says.
    """
    found = [one for harm in _HARMS if (one := _found(harm, text, named)) is not None]
    return next((one for one in found if one.sure), next(iter(found), None))


def _found(harm: _Harm, text: str, named: str | None) -> PlainDanger | None:
    """The first place with words of `raised`, else of `asked`, that its own clause does not take back; else None."""
    if harm.beside is not None and harm.beside.search(text):
        return None
    for pattern in (harm.raised, harm.asked):
        for match in pattern.finditer(text) if pattern is not None else ():
            clause = _clauses_of(text, match)
            rest = _FETCHED_OUT.sub("", text) if harm.grave else text
            guarded = harm.taken_back.search(clause) or (harm.unless is not None and harm.unless.search(clause))
            if guarded and (not harm.grave or _DID_NOT_HAPPEN.search(clause) or _SETTLED.search(rest)):
                continue
            asks = _POLITELY.search(clause) and not _OWN.search(clause)
            doubted = guarded or asks or _UNSURE.search(clause) or (harm.calm is not None and harm.calm.search(clause))
            settled = len(text) > LONGEST_PLAIN or _SETTLED.search(rest) or CALM.search(_IS_IT_SERIOUS.sub("", rest))
            sure = pattern is harm.raised and not doubted and not settled
            first = (harm.gives_way or harm.danger in ("injury", "trapped")) and _comes_first(named, text)
            kept = (
                named is not None
                and (first or named in harm.kept)
                and not (named == "self_harm" and BY_MISTAKE.search(text))
            )
            danger = named if kept and named is not None else harm.danger
            return PlainDanger(danger, Span(*match.span()), sure=sure, asked=True, always=not settled)
    return None


def _comes_first(named: str | None, text: str) -> bool:
    """Whether the danger that the naming head says comes before an injury or being trapped, by the words of the text."""
    words = _NAMED_FIRST.get(named or "")
    return words is not None and words.search(text) is not None


def _clauses_of(text: str, match: re.Match[str]) -> str:
    """The clauses in which a match stands, from where they speak of now."""
    before = max((one.end() for one in _NOW.finditer(text, 0, match.start())), default=0)
    after = _CLAUSE_ENDS.search(text, match.end())
    return text[before : after.start() if after else len(text)]
