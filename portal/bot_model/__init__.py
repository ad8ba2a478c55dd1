"""The bot's trained model: made when its data changed, kept by version."""
