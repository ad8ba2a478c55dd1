"""What is known of a report or a case, and what a message changes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Known:
    """What an open report or a case says so far: the sender's words, and the code of its kind; "" where it says nothing."""

    place: str = ""
    time: str = ""
    contact: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Changes:
    """The new values of the fields that a message changes; None where it changes nothing, "" where it deletes.

    `kind`: a code. `room`: the room number that is to be left out of all words; "" for every room that was said.
    """

    place: str | None = None
    time: str | None = None
    contact: str | None = None
    kind: str | None = None
    room: str | None = None

    def __bool__(self) -> bool:
        """Whether any field changes, be it that it is deleted."""
        return any(getattr(self, one.name) is not None for one in fields(self))

    def as_dict(self) -> dict[str, str]:
        """The changed fields with their new values; "" as above."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}
