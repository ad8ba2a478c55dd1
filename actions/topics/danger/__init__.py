"""Danger to life: give the number to call, register an emergency, advise until help comes, hear that it is over."""
