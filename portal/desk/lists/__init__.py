"""The lists beside the queue: search, late cases, inspections, parts, undelivered rows, claims; dispatch of many cases."""
