"""Linli's bot: the reading of messages, in the chat and in batches, Rasa's components and its channel for the gateway, the judging of an export."""
