"""Read an answer that plainly says that there is no danger, or that whoever was missing is there, though it tells more beside. Pure.

`all_clear` hears only what is nothing else. Here one explicit sign is enough, if every other clause is one that we know: what it was,
where somebody was found, who looked, a courtesy (302阿婆锅子烧糊了，她已经关火了，没着火). A clause that we do not know may be the danger itself
(没着火，对面那栋着了; 找到人了，没气了): then nothing is heard, and the reporter is asked.
"""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_LONGEST = 60  # characters
_LONGEST_REST = 8  # characters of a clause beside the words by which it is known
_CLAUSE_ENDS = re.compile(r"[，,。；;！!、\s~～…]+")
_LOST = re.compile(
    r"(?:我们?家?的?|我)?(?:孩子|小孩|小朋友|娃娃?|宝宝|宝贝|儿子|女儿|闺女|孙子|孙女|老人家?|老伴|爷爷|奶奶|外公|外婆|爸爸?|妈妈?|弟弟|妹妹|哥哥|姐姐|他|她|人)"
).pattern
_AT_LAST = re.compile(r"(?:已经|终于|总算|刚刚?|都|又|就|现在|好好的?){0,3}").pattern
_STARTS = re.compile(r"^(?:哦|噢|嗯|啊|哎呀?|好了){0,2}").pattern
_ENDS = re.compile(r"(?=$|[在跟和啊呀呢哈]|老师)").pattern
_NONE = {
    "fire": re.compile(
        r"(?<!是)没(?:有)?(?:真的?)?(?:[着起失]火|烧(?:起来|着)|火(?![警机]))(?:了|呢|啊|的)?|(?<!是)不是(?:[着起失]火|火灾)|(?:火|火苗)(?:都|已经|早|早就)?(?:灭|熄|扑灭)(?:掉)?了"
    ),
    "gas": re.compile(
        r"(?<!是)(?:不|没有?)(?:泄)?漏(?:气|煤气|燃气)?(?:了|呢|的)?|(?<!是)不是(?:煤气|燃气|天然气|液化气|漏气)(?:味)?"
    ),
    "live_wire": re.compile(
        r"(?<!是)(?:不|没有?)(?:漏电|带电)(?!话|池|脑|器|保护)(?:了|呢|的)?|(?<!是)不是(?:漏电|电线)"
    ),
    "missing": re.compile(
        rf"{_STARTS}(?:{_LOST}?{_AT_LAST}被?(?:[找寻接](?:到|着|回来)){_LOST}?了)+{_ENDS}"
        rf"|{_STARTS}(?:{_LOST}?{_AT_LAST}自己{_AT_LAST}|{_LOST}{_AT_LAST})(?:回来|回家|到家)了{_ENDS}|{_STARTS}{_LOST}?{_AT_LAST}在我(?:身边|旁边|跟前|怀里|这里|家){_ENDS}"
    ),
}
"""Danger → the words in a clause that are an explicit sign of none."""
_COOKED = re.compile(
    r"(?:锅|饭|菜|粥|肉|汤|鱼|药|牛奶|红薯)子?(?:都)?[烧煮炖烤熬]?(?:[糊焦干]|糊掉)|[烧煮炖烤熬][糊焦干]|烧烤|[烧做煮]饭|[烧炒做]菜|油烟|炊烟|烧香|蚊香|艾草"
).pattern
_SMELLS = re.compile(
    r"刷墙|油漆|涂料|乳胶漆|[刷喷]漆|胶水|新家具|垃圾|下水道|榴莲|臭豆腐|咸[鱼菜]|香水|消毒水|杀虫[剂药]"
).pattern
_WAS_SEEN = re.compile(r"(?:公司|师傅|抢修|消防|物业|电工|供电|维修)[^，,。]{0,6}(?:测|查|检|看|验)过?了").pattern
_EXPLAINED = {
    "fire": re.compile(_COOKED),
    "gas": re.compile(rf"{_COOKED}|{_SMELLS}|{_WAS_SEEN}"),
    "live_wire": re.compile(rf"网线|电话线|光缆|光纤|宽带|镇流器|灯泡|晾衣绳|绳子|{_WAS_SEEN}"),
    "missing": re.compile(
        r"小店|小卖部|网吧|网咖|游戏厅|棋牌室|麻将馆|超市|便利店|(?:同学|邻居|朋友|亲戚|奶奶|外婆|爷爷|姑姑|舅舅)家|幼儿园|学校|教室|门卫|保安室|派出所|居委会|图书馆|书店|小区|楼下|操场|公园|滑梯|家里|房间|床底|柜子"
        r"|吃|打(?:球|牌|游戏|麻将)|玩|写作业|看(?:书|电视|动画)|买(?:菜|东西)|睡(?:着|觉)|下棋|跳舞|散步|遛狗|聊天|晒太阳|没带手机|手机没电"
    ),
}
"""Danger → the words of what it was, or of where whoever was missing is; of any but those missing one is needed."""
_COURTESY = re.compile(
    r"没有?了?(?<!没了)|不用(?:来|管)?了?|放心吧?|(?:不好意思|谢谢|多谢|麻烦|辛苦|抱歉)(?:你们?|您|大家|报修|了)?|(?:哦|噢|嗯|啊|哎呀?|唉){0,2}(?:我|我们|保安|物业)?(?:上去|下去|去)?(?:敲门)?(?:看|问|查|找)(?:到|过)?了(?:看|一?圈|一下)?"
)
_SOOTHES = re.compile(  # words of harm that tell of none: a fright, a pot that boiled dry and was taken off, smoke that is gone
    r"吓死(?:我|人|宝宝)?了?|急死(?:我|人)?了?|气死(?:我|人)?了?|担心死|跑死|没事|没(?:有)?(?:受)?伤|没危险|开(?:了|着)?窗户?"
    rf"|(?:{_COOKED})(?:了|的)?|(?:关|停|熄)了?火(?:了)?|火(?:已经|都)?关(?:了|掉|好)|(?:{_SMELLS})"
    r"|(?:烟|味道?|气味)(?:都|已经)?(?:散|没)(?:得差不多)?了?|(?:没|没有)(?:烟|味)|不冒烟了|打(?:电话|游戏|球|牌|麻将|扫|盹|瞌睡)|跳舞|哭笑不得|消防(?:员|队)?"
)
_MAY_HARM = re.compile(
    r"但|可是|不过(?!没)|还[在有没差剩]|又[着烧打冒漏]|越来越|更[大重多厉严]|血|晕|昏|伤|[疼痛]|死|摔|倒(?!霉)|困|喘|吐|[烟火]|[烧烫](?!了水)|[爆炸]|[漏淹]|救|快来|赶[紧快]|11[09]|120|不行|[不没]醒|没反应|不动|不应|哭|[打砸撞压夹咬]|刀|毒|抽|出不来|另一|不见|[走跑弄]丢|没[找回出气脉]|[掉跳]|触电|麻(?![烦将辣])|发抖|歪|嘴角|发烧|受惊|冻|发紫|不认识|跟着|跟踪|陌生|带走"
    r"|[河江湖塘井坑沟]|水[里中库边]|医院|急诊|抢救|躺|天台|楼顶|桥|山[上里]|铁轨|就[他她]|没[到见来]|[他她孩娃人]没有|同学(?!家)|别人|其他|大家|他们|她们|刚[才刚]?还在|本来|之前|最后一次|可能|也许|好像|大概|应该|怕是|不知|不清楚|不确定|说不[准清]|是不是|看不[清到见]|[吗么吧？?]|没有?$"
    r"|割|划|药(?!店)|凉|脸|唇|紫|闷|恶心|难受|不舒服|含糊|不肯|绑|勒索|要钱|锁|关[着在]|窗|阳台|外面|车[里上]|呛|一半|刚才没|开始|以前|昨天|现在[着又]|不信|闻|[插充]|短路|电线[烧着短]|没关|汽油|酒精|煤气[味漏泄]|一氧|报警器|没[劲力精]"
)


