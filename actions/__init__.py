"""The action server: what the bot does with a message that was read. It reaches the portal through `portal_client` alone.

From below: `conversation` (one turn), `interpreting` (short answers), `intake` (how a report is taken in), `opinion`, `routes` and `routing` (which topic answers), `topics`.
"""
