"""A template of the tests' apps that names a variable nobody gave it raises, instead of showing nothing."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from jinja2 import UndefinedError


def rendered(template: str) -> str:
    with Flask(__name__).app_context():
        return render_template_string(template, form={"name": "赵某"})


@pytest.mark.parametrize("template", ["{{ renamed }}", "{% if renamed %}{% endif %}", "{{ renamed.name }}"])
def test_an_unknown_variable_raises(template: str) -> None:
    with pytest.raises(UndefinedError, match="renamed"):
        rendered(template)


@pytest.mark.parametrize(
    "template", ["{{ form.phone }}", "{{ renamed if renamed is defined }}", "{{ renamed | default('') }}"]
)
def test_an_absent_field_is_empty(template: str) -> None:
    assert rendered(template) == ""
