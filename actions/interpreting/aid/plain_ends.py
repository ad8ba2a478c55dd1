"""Read an answer that plainly says that there is no danger, or that whoever was missing is there, though it tells more beside. Pure.

`all_clear` hears only what is nothing else. Here one explicit sign is enough, if no other word may tell of harm: whatever is left
over may say where somebody was found or what it was (302阿婆锅子烧糊了，她已经关火了，没着火), but nothing that goes on.
"""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_LONGEST = 60  # characters
_THINGS = re.compile(
    r"(?:[他她的]|一?[只个件双条张部]|鞋|手机|书包|衣服|外套|帽|包|车|线索|监控|电话|号码|证|人影|照片)"
).pattern
_NONE = {
    "fire": re.compile(
        r"(?<!是)没(?:有)?(?:真的?)?(?:[着起失]火|烧(?:起来|着)|火(?![警机]))(?:了|呢|啊|的)?|(?<!是)不是(?:[着起失]火|火灾)|(?:火|火苗)(?:都|已经|早|早就)?(?:灭|熄|扑灭)(?:掉)?了"
    ),
    "gas": re.compile(
        r"(?<!是)(?:不|没有?)(?:泄)?漏(?:气|煤气|燃气)?(?:了|呢|的)?|(?<!是)不是(?:煤气|燃气|天然气|液化气|漏气)(?:味)?"
    ),
    "live_wire": re.compile(r"(?<!是)(?:不|没有?)(?:漏电|带电)(?:了|呢|的)?|(?<!是)不是(?:漏电|电线)"),
    "missing": re.compile(
        rf"(?<![没快要才能还不])(?:[找寻]|接)(?:着|到|回来?)人?了(?!没|吗|{_THINGS})|(?<![没不快])(?:自己|人|他|她|都|已经|又|就){{0,3}}(?:回来|回家|到家)了(?!没|吗)|(?<![没不还])(?:就|现在|都|好好的?){{0,2}}在我(?:身边|旁边|跟前|怀里|这里|家)"
    ),
}
"""Danger → the words that are an explicit sign of none."""
_SOOTHES = re.compile(  # words of harm that tell of none: a fright, a pot that boiled dry and was taken off, smoke that is gone
    r"(?:燃气|煤气)(?:公司|师傅|站|的人)|(?:煤气|燃气|灶)(?:也|都|已经)*关(?:了|掉|好)+|吓死(?:我|人|宝宝)?了?|急死(?:我|人)?了?|气死(?:我|人)?了?|担心死|跑死|没事|没(?:有)?(?:受)?伤|没危险|(?:锅|饭|菜|粥|肉|汤|药|牛奶|红薯)子?(?:都)?[烧煮炖烤熬]?(?:[糊焦干]|糊掉)(?:了|的)?|[烧煮炖烤熬][糊焦干]了?|(?:关|停|熄)了?火(?:了)?|火(?:已经|都)?关(?:了|掉|好)"
    r"|(?:烟|味道?|气味)(?:都|已经)?(?:散|没)(?:得差不多)?了?|(?:没|没有)(?:烟|味)|不冒烟了|油烟|炊烟|烧香|烧烤|烧饭|烧菜|打(?:电话|游戏|球|牌|麻将|扫|盹|瞌睡)|哭笑不得|消防(?:员|队)?"
)
_MAY_HARM = re.compile(
    r"但|可是|不过(?!没)|还[在有没差剩]|又[着烧打冒漏]|越来越|更[大重多厉严]|血|晕|昏|伤|[疼痛]|死|摔|倒(?!霉)|困|喘|吐|[烟火]|[烧烫](?!了水)|[爆炸]|[漏淹]|救|快来|11[09]|120|不行|[不没]醒|没反应|不动|不应|哭|[打砸撞压夹咬]|刀|毒|抽|出不来|另一|不见|[走跑弄]丢|没[找回]|[掉跳]|触电|麻(?![烦将辣])|发抖|歪|嘴角|发烧|受惊|冻|发[紫青白黑]|脸[^，,。]{0,3}[青白紫黑灰]|[硬僵]了|凉[了透]|没了|没气|难受|恶心|胸闷|头[重胀昏]|炭|吊|药|[锁绑]|[煤燃]气|天然气|液化气|漏电|不认识|跟着|跟踪|陌生|带走"
    r"|[河江湖塘井坑沟]|水[里中库边]|医院|急诊|抢救|躺|天台|楼顶|桥|山[上里]|铁轨|就[他她]|没[到见来]|[他她孩娃人]没有|同学(?!家)|别人|其他|大家|他们|她们|刚[才刚]?还在|本来|之前|最后一次|可能|也许|好像|大概|应该|怕是|不知|不清楚|不确定|说不[准清]|是不是|看不[清到见]|[吗么？?]|没有?$"
)


def says_there_is_none(text: str, danger: str) -> bool:
    """Whether a short message has an explicit sign that there is no such danger, or that whoever was missing is there, and no word of harm, doubt or a question besides.

    `danger`: fire, gas, live_wire or missing; of any other it says nothing.
    """
    said = short.in_standard_words(text.strip())
    sign = _NONE.get(danger)
    if sign is None or len(said) > _LONGEST:
        return False
    rest = sign.sub("", said)
    return rest != said and _MAY_HARM.search(_SOOTHES.sub("", rest)) is None


_ASLEEP = re.compile(
    r"(?:睡着了?|在睡觉?|打(?:呼噜?|鼾|瞌睡|盹)|呼噜|鼾声|耳背|耳聋|耳朵(?:不好|背)|听不见|(?:是|在)?钓鱼的?)"
)


def may_only_sleep(text: str) -> bool:
    """Whether a short message says of somebody who did not answer that they sleep or are deaf, and has no word of harm: to be asked about, since who faints may snore, too."""
    said = short.in_standard_words(text.strip())
    rest = _ASLEEP.sub("", said)
    return len(said) <= _LONGEST and rest != said and _MAY_HARM.search(rest) is None
