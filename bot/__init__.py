"""Linli's conversation: the way in from the gateway, the reading of messages, parsing in batch."""
