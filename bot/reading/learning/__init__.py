"""Trains the heads: reads the training data and an operator's labelled export, stores the trained heads."""
