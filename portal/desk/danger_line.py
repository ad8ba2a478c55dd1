"""The line of a danger that staff read on a form: the number to call and what to do, by the scene that the words tell of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.http.current import parts
from portal.wording import templates

_UNNAMED = "help"  # whose scenes (an open manhole) may be in a danger that the bot gives no name
_SUICIDE = "self_harm"  # code of the danger that goes before what else was read in the words
_TO_A_SENDER = re.compile("您的话收到了[^\\n]*")  # the end of an alarm's text, which is for whoever wrote to us
_EMERGENCY_NUMBER = re.compile(r"1(?:10|19|20)(?!\d)")


@dataclass(frozen=True)
class DangerLine:
    """The `words` to say, and the `number` to call: the first one in them, else 110."""

    number: str
    words: str


def danger_line(text: str, *, plain: str, read: str = "") -> DangerLine:
    """The line for these words. `plain`, `read`: the danger by plain words and by the bot's reading, "" for none."""
    words = templates.render(parts().settings.community, _advice(text, plain, read), {"sign": ""})
    words = _TO_A_SENDER.sub("", words.removeprefix("【】"))
    number = _EMERGENCY_NUMBER.search(words)
    return DangerLine(number.group() if number else "110", words)


def _advice(text: str, plain: str, read: str) -> str:
    """The template: of the scene, so that whoever is with somebody in danger hears what to do for them, or of the danger."""
    code = plain if plain == _SUICIDE else read or plain
    names = [parts().advice_on(code or _UNNAMED, text), f"utter_danger_{code}", f"alarm_{code}"]
    return next((one for one in names if one and templates.is_template(one)), "utter_danger_other")
