"""What the privacy notice promises: words that end (retention), a copy of one's own, being forgotten, and the ledger of that."""
