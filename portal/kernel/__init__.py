"""The lowest layer: settings, errors, ports, clock, log lines. Knows no room, no web and no database."""
