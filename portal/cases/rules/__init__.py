"""What holds for a case without the database: states, deadlines, permissions, what is masked. Pure."""
