"""Find in what staff write what may tell of the reporter, by what the reporter told of themselves. Pure.

The side on which they live, their floor and estate, from which window they see it, whose kin or whose employee they are.
Less sure than `self_told`, which finds rooms, buildings and work: kin or a floor may be of the accused, so a reason lets such
words through. What the reporter says of the matter itself is no hint. All text is simplified Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.cases.reading.of_reporters import own_life, self_told
from portal.cases.reading.staff_words import tellers, vantage

_PLAIN = re.compile(r"[^，,。.；;！!？?\s、]").pattern
_END = re.compile(r"(?=$|[，,。.；;！!？?\s、])").pattern
_ME = re.compile("(?:我们?|俺们?|咱们?|本人)").pattern
_KIN = re.compile(
    "(?:前[妻夫]|前[男女]友|男朋友|女朋友|[老小大]舅子|小姨子|老婆|老公|媳妇|丈夫|妻子|爱人|[外孙]?[甥侄][女子孙]?|舅[舅妈母]?|[姨姑][妈父夫姐婆]?|[叔伯][叔伯父母]|[婶嫂][婶子嫂]?|[姐妹]夫|[表堂][兄弟姐妹哥亲嫂]+|岳[父母]|公公|婆婆|亲家|连襟|妯娌|女婿|亲戚|亲属|家属|家人|家里人|女儿|儿子|孙[子女]|父亲|母亲|爸爸?|妈妈?|哥哥?|姐姐|弟弟|妹妹|兄弟|姐妹|沾亲|带故|自己人|自家人|熟人|朋友|同学|老乡|战友)"
).pattern
_COLLEAGUE = re.compile(
    "(?:员工|职工|店员|伙计|帮工|服务员|营业员|收银员?|雇员|小工|临时工|工友|同事|徒弟|学徒|打工的|洗碗工|厨工|厨师|工人|内部人员?|内部员工|知情人?|里面的人|店里的人|干过|打过工|做过工|内情|内行|懂行|出来的|离职|辞职|合伙人|股东)"
).pattern
# 他是我表弟, 我是他老婆的表姐, 我和老板是亲戚
_OF_KIN = re.compile(
    rf"{_PLAIN}{{1,8}}?就?是{_ME}家?的?(?:亲|远房)?{_KIN}{_END}|{_ME}就?是{_PLAIN}{{0,8}}?(?:亲|远房)?{_KIN}{_END}|{_ME}(?:和|跟|与){_PLAIN}{{1,8}}?(?:也|都)?是{_PLAIN}{{0,2}}(?:亲|远房)?{_KIN}{_END}|{_ME}{_KIN}(?:就|也)?(?:是老板|是店主|开的|在(?:里面|店里|那里?|他那)){_PLAIN}{{0,8}}"
)
# 我在店里洗碗, 我以前在他那干过, 我是店里的服务员
_AT_WORK = re.compile(
    rf"{_ME}(?:以前|原来|之前|曾经|现在|也|就|一直|刚)?在{_PLAIN}{{1,8}}?(?:上过?班|打过?工|干过?活?|做过?事|做过?工|洗碗|帮工|帮忙|跑堂|当{_COLLEAGUE}|工作|实习|学徒|送货){_PLAIN}{{0,6}}|{_ME}就?是{_PLAIN}{{0,8}}?{_COLLEAGUE}{_END}|{_ME}{_PLAIN}{{0,4}}(?:刚|已经?)?(?:离职|辞职){_PLAIN}{{0,4}}"
)
# how kin call each other: whoever tells of one is found by the others, too
_KIN_SORTS = (
    re.compile("[表堂]"),
    re.compile("[舅姨姑甥侄叔伯婶]"),
    re.compile("夫|妻|老婆|老公|媳妇|爱人|[男女]朋?友"),
    re.compile("姐|妹|兄|弟|哥|嫂|连襟|妯娌"),
    re.compile("爸|妈|父|母|儿|女|孙|婆|公|岳|婿"),
)
_RELATED = re.compile("亲戚|亲属|亲眷|沾亲|带故|自己人|自家人|熟人|同学|朋友|老乡|战友|亲家")
# of those whom it is about, or who suffer: 他儿子打老人, 家人走失
_INVOLVED = re.compile("(?!也?(?:打|骂|砍|杀|伤|走失|失踪|被|受|吸毒|赌|卖|在管|病))").pattern
_KIN_WORD = re.compile(
    rf"(?:的|他家?的?|她家?的?|老板的?|店主的?|\d家?的?){_KIN}{_INVOLVED}|(?:{_RELATED.pattern}){_INVOLVED}"
)
# not whom the visit is about: 请看员工健康证, 老板和员工都在
_COLLEAGUE_WORD = re.compile(
    rf"(?<![和查看与、]){_COLLEAGUE}(?!的?(?:健康证|宿舍|工资|社保|证|名单|食堂|培训|合同|住|都))"
)
# a side of the matter, in any words
_SIDES = (
    re.compile("(?<!河)(?<!马路)对面|对门|对过|隔壁|旁边|边上|侧面"),
    re.compile("楼上(?!楼下)|上面|上层|顶楼"),
    re.compile("(?<!楼上)楼下|下面|下层|底楼"),
    re.compile("后面|前面|后边|前边"),
)
# what lies there for everybody, or has to do with the matter
_OPEN_TO_ALL = re.compile(
    r"(?:的|那[家个]?)?(?:公交|站|工地|小?店(?!员)|超市|停车|马路|路|河|公园|广场|学校|小?饭店|菜场|公司|单位|厂|空[房地]|摊|漏水|装修|施工|有个?小?门|的?门(?!口的人)|仓库|\d{3,4}|(?:消防)?通道)"
).pattern
_SAME_HOUSE = re.compile("同一?[栋幢个层]?楼|本[楼栋]|同层|同一?单元|居民楼|这[栋幢]楼")
_WINDOW = re.compile("阳台|露台|天台|[前后]?窗[户口子台边]?|卧室|客厅|书房|猫眼|晒台")
# not of the accused, nor of those who suffer from it: 棋牌室窗户挂着黑布, 对着居民窗户
_NOT_OTHERS = re.compile("(?<!居民)(?<!住户)(?<!人家)(?<![室店馆铺厂校墙0-9])").pattern
_NO_THING = re.compile("(?!外面|上?[挂贴装堆放养]|被|坏|玻璃|没关|里飘|漏)").pattern
_FLOOR = re.compile(r"([0-9一二三四五六七八九十]{1,3})(?:楼(?![梯道])|层)")
_FLOOR_AGAIN = re.compile(
    rf"{_FLOOR.pattern}(?!的?(?:消防|楼道|通道|走廊|平台|棋牌|办公|大厅|会议|仓库|车间|厕所|卫生间|.{{0,3}}[室店]))"
)
_ROOM = re.compile(r"(?<!\d)(\d{1,2})\d{2}(?!\d)")
_ESTATE_TAIL = re.compile(r"(?<![0-9一二三四五六七八九十])[0-9一二三四五六七八九十]+(?:栋|幢|号楼|号|单元|-).*$")
_OWNER = re.compile("老板娘?|店主|房东|租客|学生|[女男]主人")
MOST = 3  # told to whoever wrote them


@dataclass(frozen=True)
class Hints:
    """What may tell of a reporter.

    `sides`: patterns; `windows`, `estates`, `posts` (of whom they know: 会计是我同学): words as they wrote them; `floors`: in
    digits, of their rooms, too. `kin`: by which words they told whose they are; `is_colleague`: they told that they work there;
    `matter`: what they said beside it.
    """

    sides: tuple[re.Pattern[str], ...]
    windows: frozenset[str]
    estates: frozenset[str]
    floors: frozenset[str]
    posts: frozenset[str]
    kin: frozenset[str]
    is_colleague: bool
    matter: str

    @classmethod
    def of(cls, texts: Iterable[str], *, places: Iterable[str] = (), of_others: Iterable[str] = ()) -> Hints:
        """Read these texts of the reporter. `places`: names that the town knows; `of_others`: what handlers know anyway."""
        mine: list[str] = []
        rest: list[str] = list(of_others)
        for text in texts:
            told = sorted(
                [*self_told.own_words(text), *_seen_by_them(text), *_spans(_OF_KIN, text), *_spans(_AT_WORK, text)]
            )
            mine += [text[start:end] for start, end in told]
            rest += own_life.beside(text, told)
        own, matter = "\n".join(mine), "\n".join(rest)
        estates = {_ESTATE_TAIL.sub("", one) for one in places}
        return cls(
            sides=tuple(one for one in _SIDES if one.search(own) and not one.search(matter)),
            windows=frozenset(one for one in _WINDOW.findall(own) if one not in matter),
            estates=frozenset(one for one in estates if one in own and one not in matter),
            floors=_floors(own) - _floors(matter),
            posts=frozenset(one for one in _posts(own) if one not in matter),
            kin=frozenset(word for one in _OF_KIN.finditer(own) for word in re.findall(_KIN, one.group())),
            is_colleague=_AT_WORK.search(own) is not None,
            matter=matter,
        )


def found_again(hints: Hints, said: str) -> list[str]:
    """What in the words `said` may be of the reporter, at most MOST, each once."""
    said = tellers.with_zeros(said)
    sides = (re.search(rf"(?:{one.pattern})(?!{_OPEN_TO_ALL}){_PLAIN}{{0,4}}", said) for one in hints.sides)
    found = [one.group() for one in sides if one]
    found += [one.group() for one in _SAME_HOUSE.finditer(said) if hints.sides or hints.floors]
    found += [one for one in sorted(hints.estates | hints.posts) if one in said]
    found += [one for one in sorted(hints.windows) if re.search(f"{_NOT_OTHERS}{one}{_NO_THING}", said)]
    found += [one.group() for one in _FLOOR_AGAIN.finditer(said) if self_told.digits(one[1]) in hints.floors]
    words = [one.group() for one in _KIN_WORD.finditer(said) if _is_such_kin(hints, one.group())]
    words += [one.group() for one in _COLLEAGUE_WORD.finditer(said)] if hints.is_colleague else []
    found += [one for one in words if one not in hints.matter]
    return list(dict.fromkeys(found))[:MOST]


def _seen_by_them(text: str) -> Iterable[tuple[int, int]]:
    """Where the reporter tells from where they see or hear it: the whole clause."""
    for clause in re.finditer(rf"{_PLAIN}+", text):
        if vantage.found(clause.group()):
            yield clause.span()


def _spans(pattern: re.Pattern[str], text: str) -> Iterable[tuple[int, int]]:
    return (one.span() for one in pattern.finditer(text))


def _is_such_kin(hints: Hints, word: str) -> bool:
    """Whether the reporter told that they are kin of this sort, or only that they are kin or friends."""
    if not hints.kin or _RELATED.search(word):
        return bool(hints.kin)
    return any(_RELATED.search(one) for one in hints.kin) or any(
        sort.search(word) and any(map(sort.search, hints.kin)) for sort in _KIN_SORTS
    )


def _posts(own: str) -> Iterable[str]:
    """As what those of whom they are kin or friends are known; a shopkeeper is whom it is about."""
    for one in _OF_KIN.finditer(own):
        yield from (post for post in self_told.POST.findall(one.group()) if not _OWNER.fullmatch(post))


def _floors(text: str) -> frozenset[str]:
    """The floors that the text names, and those of its rooms (201: 2)."""
    return frozenset((*(self_told.digits(one[1]) for one in _FLOOR.finditer(text)), *_ROOM.findall(text)))
