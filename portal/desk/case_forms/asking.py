"""What whoever sends a form is asked about once, and sends nevertheless: only what they were told, not what is found since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.kernel.errors import Invalid


class Untold(Invalid):
    """Whoever sent the form has not been told this yet (422): told, they may send it nevertheless."""


def refuse_untold(form: Mapping[str, str], tick: str, problems: Iterable[str]) -> None:
    """Raise Untold with these problems ("" is none) unless the form's box `tick` is ticked, and `asked` holds each: the page told them.

    All are told at once, so that whoever ticks has read of every one.
    """
    found = [one for one in problems if one]
    told = _bare(form.get("asked", "")) if form.get(tick) == "1" else ""
    if any(_bare(one) not in told for one in found):
        raise Untold("".join(found))


def _bare(text: str) -> str:
    """The text without blanks and line ends, which a browser sends otherwise than it got them."""
    return "".join(text.split())
