"""A copy of everything that lives, and its way back; never the keys of a vote."""
