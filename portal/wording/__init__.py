"""Texts that leave, by their id, and what they cost."""
