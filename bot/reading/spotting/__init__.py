"""Finds spans in a message: places, times, bodies, people, and several matters in one."""
