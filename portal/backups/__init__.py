"""Back up and restore the database, photos and secrets, but not the keys of votes, the bot's memory or its models."""
