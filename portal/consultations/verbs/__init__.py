"""What committee, scrutineer and voters do."""
