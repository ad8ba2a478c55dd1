"""Find where reporters tell of themselves: where they live (我住…, 我是…的), work or trade (我在菜场卖豆腐), or their children learn. Pure.

Such a place is none of the matter's, and such a job says nothing of what the matter is about. A clause without a subject that goes on
telling so (我是202的，在菜场卖豆腐) counts; one that goes on with what happened there (在菜场卖豆腐被打) does not.
`text` is always simplified Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from portal.cases.reading import introductions

_NO_END = re.compile(r"[^，,。.；;！!？?\s、]").pattern
_END = re.compile(r"(?=[，,。.；;！!？?\s、]|$)").pattern
_FAMILY = re.compile(
    "(?:我们?|俺|咱)家?(?:的)?(?:老公|老婆|爱人|丈夫|妻子|媳妇|对象|妈妈?|爸爸?|父亲|母亲|婆婆|公公|儿子|女儿|小孩|孩子|娃|孙子|孙女|外孙女?|哥哥?|姐姐?|弟弟?|妹妹?|两?口子|夫妻)"
).pattern
_WHO = re.compile(
    rf"(?:{_FAMILY}|(?:我们?|俺|咱|本人)(?:自己|本人|家)?|[反举投来][映报诉电]的?人|(?:报|打电话|报事)的?人)"
).pattern
_SINCE = re.compile(
    "(?:[就也还又都是]|刚好|正好|现在|目前|一直|平时|平常|白天|晚上|以前|原来|本来|之前|天天|每天|长期){0,4}"
).pattern
_SHOP = re.compile(
    "(?:店|馆|铺|厂|摊|超市|公司|诊所|小吃|早点|饭|面馆|棋牌室|麻将室|药房|网吧|驿站|洗衣|理发|门面)"
).pattern
_JOB = re.compile(
    "(?:老师|教师|医生|护士|护工|保安|保姆|保洁|清洁|门卫|会计|厨师|厨工|司机|快递|外卖|服务员|营业员|收银员?|店员|店长|文员|裁缝|木工|电工|水工|小工|临时工|钟点工|月嫂|学徒|经理|主任|志愿者|楼长|组长|宿管|环卫|跑堂|前台|出纳|老板)"
).pattern
_WORKS = re.compile(
    rf"(?:上过?班(?!路|费)|工作(?!人员|服|证|站|室|日|组)|打过?工|值班(?!室|亭|人|员|的|电话)|教过?书|教(?=[\u4e00-\u9fff]{{0,3}}(?:班|年级|语文|数学|英语|体育))|任教"
    rf"|看门(?!锁|口|坏|卡|没|开|外|上|关)|(?:看|守)(?:店|摊|仓库|车库|车棚)|(?:摆|出|练)过?摊|站岗|收银(?!员|台|机)|收废品|干过?活|干(?=[过了着的]|$|[，,。]|{_JOB})|跑堂|帮[工厨]"
    rf"|做(?=过?(?:生意|买卖|早点|包子|饭|事{_END}|{_JOB}))|当过?(?={_JOB})|开(?:过|了|着)?(?=[一个家间的]{{0,2}}[^，,。.；;！!？?\s、]{{0,6}}{_SHOP})|卖(?!完|掉|给|不|了|没|得|的|假|毒|黄|私|病|死|过期|淫)"
    rf"|(?:有|租了?|包了?|盘了?)[一个家间]{{0,2}}[^，,。.；;！!？?\s、]{{0,4}}(?:摊位?|店面?|铺子?|门面|柜台){_END}|扫(?:地|马路|街|大街)|送(?:外卖|快递|水|牛?奶|货|报)|修(?:鞋|自行车|电动车|伞|电器|手机|拉链)"
    rf"|配钥匙|理发|擦鞋|跳舞教|学徒)"
).pattern
_LEARNS = re.compile(
    "(?:上学|读书|念书|上课|上幼儿园|上托班|上[一二三四五六初高大中小]|读[一二三四五六初高大中小])"
).pattern
# what may stand behind the work: 卖鱼十几年了, 做保洁的时候; what befell somebody there, or another who works there, may not
_REST = re.compile(
    rf"[^，,。.；;！!？?\s、的被把让给摔滑撞倒骂打抢偷漏堵前发看听遇见知有]{{0,9}}?(?:的(?:时候)?|(?:的?时候?)?(?:发现|看到|看见|听到|听见|听说|知道)的)?{_END}"
).pattern
_PLAIN = re.compile(r"[^，,。.；;！!？?\s、的]").pattern
_AT_WORK = re.compile(rf"在{_NO_END}{{1,14}}?(?:{_WORKS}|{_LEARNS}){_REST}").pattern
_OPENS = re.compile(
    rf"{_WHO}{_SINCE}{_AT_WORK}"
    rf"|(?:我|俺|本人|咱){_SINCE}[^，,。.；;！!？?\s、在有被把让看听说买]{{1,8}}(?:卖|开|当|做|修|摆|教|打工|上班|干活)[^，,。.；;！!？?\s、的]{{0,6}}的{_END}"
    rf"|(?:我们?|俺|咱)家?(?:开)?的?(?:小店|店铺?|店面|摊位?|摊子|铺子|门面|饭店|理发店)(?:就|也|刚好|正好)?开?在{_PLAIN}{{1,14}}{_END}"
    rf"|(?:我们?|俺|咱)(?:家|在)?租(?:住)?在{_PLAIN}{{1,16}}{_END}"
    rf"|(?:我们家|[我俺咱]家?)(?!们|小区|单元|楼道|觉|感|认|估|猜|怀){_SINCE}(?!{_PLAIN}{{0,6}}(?:楼上|楼下|对门|对面|隔壁|旁边))(?!看|听|发|说|知|问|找|去|到|给|跟|和|要|想|举|反|投|买|叫|请){_PLAIN}{{0,10}}\d(?:栋|幢|号楼|单元|室|号|楼|-\d+|\d)的?{_END}"
    rf"|{_PLAIN}{{1,14}}就?是(?:我们?|俺|咱)家{_END}"
)
# the next clause, without a subject, goes on telling
_GOES_ON = re.compile(
    rf"[，,、\s]{{1,8}}{_SINCE}(?:{_AT_WORK}|(?:家?住在?|家在|租在)(?!我|他|她|那)(?!{_PLAIN}{{0,8}}(?:隔壁|对门|对面|楼上|楼下)的){_PLAIN}{{1,18}}{_END}"
    rf"|(?:开|卖|做|当|教|修)(?:过|了|着)?{_PLAIN}{{1,8}}的?{_END}|今年{_PLAIN}{{1,6}}岁?{_END}|退休{_PLAIN}{{0,6}}的?{_END})"
)


def clauses(text: str) -> list[tuple[int, int]]:
    """(start, end) offsets of each passage in which the reporter tells of themselves, introductions among them, by their start."""
    return sorted({*introductions.clauses(text), *beyond_introductions(text)})


def beyond_introductions(text: str) -> list[tuple[int, int]]:
    """`clauses` that are no introductions: work, trade, school, a home told otherwise, and what goes on without a subject."""
    found = {one.span() for one in _OPENS.finditer(text)}
    open_ends = [*introductions.clauses(text), *found]
    while open_ends:
        _, end = open_ends.pop()
        more = _GOES_ON.match(text, end)
        if more and more.span() not in found:
            found.add(more.span())
            open_ends.append(more.span())
    return sorted(found)


Spans = Callable[[str], list[tuple[int, int]]]


def place_of_matter(text: str, place: str, told: Spans = clauses) -> str:
    """The place, with its side if the text gives one (公园路北口); "" if the text has it only where its sender tells of themselves (`told`)."""
    mine = told(text)
    found_at = [match.start() for match in re.finditer(re.escape(place), text)] if place else []
    outside = [at for at in found_at if not any(start <= at < end for start, end in mine)]
    if found_at and not outside:
        return ""
    return place + introductions.side_after(text, (at + len(place) for at in outside))


_CLAUSE = re.compile(r"[^，,。.；;！!？?\s、]+")
_KIN = re.compile(
    rf"(?:{_WHO}|(?:我|俺|咱)们?家?的?(?:[侄外]?[甥孙侄][子女]?|岳[父母]|公婆|[大小]?[姑姨舅叔伯嫂婶][妈姨父子]?|亲戚|孩子|小孩)|(?:我|俺)[和跟](?:{_FAMILY}|老公|老婆|爱人|对象|爸妈?|妈|儿子|女儿))"
).pattern
_DOES = re.compile(
    rf"(?:{_WORKS}|{_LEARNS}|念[一二三四五六初高大中小]|杀[鱼鸡]|炸油条|擦皮?鞋|理货|剪头发|租(?:了)?房子?|带(?:孙[子女]|小?孩子?|娃)|做?保洁|带班|管理员|当(?:过)?[班年]级?主任)"
).pattern
_ON_SELF = re.compile(
    rf"(?:而且|因为|对了|还有|另外|其实)?(?:{_KIN}{_SINCE}(?:在|要?去)?{_PLAIN}{{0,12}}?{_DOES}{_REST}"
    rf"|{_KIN}{_SINCE}(?:系|是){_PLAIN}{{1,12}}?{_JOB}|{_KIN}(?:系|是)?{_PLAIN}{{1,8}}(?:小学|中学|幼儿园|菜场|市场|超市|医院)的"
    rf"|我(?:上班|工作|做事|打工)(?:的?(?:地方|单位|店))?(?:就|也)?(?:是|在){_PLAIN}{{1,12}}|{_PLAIN}{{0,10}}{_DOES}{_PLAIN}{{0,5}}的就是我)"
)
_GOES_ON_AT = re.compile(
    rf"(?:[就也还又都]|平时|平常|白天|晚上|天天|每天|一直|现在|以前|经常|在|要?去){{1,4}}{_PLAIN}{{0,10}}?{_DOES}{_REST}"
)
_OTHERS = re.compile("有人|也有|还有|没人|那家|楼下|楼上|路上")  # who do or suffer something there


def clauses_on_self(text: str) -> list[tuple[int, int]]:
    """`clauses`, and each whole clause on the work, trade, school or rented home of the sender or their family, or that goes on so after one.

    Reads more into a text than is sure: only for a place beside another one.
    """
    sure, found, goes_on = clauses(text), [], False
    for one in _CLAUSE.finditer(text):
        is_sure = any(start < one.end() and one.start() < end for start, end in sure)
        begins = _ON_SELF.fullmatch(one.group()) or (goes_on and _GOES_ON_AT.fullmatch(one.group()))
        goes_on = is_sure or bool(begins and not _OTHERS.search(one.group()))
        if goes_on and not is_sure:
            found.append(one.span())
    return sorted({*sure, *found})


def without(text: str, told: Spans = clauses) -> str:
    """The text without what its sender tells of themselves (`told`)."""
    return "".join(beside(text, told(text))).strip("，,。.、；; \n")


def beside(text: str, told: Iterable[tuple[int, int]]) -> list[str]:
    """What the text says outside these passages (start, end), which are in order and may overlap."""
    at, rest = 0, []
    for start, end in told:
        rest.append(text[at:start])
        at = max(at, end)
    return [*rest, text[at:]]


def is_only_told_there(text: str, words: Iterable[str]) -> bool:
    """Whether each of these words stands in the text, and only where its sender tells of themselves. False of no words."""
    said = list(words)
    return bool(said) and all(one in text and not place_of_matter(text, one) for one in said)
