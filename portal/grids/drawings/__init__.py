"""Drawings of grids on a map: read and checked, measured in metres, compared with each other. Pure."""
