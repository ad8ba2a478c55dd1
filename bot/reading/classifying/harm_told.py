"""Harm that a text tells of, of which the common question found says nothing: whoever suffers it wants help, and no answer."""

from __future__ import annotations

import re

from bot.reading.community import Question

_SOMEBODY = (
    "(?:孩子|小孩|娃|儿子|女儿|孙子|孙女|[我他她俺]?家?[爸妈爹娘]|爷爷|奶奶|外公|外婆|老人|老公|老婆|老伴|爱人|[他她])"
)
_HARM = re.compile(  # what somebody suffers: 打疫苗, 打电话, 绑定, 不动产, 走不动 tell of none
    "被[^，,。！!？?]{0,8}(?:打(?!电话|回|印|包|针|疫苗|狂犬)|摸|关在|锁在|推|踢|掐)|挨打"
    "|(?:老师|护工|保姆|阿姨|叔叔|同学|[爸妈爹]|老公|丈夫|男朋友|老板|儿子|媳妇)(?:又|还|老是?|天天|总是?|经常|要|就|在)?(?:打|摸|踢|掐)(?!电话|针|疫苗|工|印|听|算|车|的|扫|麻将|点|水|官司)"
    "|打(?:骂|人(?!数)|孩子|小孩|老人|[我他她](?!们?(?:的|电话|手机|号|家电话)))|摸(?:了?[我他她女孩]|下体|身)|动手动脚|猥亵|强[奸暴]|性侵|侵犯我|虐|家暴"
    "|绑(?:在(?!手机|微信|医保|支付|卡|我的|一起)|着|起|住|架)|被[^，,。！!？?]{0,4}绑|捆[在着住]|欺负|欺凌|霸凌|跟踪|尾随|威胁|恐吓|拿着?刀|砍[人我他她]"
    f"|{_SOMEBODY}[^，,。！!？?的证卡本册书包钱机牌]{{0,8}}(?:没有?回[来家]|不见了|丢了|走失|失踪|没到家)|想死|不想活|活不下去|活着没|自杀|轻生|跳楼|上吊"
    f"|(?<![走跑搬开爬弄推拉转提干做吃嚼咬])不动(?!产|账|声|脑)|{_SOMEBODY}[^，,。！!？?家]{{0,6}}(?:没有?气|断气|[喊叫]不[应醒])|没了?呼吸"
    "|(?<!怕)咬(?!不)|[带拐]我走|抱走|拐[走卖骗]|(?:都是|有|全是|满是|浑身是)伤(?!残)|淤青"
)
_EXPECTS = re.compile("怀孕|怀上|有喜|大肚子|堕胎|打胎")
_NOT_YET_OF_AGE = re.compile(
    r"(?<!\d)(?:\d|1[0-7])(?:周)?岁|(?<![二三四五六])十[一二三四五六七]?岁|小学|初中|初[一二三]|未成年"
)


def _tells_of_harm(said: str) -> bool:
    """Whether a text tells of somebody who suffers harm, is missing or lifeless, or expects a child and is not of age."""
    return _HARM.search(said) is not None or bool(_EXPECTS.search(said) and _NOT_YET_OF_AGE.search(said))


_DOES_HARM = re.compile("老师|护工|保姆|叔叔|阿姨|[爸妈爹]|老公|丈夫|男朋友|老板|儿子|媳妇|同学")


def _harms_in(text: str) -> set[str]:
    """The acts of harm in a text, each by its last character (踪 of 跟踪), and who does it."""
    told = [one.group() for one in _HARM.finditer(text)]
    return {one[-1] for one in told} | {by for one in told for by in _DOES_HARM.findall(one)}


def is_of_harm(said: str, found: Question) -> bool:
    """Whether a text tells of harm (我妈住养老院被护工打), while no wording of the question found tells of that one: it wants help, and no answer."""
    if not _tells_of_harm(said):
        return False
    wordings = (found.question, *found.variants)
    told = [one for one in wordings if _tells_of_harm(one)]
    return not told or not _harms_in(said) <= set().union(*map(_harms_in, told))
