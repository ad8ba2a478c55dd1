"""What committee, scrutineer and voters may do with a consultation, and the queries."""
