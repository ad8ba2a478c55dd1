"""A message on its way in: kept, its sender counted, a choice withheld, the bot asked."""
