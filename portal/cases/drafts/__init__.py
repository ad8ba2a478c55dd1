"""The bot's draft of a case, checked at the door and read in the portal's terms."""
