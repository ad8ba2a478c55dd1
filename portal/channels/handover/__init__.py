"""Conversations handed over to a clerk, who then writes with the sender in the sender's own channel."""
