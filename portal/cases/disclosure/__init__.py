"""From whom a case is kept, and what of it and of its reporter no handler may learn."""
