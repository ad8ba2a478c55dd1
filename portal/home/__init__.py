"""The start page `/`, and `/me`: a resident's own cases and votes, after a phone code."""
