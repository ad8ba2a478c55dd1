"""Finds spans in a message: places, times, bodies, people, numbers, and several matters in one."""
