"""Duplicates: compare cases, find those that tell of the same trouble at the same place, and offer them to reporters."""
