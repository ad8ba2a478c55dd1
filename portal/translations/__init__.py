"""The pages' words in other languages; Chinese is the source and stands in the templates."""
