"""Incoming messages: stored, rate-limited, checked for choices in secret votes, passed to the bot."""
