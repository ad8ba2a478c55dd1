"""The gateway: takes in the messages of every channel, asks the bot, and sends the answers.

Signature first, inbox row second, acknowledgement third. `inbox` stores messages, `conversation` drains a sender's rows in
order to the bot (`bot_client`), `answers` writes the replies, `push` sends what other rooms queue;
`webchat`, `wechat`, `sms` and `aliyun` are the doors.
"""
