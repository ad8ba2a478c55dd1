"""What a correction replaces, by its likeness to what is known: for a message that is known to correct, whatever its words."""
