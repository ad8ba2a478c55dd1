"""Classifies a message: category, kind, intent, danger, one head per question; its urgency; and the common question that it asks."""
