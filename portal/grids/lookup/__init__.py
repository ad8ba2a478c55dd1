"""The community's lists in memory: looks up which places, grids, bodies and property companies a text names."""
