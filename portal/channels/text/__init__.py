"""What the gateway recognises in a text by itself: danger, a ballot choice, 退订. Pure."""
