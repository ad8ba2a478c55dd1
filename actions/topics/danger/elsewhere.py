"""How help is called where the community's people do not reach: another town."""

from __future__ import annotations

import json
import os
from pathlib import Path

from actions.conversation.say import Say
from actions.conversation.turn import Turn
from actions.interpreting import scenes
from actions.interpreting.aid.elsewhere import is_elsewhere

_SHIPPED = Path(__file__).resolve().parents[3] / "data" / "community"


def help_elsewhere(script: str, turn: Turn) -> tuple[Say, ...]:
    """How the message's danger is told to the help of another town, if it is there; else ()."""
    if not is_elsewhere(turn.text, _own_city()):
        return ()
    return (Say("utter_help_elsewhere", {"number": scenes.number_to_call(script)}),)


def _own_city() -> str:
    """The city of the community (`community.json`), as 杭州市; "" if its file does not say. The file is read anew for each emergency: the portal may have written another."""
    file = Path(os.environ.get("LINLI_COMMUNITY") or _SHIPPED) / "community.json"
    try:
        return str(json.loads(file.read_text(encoding="utf-8")).get("city") or "")
    except (OSError, ValueError):
        return ""
