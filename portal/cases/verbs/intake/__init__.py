"""How a case comes in: words checked for storing, a case registered from a chat, or taken down."""
