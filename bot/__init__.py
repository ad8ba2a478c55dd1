"""Linli's bot: Rasa's channel for the gateway, its components, the reading of messages; and, run by hand or by a job, parsing in batch, judging an export, training on addresses."""
