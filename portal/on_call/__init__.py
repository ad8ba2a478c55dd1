"""The on-call schedule (值班表): who is called first about an emergency, day by day."""
