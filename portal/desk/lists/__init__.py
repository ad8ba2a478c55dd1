"""The lists beside the queue: found by a search, late, to be inspected, parts, undelivered, what was claimed; dispatch of many."""
