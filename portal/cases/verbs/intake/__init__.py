"""How a case comes in: words are checked before they are stored, and a case is registered or taken down."""
