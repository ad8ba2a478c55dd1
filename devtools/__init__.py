"""What `make` runs: makes the two environments and their locks, runs Linli, checks, benches and services for tests.

Standard library only, Python 3.9+.
"""
