"""The database: its two kinds of transaction, the migrations' runner, and `Parts`, which every room works with."""
