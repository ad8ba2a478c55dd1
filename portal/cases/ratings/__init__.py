"""Ratings: whether a reporter is content with the attitude and the result; supervisors read the counts of each body, nobody whose it was."""
