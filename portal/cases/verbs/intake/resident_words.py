"""Clean words about a case before they are stored; refuse a sender's words if they hold a choice in an open secret vote.

Also put the ids of photos into event data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.records.actors import Who
from portal.cases.rules.form_text import MAX_TEXT, checked_photo_ids, clean_text
from portal.cases.rules.lifecycle import Actor
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts
from portal.wording import templates


def photo_facts(photos: Sequence[str], before: Sequence[str] = ()) -> dict[str, Any]:
    """Photos, by their ids, as event data, and how many of them, the first, show what was `before` the work; {} without any.

    Raises Invalid (`checked_photo_ids`).
    """
    kept = checked_photo_ids([*before, *photos])
    facts: dict[str, Any] = {"photos": kept} if kept else {}
    return facts | ({"before": len(set(before))} if before else {})


_READ = "read for choices"  # key in `Session.info`: {text: whether it holds a choice}
_BARE = 8  # characters, at most, of a bare choice; to longer words, which may say more, the refusal is worded otherwise


@contextmanager
def transaction_for_words(parts: Parts, text: str) -> Iterator[Session]:
    """Open a write transaction for a sender's words, after reading them for a ballot choice in a read transaction.

    `refuse_ballot_choice` finds the answer in `s.info`, so that the reading does not prolong the write transaction.
    """
    known: dict[str, bool] = {}
    with suppress(Invalid), parts.db.read() as s:  # too long: the verb will raise it again
        said = clean_text(text, MAX_TEXT)
        known[said] = parts.names_a_choice(s, said)
    with parts.db.write() as s:
        s.info[_READ] = known
        yield s


def refuse_ballot_choice(s: Session, parts: Parts, text: str) -> None:
    """Raise Invalid if a sender's words hold a choice in an open secret vote, so that nothing of it is stored."""
    said, known = clean_text(text, MAX_TEXT), s.info.get(_READ, {})
    if known[said] if said in known else parts.names_a_choice(s, said):
        template = "not_a_vote_and_more" if len(said) > _BARE else "not_a_vote"
        raise Invalid(templates.render(parts.settings.community, template))


def storable_words(s: Session, parts: Parts, who: Who, text: str, *, needed: str = "") -> str:
    """The words as they may be stored, cleaned; `needed`: the Chinese name of the field, if it must not be empty.

    Raises Invalid, also if they are the reporter's and hold a ballot choice.
    """
    if who.actor is Actor.RESIDENT:
        refuse_ballot_choice(s, parts, text)
    return clean_text(text, MAX_TEXT, needed=needed)
