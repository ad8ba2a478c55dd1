"""Where the parts and the rooms are put together; nothing imports it but processes."""
