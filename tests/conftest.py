"""Fixtures: real git repositories with nobody's configuration in them."""

from __future__ import annotations

import itertools
import re
import signal
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from tests import luck
from tests.repo import Repo, isolate

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


# A shell starts what runs in the background with interrupts ignored, which the programs under test would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if luck.EXPLORE and not config.getoption("hypothesis_seed", None):
        config.option.hypothesis_seed = luck.EXPLORE


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests in one worker: what its module makes for all of them is made once."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    if config.getoption("dist") != "load":
        return None
    # The order is ours (below), and not by the number of tests in a file.
    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None, None, None]:
    luck.leave_rows(items)
    yield
    if hasattr(config, "workerinput"):  # of pytest-xdist
        luck.slow_first(items)


def pytest_report_header() -> str | None:
    return f"explores: COMMITWORTHY_EXPLORE={luck.EXPLORE} tries the same again" if luck.EXPLORE else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("needs_lfs"):
        luck.need_lfs()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _explained((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _explained((yield))


def _explained(report: Report) -> Report:
    """The report: what was left out fails where nothing may be, and what is not installed is named."""
    if report.failed and (lacking := luck.lacking(str(report.longrepr))):
        report.outcome, report.longrepr = "skipped", (luck.__file__, 1, f"Skipped: {lacking}")
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2]
        if luck.NO_SKIPS:
            report.outcome, report.longrepr = "failed", f"left out, where nothing may be: {reason}"
        elif " is not installed: " in reason:
            # From one place, so that pytest counts them in one line instead of a line for each test.
            report.longrepr = (luck.__file__, 1, reason)
    elif report.failed and "ModuleNotFoundError: " in str(report.longrepr):
        report.sections.append(("what is missing", luck.INSTALL))
    return report


_COUNT = itertools.count()


def _new_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder for one test.  What pytest makes is numbered after a look at the folders of all tests before it."""
    folder = factory.getbasetemp() / f"{name.rstrip('_')}_{next(_COUNT)}"
    folder.mkdir(0o700)
    return folder


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test's own folder, which stays for a look at it, as pytest's does."""
    return _new_folder(tmp_path_factory, re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    isolate(monkeypatch, _new_folder(tmp_path_factory, "home"))


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repositories that tests get a copy of, which costs a tenth of what git takes to make one."""
    folder = tmp_path_factory.mktemp("templates")
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, tmp_path_factory.mktemp("home"))
        Repo.init(folder / "unborn")
        first = Repo.init(folder / "first")
        first.write("README.md", "# A project\n")
        first.commit("first")
        hooked = Repo.copied(first.top, folder / "hooked")
        hooked.write("sub/deeper/file.txt", "text\n")
        hooked.commit()
        hooked.install_hooks()
    return folder


@pytest.fixture
def repo(tmp_path: Path, templates: Path) -> Repo:
    """A repository with one commit that holds a README."""
    return Repo.copied(templates / "first", tmp_path / "repo")


@pytest.fixture
def unborn(tmp_path: Path, templates: Path) -> Repo:
    """A repository without a commit."""
    return Repo.copied(templates / "unborn", tmp_path / "repo")


@pytest.fixture
def hooked(tmp_path: Path, templates: Path) -> Repo:
    """A repository whose commits are judged."""
    return Repo.copied(templates / "hooked", tmp_path / "repo")
