"""What a vote is about, read from its title, questions and options: in whatever way its words are written."""
