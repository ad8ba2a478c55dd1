"""The gateway: takes in the messages of every channel, asks the bot, and sends the answers.

First the signature is checked, then the inbox row is committed, then the vendor gets its acknowledgement. `doors` take
messages in, `inbound.inbox` stores them, `inbound.conversation` drains a sender's rows in order to the bot
(`bot_client`), `outbound.answers` writes the replies, `outbound.push` sends what other rooms queue.
"""
