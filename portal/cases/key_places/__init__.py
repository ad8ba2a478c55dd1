"""Key places (重点): places that keep coming back, put on a list by a timer, visited until a supervisor strikes them off."""
