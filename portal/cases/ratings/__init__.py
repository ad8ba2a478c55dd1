"""Ratings: how content a reporter is with the attitude and the result. Supervisors read each body's counts; staff see no case's rating."""
