"""Rewrites a message: everything in it about an open vote becomes one letter, a slot (pure).

An option by name (O) or by its number (D), that option (P), words of the title or a question (T; t: one character of
the title), a stance (Y for, X against, A abstain), approval (W) and refusal (Z) in other words, voting (V), choosing
(C), the speaker (I), and what is only reported (R). O, T and t come from the vote's own words, so the model also works
for votes that it was not trained on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.channels.text.simplified import CHINESE_NUMERALS, simple

# What is only reported (R), and who does not answer (怎么喊都不答应).
REPORTED = re.compile(
    r"(?:没|未|没有|没经过?|未经过?|不经|征得|征求|取得|经过?)(?:过?(?:我们|我|大家|业主|居民|邻居|任何人|他们|你们|的)*)(?:同意|批准|允许)(?:过|书)?|(?:不?同意|不?支持|反对|通过)(?:书|率|意见书|的人|人数|者|无效|有用|没用)|同不同意|支不支持|(?:叫|喊|唤|呼|推(?![选举荐])|摇|敲)(?:我[爸妈爷奶公婆外弟妹哥姐儿女老])?[^,，。.!！?？;；\s我装签投选交缴改]{0,8}?不(?:答应|回应)|谢谢支持|多谢支持|支持(?=我们老|的话)|支持(?:你们|您们)?(?:的)?工作|表示支持"
)
_STANCES = (  # in this order: 不同意 before 同意
    ("X", r"(?<![能行会要该愿可])(?<!同意)不太?(?:同意|赞成|赞同|支持|通过|答应|认可|接受|拥护)|反对|否决"),
    ("A", r"弃权|弃票|中立|无所谓|都行|都可以|没所谓"),
    ("Y", r"同意|赞成|赞同|支持|拥护|认可|举双手|没意见|没问题|没有意见|没有异议|无异议|无意见|没异议|通过|附议|答应"),
)  # fmt: skip
# Refusal (Z), and below it approval (W), in other words than a stance.
_REFUSAL = re.compile(
    r"(?<![能行会要该愿可])不(?:可以|行|能|要|用|该|应该|愿意|希望|想要|准)|别(?!人|的|墅|家|处|提|克|名)"
)
_APPROVAL = re.compile(
    r"可以|要得|蛮好|挺好|很好|真好|最好|更好|好啊|好呀|好的|不错|合适|喜欢|中意|看中|看好|看得上|得劲|顺眼|应该|早该|早就该|就该|必须|希望|想要|就要|要"
    r"|中(?=$|[,，。!！])|行|好"
)
_VOTING = re.compile(
    r"投票|表决|投(?!诉|递|币|放|入影|资|屏|篮|稿|毒|影|掷|产|保|喂|射|标|机)|(?<![车发门彩邮饭机钞支开船股罚])票(?!据|务|贩|价|根)"
)
# Choosing (C); below it, for `strictly`, the verbs that always mean choosing, 勾 among them.
_CHOOSING = re.compile(
    r"选择|选(?!项|层|址|修|手|楼长|举|民)|挑|拣|给(?=[OD]|$)|定(?=[OD])|叫(?=[OD])|改成|改投|加一|加1|\+1|\+一|算一个|算我"
)
_ALWAYS_CHOOSING = re.compile(r"选择|选(?!项|层|址|修|手|楼长|举|民)|挑|拣|勾|改投|加一|加1|\+1|\+一")
SPEAKER = re.compile(
    r"我们家|我们|我家|咱们家|咱们|咱家|咱|俺们|俺|阿拉|本人|本户|我方|我这|我的|我|全家|老两口|老伴|老公|老婆|爱人|先生|太太|老头子|老头|老太婆|孩子他爸|我妈|我爸|爸妈|家里|"
    r"两口子|[一二三四五六七八九十两]口人?|仨人|大家|邻居"
)
# An option (D) by its position (第二个, 最后一个), and below it by a letter or figure (投a, 选2).
_OPTION_PLACE = re.compile(
    rf"第[{CHINESE_NUMERALS}\d]+(?:个方案|个选项|个名字|个地方|个地点|套方案|种方案|[个家种项套条款份处])?(?!单元|栋|楼|层|排|季度|天|次|年|户|位)"
    rf"|最后(?:一个|那个|一家|一项|一种|1个)(?:选项|方案|名字)?|选项[{CHINESE_NUMERALS}\da-h]|[{CHINESE_NUMERALS}\d]号(?:方案|选项)|前面那个|头一个|后一个|中间那个|中间的"
)
_LETTER = re.compile(
    rf"(?<=[投选])\s*(?:[a-h]|[1-9{CHINESE_NUMERALS[1:]}])(?![a-z0-9{CHINESE_NUMERALS}个栋楼号票遍次回项家种点月年天])|^(?:[a-h]|[1-9])(?=[,，。!！ 、]|O|$)"
)
_THAT = re.compile(r"(?<=[VC])(?:给)?(?:这个|那个|这家|那家|他们家?|它们?|他家|这里|那里|那儿|这儿)")
FILLER = frozenset("的了吧啊呀哦嗯哈嘛呗咯喽呢是就还也都很太这那个些事儿把被给我你您他她们家人来去在有和跟与对说想觉得看算一下点会能请麻烦帮记上好要做用再又最只其实反正因为所以但可不过关于对于此项次本位张住户老小先当然肯定绝对坚决完全全部一定郑重谨代表首先个人意思意见看法态度立场按办吗刚才现昨今改填各俩听样了哒滴咧额伐喏嘞呐它他谢")  # fmt: skip
_SMALL = re.compile(
    "[行好中要的了是不我你他她它们这那个些就还也都很太吧啊呀嘛在有和跟与对说来去能会可以用一起过得为里上下大小家人]"
)
_SAID_OF = (  # (words of a vote's matter, characters of other wordings for it)
    (re.compile(r"元|费|分摊|资金"), re.compile("[涨降掏钱毛块]")),
    (re.compile(r"时间|时段|[几\d]点|\d:\d\d"), re.compile("[点]")),
    (re.compile(r"关闭|封|围"), re.compile("[开留]")),
    (re.compile(r"聘|物业"), re.compile("[留换走]")),
    (re.compile(r"安装|加装|增设"), re.compile("[装]")),
)
_TITLE_FILLER = re.compile(
    r"是否|要不要|应不应该|能不能|可否|同意|关于|对于|表决|投票|议题|方案|事项|进行|实行|开展|实施|使用|哪个|哪里|哪家|哪种|哪一个|哪一家|什么|如何|怎样|怎么|多少|时间|名字|名称|选择|选聘|选定|确定|选"
    r"|本社区|社区|小区|居民|业主|我们|大家|全体|新的|新|的|了|在|将|把|给|由|和|与|及|对|为|取|到|从|有|个|吗|呢|请|您|你|否|成|用|建"
)


@dataclass(frozen=True)
class VoteTexts:
    """The texts of one vote that is not counted yet: title, questions, and labels of all their options."""

    title: str
    questions: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Words:
    """What to search a message for, compiled from a vote's texts."""

    options: re.Pattern[str] | None
    parts_of_long: re.Pattern[str] | None  # parts of longer names: 志愿监督队 of 由居民志愿监督队监督
    pairs: frozenset[str]  # of neighbouring characters in title and questions
    characters: frozenset[str]  # of the title
    own: frozenset[str]  # characters of title and options, but for small words
    otherwise: tuple[re.Pattern[str], ...]  # other wordings of the same matter


