"""The front door: `/` (ways in, what is being voted on) and `/me` (a resident's own cases and votes, by phone code)."""
