"""Places and grids: which place lies in which grid, how grids are drawn, who works there, which body handles what."""
