"""What the gateway recognises in a text by itself: danger, a choice in a vote, 退订, what a message answers. Pure."""
