"""What `make` runs: finds Pythons, makes the two environments, runs checks. Standard library only, Python 3.9+."""
