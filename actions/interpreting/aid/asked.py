"""What a sender in an emergency asks or tells that has an answer of its own: whether to go back, whether still to call, a number, a visit,
a child who plays beside it, that people are out. Pure.

Words of the hour after an emergency was raised only; the caller knows its script of advice.
"""

from __future__ import annotations

import re
from typing import Literal

from actions.interpreting import all_clear, scenes
from actions.interpreting import short_answers as short
from actions.interpreting.aid import eased, lifeless
from actions.interpreting.aid.aftercare import asks_of_care
from actions.interpreting.doing.forbidden import forbidden_act
from actions.interpreting.situations.rows import answer_in

Aid = Literal[
    "back", "whether_to_call", "visit", "no_visit", "keep_away", "animal_near", "shots",
    "power", "gas_company", "hospital", "property", "out", "awake", "care",
]  # fmt: skip
"""`back`: may they go back in. `whether_to_call`: must they still call. `visit`, `no_visit`: somebody is (not) to come to them. `keep_away`: somebody is close
to it. `animal_near`: the dog that bit is still there. `shots`: where to be vaccinated. `power` … `property`: whose telephone number they ask for.
`out`: people are out, or the gas is off. `awake`: who lay there breathes or wakes, has coughed up what choked them, or is ashore. `care`: what they may do or need once it is over (能喝水吗)."""
_LONGEST = 30  # characters
_END = re.compile(r"(?:了|的)?(?:吗|么|嘛|吧|不|没有?|呢|啊)?[？?。！!]*$").pattern
_BACK = re.compile(
    rf"(?:可以|可不可以|能不能|能|敢|要不要|什么时候能?|多久能?)[^，,。没不别]{{0,4}}(?:回|进)(?:去|来|屋|家|楼|房间?)[^，,。]{{0,2}}{_END}"
    rf"|(?:上楼|上去)(?:可以|行)?(?:吗|么)[？?]*$|(?:回去|进去|回家|进屋)(?:行不行|行吗|可以吗|好吗|安全吗|要紧吗)"
)
_TO_CALL = re.compile(
    rf"(?:是不是|要不要|用不用|需不需要)(?:就|还|再|要|得|不用|不要|可以不){{0,3}}(?:打|报警|叫救护车)(?:电话|119|120|110)?{_END}"
    r"|(?:还|需要|可以|那)(?:就|还|再|要|得|不用|不要|不){0,3}(?:打|报警|叫救护车)(?:电话|119|120|110)?(?:了|的)?(?:吗|么|嘛|吧)[？?]*$|(?:不用|不要)(?:再)?打(?:电话|119|120|110)?了(?:吗|么|吧)[？?]*$"
)
_COMMUNITY = re.compile(r"(?:社区|居委会?|村委会?|街道|网格员?|你们|值班|工作人员|物业|志愿者?)").pattern
_VISIT = re.compile(
    rf"(?:能不能|能|可以|可不可以|帮我|请|麻烦|想)[^，,。别不]{{0,3}}(?:[让叫派喊请找]|{_COMMUNITY})[^，,。别不]{{0,8}}(?:来|上门|过来)(?:我家)?(?:看|帮|陪|接|救|一趟|一下|人)[^，,。]{{0,6}}"
)
_NO_VISIT = re.compile(
    rf"(?:(?<![要特])别|(?<!要)不要|不想|不许|(?<!能)不能|(?<!用)不用|千万别)(?:再)?(?:[让叫派]|有)[^，,。]{{0,2}}(?:{_COMMUNITY}|人)[^，,。]{{0,4}}(?:来|上门|到我?家|敲门|过来)|(?:别|不要|千万别|不许)(?:[让叫派][^，,。]{{0,3}})?(?:上门|来我家|到我家|来敲门|来家里)"
)
_NEAR = re.compile(
    r"(?:小孩|孩子|娃|小朋友|学生|老人|有人|好多人|很多人|一群人|路人|行人|人)们?(?:还|都|就|正|也|总|全){0,2}(?:在|围在|站在|跑到)[^，,。]{0,3}(?:旁边|边上|附近|周围|下面|底下|跟前|那里|那边|那儿|门口)"
    r"|(?:旁边|边上|附近|下面|底下|周围)(?:还|都|就|正)?(?:有|是|站着|围着)(?:好多|很多|几个|一群|个)?(?:小孩|孩子|娃|小朋友|学生|老人|人(?!行道)|路人|行人)"
)
_ANIMAL = re.compile(r"(?:那?[只条个]?(?:狗|猫|蛇|它))(?:还|又|都|就|一直)?(?:在|没走|跑|追|咬|冲)")
_BITES_AGAIN = re.compile("咬[了住伤到]|又咬")
_SHOTS = re.compile(
    r"(?:哪里?|哪儿|哪个医院|什么医院|要不要|多久|几针|怎么|去哪)[^，,。]{0,6}(?:打针|疫苗|针|打苗)|(?:打针|疫苗)[^，,。]{0,4}(?:哪|要钱|多少钱|贵|免费|几针)"
)
_NUMBER = re.compile(
    r"(?:电话|号码|热线)(?:号码?)?(?:是|打)?(?:多少|几|什么|哪个|有吗|有没有|给我|呢|发我)?[？?。！!啊呀]*$|打(?:哪个|什么|多少)(?:电话|号码?)?[？?。！!啊呀]*$"
)
_WHOSE: tuple[tuple[Aid, re.Pattern[str]], ...] = (
    ("power", re.compile("供电|电力|国家电网|电网|供电所|电业")),
    ("gas_company", re.compile("[燃煤]气|天然气|气站")),
    ("hospital", re.compile("医院|急诊|卫生院|诊所")),
    ("property", re.compile("物业|管家|保安|客服中心")),
)
_KEEPS_AWAY = frozenset(
    {
        "live_wire",
        "power_box",
        "wire_home",
        "gas_seen",
        "fire_seen",
        "collapse",
        "falling",
        "hole",
        "shaft",
        "thrown",
        "well",
        "pit",
        "other",
    }
)
"""Scripts of what others must keep away from."""
_NOT_BACK = frozenset({"fire", "smoke", "oil", "fire_seen", "gas", "gas_seen", "co", "collapse", "flood"})
_BITES = frozenset({"dog_bite"})


