"""Decides whether a message tells of danger to life now: by the danger head's score within bands, and by rules for what is plainly one."""