@lru_cache(maxsize=64)
def words_of(vote: VoteTexts) -> _Words:
    """The patterns and characters of a vote's texts, compiled once per vote."""
    labels = [simple(label) for label in vote.labels]
    names = [label for label in labels if label and not _is_stance(label)]
    found = {name for name in names if len(name) > 1}
    found |= _short_forms(names) | _distinctive_parts(names, simple(" ".join((vote.title, *vote.questions))))
    pattern = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))
    numbered = [_numbered(name) for name in names] + [_letter(name) for name in names]
    pattern = "|".join([part for part in (pattern, *numbered) if part])
    pairs: set[str] = set()
    characters: set[str] = set()
    for text in (vote.title, *vote.questions):
        for part in re.split(r"\W+", _TITLE_FILLER.sub(" ", simple(text))):
            pairs |= {part[at : at + 2] for at in range(len(part) - 1)}
            characters |= set(part) if text is vote.title else set()
    characters -= set("一二三四五六七八九十0123456789行好中要投票选改") | FILLER
    parts = _either(_parts_of_long(names, simple(" ".join((vote.title, *vote.questions)))))
    own = {one for one in _TITLE_FILLER.sub("", simple(vote.title)) + "".join(names) if one.isalnum()}
    about = simple(" ".join((vote.title, *names)))
    kept = frozenset(one for one in own if not _SMALL.match(one))
    otherwise = tuple(said for matter, said in _SAID_OF if matter.search(about))
    return _Words(
        re.compile(pattern) if pattern else None, parts, frozenset(pairs), frozenset(characters), kept, otherwise
    )


def _is_stance(label: str) -> bool:
    return re.fullmatch(r"(?:[我]?)(?:不?同意|反对|弃权|赞成|不赞成|支持|不支持|是|否|通过|不通过)", label) is not None


def _short_forms(names: Sequence[str]) -> set[str]:
    """Shorter forms by which people may name an option.

    Without the beginning and end that all options share; without usual affixes; of five or more characters the first
    three and the last three; of three that begin with 东 (or 西, 南, 北, 中) the forms with 东边 and 东面.
    """
    found: set[str] = set()
    if len(names) > 1:
        head = _common_prefix_length(names)
        tail = _common_prefix_length([name[::-1] for name in names])
        for name in names:
            stem = name[head : len(name) - tail]
            if len(stem) >= 2 and not stem.isdigit():
                found.add(stem)
    for name in names:
        part = re.sub(
            r"^(?:由|在|建在|放在|装在|请|选|用|改为|改成|设在)|(?:物业|公司|广场|方案|小区|社区|旁边|附近|有限公司)+$",
            "",
            name,
        )
        if len(part) >= 2:
            found.add(part)
        if len(name) >= 5:
            found |= {name[:3], name[-3:]}
        if len(name) == 3 and name[0] in "东西南北中":
            found |= {f"{name[0]}边{name[1:]}", f"{name[0]}面{name[1:]}"}
    return found


