"""What an app tells whoever reports a danger through it: the first line that the chat would say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from portal.backends.mapping import georeport
from portal.backends.mapping.georeport import ReadableCase
from portal.cases.rules import taxonomy
from portal.wording import templates

_UNNAMED = "utter_danger_other"  # its line names all three numbers


def advice(community: Path, danger: str) -> str:
    """The number to call and what to do, by the danger's code; "" without a danger. `community`: `Settings.community`."""
    if not danger:
        return ""
    known = f"utter_danger_{danger}"
    return templates.render(community, known if templates.is_template(known) else _UNNAMED)


def notice(community: Path, danger: str, number: str) -> str:
    """What is answered to a report with this case number: that staff look at it, or first the advice about its danger."""
    if not danger:
        return str(_("已收到，编号 %(number)s。工作人员看过再派人办。", number=number))
    return advice(community, danger) + str(_("已按险情登记，编号 %(number)s。", number=number))


def records(community: Path, found: Iterable[ReadableCase]) -> list[dict[str, Any]]:
    """The cases as records of GET requests, those with a danger with what to do first."""
    return [georeport.request(one, taxonomy.path(one.category), advice(community, one.danger)) for one in found]
