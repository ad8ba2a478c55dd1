"""The sentences that the heads learn from, an operator's own, and where heads are kept."""
