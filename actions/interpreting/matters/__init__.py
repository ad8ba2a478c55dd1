"""What matters are about, as their words tell: which thing, in which building, which of several cases. Pure."""