def _distinctive_parts(names: Sequence[str], title: str) -> set[str]:
    """Parts of names of up to six characters that are in one option only, not in title or questions: 凉亭 of 凉亭旁, 节气 of 二十四节气."""
    found: set[str] = set()
    for name in names:
        others = [title, *(other for other in names if other != name)]
        if len(name) > 6:
            continue
        parts = {name[at:end] for at in range(len(name)) for end in range(at + 2, min(at + 6, len(name)) + 1)}
        found |= {part for part in parts if part.isalpha() and not any(part in other for other in others)}
    return found


def _parts_of_long(names: Sequence[str], title: str) -> set[str]:
    """Parts of three to eight characters, of names of 7 to 20 characters, that are in no other option, nor in title or questions."""
    found: set[str] = set()
    for name in names:
        if not 6 < len(name) <= 20:
            continue
        others = [title, *(other for other in names if other != name)]
        parts = {name[at:end] for at in range(len(name)) for end in range(at + 3, min(at + 8, len(name)) + 1)}
        found |= {part for part in parts if part.isalpha() and not any(part in other for other in others)}
    return found


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _either(found: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the words, the longest first; None if there are none."""
    words = any_of(found)
    return re.compile(words) if words else None


def _letter(name: str) -> str:
    """A pattern for an option named by a letter: for 甲方案, 选甲 or 甲吧."""
    if len(name) < 2 or name[0] not in "甲乙丙丁戊" or name[1] in "甲乙丙丁戊":
        return ""
    return rf"(?<=[投选]){name[0]}|(?<![^,，。 ]){name[0]}(?=吧|$|[,，。!！ ])"


def _common_prefix_length(names: Sequence[str]) -> int:
    """How many characters all names have in common at their beginning."""
    first, last = min(names), max(names)
    at = 0
    while at < min(len(first), len(last)) and first[at] == last[at]:
        at += 1
    return at


def _numbered(name: str) -> str:
    """A pattern for a numbered option: for 方案二, 方案2, 二号方案 or 第二个方案."""
    found = re.fullmatch(rf"(\D{{1,6}})([{CHINESE_NUMERALS}]|\d)", name)
    if not found:
        return ""
    kind, figure = re.escape(found.group(1)), found.group(2)
    number = CHINESE_NUMERALS.index(figure) if figure in CHINESE_NUMERALS else int(figure)
    either = f"(?:{number}|{CHINESE_NUMERALS[number]})" if number <= 10 else str(number)
    return f"{kind}[ ]?{either}|{either}号{kind}|第?{either}(?:个|号|套|种){kind}"


def slots(text: str, vote: VoteTexts, *, strictly: bool = False) -> str:
    """The normalised message, with every slot replaced by its letter (listed at the top of this file).

    `strictly`: C for verbs that always mean choosing (also 勾; not 叫, 给, 改成); parts of longer names are O too.
    """
    return slots_in(simple(text), vote, strictly=strictly)


def slots_in(said: str, vote: VoteTexts, *, strictly: bool = False) -> str:
    """`slots` of a text that is normalised (`simple`) already."""
    words = words_of(vote)
    if words.options is not None:
        said = words.options.sub("O", said)
    if strictly and words.parts_of_long is not None:
        said = words.parts_of_long.sub("O", said)
    said = REPORTED.sub("R", said)
    said = _OPTION_PLACE.sub("D", said)
    said = _LETTER.sub("D", said)
    for letter, pattern in _STANCES:
        said = re.sub(pattern, letter, said)
    said = _REFUSAL.sub("Z", said)
    said = _topic(said, words)
    said = _VOTING.sub("V", said)
    said = (_ALWAYS_CHOOSING if strictly else _CHOOSING).sub("C", said)
    said = _APPROVAL.sub("W", said)
    said = _THAT.sub("P", said)
    return SPEAKER.sub("I", said)


def _topic(said: str, words: _Words) -> str:
    """Replace runs of pairs of characters of title or questions by T, and a single character of the title by t."""
    covered = [False] * len(said)
    for at in range(len(said) - 1):
        if said[at : at + 2] in words.pairs:
            covered[at] = covered[at + 1] = True
    speaks = {at for found in SPEAKER.finditer(said) for at in range(*found.span())}  # 公 in 老公 is not the 公 of 公约
    out: list[str] = []
    for at, character in enumerate(said):
        if covered[at]:
            if not (out and out[-1] == "T"):
                out.append("T")
        elif character in words.characters and at not in speaks:
            out.append("t")
        else:
            out.append(character)
    return "".join(out)
