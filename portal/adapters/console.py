"""The embedded default: nothing leaves the machine; what would have been sent is seen in /demo/outbox."""

from __future__ import annotations

import secrets

from portal.kernel.ports import DeliveryFailed


class ConsoleSms:
    """Takes every SMS and gives it an id. The row in the outbox, with its letter, is the place to look."""

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        return f"console-{secrets.token_hex(6)}"


class NoSms:
    """A real community without an SMS provider: nothing leaves, and each row says so where staff and operator look."""

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        raise DeliveryFailed("no SMS provider is set", code="no-provider", retry=False)


class ConsoleNotifier:
    """The same for WeChat customer-service messages."""

    def notify(self, address: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        return f"console-{secrets.token_hex(6)}"
