"""What happens by the clock: each timer with its owner, its interval and its lane, and when it last ran."""
