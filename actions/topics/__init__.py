"""What answers each topic, in modules by subject: thin layers over the portal."""
