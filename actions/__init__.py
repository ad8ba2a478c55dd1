"""The action server: what the bot does when it has understood. Its only door out is `portal_client`.

Pure (dates and data in, decisions out): `case_draft turn short_answers routing intake_flow choosing ballots wording`.
Topics, one a file, each a thin layer over the portal: `intake danger tracking follow_up consultations person small_talk`.
"""
