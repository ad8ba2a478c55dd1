"""Registers of rented homes, shops and organisations: entered once, each field for its purposes and to those who may see it."""
