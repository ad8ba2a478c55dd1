"""Pure rules that read whom a report accuses: whose names accuse, and of which body it tells a wrong."""
