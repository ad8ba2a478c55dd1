"""Back up and restore all that is kept, except the keys of votes; the bot's memory and models can be made again."""
