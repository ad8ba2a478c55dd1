"""The search among cases: its index, written with a case's words, and what it finds."""
