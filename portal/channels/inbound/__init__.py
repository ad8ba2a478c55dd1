"""Incoming messages: stored, rate-limited, checked for ballot choices, passed to the bot."""
