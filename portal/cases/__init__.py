"""Cases: what reporters told us of, from the report until it is closed, rejected or withdrawn.

Layers, lowest first: `reading` and `rules` (pure), `models`, `disclosure`, `records`; `duplicates`, `joint` and `inspections`;
`drafts`, `verbs`; `hotline`, `ratings` and `key_places`; `doors` and `cli`.
"""
