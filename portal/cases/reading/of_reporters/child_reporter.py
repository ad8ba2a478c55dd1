"""Whether whoever writes is plainly a child, by their words alone (pure).

Only what a child says of themselves counts: their age, their school, that they are a child; that they fear a parent who strikes;
that the parents are away, if they are afraid or a parent or grandparent needs help; that they are alone, if one needs help. An
adult who tells of a child (我孩子8岁), of earlier days (我8岁那年) or in a child's words (孩子说我8岁) is none.
"""

from __future__ import annotations

import re

from portal.cases.reading import lexicon

_LONGEST_READ = 200  # characters
_PARENT = re.compile("(?:爸爸|妈妈|老爸|老妈|继父|后爸|后妈|爷爷|奶奶|外公|外婆|姥姥|姥爷)")
_NOW = re.compile("(?:今年|现在|还|才|只有|刚刚?|马上|快|在|正在|就|是|已经){0,3}")
_ENDS = re.compile("(?=$|[，,。.！!；;、~\\s]|[了啦呢哦啊呀]|我|爸|妈|爷|奶|家里|一个人|怎么|好怕)")
_AGE = re.compile(
    rf"(?<![说讲喊])我{_NOW.pattern}(?:[4-9]|1[0-7]|[四五六七八九]|十[一二三四五六七]?)周?岁(?:半|多)?{_ENDS.pattern}"
)
_AT_SCHOOL = re.compile(
    rf"我{_NOW.pattern}(?:上|读|念)(?:的是)?(?:小学|幼儿园|初中|中学|高中|大班|中班|小班|[一二三四五六七八九]年级|初[一二三]|高[一二三])(?:[一二三四五六]年级)?{_ENDS.pattern}"
)
_IS_A_CHILD = re.compile(
    rf"我{_NOW.pattern}(?:个|一个)?(?:[一二三四五六七八九]年级)?的?(?:小学生|初中生|中学生|高中生|小朋友|小孩子?|孩子|未成年人?){_ENDS.pattern}"
)
_ALONE = re.compile(
    "我(?:现在|就|只|一直){0,2}(?:一个人|自己|和弟弟|和妹妹|跟弟弟|跟妹妹)(?:一个人)?在家|家里(?:就|只)(?:有|剩)?我(?:一个|自己|和弟弟|和妹妹)"
)
_PARENTS_AWAY = re.compile(
    "大人(?:都)?不在|没有?大人(?!物)"
    "|(?:爸爸妈妈|妈妈爸爸|爸妈|爸爸|妈妈)(?:都|也|还|又)?(?:不在家|没回来|没有回来|出去了|出门了|上班去了|去上班了)"
)
_PARENT_STRIKES = re.compile(
    rf"(?:{_PARENT.pattern}|我爸|我妈)(?:又|在|正在|还在|一直|老|老是|喝醉了?|喝了?酒|拿着?[^，,。]{{0,4}}|要){{0,3}}(?:打|骂|掐|踢|揍|追|砍|捅|杀)(?:死)?了?(?:我|{_PARENT.pattern}|弟弟|妹妹|姐姐|哥哥)"
)
_IN_NEED = re.compile(
    rf"{_PARENT.pattern}[^，,。！!]{{0,6}}(?:晕|昏|摔|倒|不动|不醒|叫不|喊不|流血|吐血|没反应|没呼吸|抽|不说话|受伤|发病)"
)
_AFRAID = re.compile("我(?:现在|真的)?(?:好|很|有点|非常|太)?(?:害怕|怕|不敢)")
_ADULT = re.compile(  # what a child does not have, or who tells what a child says
    "我(?:们|家|的)?(?:的)?(?:孩子|小孩|娃|宝宝|宝贝|闺女|媳妇|丈夫|妻子|爱人|孙|侄|婆婆|公公|丈母娘|岳)"
    "|老公|老婆|儿子|女儿|外孙|孙[子女儿]|带孙"
    "|孩子(?:他|她)?(?:爸|妈)|(?:孩子|小孩|小朋友|娃|儿子|女儿|孙子|孙女|学生|他|她)[^，,。]{0,6}(?:说|讲|告诉|喊|写|发来)"
    "|我(?:今年|都|已经)?(?:[2-9][0-9]|1[89])岁|上班(?!去了)|单位|退休|同事|怀孕|家长|当[爸妈]|小时候|那时|那年|当年|记得|以前|我开车|房东|物业费"
)


def is_plainly_a_child(text: str) -> bool:
    """Whether the words, as far as they are read (_LONGEST_READ), are plainly a child's own."""
    said = lexicon.simplified(text[:_LONGEST_READ])
    if _ADULT.search(said):
        return False
    if _AGE.search(said) or _AT_SCHOOL.search(said) or _IS_A_CHILD.search(said):
        return True
    if _PARENT_STRIKES.search(said):
        return _AFRAID.search(said) is not None
    in_need = _IN_NEED.search(said) is not None
    if _PARENTS_AWAY.search(said):
        return in_need or _AFRAID.search(said) is not None
    return in_need and _ALONE.search(said) is not None  # alone and afraid is an adult, too
