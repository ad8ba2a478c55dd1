"""Linli's bot: Rasa's channel for the gateway, its components, the reading of messages, alone and in batch, and the judging of an export."""
