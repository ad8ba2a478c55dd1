"""Consultations: templates of law, the roll, the urn, the count, the record; pages of committees and voters.

From below: `law` (pure), `models`, `ballots` (whose keys lie outside the database), `verbs` (of which `closing` is the one
that must survive a kill), `doors`.
"""
