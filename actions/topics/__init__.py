"""One module a topic: thin layers over the portal."""
