"""Residents: the ways they reach us, the phone they proved, what they agreed to."""
