"""What a correction replaces, found by its likeness to the known values: where the bot is sure that a message corrects, whatever its words."""
