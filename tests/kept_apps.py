"""The portal's apps for tests: wired once per process, as wiring takes a tenth of a second, and reset for each test."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import Flask

from portal.channels.inbound import gateway
from portal.storage.parts import Parts

MakeApp = Callable[[Parts], Flask]


class KeptApp:
    """An app that each test gets with its own parts, and with nothing that another test left in it."""

    def __init__(self, make: MakeApp, parts: Parts) -> None:
        self._make = make
        self._app = make(parts)
        self._wired_for = _read_at_wiring(parts)
        self._has_gateway = gateway.EXTENSION in self._app.extensions
        self._whole = {name: dict(held) for name, held in self._held().items()}

    def of(self, parts: Parts) -> Flask:
        """The app with these parts: the kept one, or a new one if the settings that the wiring reads differ."""
        if _read_at_wiring(parts) != self._wired_for:
            return self._make(parts)
        for name, held in self._held().items():
            held.clear()
            held.update(self._whole[name])
        self._app.extensions["linli"] = parts
        if self._has_gateway:
            del self._app.extensions[gateway.EXTENSION]
            gateway.set_up(SimpleNamespace(app=self._app))  # type: ignore[arg-type]  # all that it asks of the state
        return self._app

    def _held(self) -> dict[str, dict[Any, Any]]:
        """What a test or a request may have changed."""
        return {
            "config": self._app.config,
            "extensions": self._app.extensions,
            "views": self._app.view_functions,
            "globals": self._app.jinja_env.globals,
        }


def _read_at_wiring(parts: Parts) -> tuple[object, ...]:
    settings = parts.settings
    return settings.secret_key, settings.port, settings.public_url
