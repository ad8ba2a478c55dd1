"""The lowest layer: settings, errors, ports, roles, clock, sealing, log lines. Knows no room, no web and no database."""
