"""Stand-ins for an SMS provider or a WeChat app that is not set up: in the demo they pretend to send, elsewhere they fail."""

from __future__ import annotations

import secrets

from portal.kernel.ports import DeliveryFailed


class ConsoleSms:
    """For the demo: accepts every SMS and returns a made-up id; the text stays in the outbox row."""

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        return f"console-{secrets.token_hex(6)}"


class NoSms:
    """For a real community without an SMS provider: every SMS fails, and its outbox row says why."""

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        raise DeliveryFailed("no SMS provider is set", code="no-provider", retry=False)


class ConsoleNotifier:
    """For the demo: accepts every WeChat customer-service message and returns a made-up id."""

    def notify(self, address: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        return f"console-{secrets.token_hex(6)}"


class NoNotifier:
    """For a real community without a WeChat app: every message fails, and its outbox row says why."""

    def notify(self, address: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        raise DeliveryFailed("no WeChat app is set", code="no-provider", retry=False)
