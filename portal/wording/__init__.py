"""The texts sent to people, by template id, and how many SMS each takes."""
