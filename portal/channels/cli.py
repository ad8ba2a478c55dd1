"""`linli channels …`: lists the texts to register with an SMS provider on the mainland."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from portal.kernel.config import load
from portal.wording import templates


@click.group(name="channels")
def group() -> None:
    """渠道：短信模板。"""


@group.command("templates")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写到文件；不写就打印")
def list_templates(out: Path | None) -> None:
    """列出要登记的短信模板：id,code,text，变量写成 ${name} (texts to register)。

    code 是短信公司给的模板号；把 id,code 两列存成 LINLI_HOME/sms_codes.csv，重启起用。
    """
    settings = load()
    known = templates.provider_codes(settings.sms_codes)
    rows = [(one.id, known.get(one.id, ""), one.registered) for one in templates.to_register()]
    if out is not None:
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([("id", "code", "text"), *rows])
        click.echo(
            f"{len(rows)} 个模板 → {out}，还差 {len(templates.templates_without_code(settings.sms_codes))} 个模板号"
        )
        return
    csv.writer(sys.stdout).writerows([("id", "code", "text"), *rows])
