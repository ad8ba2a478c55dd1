"""The outbox: what must be sent, written with its cause, then delivered by the worker, retried or given up."""
