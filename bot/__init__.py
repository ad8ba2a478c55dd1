"""Linli's bot: Rasa's channel for the gateway, its components, the reading of messages, parsing in batch."""
