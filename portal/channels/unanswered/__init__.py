"""Questions that the bot could not answer: counted for the committee's list, and made into common questions."""
