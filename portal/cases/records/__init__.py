"""How a case is kept, found and shown."""
