"""Governance backends: other systems that report cases here (Open311) or handle those that we give them, and their news."""
