"""Consultations: templates of law, the roll, the urn, the count, the record; pages of committees and voters.

From the lowest layer up: `law` (pure), `models`, `ballots` (their keys lie outside the database), `verbs` (`closing`
must survive a kill at any point), `doors`.
"""
