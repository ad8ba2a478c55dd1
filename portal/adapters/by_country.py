"""Mainland numbers by one provider, all others by another."""

from __future__ import annotations

from portal.kernel.ports import SmsSender


class ByCountry:
    """Neither takes the other's: a mainland provider does not send abroad, and abroad no personal data of the mainland."""

    def __init__(self, mainland: SmsSender, others: SmsSender) -> None:
        self._mainland, self._others = mainland, others

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        way = self._mainland if to.startswith("+86") else self._others
        return way.send(to, text, template=template, params=params)
