"""A Chinese address split into its parts."""
