"""The doors for other systems."""
