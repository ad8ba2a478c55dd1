"""What lets others watch the committee: the roll's changes and who looked at it, the scrutineers' objections and their answers."""
