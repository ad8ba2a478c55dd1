"""What the gateway reads out of a text itself: danger, a choice, 退订. Pure."""
