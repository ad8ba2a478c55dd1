"""What a desk keeps for itself: texts for replies, saved views of the queue, who has a case open or in hand, who may see a sealed one."""
