"""Turns an answer into registered texts, for a provider that sends nothing else (data/sms_templates.csv).

The texts of the rooms and the gateway are registered themselves. A message of the bot uses the template named like its
response. A message without a template, or that does not fit it, is replaced by a text (ELSEWHERE) with a number to call
and the way to the website's chat, at most once per answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal.channels.bot_client import Outgoing
from portal.storage.parts import Parts
from portal.wording import templates

ELSEWHERE = "answer_elsewhere"  # this and the next two: ids of templates
STAFF_REPLY = "staff_reply"
CHOICE_CUT = "choice_not_counted"
MOST = 3  # SMS for one answer, besides CHOICE_CUT
LONGEST = 35  # characters that a parameter may have


def letters(parts: Parts, said: Sequence[Outgoing]) -> list[tuple[str, str]]:
    """(template id, text) of each SMS: the first MOST, so that danger, which the bot says first, is kept; then CHOICE_CUT."""
    found: list[tuple[str, str]] = []
    for one in said:
        written = _written(parts, one)
        if written[0] != ELSEWHERE or all(template != ELSEWHERE for template, _ in found):
            found.append(written)
    others = [one for one in found if one[0] != CHOICE_CUT]
    return [*others[:MOST], *(one for one in found if one[0] == CHOICE_CUT)]


def _written(parts: Parts, said: Outgoing) -> tuple[str, str]:
    """(template id, text) of one message: of its own template or, if none gives it, of ELSEWHERE."""
    of_the_bot = said.response.startswith("utter_")
    if not of_the_bot and templates.match_text(said.response, said.text):
        return said.response, said.text
    params = {name: _short(value) for name, value in said.params.items()}
    params |= {f"choice{number}": title for number, (title, _) in enumerate(said.buttons, start=1)}
    if of_the_bot and templates.is_template(said.response) and _offers_the_same(said):
        try:
            return said.response, templates.render(parts.settings.community, said.response, params)
        except templates.TextTemplateError:  # a parameter is missing
            pass
    return ELSEWHERE, templates.render(parts.settings.community, ELSEWHERE)


def _offers_the_same(said: Outgoing) -> bool:
    """Whether the template has as many choices as the message offers, or none at all."""
    named = {name for name in templates.template(said.response).parameters if name.startswith("choice")}
    return not named or len(named) == len(said.buttons)


def _short(value: object) -> str:
    """The value on one line, of at most LONGEST characters, without the punctuation that the template itself adds."""
    text = "，".join(line.strip() for line in str(value).splitlines() if line.strip()).rstrip("。.，")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def cut_to_fit(words: str) -> list[str]:
    """A clerk's text, cut into strings that each fit one parameter (LONGEST)."""
    flat = "，".join(line.strip() for line in words.splitlines() if line.strip())
    return [flat[start : start + LONGEST] for start in range(0, len(flat), LONGEST)]
