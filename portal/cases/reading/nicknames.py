"""What people may call a staff member: 受理员小叶 is 小叶, 叶姐, 叶姑娘, 姓叶的; 周大勇 is 老周, 周师傅, 大勇哥. Pure.

The words around a surname are in `data/lexicon/conduct.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from portal.cases.reading.introductions import SURNAMES

_ALSO_A_WORD = frozenset("于向从和对与")  # surnames that stand before other words: 由于某事, 向老师反映
_ALSO_OF_RESIDENTS = re.compile("师傅|老师|医生|大姐|[男女]同志")  # posts by which residents are called, too
_DOUBLE_SURNAME = re.compile("欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|端木")
_CALLED = "姓"  # 姓叶的
_PERSONAL = 3  # characters, at most, of a person's name, whose first is the surname


def of(name: str, lists: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The nicknames of a name in simplified Chinese without spaces, the full name among them where a post stands before it (受理员叶小红).

    None if it does not look like a person's (市政值班), nor with a surname of two characters (欧阳修).

    `lists`: those of conduct.csv.
    """
    core, before, after = _without_post(name, lists), tuple(lists["nick_before"]), tuple(lists["nick_after"])
    called = _surname_of_nickname(core, before, after)
    surname = called or (core[0] if 2 <= len(core) <= _PERSONAL and core[0] in SURNAMES else "")
    if not surname:
        return frozenset()
    found = {f"{one}{surname}" for one in (*before, _CALLED)} | {f"{_CALLED}{surname}的"}
    if surname not in _ALSO_A_WORD:
        found |= {f"{surname}{one}" for one in after}
    if not called and len(core) == _PERSONAL:
        found |= {f"{one}{core[-1]}" for one in before} | {f"{core[-1]}{one}" for one in after if len(one) == 1}
        found |= {f"{core[1:]}{one}" for one in after}
    found -= set(lists["not_nick"])
    return frozenset((found | {core} if called or core != name else found) - {name})


def of_resident(name: str, lists: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """What a resident of whom this name is known may be called: 周 is 周阿姨, 小周, 姓周的; 周桂兰 is 桂兰阿姨, too.

    `name`: simplified, perhaps the surname alone or with a title (周女士); what does not look like a person's gives nothing. Posts
    (周主任) are no titles of a resident. `lists`: those of conduct.csv.
    """
    before, posts = tuple(lists["nick_before"]), frozenset(lists["staff"])
    titles = tuple(one for one in lists["nick_after"] if one not in posts or _ALSO_OF_RESIDENTS.fullmatch(one))
    double = _DOUBLE_SURNAME.match(name)
    first = _surname_of_nickname(name, before, titles) or (name[:1] if len(name) <= _PERSONAL else "")
    surname = double.group() if double else first
    if not surname or not (double or surname in SURNAMES) or len(name) > len(surname) + _PERSONAL:
        return frozenset()
    found = {f"{one}{surname}" for one in (*before, _CALLED)}
    if surname not in _ALSO_A_WORD:
        found |= {f"{surname}{one}" for one in titles}
    given = name.removeprefix(surname)
    if len(given) == 2 and given not in titles:
        found |= {f"{given}{one}" for one in titles}
    return frozenset(found - set(lists["not_nick"]))


def _without_post(name: str, lists: Mapping[str, Iterable[str]]) -> str:
    """The name without the post that the account writes before it (受理员小叶)."""
    posts = sorted((*lists["staff"], *lists["office"]), key=len, reverse=True)
    post = next((one for one in posts if name.startswith(one) and len(name) >= len(one) + 2), "")
    return name.removeprefix(post)


def _surname_of_nickname(core: str, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """The surname in a name that is itself a nickname; "" if it is not."""
    if len(core) == 2 and core.startswith(before):
        return core[1]
    return core[0] if core[1:] in after else ""
