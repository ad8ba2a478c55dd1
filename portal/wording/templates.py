"""The texts of `data/sms_templates.csv`: pushes, codes, texts to staff, the gateway's own answers, the bot's answers.

The bot's answers (domain.yml) are here in the form that a provider of registered templates can send. Providers on the
mainland send nothing else, so no text of a push or of an SMS may stand anywhere else (a test checks). `units` is the most
UTF-16 units that the rendered text may have, signature included: 70 is one SMS, 134 two, 201 three.
"""

from __future__ import annotations

import csv
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from portal.kernel.config import PROJECT, SettingError, Settings
from portal.wording.community import community
from portal.wording.sms_text import units

TEMPLATES = PROJECT / "data" / "sms_templates.csv"
_HEADER = ["id", "text", "units"]
_MOST_UNITS = 201  # three SMS
_OPEN, _CLOSE = "【", "】"
SIGNATURE = _OPEN + "{sign}" + _CLOSE
# a signature in front of a text
_SIGNED = re.compile(rf"\A{_OPEN}[^{_CLOSE}]*{_CLOSE}")
NEVER_BY_SMS = frozenset({"preparing"})  # said in the web chat and by WeChat; by SMS `holding` is
_CODES_HEADER = ["id", "code"]  # of the operator's file


class TextTemplateError(Exception):
    """A row of the file is wrong (the message names its line), or a template or parameter is missing."""


@dataclass(frozen=True)
class TextTemplate:
    """A row of the file. `{name}` in `text` is a parameter; `units`: the most UTF-16 units of the rendered text."""

    id: str
    text: str
    units: int

    @property
    def parameters(self) -> frozenset[str]:
        """The names of its parameters, `sign` among them."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.text) if name)

    @property
    def registered(self) -> str:
        """The text to register with a provider: `${name}` for `{name}`, no signature (the provider adds it)."""
        return re.sub(r"\{(\w+)\}", r"${\1}", self.text.removeprefix(SIGNATURE))

    def parameters_in(self, text: str) -> dict[str, str] | None:
        """The parameters (without the signature) with which this template gives `text`; None if it cannot give it."""
        found = self._pattern.fullmatch(text)
        return None if found is None else {name: value for name, value in found.groupdict().items() if name != "sign"}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        patterns = [
            re.escape(fixed) + (f"(?P<{name}>.*?)" if name else "")
            for fixed, name, _, _ in string.Formatter().parse(self.text)
        ]
        return re.compile("".join(patterns), re.DOTALL)


def load(path: Path = TEMPLATES) -> dict[str, TextTemplate]:
    """Read the file: id → template. Raises TextTemplateError with the number of the bad line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != _HEADER:
            raise TextTemplateError(f"{path.name} line 1: the header must be {','.join(_HEADER)}")
        found: dict[str, TextTemplate] = {}
        for row in reader:
            if not row:
                continue
            template = _template(row, f"{path.name} line {reader.line_num}")
            if template.id in found:
                raise TextTemplateError(f"{path.name} line {reader.line_num}: {template.id} is there twice")
            found[template.id] = template
    return found


def _template(row: list[str], where: str) -> TextTemplate:
    if len(row) != len(_HEADER):
        raise TextTemplateError(f"{where}: expected {len(_HEADER)} fields, got {len(row)}")
    name, text, most = (field.strip() for field in row)
    if not name.isidentifier() or not text:
        raise TextTemplateError(f"{where}: id or text is missing")
    if not most.isdigit() or not 0 < int(most) <= _MOST_UNITS:
        raise TextTemplateError(f"{where}: units must be a number from 1 to {_MOST_UNITS}, got {most!r}")
    template = TextTemplate(name, text, int(most))
    try:
        fixed = text.format_map(dict.fromkeys(template.parameters, ""))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise TextTemplateError(f"{where}: a {{parameter}} is written wrongly") from error
    names = [name for _, name, _, _ in string.Formatter().parse(text) if name]
    if len(names) != len(set(names)) or ("sign" in names) != text.startswith(SIGNATURE):
        raise TextTemplateError(f"{where}: each parameter may occur once, and {{sign}} only in front, as {SIGNATURE}")
    if units(fixed) > template.units:
        raise TextTemplateError(f"{where}: {units(fixed)} units without its parameters, more than {template.units}")
    return template


@lru_cache(maxsize=1)
def _shipped() -> dict[str, TextTemplate]:
    return load()


def template(template_id: str) -> TextTemplate:
    """One of the shipped templates. Raises TextTemplateError."""
    try:
        return _shipped()[template_id]
    except KeyError:
        raise TextTemplateError(f"{TEMPLATES.name} has no {template_id!r}") from None


def is_template(template_id: str) -> bool:
    """Whether a shipped template has this id."""
    return template_id in _shipped()


