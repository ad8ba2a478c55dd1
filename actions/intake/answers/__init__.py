"""What an answer does to an open draft, by what the draft waits for. Pure."""
