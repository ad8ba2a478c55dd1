"""Classifies a message: category, kind, intent, act, danger, one head per question; and the common question that it asks."""
