"""One turn: what the topics see of it, and what they want said."""
