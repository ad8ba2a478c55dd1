"""Reads whether a clerk's reason why words of danger are no emergency says anything that the words themselves do not. Pure."""

from __future__ import annotations

import re
from datetime import date

from portal.cases.reading import shingles
from portal.cases.reading.staff_words.contact_claims import How, claimed_contacts

_FEWEST_NEW = 4  # characters of a reason that stand in no pair of the words
_FEWEST_NEW_BESIDE_DANGER = 8  # the same, of a reason that names the danger itself


def says_more(reason: str, told: str, *, names_danger: bool) -> bool:
    """Whether the reason is more than the told words over again, in whatever order. `names_danger`: plain words of danger stand in it."""
    said, known = shingles.plain(reason).text, shingles.plain(told).text
    pairs = {known[at : at + 2] for at in range(len(known) - 1)}
    covered = {at + step for at in range(len(said) - 1) if said[at : at + 2] in pairs for step in (0, 1)}
    return len(said) - len(covered) >= (_FEWEST_NEW_BESIDE_DANGER if names_danger else _FEWEST_NEW)


# who else may have told by telephone that there is no danger
_OTHERS_TELL = re.compile(
    r"1(?:10|19|20|2355|2356)|民警|警察|派出所|消防|急救|医院|医生|家属|家人|家里人|邻居|隔壁|物业|保安|网格员|楼栋?长|燃气|供电|师傅|学校|老师|门岗"
)


def calls_the_reporter(reason: str, written: date) -> bool:
    """Whether the reason claims a call to the reporter, and names nobody else who may have told."""
    claims = claimed_contacts(reason, written)
    return any(one.how in (How.PHONE, How.MISSED) for one in claims) and not _OTHERS_TELL.search(reason)
