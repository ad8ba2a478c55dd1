"""Cases: what a resident reported, from the first word to the close that the resident confirms.

`lifecycle`, `routing`, `deadlines` are pure; `service` has the verbs; `api`, `internal_api`, `views` are the doors.
"""
