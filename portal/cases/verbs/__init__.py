"""What may be done with a case: each checks the actor, asks the table, writes the event."""
