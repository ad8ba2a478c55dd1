"""How a report is taken in: what is asked, in which order, and when it is registered as a case. Pure."""