def match_text(template_id: str, text: str) -> tuple[str, dict[str, str]] | None:
    """(id, parameters) of the template that gives `text`, or None. All are tried if `template_id` names none.

    A signature in front of `text` is ignored for templates that have none.
    """
    shipped = _shipped()
    candidates = [shipped[template_id]] if template_id in shipped else list(shipped.values())
    for one in candidates:
        params = one.parameters_in(text if one.text.startswith(SIGNATURE) else _SIGNED.sub("", text))
        if params is not None:
            return one.id, params
    return None


def provider_codes(path: Path) -> dict[str, str]:
    """Template id → the provider's code for it, from the operator's CSV file `id,code` (further columns are ignored).

    Empty if there is no file; templates without a code are left out. Raises SettingError with the bad line.
    """
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        cells = ((reader.line_num, [field.strip() for field in row]) for row in reader)
        rows = [(number, row) for number, row in cells if any(row)]
    width = len(_CODES_HEADER)
    if not rows or rows[0][1][:width] != _CODES_HEADER:
        raise SettingError(f"{path}: the first line must be {','.join(_CODES_HEADER)}")
    found: dict[str, str] = {}
    for number, row in rows[1:]:
        name, code = [*row, ""][:width]
        if name not in _shipped() or not re.fullmatch(r"[A-Za-z0-9_]{0,40}", code):
            raise SettingError(f"{path} line {number}: expected an id of {TEMPLATES.name} and the provider's code")
        if code:
            found[name] = code
    return found


def to_register() -> list[TextTemplate]:
    """The templates that a provider of registered templates must know, in the file's order."""
    return [one for one in _shipped().values() if one.id not in NEVER_BY_SMS]


def templates_without_code(path: Path) -> list[str]:
    """The ids of the templates for which the provider's code is missing."""
    return sorted({one.id for one in to_register()} - provider_codes(path).keys())


def can_go_by_sms(settings: Settings, template_id: str) -> bool:
    """Whether the SMS provider can send this template; a provider of registered templates can if it has a code for it."""
    return not settings.sends_templates_only or template_id in provider_codes(settings.sms_codes)


def sms_troubles(settings: Settings) -> list[str]:
    """What keeps SMS from being sent with these settings, in Chinese, for terminal and desk; empty if nothing does."""
    if not settings.reaches_mainland:
        return [
            "没有能发到大陆手机的办法：验证码、通知、险情短信都到不了 +86 的手机。请运维设好 SMS_PROVIDER（运维手册“短信”）"
        ]
    missing = templates_without_code(settings.sms_codes) if settings.sends_templates_only else []
    if missing:
        return [f"有 {len(missing)} 个短信模板还没有写上短信公司给的模板号，用到时会被拒：./linli channels templates"]
    return []


def render(snapshot: Path, template_id: str, params: Mapping[str, str] | None = None) -> str:
    """The template's text with its parameters. If it exceeds its `units`, the parameters are shortened, the longest first.

    `snapshot` is LINLI_HOME/community; `sign`, `phone` and `years` come from there unless given. Raises TextTemplateError.
    """
    chosen = template(template_id)
    return _shortened(chosen, _values(snapshot, chosen, params or {}))


def fits(snapshot: Path, template_id: str, params: Mapping[str, str]) -> bool:
    """Whether `render` shortens none of these parameters. Raises TextTemplateError."""
    chosen = template(template_id)
    return units(chosen.text.format_map(_values(snapshot, chosen, params))) <= chosen.units


def _values(snapshot: Path, chosen: TextTemplate, params: Mapping[str, str]) -> dict[str, str]:
    """The template's parameters with what the community's file gives. Raises TextTemplateError if one is missing."""
    known = community(snapshot)
    values = {"sign": known.name, "phone": known.phone, "hours": known.hours, "years": _years(known.retention_years)}
    values |= {name: str(value) for name, value in params.items()}
    missing = chosen.parameters - values.keys()
    if missing:
        raise TextTemplateError(f"{chosen.id} needs {', '.join(sorted(missing))}")
    return {name: value for name, value in values.items() if name in chosen.parameters}


def _shortened(chosen: TextTemplate, values: dict[str, str]) -> str:
    text = chosen.text.format_map(values)
    while units(text) > chosen.units and values:
        longest = max(values, key=lambda name: len(values[name]))
        if len(values[longest]) <= 1:
            break
        over = units(text) - chosen.units
        values[longest] = values[longest][: max(0, len(values[longest]) - over - 1)] + "…"
        text = chosen.text.format_map(values)
    return text


def _years(count: int) -> str:
    return {1: "一年", 2: "两年", 3: "三年", 5: "五年", 10: "十年"}.get(count, f"{count}年")
