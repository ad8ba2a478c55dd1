"""What everything stands on and what knows nothing of Linli: settings, problems, ports, the clock. No web, no database."""
