"""A clerk talks with a resident in the resident's own channel."""
