"""What a message is about, wants and risks: one head a question."""