_WORSE = re.compile(
    r"晕|昏|倒(?!车|垃圾)|触电|电到|[埋砸压撞]|掉[进下到]|救命|救人|来救|没动静|抽(?!烟)|[烧烫]伤|烧着|炸|杀|砍|捅|刀|死|跳(?!闸)|吃了?[^，,。]{0,3}药|喝了|血|没呼吸|喘不|困|摔|溺|淹|受伤|打我"
)
"""Words of harm: whoever says one tells more than what these patterns read."""


def answer_to(text: str, script: str, *, over: bool = False) -> str:
    """What a row of situations answers to a short message in an emergency with this script; "" if none does, or if the message names an act that must not be done."""
    answer = answer_in(script, text, over=over)
    return "" if answer and forbidden_act(text, script) and not _IS_DONE.search(text) else answer


_IS_DONE = re.compile(r"(?:抹|涂|擦|敷|挑|喂|浇|泼|倒|灌)(?:上|过)?了")
"""What must not be done was done already (抹了牙膏): its row says what now."""


def read_aid(text: str, script: str, *, over: bool = False) -> Aid | None:
    """What a short message asks or tells in an emergency with this script; None: nothing of these, or it has a word of harm.

    `over`: after its all-clear, when only questions whether to go back or to call, and of care, count.
    """
    said = short.in_standard_words(text.strip())
    if not said or len(said) > _LONGEST or _WORSE.search(said):
        return None
    if script in _NOT_BACK and _BACK.search(said):
        return "back"
    if _TO_CALL.search(said):
        return "whether_to_call"
    if over:
        return "care" if asks_of_care(said, script) else None
    return _told(said, script)


def _told(said: str, script: str) -> Aid | None:
    """As `read_aid`, of an emergency that is not over."""
    if _NO_VISIT.search(said):
        return "no_visit"
    if _VISIT.search(said):
        return "visit"
    if _NUMBER.search(said) and (whose := next((one for one, words in _WHOSE if words.search(said)), None)):
        return whose
    if script in _BITES and _SHOTS.search(said):
        return "shots"
    if script in _BITES and _ANIMAL.search(said) and not _BITES_AGAIN.search(said):
        return "animal_near"
    if script in _KEEPS_AWAY and _NEAR.search(said):
        return "keep_away"
    return _better(said, script)


def _better(said: str, script: str) -> Aid | None:
    """`out` or `awake`, if a message tells only that; nothing of it ends the danger."""
    end = all_clear.read_all_clear(said, scenes.danger_of_script(script))
    if end not in (None, "partly") or _ONLY_WHERE.fullmatch(said):
        return None
    if scenes.danger_of_script(script) in ("injury", "no_answer") or script in ("co", "water"):
        is_better = lifeless.breathes_again(said) or eased.eases(said, script)
        return "awake" if end == "partly" or is_better else None
    return "out" if end == "partly" else None


_ONLY_WHERE = re.compile("就?在(?:楼下|外面|屋外|楼外|院子里|门外)[了啊呀的。，！! ]*")
"""It may be said of anybody, or of a thing."""
_HURT = re.compile(
    r"(?:[腿脚腰头手背胸]|胳膊|肚子|脖子|膝盖|脑袋|骨头|肩膀?|屁股)(?:上|里|都|也|很|好|有点|疼得|说){0,3}(?:疼|痛|断|肿|流血|出血|破|骨折|扭|崴|动不了|不能动)|骨折|流血了|摔伤|受伤了"
)
_NOT_HURT = re.compile(r"没(?:有)?(?:受伤|流血|骨折|怎么)|不(?:疼|痛)|头疼的?(?:事|问题)|[吗么？?]$")


