"""Sends SMS to mainland numbers by one provider, to all others by another."""

from __future__ import annotations

from portal.kernel.ports import SmsSender


class ByCountry:
    """Chooses the provider by the number: for +86 `mainland`, which must be a provider in mainland China, else `others`.

    Personal data of the mainland must not go to a provider abroad (PIPL 38).
    """

    def __init__(self, mainland: SmsSender, others: SmsSender) -> None:
        self._mainland, self._others = mainland, others

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        way = self._mainland if to.startswith("+86") else self._others
        return way.send(to, text, template=template, params=params)
