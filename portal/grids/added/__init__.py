"""What staff add on their pages to the community's files: nicknames of places, people of grids, common questions."""
