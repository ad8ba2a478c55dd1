"""What holds for a case without the database: states, deadlines, routing, categories, drafts, texts. Pure."""
