"""Find a danger that is told in so many words beside something ordinary, whether or not a mark stands between them. Pure.

路灯坏了有人要跳楼: read as a whole, or cut only at marks and particles, the ordinary half makes the danger doubtful. Here
the text is cut where the danger's own subject begins (有人, 我家, 我妈) and where its words end; what is left on both sides
must be able to stand by itself. Words that take a clause (我梦见, 怕) or that go on with one (的, 是假的) are no such thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.danger.beside import FRAME, Beside, beside

_MARKS = re.compile(r"[，,。！!；;？?、:：~～\s]+")
_KIN = r"(?:爸爸?|妈妈?|爹|娘|爷爷?|奶奶?|外公|外婆|姥姥|姥爷|公公|婆婆|老公|老婆|老伴|老头子?|丈夫|儿子|女儿|闺女|孙子|孙女|弟弟?|妹妹?|哥哥?|姐姐?|宝宝|孩子|娃)"
_SOMEBODY = (
    rf"(?:(?:(?:我|他|她)们?|咱|俺)?{_KIN}|有(?:个|一个|两个|几个)?(?:人|女的|男的|老人|老太太|孩子|小孩|学生|工人)|(?:一个|个)?(?:小孩子?|老人家?|大爷|大妈|老太太|保安|工人|师傅|同学|室友)"
    r"|(?:隔壁|邻居|对面|楼上|楼下|对门)(?:邻居)?家?)"
)
_PLACE = r"(?:(?:我们?|咱们?|他|她)家(?:里|厨房|阳台)?|厨房|阳台|楼道|车库|家里|店里|屋里|房子)"
_BURNS = r"(?:(?:[着起失]火|烧起来|爆炸)了)"
_STRIKES = r"(?:[又还在要]{0,2}打我(?![家窗门墙房顶楼树的孔洞车]|[^，,。！!；;？?\s]{0,4}(?:电话|手机|微信|主意|脸|号码|报告|招呼|针|牌|球))|拿(?:着|了|把)?(?:菜|砍|水果)?刀(?:在)?(?:砍|捅|追|架)(?:着|了)?(?:人|我|他|她)?|闯进(?:了|来)?我家)"
_BEFALLS = (
    rf"(?:{_BURNS}|{_STRIKES}|[要想](?:跳楼|跳河|跳江|跳桥|自杀|上吊|割腕)|(?:砍|捅)人|打(?:老婆|孩子|老人)|[掉跌落](?:进|到|在)?了?(?:河|水(?![沟管杯桶盆槽])|井|江|池塘|湖|塘|化粪池|水库)(?:里|中)?(?:去)?(?!的|里的)|溺水|落水"
    r"|[叫喊推摇][他她]?不[醒应]|没(?:有)?(?:了)?(?:呼吸|心跳|意识|气了)|触电|不省人事|[晕昏]倒|[晕昏]过去|昏迷|抽搐|割腕|喝(?:了)?农药|上吊|自杀|不想活|不活了|大出血|倒在地上(?:一动不动|不动|叫不醒)|一动不动"
    r"|摔倒了?起不来|噎[住着到]|吐血|喊救命)"
)
_NO = r"(?<![没不别怕])"
_SAME = rf"(?!有人|有个|我|楼上|隔壁|煤气|手机|{_KIN})[^，,。！!；;？?、\s没不别怕假说讲问想看的得为是总每老天猫狗球前鞋包帽匙玩伞]"
_ENDS = r"(?P<closed>(?:(?:了|啦|啊|呀|着|呢|哦|咯)(?!吗|么)){0,2})"
_PLAINLY = re.compile(
    rf"(?:{_SOMEBODY}(?:有人)?(?:{_SAME}){{0,6}}?{_NO}{_BEFALLS}|{_PLACE}(?:{_SAME}){{0,6}}?{_NO}{_BURNS}|(?:他|她)(?:{_SAME}){{0,4}}?{_STRIKES}|{_PLACE}?(?:楼道里?)?(?:煤气|燃气|天然气|液化气)(?:罐|瓶|管)?(?:{_SAME}){{0,4}}?{_NO}(?:泄漏|泄露|漏气|漏)了"
    rf"|(?:围?墙|脚手架|房子|楼板)(?:{_SAME}){{0,4}}?{_NO}[压砸埋](?:到|住|着)?了?(?:一个|几个|两个|个)?人|电梯里?{_NO}困(?:住)?了?(?:一个|几个|两个|个)?人|(?:我|有人|{_KIN})被?[困关夹]在了?电梯(?:里|中)?"
    rf"|(?:高压|裸)?电线(?:掉|断)(?:下来|了|在|地上|到){{1,3}}(?:冒火花?)?|[^，,。！!；;？?、\s没怕]{{0,3}}漏电(?:电|触)[到倒]了?人){_ENDS}"
)
"""Somebody or something, and what befalls it, in so many words. Never 我 alone: 看到账单我晕倒了, 作业太多我不想活了 are said of anything."""
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
    r"[的地得是过这那吗呢么吧怎该应会能要才就都也还时以之前后什啥等算不没别和及与或似般样再又来给跟被把将让用拿当像因所为可但很更最太真好一二两三四五六七八九十几半多\d往谁点机器险毯伤费率保]|了|隐患|小时候|报警|赔|责任|险|价|演|戏|游戏|处理|预防|培训|事[件故情]|现场|概率|原因|照片|视频|新闻|声音|模型|玩具|心理"
)
"""The beginning of words that say something of a danger rather than of another thing (我家着火了 / 是假的)."""
_NEW_SUBJECT = re.compile(
    r"(?:快(?:来|点|救|叫|派)|救命|来人|赶[紧快]|我(?:们|家|的|要|想|也)|咱|你们|他们|路灯|电梯|垃圾|楼[上下道]|物业|隔壁|邻居|对面|门[口禁卫]|小区|社区|居委|水管|下水|自来水|医保|社保|身份证|居住证|养老|低保|残疾|公积金|狗|猫|蚊子|老鼠|蟑螂|停[水电车]|车[位库子棚]|暖气|空调|工资|快递|外卖|广场|井盖|树|绿化|草坪|花坛|健身|公交|地铁|网[线络]|宽带|信号"
    r"|装修|孩子|小孩|学校|幼儿园|早上|晚上|半夜|天天|每天|投诉|想问|请问|咨询|监控|摄像头|路[面口边]|马路|桥|河道|工地|施工|噪[音声]|油烟|烧烤|麻将|保安|业委会|停车|充电|电瓶车|电动车|消防|楼顶|屋顶|墙|天花板|厕所|卫生间|电表|电费|水费|燃气费|煤气费|房东|房租|中介|老板|公司|工厂|老人|食堂|菜场|超市|邮局|银行|公园|广告|招牌|灯|路)"
)
"""Where a new subject begins, of another matter."""
_ASKS = re.compile(
    r"怎么(?:办理|申请|交|领|弄|查|报|收|还|样)?|什么时候|哪[里儿]|多少|几[点时]|能不能|可不可以|[吗么]$|想问(?:一下)?|[请咨]问|咨询|打听|投诉|举报|反映|报销"
)
_EXPLAINS = re.compile(r"(?:是(?!不是真)|还是|原来|其实|要我|请我|让我)")
"""The beginning of a clause that says what it was instead (喊救命，是看球)."""
_OTHERS_SAY_SO = re.compile(r"^(?:物业|保安|社区|居委会?|房东|邻居|他们?|她们?|门卫|管家)[^，,]{0,2}[说讲](?:没|不)")
"""Relief that others give (物业说没事) leaves a doubt."""
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
        anew = _begins_anew(after)
        if others in (Beside.NOTHING, Beside.DOUBT) and (anew or found["closed"]):
            yield Apart(found.group(), found.start(), others is Beside.NOTHING and anew)


def _may_end(before: str) -> bool:
    """Whether the words before a danger can stand by themselves."""
    own = _MARKS.split(before)[-1]
    return not own or (len(own) >= _LEAST and not _TAKES_A_CLAUSE.search(own))


def _may_begin(after: str) -> bool:
    """Whether the words after a danger can stand by themselves."""
    own = _MARKS.split(after)[0]
    return not own or (len(own) >= _LEAST and not _GOES_ON.match(own))


def _begins_anew(after: str) -> bool:
    """Whether nothing stands after a danger in its clause, or another subject begins there."""
    return not _MARKS.split(after)[0] or _NEW_SUBJECT.match(after) is not None


def _of_the_others(before: list[str], after: list[str]) -> Beside | None:
    """What the words beside a danger make of it: a question or a complaint of another thing leaves a doubt; None if it may be told of nobody."""
    if any(_NO_EVENT.search(one) for one in (*before, *after)) or any(_EXPLAINS.match(one) for one in after):
        return None
    if (found := beside(before, after)) is not Beside.DOUBT:
        return found
    framed = any(FRAME.search(_ASKS.sub("", one)) for one in (*before, *after) if not _OTHERS_SAY_SO.search(one))
    return None if framed else Beside.DOUBT
