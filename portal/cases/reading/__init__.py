"""Read the words of reporters and staff by word lists and patterns, mask them, and split them into terms for the search. Pure."""
