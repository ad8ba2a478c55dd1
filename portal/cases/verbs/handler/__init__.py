"""What handlers do with a case: acknowledge, resolve, send back; assisting bodies their parts; inspections of hazards."""
