"""Retention, a resident's copy of their data, erasure on request, and the ledger of erasures."""
