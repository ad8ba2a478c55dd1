"""Timed jobs: each with its room, interval and lane, and the record of its last run."""
