"""The message catalogues for other languages; the Chinese in templates and code is the source."""
