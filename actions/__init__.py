"""The action server: what the bot does when it has understood. It reads and writes through `portal_client` alone.

From below: `conversation` (one turn), `interpreting` (short answers), `intake` (how a report is taken in), `opinion`, `routes` and `routing` (which topic answers), `topics`.
"""
