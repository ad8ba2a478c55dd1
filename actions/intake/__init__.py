"""How a case is taken: what is asked, in which order, and when it is registered. Pure."""
