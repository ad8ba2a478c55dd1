"""Tell the words of a fire from those of a temperature, of water that wells up, of a drain or a pot that steams, of a kitchen's fumes, and of a stove or engine that does not light or burns badly. Pure.

A temperature is 烧到40度, water 往外冒黑水, a stove that burns badly 点不着火 or 火苗发黄. Only these words are replaced: a smell of gas or a fit beside them is still read.
"""

from __future__ import annotations

import re

from bot.reading.text.ordinary_words import as_commas

_DEGREES = r"(?:\d{2,3}(?:\.\d)?|[一二三四五六七八九十百]{1,5}(?:点[一二三四五六七八九])?)[多来]?(?:度|℃|摄氏度)"
_HEATED = re.compile(rf"烧(?=[到了得快都]{{0,3}}{_DEGREES})")
_WELLS_UP = re.compile(  # 往外冒黑水, 不停冒泡, 冒了一地粪水
    r"冒(?=[出着起了来]{0,2}(?:一地|一股|好多|很多|大量|的|那种|[黑臭脏污浊黄泥清粪大小冷血锈白绿红]|[\u4e00-\u9fff]色){0,3}(?:水|泡|粪|屎|尿|泥浆|污泥|污物))"
)
_PERHAPS_DANGER = re.compile("里[面头]|困|救|淹|[爸妈爷奶]|老人|孩子|小孩|[他她]们?|电|气")
_STEAMS = re.compile(  # 窨井往外冒热气: a drain steams in the cold
    r"(?:[窨污雨地]?水?井|井盖|井口|下水道|地沟|管沟|暖气沟|热力沟|阴沟|排水沟|热力管|暖气管|热水管)[^，,。！？!?；;\n]{0,10}(?:冒|飘|窜|蹿|出)[^，,。！？!?；;\n气雾汽烟火]{0,6}(?:[热白水蒸]{1,2}[气汽]|白雾|雾气|水雾)"
)
_NO_STEAM = re.compile(r"[烟火烧爆炸烫晕昏]|煤气|燃气|天然气|沼气|味|臭|毒|人(?!行)|孩|掉|摔")
_BOILS = re.compile(  # 高压锅往外冒气, 暖气片漏气呲呲响: steam or air
    r"(?:(?:高?压力?|电压力|电饭|蒸|炖|砂|火|电)?锅|电饭煲|水壶|热水[壶瓶]|蒸笼|蒸箱|蒸汽熨斗|加湿器|暖气(?:片|管|阀)?|散热[器片]|地暖)(?:盖|嘴|口|子|上|里|的|阀门?|排气阀|分水器){0,3}[^，,。！？!?；;\n管罐瓶灶炉]{0,6}(?:冒|喷|漏|跑|出)(?:着|出|了|来|白|热|水|蒸|大|一股|好多){0,3}[气汽]"
)
_NOT_ONLY_BOILS = re.compile(
    rf"{_NO_STEAM.pattern}|[管罐瓶灶](?<!暖气管)|煤|液化|[他她爸妈爷奶娃手脸]|老[头太]|[怕敢跑快救炸涨鼓堵喊]|不在家|没人|关不|停不|打不开|按不住|压不住|喘|头[晕疼痛]|难受|恶心|烫"
)
_KITCHEN = re.compile(  # who cooks for a living, and what rises from it
    r"油烟(?:味|机|管道?)?|火锅店?|烧烤[店摊城]?|烤[鱼肉串鸭][店摊]?|炒菜|烧菜|做饭|(?:小吃|快餐|面|粉|饭|餐|早餐|小龙虾|卤味|炸鸡)[店馆]|饭店|餐厅|酒楼|大排档|夜宵摊?|厨房排烟"
)
_FUMES = re.compile("烟|味|呛|熏")
_MORE_THAN_FUMES = re.compile(
    r"[火烧爆炸烫晕昏喘倒困救急漏着冒焦糊泼]|煤气|燃气|天然气|液化气|沼气|气罐|气瓶|[浓黑]烟|满[屋楼]|[全都]是烟|出不|看不[见清]|[吐抽](?!烟)|[打刀血毒疼痛摔掉压夹死](?!人)|死人了?(?=快|救|$)|闷|胸|透不过|上不来|喊不|叫不|[醒紫软跑飘吓]|反应|站不|臭鸡蛋|不行了|发黑"
)
_HOW = r"(?:半天|几次|好几次|都|也|还|就|一直|老是|怎么|突然|根本|又|已经){0,3}"
_ENDS = r"(?=[^\w]|[了啊呀的吧呢]|怎么|是|要|$)"
_BURNS_BADLY = re.compile(
    rf"[点打生引]{_HOW}不[着起燃出上了]火(?![光苗星势])|(?:打火|点火){_HOW}[点打]?{_HOW}不[着起燃上了]{_ENDS}|火{_HOW}[点打出上]{_HOW}不[着起燃上来]{{1,2}}{_ENDS}"
    rf"|[点打][着起]火?{_HOW}(?:一松手)?{_HOW}[灭熄](?!不)|(?<=[灶炉车])[头具台眼子]?{_HOW}[不没](?:[着起出有]?火)(?![光苗星势])"
    rf"|(?<=[灶炉])[头具台眼子]?的?火苗?(?:太|有点|很|特别|总是|老是)?(?:小|发黄|发红|黄|红|不旺|不稳)|(?<=[灶炉])[头具台眼子]?冒[黄红]火"
)
_GAS = r"(?:煤气|燃气|天然气|液化气|瓦斯)(?:管道?|罐)?"
_IS_NO_GAS = rf"(?<![是要])(?:并|也|肯定|绝对)?(?<![是要])不是(?:什么|真的|那种)?{_GAS}[在泄]?(?:漏|露)?(?:了|的)?(?:味道?|气味)?(?!就是)"
_DENIES_GAS = re.compile(_IS_NO_GAS)
_NO_GAS = re.compile(  # 不是煤气漏了, 味道像煤气
    rf"{_IS_NO_GAS}"
    rf"|(?:有点|好|很|挺)?(?:像|跟|和)(?:是)?{_GAS}(?:的)?(?:味道?|气味)?(?:差不多|很像|一样|似的)?"
)
_ANOTHER_CAUSE = re.compile(
    r"油漆|涂料|乳胶漆|刷漆|喷漆|胶水|杀虫[剂药]|灭蚊|蚊香|花露水|香水|消毒水|樟脑|下水道|臭水沟|阴沟|垃圾|榴莲|臭豆腐|咸鱼|烧菜|炒菜|做饭|烧饭|煮饭|油烟|烧烤|皮革|沥青|柏油|新家具|除臭|清洁剂"
)
_STILL_UNSURE = re.compile(
    r"[吧吗嘛么][？?。！!]*$|[？?]|是不是|会不会|不知道|不确定|说不清|晕|恶心|[想要]吐|难受|胸闷|中毒|(?:应该|好像|可能|大概|估计|恐怕)不是|还是[煤燃]|但|不过|可是|万一|又"
)
_CANNOT_COOK = re.compile(r"没[煤燃]?气了?(?=[，, ]?(?:[饭菜水]都?)?[烧煮做][不弗勿][了来成])")
_OUT_OF_GAS = re.compile(r"(?:是不是|可能|好像|大概)没[煤燃]?气了?")


