"""Puts parts and rooms together; only the processes import it."""
