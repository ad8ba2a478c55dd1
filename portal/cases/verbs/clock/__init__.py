"""A case's clock: its deadline, more time, the pause for a question to the reporter, warnings, timers."""
