"""Rules for one kind of danger a module, which words of its own tell: a collapse, fraud, a ledge, an open hole, a lift. Pure."""
