"""The rules of law, as data and arithmetic. Pure."""
