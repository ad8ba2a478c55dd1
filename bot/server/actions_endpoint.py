"""Call the action server from Rasa: with its token, over connections kept open, with a timeout of 25 s (Rasa's: 300 s)."""

from __future__ import annotations

from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

TIMEOUT_SECONDS = 25  # enough for two calls to the portal, each tried three times
_EMPTY_ERROR = '{"error": "", "action_name": ""}'


class ActionsEndpoint(EndpointConfig):
    """The action server, as Rasa calls it: over one HTTP session, made at the first call. Sends the tracker without its events, which no action reads.

    Raises ClientResponseError, without the body of the answer, if the action server answers with an error.
    """

    _session: aiohttp.ClientSession | None = None

    def __init__(self, url: str, *, token: str) -> None:
        super().__init__(url)
        self._authorization = {"Authorization": f"Bearer {token}"}

    async def request(  # type: ignore[override]  # Rasa passes more arguments than we use
        self, method: str = "post", subpath: str | None = None, **kwargs: Any
    ) -> Any:
        body = kwargs["json"]
        lean = {**body, "tracker": {**body["tracker"], "events": []}}
        if self._session is None or self._session.closed:
            limits = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS, connect=2)
            self._session = aiohttp.ClientSession(timeout=limits, headers=self._authorization)
        async with self._session.post(self.url, json=lean) as answer:
            if answer.status >= 400:
                # drop the body: it repeats the request with the sender's words, and Rasa would log it
                raise ClientResponseError(answer.status, answer.reason or "", _EMPTY_ERROR)
            return await answer.json()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
