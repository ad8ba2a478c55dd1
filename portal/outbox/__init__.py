"""What must leave: rows written with the fact, delivered by the worker under a lease, retried, given up in the open."""
