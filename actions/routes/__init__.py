"""Which topic a message goes to, by what is open: a danger, a recent case, a draft, or nothing; `routing` asks them in order. Pure."""
