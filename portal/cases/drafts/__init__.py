"""The case draft that the bot sends: checked against its schema, read into our types, kept while open."""
