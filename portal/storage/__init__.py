"""The database: its two kinds of transaction, migrations, backups."""
