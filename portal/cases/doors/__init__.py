"""The reporter's pages of a case, the public and the internal API of cases, and who may open a case."""
