"""Inspections (复查): a hazard that was resolved is looked at again on a later day; their table, and which are due."""
