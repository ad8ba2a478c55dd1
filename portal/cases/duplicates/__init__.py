"""Duplicates: cases that tell of the same trouble at the same place, compared and found."""
