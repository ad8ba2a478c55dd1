"""Cases: what a resident reported, from the first word to the close that the resident confirms.

Layers, lowest first: `reading` and `rules` (pure), `models`, `disclosure`, `records`, `drafts`, `verbs`, `doors`.
"""
