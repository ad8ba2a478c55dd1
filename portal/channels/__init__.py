"""The gateway: the only thing that the internet talks to.

Signature first, inbox row second, acknowledgement third. `inbox` takes messages in, `conversation` drains a sender's rows in
order to the bot (`bot_client`), `answers` writes what is said back, `push` says what the rooms ask to be said;
`webchat`, `wechat` and `sms` speak each channel's own form.
"""
