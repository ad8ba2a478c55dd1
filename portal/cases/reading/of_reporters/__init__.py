"""What reporters write in an emergency, read by word lists: what is new of a danger, and whether a child writes. Pure."""
