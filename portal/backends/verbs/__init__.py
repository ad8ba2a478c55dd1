"""What may be done with other systems: register them, file and follow their reports, deliver cases, take in news."""