_ON_THE_SCREEN = re.compile(  # not 群里说 or 邻居说, nor an estate's loudspeakers: that may be next door; nor 电视放着放着着火了, which burns itself
    r"(?:(?:新闻|抖音|快手|网上|短视频|报纸|电台|收音机)(?:上|里|联播)?(?:面|头)?(?:说|讲|报道?|播|放|看到|看见|演|有个?)|电视(?:(?:上|里)(?:面|头)?(?:说|讲|报道?|播|放|看到|看见|演)|说|讲|报道?))"
    r"(?!着(?!火))(?:的|了|过|在)?[^，,。！!？?；;\n我]{0,16}?(?:着火|起火|失火|烧起来|爆炸|自燃|烧死人?|炸|跳[楼河江桥]|跳下(?:来|去|楼))(?:了|的)?(?=[，,。！!？?；;\n\s]|我们?|$)"
)


_IN_A_STORY = re.compile(  # 小说里主角留了遗书; not 像小说里的女主一样留了遗书, nor anything that 我 does
    r"(?:^|[，,。！!？?；;\s])(?:我?们?(?:最近|刚刚?|正?在)?(?:写|看|追|读|编)(?:的|了|完|过)?(?:那|这|一)?(?:部|本|篇)?的?)?(?:小说|电视剧|连续剧|短剧|电影|漫画|动漫|故事|剧本|话剧|书)(?:里|中)(?:面|头|边)?的?(?:那个)?(?:男女)?(?:主角|男主角?|女主角?|主人公|反派|配角|角色|人物|男二|女二|凶手)(?![的那])"
    r"(?![^，,。！!？?；;\n]{0,4}(?:一样|似的|那样|一般))(?:(?!有人|有个|孩子|老人|隔壁|楼上|邻居|煤气|现在|真的)[^，,。！!？?；;\n我俺咱]){0,14}(?=[，,。！!？?；;\n\s]|$)"
)
"""What somebody in a story does, by whose part in it is named."""


