"""Sends SMS to mainland numbers by one provider, to all others by another."""

from __future__ import annotations

from portal.kernel.ports import SmsSender


class ByCountry:
    """Mainland providers do not send abroad, and personal data of the mainland must not go to a provider abroad."""

    def __init__(self, mainland: SmsSender, others: SmsSender) -> None:
        self._mainland, self._others = mainland, others

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        way = self._mainland if to.startswith("+86") else self._others
        return way.send(to, text, template=template, params=params)
