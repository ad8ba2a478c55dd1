"""What reporters write in an emergency, read by word lists: what is new of a danger, whether blows were struck, whether a child writes, and what says nothing of it. Pure."""
