"""Rasa's components, one a file: each runs one step of `bot.reading.composition` on a message."""
