"""Names that hurt, and many of them, under the frameworks."""

from __future__ import annotations

from tests.frameworks.conftest import BOTH_EVERY_DAY, CONFIG, Framework
from tests.names import NAMES_THAT_HURT
from tests.repo import Repo
from tests.samples import noise

LARGE = noise(200_000)
NAMES = [name for name in NAMES_THAT_HURT if isinstance(name, str)]


@BOTH_EVERY_DAY
def test_names_that_hurt_reach_us_through_a_framework(project: Repo, framework: Framework) -> None:
    for number, name in enumerate(NAMES):
        project.stage(name, noise(200_000, seed=number))
    project.write(CONFIG, framework.config(args=["--all"]))
    project.git("add", CONFIG)
    for words in ((), ("--all-files",)):
        outcome = framework.run(project, *words)
        assert outcome.status != 0
        # A file called as a flag of ours stops the hook with 2: it does not pass.
        assert f"{len(NAMES)} findings in {len(NAMES)} files." in outcome.out or "--help" in outcome.out
    project.git("rm", "--quiet", "--cached", "--", "--help")
    outcome = framework.run(project)
    assert f"{len(NAMES) - 1} findings in {len(NAMES) - 1} files." in outcome.out


def test_scenario_03_a_name_that_is_not_utf_8(project: Repo, framework: Framework) -> None:
    project.stage(b"latin-\xe9.bin", LARGE)
    outcome = framework.run(project)
    # pre-commit dies of such a name before it calls a hook; prek hands it to us.
    assert outcome.status != 0
    assert ("latin-\\xe9.bin: ART001" in outcome.out) == (framework.name == "prek")
    assert ("UnicodeDecodeError" in outcome.out) == (framework.name == "pre-commit")


def test_many_files_are_judged_in_batches_each_once(project: Repo, framework: Framework) -> None:
    folder = "a-folder-with-a-long-name/" * 5
    for number in range(1500):
        project.write(f"{folder}{number:04}.txt", "text\n")
    for number in range(0, 1500, 500):
        project.write(f"{folder}{number:04}.bin", noise(200_000, seed=number))
    project.git("add", "--all")
    outcome = framework.run(project)
    assert outcome.status == 1
    assert outcome.out.count(": ART001") == 3
