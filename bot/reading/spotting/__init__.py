"""What stands in a message, with its span: where, when, who, and whether it is two matters."""
