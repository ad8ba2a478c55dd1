"""Find a danger that is told in so many words beside something ordinary, whether or not a mark stands between them. Pure.

路灯坏了有人要跳楼: read as a whole, or cut only at marks and particles, the ordinary half makes the danger doubtful. Here
the text is cut where the danger's own subject begins (有人, 我家, 我妈) and where its words end; what is left on both sides
must be able to stand by itself. Words that take a clause (我梦见, 怕) or that go on with one (的, 是假的) are no such thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.danger.beside import Beside, beside

_MARKS = re.compile(r"[，,。！!；;？?、:：~～\s]+")
_KIN = r"(?:爸爸?|妈妈?|爹|娘|爷爷?|奶奶?|外公|外婆|姥姥|姥爷|公公|婆婆|老公|老婆|老伴|老头子?|丈夫|儿子|女儿|闺女|孙子|孙女|弟弟?|妹妹?|哥哥?|姐姐?|宝宝|孩子|娃)"
_SUBJECT = (
    rf"(?:(?:(?:我|他|她)们?|咱|俺)?{_KIN}|有(?:个|一个|两个|几个)?(?:人|女的|男的|老人|老太太|孩子|小孩|学生|工人)"
    r"|(?:我们?|咱们?|他|她)家(?:里|厨房|阳台)?|(?:隔壁|邻居|对面|楼上|楼下|对门)(?:邻居)?家?|(?:一个|个)?(?:小孩子?|老人家?|大爷|大妈|老太太|保安|工人|师傅|同学|室友)"
    r"|厨房|阳台|楼道|车库|家里|店里|屋里|房子|围?墙|脚手架|(?:家里|屋里|楼道里?)?(?:煤气|燃气|天然气|液化气)(?:罐|瓶|管)?|电梯里?|我|俺)"
)
_BEFALLS = (
    r"(?:[要想](?:跳楼|跳河|跳江|跳桥|自杀|上吊|割腕)|[着起失]火|烧起来|爆炸|(?:泄漏|泄露|漏气|漏)了|拿(?:着|了|把)?(?:菜|砍|水果)?刀(?:在)?(?:砍|捅|追|架)(?:着|了)?(?:人|我|他|她)?|(?:砍|捅)人|打我(?![^，,。！!；;？?\s]{0,4}(?:电话|手机|微信|主意|脸|号码|报告|招呼|针|牌|球))"
    r"|[掉跌落](?:进|到|在)?了?(?:河|水(?![沟管杯桶盆槽])|井|江|池塘|湖|塘|化粪池|水库)(?:里|中)?(?:去)?(?!的|里的)|溺水|落水|(?:被)?[困关夹]在了?电梯(?:里|中)?|困(?:住)?了?(?:一个|几个|两个|个)?人|[叫喊推摇][他她]?不[醒应]|没(?:有)?(?:了)?(?:呼吸|心跳|意识|气了)"
    r"|触电|不省人事|[晕昏]倒|[晕昏]过去|昏迷|抽搐|割腕|喝(?:了)?农药|上吊|自杀|不想活|不活了|大出血|倒在地上(?:一动不动|不动|叫不醒)|一动不动|[压砸埋](?:到|住|着)?了?(?:一个|几个|两个|个)?人|噎[住着到]|吐血)"
)
_NO = r"(?<![没不别怕])"
_SAME = rf"(?!有人|有个|我|楼上|隔壁|煤气|{_KIN})[^，,。！!；;？?、\s没不别怕假说讲问想看的得为是总每老天猫狗球]"
_PLAINLY = re.compile(
    rf"{_SUBJECT}(?:有人)?(?:{_SAME}){{0,6}}?{_NO}{_BEFALLS}(?:(?:了|啦|啊|呀|着|呢|哦|咯)(?!吗|么)){{0,2}}"
)
"""Somebody or something, and what befalls it, in so many words."""
_MOST = 110
"""A longer text is a letter: somebody in danger now writes less."""
_MOST_PARTS = 6
_LEAST = 3
"""The fewest characters that may stand by themselves beside a danger without a mark between."""
_TAKES_A_CLAUSE = re.compile(
    r"(?:[说讲听看见想为得像是有叫喊写画梦演拍怕果的地和跟与对让使问诉道于防止把被给在从比如当等因由所以要会能可别不没假播报谈聊提编读念猜]|[看听遇碰想说讲梦提写谈演拍播见感涉]到|发现|处理|救助|[一这那两几每某首][个种次场句条段部本集篇幕名位出首则]|小心|当心|注意|标题|题目|情况|后果|可能|风险|主题|名字|关键词|知道|晓得|告诉|回答|发生|发生过|剧情|故事|内容)[“「《]?$"
)
"""The end of words that go on with a clause: cut there, it would be said of nobody (我昨天梦见 / 有人要跳楼)."""
_GOES_ON = re.compile(
    r"[的地得是过这那吗呢么吧怎该应会能要才就都也还时以之后前什啥等算不没别和及与或似般样再又来去给跟被把将让用拿当像因所为可但很更最太真好一二两三四五六七八九十几半多\d]|了|也|报警|赔|责任|险|价|演|戏|游戏|处理|预防|培训|事[件故情]|现场|概率|原因|照片|视频|新闻|声音|模型|玩具"
)
"""The beginning of words that say something of a danger rather than of another thing (我家着火了 / 是假的)."""
_ASKS = re.compile(
    r"怎么(?:办理|申请|交|领|弄|查|报|收|还|样)?|什么时候|哪[里儿]|多少|几[点时]|能不能|可不可以|[吗么]$|想问(?:一下)?|[请咨]问|咨询|打听|投诉|举报|反映|报销"
)
_NO_EVENT = re.compile(r"剧本|台词|歌词|歌名|书名|片名|谜|口诀|手册|制度|保险|赔|小说|电影|动画|漫画|题")


@dataclass(frozen=True)
class Apart:
    """A danger told in so many words, and where it begins in the text. `untouched`: nothing beside it makes it doubtful."""

    said: str
    start: int
    untouched: bool


def told_apart(text: str) -> Iterator[Apart]:
    """Yield the dangers that a text tells of in so many words beside something else that can stand by itself."""
    if len(text) > _MOST or len(_MARKS.split(text)) > _MOST_PARTS:
        return
    for found in _PLAINLY.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if not (before or after) or not (_may_end(before) and _may_begin(after)):
            continue
        sides = [[one for one in _MARKS.split(side) if one] for side in (before, after)]
        others = _of_the_others(*sides)
        if others is not Beside.RELIEF and others is not None:
            yield Apart(found.group(), found.start(), others is Beside.NOTHING)


def _may_end(before: str) -> bool:
    """Whether the words before a danger can stand by themselves."""
    own = _MARKS.split(before)[-1]
    return not own or (len(own) >= _LEAST and not _TAKES_A_CLAUSE.search(own))


def _may_begin(after: str) -> bool:
    """Whether the words after a danger can stand by themselves."""
    own = _MARKS.split(after)[0]
    return not own or (len(own) >= _LEAST and not _GOES_ON.match(own))


def _of_the_others(before: list[str], after: list[str]) -> Beside | None:
    """What stands beside a danger makes of it: a question or a complaint of another thing leaves a doubt; None if it may be told of nobody."""
    if any(_NO_EVENT.search(one) for one in (*before, *after)):
        return None
    if (found := beside(before, after)) is not Beside.DOUBT:
        return found
    bare = beside([_ASKS.sub("", one) for one in before], [_ASKS.sub("", one) for one in after])
    return Beside.DOUBT if bare is Beside.NOTHING else None
