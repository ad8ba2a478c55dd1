"""What whoever handles a case does with it: the lead, bodies that assist, inspections of hazards."""
