"""Where messages and reports come in: one module a vendor."""
