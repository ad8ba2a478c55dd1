"""Which model serves: the one of the present data and the operator's export, or the one that they went back to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal.bot_model import model_versions, training

CODE = "c0de"


def corpus(home: Path, text: str = "text,category\n路灯坏了,城乡建设\n") -> str:
    made = home / "made"
    made.mkdir(parents=True, exist_ok=True)
    (made / "corpus.csv").write_text(text, encoding="utf-8")
    (made / "figures.json").write_text(json.dumps({"rows": 1}), encoding="utf-8")
    return model_versions.store_corpus(home, made)


def model(home: Path, name: str, told: str | None = None, code: str = CODE) -> Path:
    path = home / "models" / f"{name}.tar.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a model")
    model_versions.record_version(home, path, code, "da7a", told)
    return path


def test_an_export_gives_the_model_a_name_of_its_own(tmp_path: Path) -> None:
    """It ends with the export's hash; without one the name is as before."""
    assert training.model_name(corpus="0123456789abcdef") == f"{training.model_name()}-0123456789abcdef"


def test_an_export_is_not_added_before_it_is_adopted(tmp_path: Path) -> None:
    """A training that fails leaves everything as it was."""
    taken = corpus(tmp_path)
    assert model_versions.current_corpus(tmp_path) is None
    model_versions.set_model_and_corpus(tmp_path, taken)
    assert model_versions.current_corpus(tmp_path) == taken
    assert training.model_path(tmp_path).name == f"{training.model_name(corpus=taken)}.tar.gz"


def test_the_figures_stand_beside_the_model(tmp_path: Path) -> None:
    """With the hashes of what it was made from."""
    taken = corpus(tmp_path)
    model(tmp_path, "linli-a", taken)
    (one,) = model_versions.versions(tmp_path)
    assert (one.corpus, one.facts["data"], one.facts["figures"]) == (taken, "da7a", {"rows": 1})


def test_going_back_serves_the_old_model_and_its_export(tmp_path: Path) -> None:
    """Until a training is asked for."""
    taken = corpus(tmp_path)
    model(tmp_path, "linli-old")
    model(tmp_path, "linli-new", taken)
    model_versions.set_model_and_corpus(tmp_path, taken)
    model_versions.roll_back(tmp_path, "linli-old", CODE)
    served = model_versions.chosen_model(tmp_path, CODE)
    assert served is not None
    assert served.name == "linli-old"
    assert model_versions.current_corpus(tmp_path) is None
    model_versions.set_model_and_corpus(tmp_path, taken)
    assert model_versions.chosen_model(tmp_path, CODE) is None


def test_a_model_of_other_code_is_not_gone_back_to(tmp_path: Path) -> None:
    """The present code could not read it; one chosen before an upgrade is passed over."""
    model(tmp_path, "linli-old", code="0ther")
    with pytest.raises(model_versions.CannotUseModel, match="别的版本"):
        model_versions.roll_back(tmp_path, "linli-old", CODE)
    model_versions.set_model_and_corpus(tmp_path, None, "linli-old")
    assert model_versions.chosen_model(tmp_path, CODE) is None


def test_an_unknown_model_is_named(tmp_path: Path) -> None:
    """And nothing changes."""
    with pytest.raises(model_versions.CannotUseModel, match="linli-none"):
        model_versions.roll_back(tmp_path, "linli-none", CODE)


def test_an_export_that_no_kept_model_learned_from_is_dropped(tmp_path: Path) -> None:
    """Residents' words stay no longer than they are used."""
    used, unused = corpus(tmp_path), corpus(tmp_path, "text,category\n路灯,城乡建设\n")
    model(tmp_path, "linli-a", used)
    model_versions.delete_old(tmp_path)
    assert model_versions.corpus_file(tmp_path, used).exists()
    assert not model_versions.corpus_file(tmp_path, unused).exists()
