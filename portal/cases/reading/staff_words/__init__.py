"""What staff write of a case, read by word lists: that they reached its reporter, and what was done. Pure."""