def says_there_is_none(text: str, danger: str) -> bool:
    """Whether a short message has an explicit sign that there is no such danger and what it was instead, or that whoever was missing is there, and no clause that tells anything else, nor a word of harm, doubt or a question.

    `danger`: fire, gas, live_wire or missing; of any other it says nothing.
    """
    said = short.in_standard_words(text.strip())
    sign = _NONE.get(danger)
    if sign is None or len(said) > _LONGEST or _MAY_HARM.search(_without_what_is_known(said, danger)) is not None:
        return False
    clauses = [one for one in _CLAUSE_ENDS.split(said) if one]
    explained = danger == "missing" or any(_EXPLAINED[danger].search(one) for one in clauses)
    is_told = any(sign.search(one) for one in clauses)
    return is_told and explained and all(_is_known(one, danger) for one in clauses)


def _without_what_is_known(said: str, danger: str) -> str:
    """A message without its signs of none and the words that soothe."""
    clauses = [_NONE[danger].sub("", one) for one in _CLAUSE_ENDS.split(said)]
    return _SOOTHES.sub("", " ".join(clauses))


def _is_known(clause: str, danger: str) -> bool:
    """Whether a clause is a courtesy, or little more than a sign of none, what soothes, or what it was."""
    if _COURTESY.fullmatch(clause):
        return True
    rest = clause
    for known in (_NONE[danger], _EXPLAINED[danger], _SOOTHES):
        rest = known.sub("", rest)
    return rest != clause and len(rest) <= _LONGEST_REST


_ASLEEP = re.compile(
    r"(?:睡着了?|在睡觉?|打(?:呼噜?|鼾|瞌睡|盹)|呼噜|鼾声|耳背|耳聋|耳朵(?:不好|背)|听不见|(?:是|在)?钓鱼的?)"
)


def may_only_sleep(text: str) -> bool:
    """Whether a short message says of somebody who did not answer that they sleep or are deaf, and has no word of harm: to be asked about, since who faints may snore, too."""
    said = short.in_standard_words(text.strip())
    rest = _ASLEEP.sub("", said)
    return len(said) <= _LONGEST and rest != said and _MAY_HARM.search(rest) is None
