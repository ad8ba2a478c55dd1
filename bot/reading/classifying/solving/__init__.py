"""Finds the weights of the heads where our own arithmetic is faster than a library's: the SVC and logistic regression."""
