"""Ballots: the urn and its keys, the board, the audit, the count and the public record."""
