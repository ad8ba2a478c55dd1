"""The orders (工单) of the hotline 12345: its daily file read and checked, taken in as cases, and answered in the same form."""