def is_hurt(text: str) -> bool:
    """Whether a short message says that somebody is hurt somewhere (他说腿疼)."""
    return len(text) <= _LONGEST and _HURT.search(text) is not None and not _NOT_HURT.search(text)


_STILL_THERE = re.compile(
    r"(?:他们?|那个?人|那个男的|那[帮伙群]人|坏人)?(?:还|又|一直|就|也){0,2}(?:在(?:后面|外面|门口|跟着?|那里|那边|看我|盯着我|等我|楼下|这里)?|跟着我?|跟过来|跟上来|盯着我?|追我)(?:了|呢|啊|呀|着|我){0,2}"
    r"|(?:他|那个?人|那个男的)(?:还|一直|就)?没走(?:呢|啊|呀)?|(?:我)?(?:好|很|真的?|太|有点|非常)?(?:怕|害怕|吓人)(?:啊|呀|了|死了|的|得要?死|极了){0,2}"
)


_OWN_SPOT = re.compile("就?在(?:这里|那里|楼下|门口)?[了呢啊呀的]*")
"""It may be said of the sender, or of whoever threatens (在楼下)."""


def says_they_are_still_there(text: str) -> bool:
    """Whether all of a short message after a threat says that whoever it is has not gone, or that the sender is afraid (他还在, 我怕)."""
    said = re.split(r"[，,。！!\s]+", text.strip("。！!… "))
    if all(_OWN_SPOT.fullmatch(one) for one in said):
        return False
    return len(text) <= 16 and all(one and _STILL_THERE.fullmatch(one) for one in said)


_IF = re.compile(
    r"^(?:那|那么|请问|想问一?下?|问一?下)?(?:要是|如果|万一|假如|假设)(?P<what>[^。！!？?]{1,16}?)(?:了|的话|我|我们|该|应该|要|，|,|\s)*(?:怎么办|咋办|怎么逃|怎么跑|怎么救|打(?:什么|哪个|多少)(?:电话|号)?|找谁|怎么做|怎么处理)[呢啊呀？?。]*$"
)
_WHAT_IF: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("utter_if_gas", re.compile("煤气|燃气|天然气|液化气|漏气")),
    ("utter_if_shock", re.compile("触电|漏电|电到")),
    ("utter_if_lift", re.compile("电梯")),
    ("utter_if_fire", re.compile("着火|起火|失火|火灾|烧起来|着了火|冒烟|自燃")),
    (
        "utter_if_danger",
        re.compile("晕倒|昏倒|没呼吸|心梗|中风|噎住|溺水|落水|被打|抢劫|小偷|坏人|出事|有危险|爆炸|塌|地震|台风|跟踪"),
    ),
)


_LONGEST_IF = 45  # characters of a question what to do, or whom to call, if a danger came
_TEACHES = re.compile(  # why somebody asks which number it is, though nothing happens: 孙子作业问我, 教孩子
    r"作业|考[我试题]|老师[问让教]|幼儿园[教问让]|[教跟告][^，,。]{0,6}(?:孩子|小孩|宝宝|儿子|女儿|孙子|孙女|外孙|老人|我妈|我爸)|(?:孩子|小孩|宝宝|儿子|女儿|孙子|孙女|外孙)[^，,。]{0,4}(?:问|背|学|记)|忘了?(?:到底)?是|平时|平常|备着|记一?下|记不[清得住]|以防|知识|常识|问着玩|随便问"
)
_WHICH_NUMBER = re.compile(
    r"(?P<what>[^，,。！!？?\s]{1,12})(?:的?时候|的话|了|该|应该|要|是|到底|[，,\s]){0,4}(?:打|拨|叫)(?:的是)?(?:几号|哪个|什么|啥|多少)(?:电话|号码?|号)?"
    r"|(?P<which>[^，,。！!？?\s]{1,12})(?:的?时候|的话|了|该|应该|要|是|到底|[，,\s]){0,4}(?:打|拨|叫)?(?:11[09]|12[02])还是(?:打|拨|叫)?(?:11[09]|12[02])"
)


def what_if(text: str) -> str:
    """The response to a question what to do if a danger came (要是真着火怎么办), or which number one would call, asked to learn it (孙子作业问，着火打几号电话);
    "" if the message asks nothing of the kind, or a danger is told of now."""
    said = short.in_standard_words(text.strip())
    if len(text) > _LONGEST_IF or re.search("已经|现在|正在|刚才|刚刚|我家|救命|快来", text):
        return ""
    found = _IF.match(said) or (_WHICH_NUMBER.search(said) if _TEACHES.search(said) else None)
    if found is None:
        return ""
    what = next(filter(None, found.groups()))
    return next((response for response, words in _WHAT_IF if words.search(what)), "")
