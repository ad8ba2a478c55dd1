"""Rasa's components, one a file: each hands a message to one part of `bot.reading` and keeps what it found."""
