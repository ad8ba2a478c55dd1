"""The admission ledger (准入制): what may be asked of the community, by its list, and what became of each ask."""
