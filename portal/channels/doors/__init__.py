"""Webhooks and APIs that take in messages and delivery reports, one module per vendor."""
