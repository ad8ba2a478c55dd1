"""Whether a message is kept without a word, since whoever strikes its sender at home reads the telephone that an answer would come to."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.reading.of_reporters.no_answer import wants_no_answer
from portal.channels.channel import CHANNELS
from portal.channels.models import InboxMessage
from portal.channels.text.keywords import Keyword, keyword
from portal.residents.models import ContactPoint

_READ_BACK = 50  # how many of the sender's messages are read for the wish


def is_wanted(s: Session, point: ContactPoint, row: InboxMessage) -> bool:
    """Whether its sender told of danger at home (`no_push`), and wished in this message or an earlier one that nothing is sent back (别回短信), and has not said 恢复 since.

    Not in the web chat, whose page shows an answer only to whoever opens it.
    """
    if CHANNELS[point.channel].sends_by is None or not point.no_push:
        return False
    said = sa.select(InboxMessage.text).where(InboxMessage.contact_point_id == point.id, InboxMessage.id <= row.id)
    for text in s.scalars(said.order_by(InboxMessage.id.desc()).limit(_READ_BACK)):
        if keyword(text) == Keyword.OPT_IN:
            return False
        if wants_no_answer(text):
            return True
    return False
