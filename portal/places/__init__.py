"""The pages of places: the tree and map of grids, new drawings, departments' grids laid over them, nicknames, people."""
