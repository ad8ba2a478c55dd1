"""A case's page as its reader may see it: the facts, the timeline, the case on paper, and which case is opened next."""
