"""One turn of a conversation: what a topic gets, and what it replies."""
