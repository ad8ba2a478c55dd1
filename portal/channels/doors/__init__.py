"""Where requests come in: the vendors' webhooks (messages, delivery reports), the web chat's API, the bot's API."""
