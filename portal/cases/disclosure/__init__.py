"""What of a case, and of its reporter, is kept from a handler."""
