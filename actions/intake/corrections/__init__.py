"""What a message takes back of an open draft or a registered case, and what it says instead. Pure."""
