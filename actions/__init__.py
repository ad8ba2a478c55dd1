"""The action server: what the bot does when it has understood. Its only door out is `portal_client`.

From below: `conversation` (one turn), `interpreting` (short answers), `intake` (how a case is taken), `routing`, `opinion`, `topics`.
"""
