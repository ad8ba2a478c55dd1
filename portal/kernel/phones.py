"""Mobile numbers as E.164, and the many ways in which people write them (一三六…, 幺三八 零零零零 …, 1 3 8 …).

Also the one way to find the numbers of persons in a text: `persons_numbers`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import phonenumbers

# types that count as mobile numbers
MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile(phone: str) -> str | None:
    """A mobile number as E.164 (without a country code: of mainland China); None if it is not a mobile number."""
    try:
        number = phonenumbers.parse(phone.strip()[:30], "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in MOBILE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_SPOKEN = str.maketrans(  # a digit's other spellings → the digit
    "〇零一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖０１２３４５６７８９", "00111222334455667788990123456789"
)
_DIGIT = "[0-9０-９〇零一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖]"
_GAP = "[-－—_·.,，、 　]"  # may stand between two digits of a number
# eleven digits, however spelt, and no more
_WRITTEN = re.compile(rf"(?<!{_DIGIT})(?<!{_DIGIT}-){_DIGIT}(?:{_GAP}?{_DIGIT}){{10}}(?!{_GAP}?{_DIGIT})")


def in_digits(text: str) -> str:
    """The text with each mainland mobile number of eleven digits, however spelt, as 13812345678; else unchanged."""
    return _WRITTEN.sub(_digits_of, text)


_CALLED = re.compile(r"(?:\+|00)?\(?[0-9][0-9 ()-]{5,19}(?:(?:转|分机|,|#|x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)
_BEGINS_AS_MOBILE = re.compile(
    r"(?:\+?86[ -]?)?1"
)  # no landline does: area codes begin with 0, local numbers with 2 to 8


def could_be_called(text: str) -> bool:
    """Whether the text is one telephone number, however its digits are spelt: a complete mobile number, or any other of FEWEST_DIGITS or more.

    A landline may have its area code and an extension.
    """
    written = unicodedata.normalize("NFKC", in_digits(text)).translate(_SPOKEN).strip()
    if not _CALLED.fullmatch(written) or len(re.sub(r"\D", "", written)) < FEWEST_DIGITS:
        return False
    return not _BEGINS_AS_MOBILE.match(written) or mobile(written) is not None


def _digits_of(written: re.Match[str]) -> str:
    digits = re.sub(_GAP, "", written.group()).translate(_SPOKEN)
    return digits if mobile(digits) else written.group()


FEWEST_DIGITS = 7  # of a number; fewer are a house, a day or a count
_LIKE_A_MOBILE = re.compile(r"(?:00)?(?:86)?1[3-9]\d{9}")  # before it is parsed, which takes long
_MOST_DIGITS = 15  # of a mobile number that begins with 0086
_GAP_OR_LINE = rf"[{_GAP[1:-1]}\s]"  # or a line end
_GAPS = rf"{_GAP_OR_LINE}{{0,3}}"
# digits in a row that hold one number or several
_RUN = re.compile(rf"{_DIGIT}(?:{_GAPS}{_DIGIT}){{{FEWEST_DIGITS - 1},}}")
_BETWEEN_DIGITS = re.compile(rf"{_GAP_OR_LINE}+")
_BETWEEN_NUMBERS = re.compile("[,，、;；]")
_SPELLINGS_OF = {  # digit → the characters that may stand for it
    digit: digit + "".join(chr(way) for way, means in _SPOKEN.items() if means == ord(digit)) for digit in "0123456789"
}


def spellings(text: str) -> list[re.Pattern[str]]:
    """For each phone number in the text, mobile or not, a pattern that matches all its spellings.

    The text may spell a number in any of these ways, too, among other words. Fewer than seven digits are no number.
    """
    found = (digits for part in (text, *_BETWEEN_NUMBERS.split(text)) for digits in _numbers_in(part))
    return [re.compile(_GAPS.join(f"[{_SPELLINGS_OF[digit]}]" for digit in digits)) for digits in dict.fromkeys(found)]


def _numbers_in(written: str) -> Iterator[str]:
    """The digits of each number; of one that is no mobile number also its groups that are long enough to be numbers."""
    for run in _RUN.finditer(written):
        groups = _BETWEEN_DIGITS.sub(" ", run.group()).translate(_SPOKEN).split()
        for start, end, digits in numbers_of(groups):
            parts = () if _mainland_mobile(digits) else groups[start:end]
            yield from (digits, *(one for one in parts if len(one) >= FEWEST_DIGITS))


def numbers_of(groups: Sequence[str]) -> list[tuple[int, int, str]]:
    """The numbers that neighbouring groups of digits make, in order: (index of the first group, index after the last, digits).

    Mobile numbers of mainland China are taken first, without the country code; what is left between two of them is joined
    and is a number if it has at least FEWEST_DIGITS.
    """
    found: list[tuple[int, int, str]] = []
    start = last = 0
    while start < len(groups):
        end, national = _mobile_from(groups, start)
        if national:
            found += [*_left_over(groups, last, start), (start, end, national)]
            last = end
        start = end
    return [*found, *_left_over(groups, last, len(groups))]


def _mobile_from(groups: Sequence[str], start: int) -> tuple[int, str]:
    """(the group after it, its digits) of the mobile number that begins with this group; (the next group, "") if none does."""
    for end in range(start + 1, min(len(groups), start + _MOST_DIGITS) + 1):
        national = _mainland_mobile("".join(groups[start:end]))
        if national:
            return end, national
    return start + 1, ""


def _left_over(groups: Sequence[str], start: int, end: int) -> list[tuple[int, int, str]]:
    joined = "".join(groups[start:end])
    return [(start, end, joined)] if len(joined) >= FEWEST_DIGITS else []


def _mainland_mobile(digits: str) -> str:
    """The eleven digits of a mobile number of mainland China, with or without its country code; "" if it is none."""
    found = (mobile(digits) if _LIKE_A_MOBILE.fullmatch(digits) else None) or ""
    return found.removeprefix("+86") if found.startswith("+86") else ""


_HIDDEN = "()（）\u200b\u200c\u200d\u2060\ufeff"  # brackets and marks of no width between digits, as good as gaps
_APART = rf"(?:{_GAP_OR_LINE}|[{_HIDDEN}]){{0,4}}"
_SCRIPTS = (
    _DIGIT,
    "[0-9０-９]",
    "[〇零一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖]",
)  # mixed; each alone: 周一13812345678
_RUNS = tuple(re.compile(rf"{digit}(?:{_APART}{digit}){{{FEWEST_DIGITS - 1},}}") for digit in _SCRIPTS)
_GROUPS = tuple(re.compile(rf"{digit}+") for digit in _SCRIPTS)
# an identity number: region, day of birth, order, check character
_IDENTITY = re.compile(rf"(?<!{_DIGIT})(?:{_DIGIT}{_APART}){{17}}(?:{_DIGIT}|[XxＸｘ])(?!{_DIGIT})")
_BORN = re.compile(r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def persons_numbers(text: str) -> list[tuple[int, int, str]]:
    """The mobile numbers of mainland China and the identity numbers in a text, in order: (begin, end, digits).

    Their digits may be spelt in any way, with gaps of up to four characters. The last digit of an identity number may be X.
    """
    found = [(*one.span(), one.group()) for one in _IDENTITY.finditer(text)]
    people = [(begin, end, digits) for begin, end, written in found if _BORN.match(digits := _plain(written))]
    for run, group in zip(_RUNS, _GROUPS, strict=True):
        for one in run.finditer(text):
            groups = [(part.start(), part.end()) for part in group.finditer(text, one.start(), one.end())]
            for first, after, digits in numbers_of([_plain(text[begin:end]) for begin, end in groups]):
                span = (groups[first][0], groups[after - 1][1])
                if _mainland_mobile(digits) and not any(begin < span[1] and span[0] < end for begin, end, _ in people):
                    people.append((*span, digits))
    return sorted(people)


def holds_a_persons_number(text: str, published: frozenset[str] = frozenset()) -> bool:
    """Whether the text holds one of `persons_numbers` other than the `published` ones (digits alone)."""
    return any(digits not in published for _begin, _end, digits in persons_numbers(text))


def _plain(written: str) -> str:
    """The digits, and X, of what is written."""
    return re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", written).translate(_SPOKEN).upper())
