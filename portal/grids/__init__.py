"""Places and grids: which place lies in which grid, who works there, which body handles what."""
