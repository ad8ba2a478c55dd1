"""How somebody wants pages shown: big type, contrast, language; and the desk's keys. One cookie, read on the server."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import has_request_context, request
from werkzeug import Response

COOKIE = "linli_look"
YEAR = 365 * 24 * 3600  # seconds
LANGUAGES = {"zh": ("zh_Hans_CN", "zh-CN"), "en": ("en", "en")}  # code → (Babel's locale, <html lang>)


@dataclass(frozen=True)
class Look:
    """How pages are shown, and whether single keys act on the desk's pages (`keys`; WCAG 2.1.4 wants a way to disable it).

    `language`: a key of LANGUAGES.
    """

    big: bool = False
    contrast: bool = False
    language: str = "zh"
    keys: bool = True

    @property
    def html_class(self) -> str:
        """The value of <html class>."""
        return " ".join(name for name in ("big", "contrast") if getattr(self, name))

    @property
    def html_lang(self) -> str:
        """The value of <html lang>."""
        return LANGUAGES[self.language][1]

    def changed(self, wishes: dict[str, str]) -> Look:
        """This look changed by form fields `big`, `contrast`, `keys` ("0" or "1") and `lang` ("zh" or "en"); ignores others."""
        look = self
        if wishes.get("big") in ("0", "1"):
            look = replace(look, big=wishes["big"] == "1")
        if wishes.get("contrast") in ("0", "1"):
            look = replace(look, contrast=wishes["contrast"] == "1")
        if wishes.get("keys") in ("0", "1"):
            look = replace(look, keys=wishes["keys"] == "1")
        if wishes.get("lang") in LANGUAGES:
            look = replace(look, language=wishes["lang"])
        return look

    def as_cookie(self) -> str:
        """The cookie's value: big, contrast ("0" or "1" each), the language code, and "-" if keys are switched off."""
        return f"{int(self.big)}{int(self.contrast)}{self.language}{'' if self.keys else '-'}"


def look_from(cookie: str) -> Look:
    """Read the cookie's value; a value that is not ours gives the default look."""
    if len(cookie) not in (4, 5) or cookie[2:4] not in LANGUAGES:
        return Look()
    return Look(big=cookie[0] == "1", contrast=cookie[1] == "1", language=cookie[2:4], keys=cookie[4:] != "-")


def current_look() -> Look:
    """The look of this request's cookie; the default outside a request."""
    return look_from(request.cookies.get(COOKIE, "")) if has_request_context() else Look()


def current_locale() -> str:
    """Babel's locale for the current look."""
    return LANGUAGES[current_look().language][0]


def store_look(response: Response, look: Look, *, secure: bool) -> None:
    """Store the look in the response's cookie for a year."""
    response.set_cookie(COOKIE, look.as_cookie(), max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
