"""Other systems: apps that report cases here by Open311, and governance backends that handle our cases and tell us news of them."""
