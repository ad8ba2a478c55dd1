"""What voters are told by themselves: that a vote soon ends."""
