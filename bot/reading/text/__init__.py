"""The normal form of a message, with the way back to the original, and its words; the moment it was sent; texts joined; what must
not be read as danger (calls, wishes not to be named, temperatures, mere places)."""
