"""What a case is in another system's words, one module a backend; and the formats on the wire. Pure."""
