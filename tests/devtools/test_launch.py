"""What `linli run` decides before anything runs."""

from __future__ import annotations

import configparser
import shlex
import shutil
import socket
from pathlib import Path

import pytest

from portal.bot_model import training
from portal.demo import demo_home
from portal.http import bot_state
from portal.kernel import child
from portal.kernel.config import PROJECT, Settings, kept_secret, load
from portal.process import launch, supervising


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = load({"LINLI_HOME": str(tmp_path / "home"), "SECRET_KEY": "a-secret-key-for-tests-0123456789"})
    launch.make_folders(made)
    return made


def test_inner_ports_are_free_apart_and_kept(settings: Settings) -> None:
    """Three different ones; the next start gets the same, or another where somebody took one meanwhile."""
    first = launch.inner_ports({}, settings.home)
    assert len(set(first.values())) == 3
    assert launch.inner_ports({}, settings.home) == first
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", int(first["LINLI_RASA_PORT"])))
        taker.listen(1)
        second = launch.inner_ports({}, settings.home)
    assert second["LINLI_RASA_PORT"] != first["LINLI_RASA_PORT"]
    assert second["LINLI_ACTIONS_PORT"] == first["LINLI_ACTIONS_PORT"]


def test_a_broken_file_of_ports_is_no_obstacle(settings: Settings) -> None:
    """A kill in the middle of writing it costs nothing."""
    (settings.home / "run" / "ports.json").write_text("{", encoding="ascii")
    assert len(launch.inner_ports({}, settings.home)) == 3


def test_an_inner_port_set_by_hand_is_used_or_refused(settings: Settings) -> None:
    """The operator's word counts, and a taken one is named."""
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", 0))
        taker.listen(1)
        port = str(taker.getsockname()[1])
        with pytest.raises(launch.CannotStart, match="LINLI_RASA_PORT"):
            launch.inner_ports({"LINLI_RASA_PORT": port}, settings.home)
    assert launch.inner_ports({"LINLI_RASA_PORT": port}, settings.home)["LINLI_RASA_PORT"] == port


def test_the_supervisors_file_holds_all_parts_and_no_secret(settings: Settings) -> None:
    """Each part restarts, stops with its group, and logs to a file that turns; spaces and % in paths are safe."""
    home = settings.home.with_name("a 100% home")
    odd = load({"LINLI_HOME": str(home), "SECRET_KEY": "a-secret-key-for-tests-0123456789"})
    launch.make_folders(odd)
    path = supervising.write_supervisor_config(odd, supervising.supervised_processes())
    text = path.read_text(encoding="utf-8")
    read = configparser.RawConfigParser()
    read.read_string(text)
    names = {"portal", "internal", "worker", "rasa", "actions"}
    assert {section.partition(":")[2] for section in read.sections() if section.startswith("program:")} == names
    for name in names:
        program = read[f"program:{name}"]
        assert (program["autorestart"], program["stopasgroup"], program["killasgroup"]) == ("true", "true", "true")
        assert shlex.split(program["command"])[2:4] == ["portal.kernel.child", name]
        assert program["stdout_logfile"] == str(home / "logs" / f"{name}.log").replace("%", "%%")
    for secret in (odd.secret_key, odd.bot_token, odd.internal_token):
        assert secret not in text or secret == "test"


def test_a_part_gets_no_more_of_the_environment_than_it_needs() -> None:
    """`only` holds beginnings of names; nothing named means all of it."""
    environ = {"PATH": "p", "LINLI_HOME": "h", "RASA_X": "r", "SECRET_KEY": "s", "DATABASE_URL": "d"}
    few = child.environment_for("rasa", ("RASA_",), environ)
    assert few == {"PATH": "p", "LINLI_HOME": "h", "RASA_X": "r", "LINLI_CHILD": "rasa"}
    assert child.environment_for("portal", (), environ) == environ | {"LINLI_CHILD": "portal"}


