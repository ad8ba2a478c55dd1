"""Cases: what a resident reported, from the first word to the close that the resident confirms.

From below: `rules` (pure), `models`, `disclosure`, `records`, `drafts`, `verbs`, `doors`.
"""
