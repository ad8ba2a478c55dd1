"""Training data, an operator's labelled export, and where trained heads are stored."""
