"""The operator's pages: accounts of staff, and who is on call for emergencies."""
