"""The learned reading of spans: what in a message is a place, a time or a body, and which of them the matter is about.

A conditional random field (CRF, `field`) over characters says where names are; choosers (`chooser`) decide of each candidate whether it is of
the matter. Both learn from messages with marked spans (`marked`); what the rules of `spotting` found is among their clues.
"""
