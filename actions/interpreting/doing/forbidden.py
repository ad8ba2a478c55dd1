"""Name what the sender of a message means or asks to do that must not be done in the danger told of (data/danger_acts.csv). Pure, but for its file.

The advice of each script says in general what not to do; whoever means to do one such act hears first of all that very one
(坐电梯下去可以吗 in a fire, 用手拉他 at an electric shock). A wrong warning may cost a life (to hold back whoever opens the door to
the police, or drags somebody out of a burning car), and the advice alone never does: so an act is named only if the whole
message, in one clause, is known to be the sender's own plan or question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from actions.interpreting import short_answers as short
from actions.interpreting.situations.scene_rows import any_of
from actions.tables import read_table

FILE = Path(__file__).resolve().parents[3] / "data" / "danger_acts.csv"
_HEADER = ["act", "of", "words", "unless"]
_LONGEST = 40  # characters; a longer message tells more than an act
_ASKS_WHETHER = re.compile("要不要|能不能|可不可以|该不该|敢不敢|需不需要|用不用")  # asks, and refuses nothing
_ALL_RIGHT = re.compile("(?:行不行|好不好|可以不可以)(?=[啊呀？?。]*$)")
_SOMEBODY = re.compile("(?:[他她它人]|老人|孩子|小孩|病人|伤员|伤者|[爷奶爸妈]{1,2}|老公|老婆|老伴|儿子|女儿)")
_BEFORE = re.compile(  # all that may stand before the act: the sender as who acts, that it is meant or asked, to whom it is done
    rf"(?:请问|那么?|现在|然后|是不是|我们?|俺们?|咱们?|自己|先|再|就|直接|赶紧|赶快|马上|去|来|上|想|要|准备|打算|正?在|可以|能|该|应该|得|用|往|到|从|(?:[给把帮]|帮忙?把)我?{_SOMEBODY.pattern})*"
)
_AFTER = re.compile(r"[^，,。！!？?；;：:\s没不别勿未被]{0,8}[啊呀。！!？?~]*")
_ENDS_DONE = re.compile(r"了[啊呀。！!~]{0,40}$")
_BY_ADVICE = re.compile(  # helpers are there or told them to: what they say goes before what we say
    "警|公安|派出所|消防|医|大夫|护士|急救|救护|救援|救生|11[09]|12[02]|客服|物业|保安|师傅|专业|[让叫教]|要我|喊我|说|听"
)


class ActError(ValueError):
    """A line of the file cannot be read; the message names it."""


@dataclass(frozen=True)
class Act:
    """What must not be done, in words that follow 先别; in which scripts of advice (`scenes`); the words that name it; words of a
    message in which it may be right after all."""

    act: str
    scripts: frozenset[str]
    words: re.Pattern[str]
    unless: re.Pattern[str]


def load(path: Path = FILE) -> tuple[Act, ...]:
    """Read the file; an act further up goes before those below. Raises ActError with the number of the bad line."""
    rows = read_table(path, _HEADER, ActError, filled=3)
    return tuple(Act(act, frozenset(of.split()), any_of(words), any_of(unless)) for (act, of, words, unless), _ in rows)


@lru_cache(maxsize=1)
def acts() -> tuple[Act, ...]:
    """The shipped acts."""
    return load()


def forbidden_act(text: str, script: str) -> str:
    """What the sender means or asks to do though it must not be done where this script of advice was given; "" if nothing.

    "" also for what others do (他要开门), what helpers told them to do (120让我催吐), what is refused, done or told beside
    anything else (他没呼吸了，要抱他吗), and where a word of the message makes the act right (`Act.unless`).
    """
    said = _ALL_RIGHT.sub("行", _ASKS_WHETHER.sub("能", short.in_standard_words(text.strip())))
    if len(said) > _LONGEST or _BY_ADVICE.search(said):
        return ""
    for one in acts():
        if script in one.scripts and not one.unless.search(said) and _is_all_of(said, one.words):
            return one.act
    return ""


def _is_all_of(said: str, words: re.Pattern[str]) -> bool:
    """Whether a text is the act that these words name, with nothing before it but who acts, on whom, and that it is meant or asked.

    Up to eight characters without a mark, 不 or 没 may follow (坐电梯下去买菜).
    """
    return any(
        _BEFORE.fullmatch(said, 0, met.start())
        and _AFTER.fullmatch(said, met.end())
        and not _ENDS_DONE.search(said, met.end())
        for met in words.finditer(said)
    )
