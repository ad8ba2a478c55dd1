"""What a desk keeps for itself: texts for replies, saved views of the queue, who has a case open or in hand."""
