"""What staff add from their pages to what the community's files say: nicknames, the people of a grid, common questions."""