def without_what_is_on_the_screen(text: str) -> str:
    """The text with commas in place of a fire or a jump that television or a film on the telephone tells of, and of what befalls somebody in a story; whatever else it says is left."""
    return _IN_A_STORY.sub(as_commas, _ON_THE_SCREEN.sub(as_commas, text))


def without_ordinary_heat(text: str) -> str:
    """The text with 热 for 烧 in a temperature, 流 for 冒 before water or waste, and commas for what does not light or burns badly.

    Commas, too, for 是不是没气了 beside that, and for 没气了 before what cannot be cooked. Its length stays the same.
    """
    shorter = _BURNS_BADLY.sub(as_commas, text)
    shorter = shorter if shorter == text else _OUT_OF_GAS.sub(as_commas, shorter)
    shorter = _CANNOT_COOK.sub(as_commas, shorter)
    return _WELLS_UP.sub("流", _HEATED.sub("热", shorter))


def without_denied_gas(text: str) -> str:
    """The text with commas for gas that it surely says is none, since something else smells that it names (不是煤气漏了，是隔壁油漆味).

    Not of whoever asks, doubts, or adds a 但, feels ill, or denies only the other thing (不是下水道，像煤气味): then the gas is read as if nobody denied it. Its length stays the same.
    """
    if _DENIES_GAS.search(text) is None or _ANOTHER_CAUSE.search(text) is None or _STILL_UNSURE.search(text):
        return text
    return _NO_GAS.sub(as_commas, text)


def says_that_water_wells_up(text: str) -> bool:
    """Whether water or waste is said to well up, and nothing of people, electricity or gas."""
    return _WELLS_UP.search(text) is not None and _PERHAPS_DANGER.search(text) is None


def says_that_a_drain_steams(text: str) -> bool:
    """Whether steam is said to rise from a drain, and nothing of smoke, a smell, or anybody."""
    return _STEAMS.search(text) is not None and _NO_STEAM.search(text) is None


def says_that_a_pot_steams(text: str) -> bool:
    """Whether steam or air is said to come from a pot, a kettle or a radiator, and nothing of gas, a smell, a fire, fear, or anybody."""
    return _BOILS.search(text) is not None and _NOT_ONLY_BOILS.search(text) is None


def says_that_a_kitchen_fumes(text: str) -> bool:
    """Whether a text names somebody's cooking and fumes or a smell (油烟 is both), and nothing of a fire, gas, or anybody hurt."""
    cooks = _KITCHEN.search(text) is not None and _FUMES.search(text) is not None
    return cooks and _MORE_THAN_FUMES.search(_KITCHEN.sub("，", text)) is None
