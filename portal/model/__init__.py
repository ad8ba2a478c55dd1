"""The bot's model: trained when data changed, kept by version."""
