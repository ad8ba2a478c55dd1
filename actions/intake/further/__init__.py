"""What a message after the answer to a common question asks on about. Pure."""
