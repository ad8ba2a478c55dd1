"""Staff and committee accounts: who acts, with which role, for which body, grid or committee; sign-in."""
