"""The processes of a line and what starts them."""
