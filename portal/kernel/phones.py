"""Mobile numbers: as E.164, and as people write them (一三六…, 幺三八 零零零零 …, 1 3 8 …) in one normal form."""

from __future__ import annotations

import re

import phonenumbers

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


_SPOKEN = str.maketrans(
    "〇零一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖０１２３４５６７８９", "00111222334455667788990123456789"
)
_DIGIT = "[0-9０-９〇零一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖]"
_GAP = "[-－—_·.,，、 　]"
_WRITTEN = re.compile(rf"(?<!{_DIGIT})(?<!{_DIGIT}-){_DIGIT}(?:{_GAP}?{_DIGIT}){{10}}(?!{_GAP}?{_DIGIT})")


def in_digits(text: str) -> str:
    """The text with each mobile number of mainland China as its eleven digits; all else, and its marks, as it stands."""
    return _WRITTEN.sub(_digits_of, text)


def _digits_of(written: re.Match[str]) -> str:
    digits = re.sub(_GAP, "", written.group()).translate(_SPOKEN)
    return digits if mobile(digits) else written.group()
