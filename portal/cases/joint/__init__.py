"""Joint handling (五联): the parts of a case that assisting bodies have, beside the lead body that has the case."""
