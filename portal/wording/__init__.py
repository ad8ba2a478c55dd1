"""The texts sent to people, by template id; our other sentences, by code; how many SMS a text takes; the community's name and phone in them."""
