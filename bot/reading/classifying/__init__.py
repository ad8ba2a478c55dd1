"""Classifies a message: category, kind, intent, danger, urgency; one head per question."""
