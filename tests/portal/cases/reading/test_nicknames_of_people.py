"""What a member of staff may be called."""

from __future__ import annotations

import pytest

from portal.cases.reading import lexicon, nicknames


@pytest.mark.parametrize(
    ("name", "called"),
    [("受理员叶小红", "叶小红"), ("受理员小叶", "小叶"), ("叶小红", "小叶"), ("受理员叶小红", "叶姐")],
)
def test_a_name_is_called_without_its_post(name: str, called: str) -> None:
    """By the full name, too."""
    assert called in nicknames.of(name, lexicon.lists("conduct"))


def test_a_name_is_none_of_its_nicknames() -> None:
    assert "叶小红" not in nicknames.of("叶小红", lexicon.lists("conduct"))
