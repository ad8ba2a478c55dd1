"""The normal form of a message, with the way back to the original, and its words; what in it must not be read as danger.

Also: the moment it was sent, and short messages joined to one text.
"""
