"""Stored cases: their events, queries, numbers and alarms, and how a case is presented."""
