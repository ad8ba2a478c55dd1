"""Back up and restore everything except the keys of votes."""
