"""The features of a message by which `stance` scores it: its slots, their order, the free text around them (pure).

The names of the features are the keys of `data/votes/weights.json`: after a change, `python -m bench.choices` fits the
weights anew.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from portal.channels.text.simplified import CHINESE_NUMERALS, simple
from portal.channels.text.vote_slots import FILLER, VoteTexts, slots_in

RUNS = 3.0  # Euclidean length of the features that are runs of characters, with the slots and without each
ASKING = re.compile(
    r"[?？]|吗|什么|啥(?!都|也)|怎么|咋|哪(?!个都|怕)|谁|多少|几(?=[个天点号时月家票人家次层栋位]|$)|为何|是不是|能不能|可不可以|有没有|行不行|会不会|要不要|算不算|能否|是否|如何|呢$|多久|请问|问一下|想问|对吧$|对不对|难道|[YXAODT].{0,4}还是.{0,4}[YXAODT]|(?:要|得|达到).{0,14}还是|D还是[a-h\d]"
)
OTHER_MATTER = re.compile(  # words of other matters than a vote: repairs, complaints, corrections, danger
    r"坏|漏|修|师傅|投诉|物业费|没人|报警|堵|臭|脏|垃圾|停水|停电|噪音|吵架|井盖|进度|编号|单子|上门|催|派人|处理|结案|工单|反映|报修|漏水|尽快|谢谢你们|赔|施工|占道|积水|涨|调解|签字|签了|退|更正|写错|说错|发错|地址|门牌|路灯|水管|电梯坏|钥匙|快递|空调|楼上|楼下|隔壁|井|钻|砸|摔|滑倒|积|锁|螺丝|着火|起火|冒烟|煤气|燃气|救命|被困|晕倒|触电|打架|快来|救护"
)
_CORRECTS = re.compile(r"(?<!不)是[^,，投选]{0,6}[,，]?不是|^不是.{1,8}[,，]是")
CLAUSE_END = re.compile(  # between clauses: punctuation, a space, the end of a line
    r"[,，。.!！;；、~～…\n:：()（）\"“” ]+|(?<=[?？])"
)
BARE = re.compile(  # a bare number or letter: 投1, 选b
    rf"(?:投|选|选择|要|改)?(?:第)?(?:[a-h]|[1-9]|[{CHINESE_NUMERALS[1:]}])(?:个|项|吧|[!。])*"
)
_SLOT = frozenset("ODYXAZWVCITtPR")
STANDS = "ODYXA"  # the slots of an option or a stance


def features(text: str, vote: VoteTexts) -> dict[str, float]:
    """The model's features, name → value: which slots there are, their order, how much free text is around them."""
    plain = simple(text)
    return features_of(plain, slots_in(plain, vote))


def features_of(plain: str, said: str) -> dict[str, float]:
    """`features`, from the normalised text and the same text with its slots."""
    present = {letter for letter in said if letter in _SLOT}
    clauses = [clause for clause in CLAUSE_END.split(said) if clause.strip()]
    aside = len(OTHER_MATTER.findall(plain)) + (_CORRECTS.search(said) is not None)
    read = _read_plainly(plain, clauses, present, aside)
    asks = ASKING.search(plain) is not None
    stands = present & set(STANDS)
    found: dict[str, float] = {"bias": 1.0, "aside": min(aside, 3) / 3}
    found["asks"] = float(asks and not read)
    found["asks beside"] = float(asks and bool(read))
    found["stands aside"] = float(bool(stands) and aside > 0)
    found["stands, no topic"] = float(bool(stands) and not present & set("TtVCO"))
    found["plainly"] = min(len(read), 3) / 2
    found |= {f"plain {name}": 1.0 for name in read}
    found |= {f"has {letter}": 0.5 for letter in present}
    found |= {f"both {one}{two}": 0.5 for one, two in _TOGETHER if one in present and two in present}
    found[f"size {min(len(plain) // 4, 8)}"] = 0.5
    for place, clause in enumerate(clauses):
        _add_clause(found, clause, place, len(clauses))
    grams = _grams(re.sub(r"\s+", "", "|".join(clauses)))
    found |= dict.fromkeys(grams, 2 / math.sqrt(len(grams) + 1))
    for kind, written, longest in (("s", said, 4), ("p", plain, 3)):
        runs = {f"{kind}:{run}" for run in _runs(f"^{written}$", longest)}
        found |= dict.fromkeys(runs, RUNS / math.sqrt(len(runs) + 1))
    return found


def _runs(text: str, longest: int) -> Iterator[str]:
    """All runs of one to `longest` characters."""
    for length in range(1, longest + 1):
        yield from (text[at : at + length] for at in range(len(text) - length + 1))


