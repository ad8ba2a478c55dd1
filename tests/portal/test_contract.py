"""The committed contract is the one that the code makes."""

from portal.process.contract import FILE, internal_openapi


def test_the_committed_internal_contract_equals_the_code() -> None:
    """After a change of the internal API: `python -m portal.process.contract`."""
    assert FILE.read_text(encoding="utf-8") == internal_openapi()
