"""Mobile numbers as E.164."""

from __future__ import annotations

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
