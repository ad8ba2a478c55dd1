"""Outgoing messages, composed for each channel."""
