"""An optional second opinion from the operator's own language model; off by default."""
