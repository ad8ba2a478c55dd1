"""`Idempotency-Key` on writes: the same key again is the same request, for 48 hours (docs/interfaces.md)."""
