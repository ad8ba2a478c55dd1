"""Incoming messages: stored, rate-limited, checked for choices in secret votes, answered here or by the bot."""
