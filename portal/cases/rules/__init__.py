"""What holds for a case whatever the database says: states, deadlines, who may, what is hidden. Pure."""
