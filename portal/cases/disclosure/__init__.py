"""What of a case, and of its reporter, a handler must not learn."""
