"""Read in a text a wish not to be named, and the number that its sender calls their own; with the word lists of `data/lexicon/`."""

from __future__ import annotations

import re
from functools import lru_cache

from portal.cases.reading import anonymity, lexicon, whose_number
from portal.cases.reading.of_reporters import lifted_wishes
from portal.kernel.phones import in_digits

_LONGEST_BESIDE = 300  # characters; a longer message is a report of its own, not an answer with a wish beside it
_NON_DIGIT = re.compile(r"\D")  # everything else is dropped, to compare numbers by their digits


@lru_cache(maxsize=1)
def wish_lists() -> anonymity.Lists:
    """The lists with which wishes not to be named are read, compiled once."""
    return anonymity.Lists.of(lexicon.lists("unnamed"))


def wishes_not_to_be_named(text: str) -> bool:
    """Whether the text holds a wish not to be named, if only to some (别让物业知道是我), or a fear of it (房东知道会赶我走)."""
    return anonymity.has_wish(lexicon.simplified(text), wish_lists())


def may_be_named(text: str) -> bool:
    """Whether the text lets handlers know of its sender (不用保密了), and holds no wish not to be named; the bot asks before anything is lifted."""
    return lifted_wishes.may_be_named(lexicon.simplified(text)) and not wishes_not_to_be_named(text)


def split_wish(text: str) -> tuple[str, str] | None:
    """(the words that ask not to be named, the rest, which may be "") of a short message; None if it does not ask, or is long."""
    if len(text) > _LONGEST_BESIDE or not wishes_not_to_be_named(text):
        return None
    return anonymity.split_wish_from_matter(text, lexicon.simplified(text), wish_lists())


def split_wish_across(before: str, text: str) -> tuple[str, str] | None:
    """(the wish, what else both messages say) if `text` completes a wish that `before` began (不要让物业, then 知道是我); else None."""
    if len(before) + len(text) > _LONGEST_BESIDE or not anonymity.begins_a_wish(
        lexicon.simplified(before), wish_lists()
    ):
        return None
    both = f"{before}\n{text}"
    wish, rest = anonymity.split_wishes(both, lexicon.simplified(both), wish_lists())
    return (wish.replace("\n", ""), rest) if "\n" in wish else None


def own_number(text: str, *, only_plainly: bool) -> str:
    """The mobile number that the text leaves as its sender's own, by the rules of `whose_number`; "" if none.

    `only_plainly`: a number that merely stands alone does not count, but one beside a wish not to be named does.
    """
    plain = in_digits(lexicon.simplified(text))
    found = whose_number.own_number_in(plain, only_plainly=only_plainly)
    return found or _number_beside_a_wish(plain)


def is_own_number(text: str, number: str) -> bool:
    """Whether the text calls the number the sender's own, or does not hold it (then it was an answer), or it has no digits.

    A number beside a wish not to be named counts as their own, too.
    """
    plain = in_digits(lexicon.simplified(text))
    if whose_number.is_own(plain, number):
        return True
    number_given = _number_beside_a_wish(plain)
    return number_given != "" and _NON_DIGIT.sub("", number_given) == _NON_DIGIT.sub("", number)


def _number_beside_a_wish(plain: str) -> str:
    """The sender's own number beside a wish not to be named, in a text simplified and in digits; "" if none."""
    return whose_number.number_beside_a_wish(anonymity.clauses(plain, wish_lists()))


def without_wishes(text: str) -> str:
    """The text without the clauses that ask not to be named."""
    if not wishes_not_to_be_named(text):
        return text
    return anonymity.without_wishes(text, lexicon.simplified(text), wish_lists())


def matter_beside_wishes(text: str) -> str:
    """What the text reports, simplified: without the wishes not to be named, which may share a clause with the matter."""
    said = lexicon.simplified(text)
    return anonymity.matter_beside_wishes(said, wish_lists()) if wishes_not_to_be_named(text) else said
