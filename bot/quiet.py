"""Set environment variables before what reads them is imported: import this first.

Rasa sends no telemetry, less is logged (TensorFlow, SQLAlchemy, Sanic), and Sanic gets its time-outs and its limit on a request's size. A
variable that is set already stays as it is.
"""

from __future__ import annotations

import os

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SANIC_RESPONSE_TIMEOUT": "40",  # seconds; a turn ends well before, or is cut off and tried again
    "SANIC_REQUEST_TIMEOUT": "20",
    "SANIC_REQUEST_MAX_SIZE": "1048576",
    "SANIC_ACCESS_LOG": "False",
}

for _name, _value in QUIET.items():
    os.environ.setdefault(_name, _value)
