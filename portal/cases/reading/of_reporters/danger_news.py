"""What words that a reporter adds to an emergency say is new: that it is back or worse, or a sign that was not told before. Pure.

Mostly of words in which the bot reads danger (`actions/topics/danger/`); of others only if they tell of danger themselves (`tells_danger`). A sign is a code of `danger_sign.…` or `danger.…` in
`data/case_events.csv`, whose text may stand in an SMS: none of the reporter's words does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from portal.cases.reading import lexicon
from portal.cases.reading.of_reporters import blows

_LONGEST_READ = 400  # characters
AGAIN, WORSE = "again", "worse"  # the signs of words that say no more than that it is back, or worse
_NOT = "(?<![没不])(?<!没有)(?<!没人)(?<!没有人)(?<!不是)"  # what follows is denied neither at once nor of anybody
_NO_HELPER = re.compile("(?<!消防员)(?<!警察)(?<!民警)(?<!保安)")  # nor does a helper do it to whoever struck
_COMES_BACK = re.compile(  # not by telephone; nor is a helper, a sleepy person or a fuse
    r"又(?!(?:拨|打)(?:电话|给|1[12]|不[通进]|[过了](?:[一二两三几\d]+[个次遍通]|电话|1[12]))|来人|来电|困了|困$|跳闸|倒车|问|麻烦)"
    "|再次|重新|复燃|还在(?:打|砍|砸|烧|漏)|回来了|没走"
)
_GETS_WORSE = re.compile(
    "更[大重多猛高快凶厉严糟]|越来越(?![好小少轻弱])|不行了|快死了|要死了|救命|救救|顶不[住牢]|[撑扛]不(?:住|下去|了)|[烧燃](?:到|过来|上[来去])|蔓延|火.{0,3}[窜蹿]"
    f"|[抓拽揪拖按]住?着?(?:我|孩子|妈)|{_NO_HELPER.pattern}[抓拽揪拖按]住?着?[他她]|追(?:过来|上来|来了|我|着)|(?:打|冲|闯|砍)进来|[砸踹撞]门|(?:水|烟)(?:进来|上来|到了?(?:腰|胸|脖|二楼|床))"
    "|站(?:在|到|上)了?[^，。！？]{0,4}(?:楼顶|天台|顶楼|窗台|栏杆|桥|边上)|(?<![没不])要跳了|我跳了|[这就上]跳[了下]|(?<![没不别])(?<!不要)跳下去|永别|遗书|绳子[^，。！？]{0,2}(?:准备|挂|绑|系|套)|冲走了|被他?抱走"
)
_GOES_ON = re.compile(  # the danger itself, as it was
    "还在(?:打|砍|砸|烧|漏|冒|流|着)|复燃|[火烟水]势?(?:还|是|很|太|好){1,2}大"
    "|(?:又|再次|重新)(?:烧|冒|着[了火起]|炸|流血|出血|发作|犯病|犯了|倒|晕|昏|喘|疼|砸|砍|踢|踹|闯|跑|不见|走丢|动[手刀]|[上爬站][去楼到在]"
    r"|(?:有|闻到)[^，。！？]{0,4}[味烟火气]|打(?:了(?!电话|[一两三几\d]|1[12])|起|过来))"
)
_STRIKES_AGAIN = re.compile(
    "又(?:来|回|上来|进来|找来|追|闹|骂|冲|喝|要[打杀])|再次|回来了|没走"
)  # said of whoever struck
_HELPER = re.compile("消防|警察|民警|医生|救护|120|119|110")
_NOT_STRIKING = re.compile(f"{_HELPER.pattern}|保安|物业|社区|派出所|书记|网格|志愿|医院|电话")
_CLAUSE = re.compile(r"[^，。！、；,.!;~…\s？?]+[？?]?")
_IS_ASKED = re.compile("[？?]$|(?:吗|嘛|么|吧|没有?|不|没啊|没呀|呢)$|是不是|有没有|来没来|什么时候|几时|怎么还")
_BUT = re.compile("可是|但|不过|还是|还没|没人|[太很好]大|快来|来不及|进不[来去]|找不到|又走|里面还有|还有人|还在")
_NOT_YET = re.compile("(?<![没不未])(?<!没有)(?<!无法)(?<!不是)")
_ENDED = re.compile(  # has only that sense
    f"{_NOT_YET.pattern}(?:扑灭了|(?:已经?|被|给)扑灭|(?<!灯)(?<!灯都)(?<!灯全)(?<!毁)(?<!熄)灭了|熄火了|救(?:出|上|下)来了|(?<![惊吵吓叫喊摇拍])醒了|止住|虚惊|误报|(?:搞|看|弄)错了)"
    "|(?:不|没有?)(?:烧|打|疼|痛|流血|漏)了(?!电话)"
)
_WHAT_ENDED = re.compile(  # 着火的那间(扑灭了)
    rf"(?:[着起失]火|冒烟|被困|困[在住]|[晕昏]倒|昏迷|受伤|流血|漏气)[^，。！？；\s]{{0,6}}的[^，。！？；\s]{{0,8}}(?={_ENDED.pattern})"
)
_WHO = re.compile(
    "(?:我们?|他们?|她们?|人们?|大家|全家|家里|老人|孩子|小孩|女儿|儿子|老[公婆头]|我?[爸妈爷奶哥姐弟妹]{1,2}|我?(?:女儿|儿子|孩子)|事情|医生说)?"
)
_BY_NOW = re.compile("(?:现在|刚才|刚刚|已经?|都|全|也|自己|安全|应该|总算|终于){0,4}")
_IS_WELL = re.compile(
    f"^{_BY_NOW.pattern}{_WHO.pattern}{_BY_NOW.pattern}(?:没事了?|没有?危险了|安全了|好[多些点]?了|不[要用]来了)(?:[的啊哈呀啦]|谢谢)*$"
)
_GOT_OUT = re.compile(
    f"^{_BY_NOW.pattern}{_WHO.pattern}{_BY_NOW.pattern}(?:[跑逃走爬出游捞拉]{{0,2}}(?:出来|上来)|找到(?:人|孩子|她|他)?)了[啊哈呀啦]?$"
)
_CAME_HOME = re.compile(
    f"^{_BY_NOW.pattern}{_WHO.pattern}{_BY_NOW.pattern}(?:自己)?(?:(?:找|接|送)?回[来家]|到家|接到|找回)了[啊哈呀啦]?$"
)
_WENT_AWAY = re.compile(
    "^(?:那个?|打人的?)?(?:人|他们?|她|对方|坏人|醉汉)?(?:已经?|都|自己){0,2}(?:走|离开|跑)了[啊哈呀啦]?$"
)
_HELP_CAME = re.compile(
    f"(?:{_HELPER.pattern}|保安|物业)[^，。！？话又没]{{0,4}}(?:来|到|进来)了(?![没吗么不])|(?:{_HELPER.pattern})[^，。！？话]{{0,2}}又来了"
)
_SIGNS = (  # the gravest first: one is told
    ("no_breath", re.compile("没有?(?:了)?(?:呼吸|心跳|脉搏?|气了)|(?:^|[人他她爸妈婆爷奶伴孩娃头]|公(?!司))[^，。！？公]{0,3}断气|不(?:会)?(?:喘气|呼吸)|(?:呼吸|心跳)(?:停|没有?)了|喘不上气")),
    ("unconscious", re.compile("[叫喊摇拍]不[醒应]|没有?(?:了)?(?:反应|意识|知觉)|不省人事|(?:晕|昏)(?:倒|过去|迷)|昏睡过去|又[晕昏]|抽搐|口吐白沫")),
    ("knife", re.compile(_NOT + "(?:[拿有持动掏拔提]着?[了出]?一?把?(?:菜|水果|砍|尖|匕首|大)?刀|砍[人我他她伤了]|捅[人我他她伤了]|斧头|有枪)")),
    ("explosion", re.compile("爆炸|[煤燃]气.?炸|炸了")),
    ("fire", re.compile(_NOT + "(?:[着起失]火|烧起来|烧着了|[着燃]起来|冒(?:黑|浓|大)?[烟火]|复燃|又着)")),
    ("gas", re.compile("[漏跑](?:煤|燃|天然)?气|又漏")),
    ("bleeding", re.compile(_NOT + "[流出吐喷](?:了|着|好多|很多|一地|大量){0,2}血|大出血|血(?:止不住|流不停|一直流)")),
    ("blows", re.compile(f"{_NOT}(?:[打砸踹踢掐揍]住?了?(?:我|他|她|人|门|孩子|妈|奶|起来)|抓住?了?(?:我|孩子|妈|奶)|{_NO_HELPER.pattern}抓住?了?[他她人]|动手|要杀)")),
    ("trapped", re.compile(_NOT + "(?:[出下]不[去来]|[逃跑]不(?:出|掉|了)|被困|困[在住]|[压卡埋]住|(?:妈|爸|公|婆|奶奶?|爷爷?|孩子|老人|女儿|儿子|[个的]人|他|她)还在(?:里[面头边]|屋[里子]|水里))")),
    ("hurt_self", re.compile(_NOT + "(?:割(?:了|腕|手|脉)|[吃喝吞](?:了|下)[^，。！？]{0,4}(?:药(?!，?(?:就|已经|现在)?(?:好[多些点转]了?|退烧))|百草枯|敌敌畏|[片颗瓶粒])|药[^，。！？]{0,3}[吃喝吞](?:了|下|完)|上吊|烧炭)")),
    ("jump", re.compile(_NOT + "(?:要跳|(?<!不要)(?<![别闸电心皮])跳(?:了|下去)|爬上(?:去|楼顶|窗|栏杆|天台)|站(?:在|到|上)了?[^，。！？]{0,4}(?:楼顶|天台|窗台|栏杆|桥))")),
)  # fmt: skip


def signs_in(text: str) -> list[str]:
    """The signs of danger in these words, the gravest first."""
    said = lexicon.simplified(text[:_LONGEST_READ])
    return [sign for sign, pattern in _SIGNS if pattern.search(said)]


def news_in(text: str, before: Iterable[str]) -> str:
    """Of words that say it is back or worse the gravest sign, told before or not, else AGAIN or WORSE; of others the gravest that was
    not said `before`, "" if there is none.
    """
    said = lexicon.simplified(text[:_LONGEST_READ])
    found = signs_in(text)
    if _COMES_BACK.search(said):
        return found[0] if found else AGAIN
    if _GETS_WORSE.search(said):
        return found[0] if found else WORSE
    return next(iter(_new_signs(found, before)), "")


def tells_danger(text: str, dangers: Collection[str] = ()) -> bool:
    """Whether words in which nobody read a danger tell of a sign of one, or that it gets worse or goes on; after blows (in `dangers`,
    the codes told before) also that whoever struck is back.
    """
    return _is_dangerous(lexicon.simplified(text[:_LONGEST_READ]), dangers)


def _is_dangerous(said: str, dangers: Collection[str]) -> bool:
    if signs_in(said) or _GETS_WORSE.search(said) or _GOES_ON.search(said):
        return True
    return not blows.DANGERS.isdisjoint(dangers) and any(
        _STRIKES_AGAIN.search(clause) and not _NOT_STRIKING.search(clause) for clause in _CLAUSE.findall(said)
    )


def is_relief(text: str, dangers: Collection[str] = ()) -> bool:
    """Whether words tell that something is over, or that help came: 扑灭了, 消防员进来了. `dangers`: the codes told before.

    A question tells nothing (消防来了没有？), nor do words that tell of danger beside it, or of a but.
    """
    said = lexicon.simplified(text[:_LONGEST_READ])
    if _BUT.search(said) or _is_dangerous(_WHAT_ENDED.sub("", said), dangers):
        return False
    told = [clause for clause in _CLAUSE.findall(said) if not _IS_ASKED.search(clause)]
    if any(_HELP_CAME.search(clause) for clause in told):
        return True
    is_back = _COMES_BACK.search(said) is not None and "missing" not in dangers
    return not is_back and any(_is_over(clause, dangers) for clause in told)


def _is_over(clause: str, dangers: Collection[str]) -> bool:
    """Whether a clause says that it is over: what has only that sense anywhere in it, any other alone."""
    return any(pattern.search(clause) for pattern in (_ENDED, _IS_WELL, *_ends_of(dangers)))


def _ends_of(dangers: Collection[str]) -> list[re.Pattern[str]]:
    """What ends these dangers alone: that whoever struck left, that who was missing is back, that people got out."""
    if not blows.DANGERS.isdisjoint(dangers):
        return [_WENT_AWAY]
    return [_GOT_OUT, _CAME_HOME] if "missing" in dangers else [_GOT_OUT]


def tells_new_sign(text: str, before: Iterable[str]) -> bool:
    """Whether words tell of a sign of danger that nothing said `before` told of."""
    return bool(_new_signs(signs_in(text), before))


def _new_signs(found: Sequence[str], before: Iterable[str]) -> list[str]:
    """Those of the signs that nothing said `before` told of, in their order."""
    known = {sign for words in before for sign in signs_in(words)} if found else set()
    return [sign for sign in found if sign not in known]
