"""Alarms: who is paged for an emergency, by which SMS, who acknowledges it, and who is on call."""
