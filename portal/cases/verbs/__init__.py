"""The verbs of a case: each checks who acts, asks the lifecycle's table and writes the event."""
