"""A second opinion of an operator's own language model: optional and off."""