@pytest.mark.parametrize(
    ("url", "tracker"),
    [
        (None, "sqlite:///{home}/bot/tracker.db"),
        ("postgresql+psycopg://linli:p%40ss@db:5432/linli", "postgresql://linli_bot:{password}@db:5432/linli"),
        ("postgresql://linli@db/linli", "postgresql://linli_bot:{password}@db/linli"),
    ],
)
def test_rasas_database_is_derived(tmp_path: Path, url: str | None, tracker: str) -> None:
    """A file of its own, or a role of its own with a password of its own; and without the portal's driver."""
    home = tmp_path / "home"
    settings = load(
        {"LINLI_HOME": str(home), "SECRET_KEY": "a-secret-key-for-tests-0123456789"}
        | ({"DATABASE_URL": url} if url else {})
    )
    password = kept_secret(home, "tracker_password")
    assert launch.tracker_url(settings) == tracker.format(home=home, password=password)


@pytest.mark.parametrize(
    ("environ", "demo"),
    [
        ({}, True),
        ({"DEMO": "0"}, False),
        ({"DEMO": ""}, True),
        ({"DATABASE_URL": "postgresql://db/linli"}, False),
        ({"PUBLIC_URL": "https://linli.example.cn"}, False),
        ({"PUBLIC_URL": "http://127.0.0.1:9000"}, True),
    ],
)
def test_an_empty_home_becomes_a_demo_unless_something_speaks_of_real_use(
    tmp_path: Path, environ: dict[str, str], demo: bool
) -> None:
    """A stranger gets a demo from the first start; an operator's settings never do."""
    assert demo_home.is_demo_wanted(environ, tmp_path / "home") is demo


def test_a_home_with_data_is_no_demo_and_a_demo_stays_one(tmp_path: Path) -> None:
    """What the first start made of it is remembered; data without the mark is somebody's own."""
    real, demo = tmp_path / "real", tmp_path / "demo"
    real.mkdir()
    (real / "linli.db").write_bytes(b"x")
    assert not demo_home.is_demo_wanted({}, real)
    demo_home.mark_as_demo(demo)
    (demo / "linli.db").write_bytes(b"x")
    assert demo_home.is_demo_wanted({}, demo)
    assert not demo_home.is_demo_wanted({"DEMO": "0"}, demo)
    assert demo_home.is_unfilled(demo)


def test_only_a_demo_can_be_thrown_away(settings: Settings) -> None:
    """`make reset-demo` on a real home touches nothing."""
    (settings.home / "linli.db").write_bytes(b"somebody's")
    with pytest.raises(RuntimeError, match="not a demo"):
        demo_home.erase(settings)
    assert (settings.home / "linli.db").read_bytes() == b"somebody's"


def copy_listed(to: Path) -> list[str]:
    """Copy the list of the model's ingredients, and them; returns their names."""
    listed = [path.relative_to(PROJECT).as_posix() for path in training._ingredients(PROJECT)]
    for name in (*listed, training._INGREDIENTS):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, to / name)
    return listed


def test_the_models_name_changes_with_each_ingredient(tmp_path: Path) -> None:
    """Sentences, the domain, the code that training runs."""
    listed = copy_listed(tmp_path)
    first = training.model_name(tmp_path)
    assert {"domain.yml", "data/nlu/chat.yml", "bot/reading/classifying/heads.py"} <= set(listed)
    for name in listed:
        kept = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(kept + b"\n")
        assert training.model_name(tmp_path) != first, name
        (tmp_path / name).write_bytes(kept)


@pytest.mark.parametrize(
    "name",
    [
        "data/community/faq.csv",
        "contract/internal.openapi.json",
        "data/lifecycle.csv",
        "bot/server/channel.py",
        "docs/c.yml",
    ],
)
def test_the_models_name_stays_whatever_else_changes(tmp_path: Path, name: str) -> None:
    """The community's files are read anew without training; the portal's own lists and contract are not the bot's."""
    copy_listed(tmp_path)
    first = training.model_name(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("2", encoding="utf-8")
    assert training.model_name(tmp_path) == first


def test_a_start_without_its_model_is_one_that_trains(settings: Settings) -> None:
    """Said before any process runs, so that no message falls between; with the model nothing of an earlier start is left."""
    model = launch.find_model(settings)
    assert not model.exists()
    assert bot_state.is_training(settings.home)
    model.write_bytes(b"a model")
    assert launch.find_model(settings) == model
    assert bot_state.no_bot(settings.home) is None
    model.unlink()
    launch.find_model(settings)
    assert bot_state.is_training(settings.home)
