"""Words on their way out, in the form that a channel carries."""
