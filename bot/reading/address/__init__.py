"""Splits a Chinese address into its parts."""
