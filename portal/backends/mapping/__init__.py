"""Our cases in the words of Open311, and the formats on the wire. Pure."""
