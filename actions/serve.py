"""The action server, on loopback and behind a token: `python -m actions.serve`."""

from __future__ import annotations

import hmac
import logging

from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.opinion import masking
from actions.opinion.second_opinion import SecondOpinion
from actions.portal_client import PortalClient
from actions.settings import load
from actions.topics import (
    afterwards,
    both,
    confidentiality,
    consultations,
    follow_up,
    handover,
    rasa_actions,
    report,
    small_talk,
    topic,
    tracking,
    unasked,
    withdrawing,
)
from actions.topics.danger import advice, aid, another_holder, doubt, ending, raising

KEEP_ALIVE = 60  # seconds; longer than Rasa keeps an idle connection (15), so that it never writes into a closing one
TOPIC_MODULES = (
    rasa_actions,
    afterwards,
    both,
    report,
    raising,
    aid,
    another_holder,
    doubt,
    advice,
    ending,
    tracking,
    withdrawing,
    unasked,
    follow_up,
    consultations,
    handover,
    confidentiality,
    small_talk,
)  # importing each registers the topics that it answers; rasa_actions makes the actions that Rasa calls


def main() -> None:
    """Serve until stopped by a signal. Raises SettingError."""
    settings = load()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("rasa_sdk", "sanic", "httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)  # the SDK's DEBUG prints what people wrote
    portal = PortalClient(settings.portal_url, settings.portal_token)
    topic.set_portal(portal)
    opinion = SecondOpinion(settings.second_opinion) if settings.second_opinion else None
    report.set_second_opinion(opinion)
    if opinion is not None:
        masking.warm_up()
    app = create_app("actions")
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE
    guard(app, settings.token)

    async def close(*_: object) -> None:
        await portal.close()
        if opinion is not None:
            await opinion.close()

    app.register_listener(close, "after_server_stop")
    app.run(host="127.0.0.1", port=settings.port, workers=1, access_log=False, debug=False)


def guard(app: Sanic, token: str) -> None:
    """Refuse requests without the token (401): an action acts in the name of any sender it is given."""
    expected = f"Bearer {token}".encode()

    async def refuse(request: Request) -> HTTPResponse | None:
        given = (request.headers.get("Authorization") or "").encode("utf-8", "replace")
        return None if hmac.compare_digest(given, expected) else json({"error": "unauthorized"}, status=401)

    app.register_middleware(refuse, "request")


if __name__ == "__main__":
    main()
