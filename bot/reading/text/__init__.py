"""The normal form of a message, with the way back to the original, and its words."""
