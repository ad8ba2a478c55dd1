"""The texts sent to people, by template id; how many SMS each takes; the community's name and phone in them."""
