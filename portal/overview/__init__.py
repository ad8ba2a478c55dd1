"""What all cases together tell the staff: the live board, hot issues, unusual weeks, the weekly report."""
