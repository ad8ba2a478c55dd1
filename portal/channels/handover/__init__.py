"""Conversations handed over to a clerk, who then writes with the resident in the resident's own channel."""