# Pairs of slots that are a feature if both are in the message.
_TOGETHER = tuple(
    (pair[0], pair[1])
    for pair in [
        "TY",
        "TX",
        "TA",
        "VY",
        "VX",
        "VO",
        "VD",
        "CO",
        "CD",
        "IO",
        "IY",
        "IX",
        "TW",
        "OW",
        "TO",
        "TZ",
        "tZ",
        "tY",
        "tX",
        "DW",
        "RX",
        "RY",
        "OZ",
    ]
)


def _grams(said: str) -> set[str]:
    """Runs of slots, with "." for any text between them, and runs of the characters themselves."""
    free = "^" + re.sub(r"\.+", ".", "".join(c if c in _SLOT or c == "|" or c in _KEPT else "." for c in said)) + "$"
    raw = "^" + said + "$"
    found = {f"{n}:{free[at : at + n]}" for n in (2, 3) for at in range(len(free) - n + 1)}
    return found | {f"r{n}:{raw[at : at + n]}" for n in (1, 2) for at in range(len(raw) - n + 1)}


def _read_plainly(plain: str, clauses: Sequence[str], present: set[str], aside: int) -> list[str]:
    """The names of the plain ways of stating a choice that the text uses; each is nearly sufficient by itself.

    `present`: the slots (letters, see `vote_slots`) of the whole text; `aside`: how many words speak of another matter, a
    correction (是…不是) counting as one.
    """
    found = ["bare"] if BARE.fullmatch(plain) else []
    said = [clause for clause in clauses if not ASKING.search(clause)]
    if (
        len(said) == len(clauses)
        and not sum(map(free_characters, clauses))
        and present & set("YXAOD")
        and "R" not in present
    ):
        found.append("whole")
    for clause in said:
        there = {c for c in clause if c in _SLOT}
        found += [name for name, holds in _plain_ways(clause, there, present, aside) if holds and "R" not in there]
    return found


def _plain_ways(clause: str, there: set[str], present: set[str], aside: int) -> list[tuple[str, bool]]:
    """(name of a plain way, whether this clause uses it), for a clause that asks nothing."""
    free, stands = free_characters(clause), bool(there & set("YXA"))
    return [
        ("stance alone", free == 0 and stands and (not aside or bool(there & set("TV")))),
        ("option alone", free == 0 and bool(there & set("OD")) and not aside),
        ("stance on the matter", free <= 2 and stands and "T" in there),
        ("praise of the matter", free <= 1 and "W" in there and bool(there & set("Tt")) and not aside),
        ("against the matter", free <= 1 and {"Z", "T"} <= there and not aside),
        ("speaker stands", not aside and _SPEAKER_STANDS.search(clause) is not None),
        ("that one", "P" in there and bool(present & set("ODT"))),
        ("beside the matter", _BESIDE.search(clause) is not None),
        ("cast", _CAST.search(clause) is not None),
    ]


_SPEAKER_STANDS = re.compile("I.?[YXA](?:的|了|哈|啊|吧|哦|咯)*$")
_BESIDE = re.compile(r"[YXA].?T|T.{0,4}[YXA]")
_CAST = re.compile(r"V.{0,3}[YXAOD]|[YXAOD].{0,2}V|C.{0,2}[OD]|[OD].{0,2}C")


def free_characters(clause: str) -> int:
    """How many characters of the clause are neither a slot nor a filler."""
    return sum(1 for c in clause if c not in _SLOT and c not in FILLER)


# characters that `_grams` keeps as they are, like slots
_KEPT = frozenset("不是了就的这那给和跟吧嘛把你您他她们被谁几吗能会说让经过")


def _add_clause(found: dict[str, float], clause: str, place: int, count: int) -> None:
    """Add to `found` the features of a clause, mainly how much free text it has. `place`: its number, from 0, of `count`.

    Nothing for one without an option, a stance, approval or refusal.
    """
    bare = clause.replace(" ", "")
    letters = {letter for letter in bare if letter in _SLOT}
    free = free_characters(bare)
    kind = "".join(next((one for one in among if one in letters), "") for among in ("OD", "YXAZW"))
    if not kind:
        return
    much = 0 if free == 0 else 1 if free <= 2 else 2 if free <= 5 else 3
    asked = ASKING.search(bare) is not None
    found[f"clause {kind} {much}"] = 1.0
    found[f"clause {kind} {'asked' if asked else 'said'}"] = 1.0
    context = (
        "V" if "V" in letters else "C" if "C" in letters else "T" if "T" in letters else "I" if "I" in letters else "-"
    )
    found[f"clause {kind} {context} {much}"] = 1.0
    if place == 0:
        found[f"first {kind} {much}"] = 1.0
    if place == count - 1:
        found[f"last {kind} {much}"] = 1.0
    if count == 1:
        found[f"only {kind} {much}"] = 1.0
