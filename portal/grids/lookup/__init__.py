"""The community's lists in memory, and what somebody names looked up in them: its place, its grid, its property company."""
