"""What a case's page shows of the claims that its reporter was phoned or visited."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import contact_claims
from portal.cases.records.actors import Who
from portal.http.current import parts


def of_case(s: Session, case: Case, who: Who) -> list[tuple[datetime, str, str, contact_claims.Standing]]:
    """(when it was written, by whom, what is claimed, how it stands for `who`) of each contact claim."""
    now, found = parts().clock.now(), contact_claims.claims_of(s, case)
    said = [contact_claims.in_words(one.how, one.on, _) for one in found]
    return [
        (one.event.at, one.by, what, contact_claims.standing(one, who, now))
        for one, what in zip(found, said, strict=True)
    ]
