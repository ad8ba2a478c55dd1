"""Consultations: templates of law, the roll, the urn, the count, the record; pages of committees and voters.

`procedure`, `roll`, `quorum`, `tally`, `urn`, `record` are pure; `keys` holds the ballot keys outside the database;
`service` is the verbs, `closing` the one that must survive a kill; `api`, `internal_api`, `views`, `committee` are edges.
"""
