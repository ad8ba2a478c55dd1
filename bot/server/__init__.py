"""Rasa as a server: the gateway's channel, what passes through it, the trackers, the calls to the actions; `bot.serve` starts it."""
