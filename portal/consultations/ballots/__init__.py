"""The urn, its keys, the board, the count and the record."""
