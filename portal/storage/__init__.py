"""The database: its two kinds of transaction, its migrations, the bot's role in it; `Parts`, which every room works with."""
