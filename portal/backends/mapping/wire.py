"""Write records as GeoReport v2 JSON or XML. Pure.

A record is a dict of strings, numbers, booleans, None, and lists of records or strings. Both formats are written from
the same records, so that neither can say what the other does not: in XML a list becomes elements of its item's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
"""The name of a list in XML → the name of its items."""
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_json(records: Any) -> str:
    """The records as JSON."""
    return json.dumps(records, ensure_ascii=False)


def to_xml(name: str, records: Any) -> str:
    """The records as XML. `name` is the root element's: a key of ITEMS if `records` is a list, any name for one record."""
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(_element(name, records), encoding="unicode")


def _element(name: str, value: Any) -> ET.Element:
    found = ET.Element(name)
    if isinstance(value, Mapping):
        found.extend(_element(one, below) for one, below in value.items())
    elif isinstance(value, list):
        found.extend(_element(ITEMS[name], one) for one in value)
    elif value is not None:
        found.text = _NOT_IN_XML.sub("", _plain(value))
    return found


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
