"""The pages say what the program does.  `COMMITWORTHY_WRITE_DOCS=1 pytest tests/docs_test.py` writes them anew."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from unittest import mock

import pytest
import yaml

import commitworthy
from commitworthy import cli
from commitworthy.commands.init import managers
from commitworthy.hooks import examples, explanations
from commitworthy.hooks.flag_parameters import rules as parameter_rules
from commitworthy.hooks.hook import HOOKS
from commitworthy.parameters.rules import RULES
from commitworthy.policy.options import DOCUMENTS, EVERY_HOOK, LINES, USUAL
from commitworthy.policy.schema import options_table
from commitworthy.policy.schema import render as render_schema
from commitworthy.policy.settings import POLICY_FILES, load
from commitworthy.report import explained
from tests import luck, terminal
from tests.repo import Repo, run
from tests.samples import model, parquet, table
from tests.shown import NOTEBOOK, SHOWN, dirty_notebook, printed

ROOT = Path(__file__).parent.parent
PACKAGE = Path(commitworthy.__file__).parent
WRITE = bool(os.environ.get("COMMITWORTHY_WRITE_DOCS"))
HOOK_PAGES = [(hook, ROOT / "docs" / f"{hook}.md") for hook in HOOKS]


def between(page: Path, mark: str, wanted: str) -> None:
    """The text between `<!-- mark -->` and `<!-- end -->` is `wanted`."""
    text = page.read_text()
    start, end = f"<!-- {mark} -->\n", "<!-- end -->"
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    assert rest, f"{page.name} has no {start}"
    assert after, f"{page.name} has no {end}"
    fresh = f"{before}{start}{wanted}\n{end}{after}"
    if WRITE:
        page.write_text(fresh)
    else:
        assert text == fresh


def test_options_on_a_page_are_the_options() -> None:
    for hook, page in (*HOOK_PAGES, ("cards", ROOT / "docs/check-cards.md")):
        key = EVERY_HOOK if hook == "commitworthy" else hook
        between(page, f"options {key}", options_table(key).strip())


def test_the_story_on_the_page_about_moves(repo: Repo) -> None:
    share = repo.top.parent / "share"
    share.mkdir()
    repo.write("src/train.py", 'import joblib\n\njoblib.dump(fit(), "models/churn.pkl")\n')
    with mock.patch.dict(os.environ, {"GIT_AUTHOR_DATE": "2027-01-31T12:00:00+0000"}):
        os.environ["GIT_COMMITTER_DATE"] = "2027-01-31T12:00:00+0000"
        repo.git("add", "--all")
        repo.git("commit", "--quiet", "--amend", "--no-edit", "--reset-author")
    # Another one on each machine, so not in the commit that the card names.
    repo.stage("commitworthy.toml", f'[homes]\nmodel = "{share}"\n')
    repo.stage("models/churn.pkl", model(40_000))
    lines = []
    for typed in ("block-artifacts", "move models/churn.pkl", "fetch --check"):
        lines += [f"$ commitworthy {typed}", *repo.run(*typed.split()).out.splitlines()]
    # The address is cut where it would not be the same on each machine.
    told = "\n".join(line for line in lines if line and not line.startswith("1 finding")).replace(
        str(share), "/mnt/share"
    )
    told = re.sub(r"(?m)^(    move it to /mnt/share:) +", r"\1   ", told)
    kept = [line for line in told.splitlines() if not line.startswith(("    or ", "        "))]
    between(ROOT / "docs/move.md", "story", "```text\n" + "\n".join(kept) + "\n```")
    card = Path(repo.path("models/churn.pkl.dvc")).read_text().replace(str(share), "/mnt/share")
    between(ROOT / "docs/move.md", "card", f"```yaml\n# models/churn.pkl.dvc\n{card}```")


@pytest.mark.long
def test_the_folder_on_the_page_about_moves(repo: Repo) -> None:
    share = repo.top.parent / "share"
    share.mkdir()
    repo.stage("commitworthy.toml", f'[homes]\ndata = "{share}"\n')
    repo.write("data/era.zarr/zarr.json", "{}")
    for number in range(2_000):
        repo.write(f"data/era.zarr/c/{number}", number.to_bytes(4, "big") * 100)
    lines = []
    for typed in ("move data/era.zarr", "move --update data/era.zarr", "check-cards", "fetch data/era.zarr"):
        outcome = repo.run(*typed.split())
        lines += [f"$ commitworthy {typed}", *outcome.out.splitlines()[: 2 if "move" in typed else None]]
        if typed == "move data/era.zarr":
            repo.write("data/era.zarr/c/7", b"another chunk")
            lines[-1:] = [lines[-1], "$ python src/regrid.py   # writes one chunk anew"]
        elif "--update" in typed:
            os.unlink(repo.path("data/era.zarr/c/8"))
    told = "\n".join(line for line in lines if line and not line.startswith("1 finding"))
    between(ROOT / "docs/move.md", "folder", "```text\n" + told.replace(str(share), "/mnt/share") + "\n```")


def test_the_table_of_the_rules_of_flag_parameters() -> None:
    off = {rule.rule for rule in RULES if not rule.default}
    rows = [
        f"| {rule.code} | {rule.name} | {rule.summary}{' (off unless selected)' if rule in off else ''} |"
        for rule in parameter_rules.ALL
    ]
    head = ["| code | name | what it says |", "|---|---|---|"]
    between(ROOT / "docs" / "flag-parameters.md", "rules", "\n".join([*head, *rows]))


def test_the_finding_on_the_page_of_flag_parameters(repo: Repo) -> None:
    repo.write("conf/train.yaml", "# tuned in May\noptimizer:\n  learning_rate: 0.001\n")
    repo.commit()
    code = "model = RandomForestClassifier(n_estimators=500, max_depth=12)\noptimizer = Adam(p, learning_rate=1e-3)\n"
    repo.stage("src/train.py", code)
    outcome = repo.run("flag-parameters")
    assert outcome.status == 1
    between(ROOT / "docs" / "flag-parameters.md", "finding", f"```text\n{outcome.out}```")


def test_the_example_on_the_page_of_extract(repo: Repo) -> None:
    page = ROOT / "docs" / "extract.md"
    code = (
        "from sklearn.ensemble import RandomForestClassifier\n\n\n"
        "def train(frame):\n    model = RandomForestClassifier(n_estimators=500, max_depth=12)\n"
        '    print(f"{model.set_params(min_samples_leaf=3)}")\n    return model.fit(frame)\n'
    )
    repo.stage("src/train.py", code)
    repo.commit()
    outcome = repo.run("extract", "src/train.py")
    assert outcome.status == 1
    between(page, "extract", f"```console\n$ commitworthy extract src/train.py\n{outcome.out}```")
    repo.git("add", "--all")
    between(page, "extracted", f"```diff\n{repo.git('diff', '--cached', '--no-color')}\n```")


@pytest.mark.parametrize(("hook", "page"), HOOK_PAGES)
def test_a_page_names_the_rules_of_its_hook(hook: str, page: Path) -> None:
    known = [explanation.rule for explanation in explanations.of_hook(hook)]
    rows = re.findall(r"^\| ([A-Z]{3}\d{3}) \| ([a-z-]+) \|", page.read_text(), re.MULTILINE)
    assert rows == [(rule.code, rule.name) for rule in known]


def test_the_page_of_the_commands_shows_what_they_print(repo: Repo) -> None:
    repo.git("lfs", "install", "--local")
    repo.stage("data/rows.csv", table(300_000))
    repo.stage("data/tiny.csv", table(3_000))
    for typed in (
        "check",
        "which data/tiny.csv",
        "explain ART003",
        "baseline",
        "allow data/rows.csv --because 'the rows of the tutorial' --max-size '300 kB'",
    ):
        outcome = repo.run(*shlex.split(typed))
        text = f"```console\n$ commitworthy {typed}\n{outcome.out.rstrip()}\n```"
        between(ROOT / "docs/commands.md", typed.partition(" ")[0], text)


# Where more is said of a command.
MORE = {
    "allow": "policy.md#exceptions",
    "audit": "audit.md",
    "baseline": "policy.md#baseline",
    "cards": "move.md",
    "check": "ci.md",
    "demo": "index.md",
    "doctor": "adopting.md#when-a-hook-did-not-run",
    "explain": "rules/README.md",
    "extract": "extract.md",
    "fetch": "move.md",
    "init": "adopting.md",
    "lfs-agent": "homes.md#git-lfs-on-a-bucket-without-a-server",
    "move": "move.md",
    "pre-receive": "servers.md",
    "which": "commands.md#which",
}


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="argparse of other versions lays it out in another way")
@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_the_page_of_a_command_is_its_help(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    page = ROOT / f"docs/commands/{name}.md"
    text = run(ROOT, name, "--help").out.rstrip()
    wanted = f"# commitworthy {name}\n\n```text\n{text}\n```\n\nMore: [{MORE[name]}](../{MORE[name]}).\n"
    if WRITE:
        page.parent.mkdir(exist_ok=True)
        page.write_text(wanted)
    assert page.read_text() == wanted


def test_each_command_has_a_page_and_no_page_is_left() -> None:
    assert {page.stem for page in (ROOT / "docs/commands").iterdir()} == set(cli.COMMANDS) == set(MORE)


def test_lefthook_and_husky_on_their_page_are_what_init_writes() -> None:
    text = (ROOT / "docs/frameworks.md").read_text()
    (block,) = re.findall(r"```yaml\n# lefthook.yml\n(.*?)```", text, re.DOTALL)
    stages = {stage: command["commands"]["commitworthy"] for stage, command in yaml.safe_load(block).items()}
    assert stages == managers.LEFTHOOK
    lines = re.findall(r"```sh\n(.*?)\n```", text.partition("## husky")[2].partition("## Plain")[0], re.DOTALL)
    assert lines == [managers.CHECK, managers.PUSH]


def test_prek_on_its_page_says_what_pre_commit_does() -> None:
    text = (ROOT / "docs/frameworks.md").read_text()
    (prek,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    pre_commit = re.findall(r"```yaml\n(# \.pre-commit.*?)```", text, re.DOTALL)[0]
    assert tomllib.loads(prek) == yaml.safe_load(pre_commit)


@pytest.mark.parametrize(("enforce", "severity"), [("new", None), ("observe", "warning")])
def test_the_matchers_for_editors_find_the_findings(repo: Repo, enforce: str, severity: str | None) -> None:
    tables = [f'[{hook}]\nenforce = "{enforce}"\n' for hook in ("block-artifacts", "flag-parameters")]
    repo.stage("commitworthy.toml", "".join(tables))
    repo.stage("data/rows.csv", table(300_000))
    repo.stage("src/train.py", "model = RandomForestClassifier(n_estimators=500)\n")
    lines = repo.run("check", "--color", "never").out.splitlines()
    (block,) = re.findall(r"```json\n(.*?)```", (ROOT / "docs/editors.md").read_text(), re.DOTALL)
    patterns = [matcher["pattern"] for matcher in json.loads(block)["tasks"][0]["problemMatcher"]]
    found = [
        [match[pattern[key]] for key in ("file", "line", "column", "severity", "code") if key in pattern]
        for pattern in patterns
        for line in lines
        if (match := re.search(pattern["regexp"], line))
    ]
    # Of two matchers that fit one line an editor takes the first.
    assert found == [
        ["src/train.py", "1", "45", severity, "PAR101"],
        ["data/rows.csv", severity, "ART001"],
        ["src/train.py:1:45", severity, "PAR101"],
    ]


EXAMPLES = Path(examples.__file__)
EXAMPLES_HEAD = '''\
"""What the hooks print, by the codes of their rules; made by tests/docs_test.py, which runs them."""

# ruff: noqa: E501 (lines as they are printed)
from __future__ import annotations

'''


def examples_module(lines: dict[str, str]) -> str:
    """The text of hooks/examples.py."""
    rows = "".join(f"    {quoted(code)}: {quoted(lines[code])},\n" for code in sorted(lines))
    return f"{EXAMPLES_HEAD}PRINTED = {{\n{rows}}}\n"


def quoted(text: str) -> str:
    """As ruff would have it."""
    return repr(text) if '"' in text and "'" not in text else json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("code", SHOWN)
def test_the_example_of_a_rule_is_what_is_printed(repo: Repo, code: str) -> None:
    line = printed(repo, code, SHOWN[code])
    if WRITE:
        examples.PRINTED[code] = line
        EXAMPLES.write_text(examples_module(examples.PRINTED))
    assert examples.PRINTED.get(code) == line


def test_each_rule_has_an_example() -> None:
    rules = [explanation.rule.code for explanation in explanations.of_all()]
    assert rules == sorted(SHOWN) == sorted(examples.PRINTED)
    assert EXAMPLES.read_text() == examples_module(examples.PRINTED)


PAGES = ROOT / "docs" / "rules"


RULE_PAGES = [f"{code}.md" for code in SHOWN] + ["README.md"]


def rule_pages() -> dict[str, str]:
    known = explanations.of_all()
    pages = {f"{made.rule.code}.md": explained.page(made, hooks) for made, hooks in known.items()}
    return {name: "\n".join(lines) + "\n" for name, lines in {**pages, "README.md": explained.index(known)}.items()}


@pytest.mark.parametrize("name", RULE_PAGES)
def test_a_page_of_a_rule_is_what_explain_says(name: str) -> None:
    if WRITE:
        (PAGES / name).write_text(rule_pages()[name])
    assert (PAGES / name).read_text() == rule_pages()[name]


def test_no_page_is_left_of_a_rule_that_is_none() -> None:
    assert {page.name for page in PAGES.iterdir()} == set(rule_pages())


def test_the_picture_in_the_readme_is_what_is_printed(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = repo.write("../bin/commitworthy", "#!/bin/sh\n")
    Path(fake).chmod(0o755)
    monkeypatch.setenv("PATH", f"{Path(fake).parent}{os.pathsep}{os.environ['PATH']}")
    repo.stage("commitworthy.toml", '[homes]\ndata = "s3://team/artifacts"\nmodel = "s3://team/artifacts"\n')
    repo.commit()
    repo.install_hooks("commitworthy")
    repo.stage("data/train.csv", table(2_500_000))
    repo.stage("notes.txt", model(1000))
    repo.stage("src/train.py", "model = LogisticRegression(C=0.3)\n")
    typed = "git commit --message 'First model'"
    outcome = repo.shell(typed, FORCE_COLOR="1")
    assert (outcome.status, outcome.out) == (1, "")
    text = f"$ {typed}\n{outcome.err}"
    page = ROOT / "docs/refused-commit.svg"
    drawn = terminal.picture(
        text, "A commit of a CSV file, a pickle called notes.txt and a hard-coded parameter, refused"
    )
    if WRITE:
        page.write_text(drawn)
    assert page.read_text() == drawn
    assert "(docs/refused-commit.svg)" in (ROOT / "README.md").read_text()
    assert "(refused-commit.svg)" in (ROOT / "docs/index.md").read_text()


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("a <b", [("a &lt;b", "16.0", "48")]),
        ("\x1b[1ma\x1b[0m: b", [("a", "16.0", "48"), (": b", "24.4", "48")]),
        ("x" * terminal.COLUMNS + "y", [("x" * terminal.COLUMNS, "16.0", "48"), ("y", "16.0", "68")]),
        ("\n  z", [("z", "32.8", "68")]),
    ],
)
def test_a_terminal_is_drawn(text: str, drawn: list[tuple[str, str, str]]) -> None:
    rows = re.findall(r'<text[^>]* x="([\d.]+)" y="(\d+)"[^>]*>([^<]*)</text>', terminal.picture(text, ""))
    assert [(words, x, y) for x, y, words in rows] == drawn


def test_the_finding_on_the_page_of_strip_notebooks(repo: Repo) -> None:
    repo.stage(NOTEBOOK, dirty_notebook())
    outcome = repo.run("strip-notebooks")
    assert outcome.status == 1
    between(ROOT / "docs" / "strip-notebooks.md", "finding", f"```text\n{outcome.out}```")


def test_the_exception_in_the_readme_is_what_allow_writes(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.strftime", lambda _: "2027-01-31")
    readme = (ROOT / "README.md").read_text()
    (command,) = re.findall(r"^\$ (commitworthy allow .*)$", readme, re.MULTILINE)
    repo.write("tests/golden/a.parquet", parquet(9_000))
    repo.write("pyproject.toml", "")
    assert repo.run(*shlex.split(command)[1:]).status == 0
    between(ROOT / "README.md", "exception", f"```toml\n{Path(repo.path('pyproject.toml')).read_text().strip()}\n```")


def test_the_readme_begins_with_two_commands_and_ci_runs_the_second() -> None:
    text = (ROOT / "README.md").read_text()
    block = re.search(r"\A# commitworthy\n\n(?:[^\n`]+\n){3}\n```console\n(.*?)```\n", text, re.DOTALL)
    assert block, "three lines that say what it does, and then the commands"
    demo, tests = [line.removeprefix("$ ").partition("   #")[0] for line in block[1].splitlines()]
    fresh = "python3 -m venv .venv && .venv/bin/pip install "
    assert demo == fresh + ". && .venv/bin/commitworthy demo"
    assert tests == fresh + "-e '.[test]' && .venv/bin/pytest -n logical"
    script = (ROOT / ".ci/run").read_text()
    tests = tests.replace("[test]", "[test,test-programs,test-move,docs,lint]")
    assert f"\n{tests} || exit\n" in script
    before, _, _ = script.partition(tests)
    assert "install -y -qq git-lfs" in before
    assert "export COMMITWORTHY_NO_SKIPS=1" in before


def test_the_page_about_ci_names_each_format_of_a_report() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/ci.md").read_text(), re.MULTILINE)
    assert rows == [*LINES, *DOCUMENTS]


def test_the_schema_for_editors_is_that_of_the_options() -> None:
    schema = ROOT / "commitworthy.schema.json"
    if WRITE:
        schema.write_text(render_schema())
    assert schema.read_text() == render_schema()


def test_the_policy_on_its_page_is_one() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/policy.md").read_text(), re.DOTALL)
    first, second = (load({POLICY_FILES[0]: block.encode()}) for block in blocks)
    assert first.source == second.source == "pyproject.toml"
    assert first.block_artifacts.allow[0].because == "golden files of the parser tests"
    assert second.enforcement["block-artifacts"] == ("new", "2027-01-15")


def test_every_hook_is_in_the_manifest_the_readme_and_the_changelog() -> None:
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in manifest] == list(HOOKS)
    for hook in manifest:
        assert hook["entry"] == f"commitworthy {hook['id']}"
        assert len(hook["name"]) <= 50
        stages = ["pre-push"] if hook["id"] in cli.ON_PUSH else ["pre-commit", "pre-merge-commit"]
        stages += ["post-checkout", "post-merge"] if hook["id"] == "check-cards" else []
        assert hook["stages"] == [*stages, "manual"]
        assert f"`{hook['id']}`" in (ROOT / "README.md").read_text()
        assert f"### {hook['id']}" in (ROOT / "CHANGELOG.md").read_text()


def test_there_is_one_version() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    assert f'version = "{commitworthy.__version__}"' in pyproject
    changes = re.findall(r"^## \[(.+?)\](.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert changes[0] == ("Unreleased", "")
    released = yaml.safe_load((ROOT / "CITATION.cff").read_text())["date-released"]
    assert changes[1] == (commitworthy.__version__, f" - {released}")
    named = {
        (page.name, version)
        for page in [ROOT / "README.md", ROOT / "RELEASING.md", *(ROOT / "docs").glob("*.md")]
        for version in re.findall(r"(?:commitworthy@|rev: |rev = \"|(?<= ))v(\d+\.\d+\.\d+)\b", page.read_text())
    }
    assert {version for _, version in named} == {commitworthy.__version__}
    assert {"README.md", "RELEASING.md", "ci.md", "check-push.md", "frameworks.md"} <= {name for name, _ in named}


def test_the_project_has_one_address() -> None:
    pages = [*ROOT.glob("*.*"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").rglob("*.yml")]
    texts = [page.read_text() for page in pages if page.is_file()]
    owners = {name for text in texts for name in re.findall(r"github\.com/([^/\s]+)/commitworthy\b", text)}
    assert len(owners) == 1, owners


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as a site; `--strict` refuses a link, or the part of a page, that is not there."""
    luck.need_module("material", "docs")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_the_site_has_every_page_and_no_broken_link(site: Path) -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").with_suffix("").as_posix()
        name = re.sub(r"(^|/)(index|README)$", "", name)
        assert (site / name / "index.html").is_file(), name


def test_the_site_needs_no_other_host(site: Path) -> None:
    """So that it is whole in a closed network; for a `mermaid` block the theme would load a script."""
    loading = re.compile(r'<(?:script|img|iframe|link rel="(?:stylesheet|preload|preconnect)")[^>]*="https?:[^>]*>')
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert (loading.findall(text), 'class="mermaid"' in text) == ([], False), page


def test_the_search_of_the_site_finds_a_rule_and_a_subject(site: Path) -> None:
    if not (node := shutil.which("node")):
        pytest.skip("node is not installed: apt install nodejs")
    command = [node, str(ROOT / ".ci/search.cjs"), str(site), "ART001", "large file"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rule, subject = (line.split() for line in done.stdout.splitlines())
    assert rule[0] == "rules/ART001/"
    assert {page.partition("/")[0] for page in subject[:5]} >= {
        "block-artifacts",
        "rules",
        "from-check-added-large-files",
    }


@pytest.mark.parametrize(
    "page",
    [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "RELEASING.md"],
)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        assert link.startswith("https://") or (page.parent / link).exists(), link


SAID = re.compile(r"commitworthy ([a-z][a-z-]+)((?: --[a-z-]+)*)")


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name
)
def test_every_command_on_a_page_is_one(page: Path) -> None:
    text = page.read_text()
    blocks = [
        *re.findall(r"```(?:console|yaml)\n(.*?)```", text, re.DOTALL),
        *re.findall(r"`(commitworthy [^`]+)`", text),
    ]
    for command, options in SAID.findall("\n".join(blocks)):
        assert command in (*HOOKS, *cli.COMMANDS), command
        asked = run(ROOT, command, "--help-all" if command in USUAL else "--help").out
        for option in options.split():
            assert option in asked or option.startswith("--no-"), f"{command} {option}"


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name
)
def test_yaml_on_a_page_is_yaml(page: Path) -> None:
    for block in re.findall(r"```yaml\n(.*?)```", page.read_text(), re.DOTALL):
        assert yaml.safe_load(block)


def test_each_promise_on_security_names_tests_that_there_are() -> None:
    named = re.findall(r"`(tests/[^:`]+)::([^`]+)`", (ROOT / "SECURITY.md").read_text())
    assert len(named) > 20
    for file, test in named:
        assert f"\ndef {test}(" in (ROOT / file).read_text(), f"{file}::{test}"


ARCHITECTURE = (ROOT / "docs/architecture.md").read_text()


def is_there(name: str) -> bool:
    """Whether a dotted name below the package is a folder, a module, or defined in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        place = PACKAGE.joinpath(*parts[:length])
        module = place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
        if module.is_file():
            return length == len(parts) or defines(ast.parse(module.read_text()).body, parts[length:])
    return False


def defines(body: list[ast.stmt], names: list[str]) -> bool:
    first, *rest = names
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == first:
            return not rest or defines(node.body, rest)
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == first for target in targets):
            return not rest
        if isinstance(node, ast.If) and defines([*node.body, *node.orelse], names):
            return True
    return False


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([a-z_]+(?:\.\w+)+)`", ARCHITECTURE))))
def test_what_the_architecture_names_is_there(name: str) -> None:
    assert is_there(name) or name.partition(".")[0] in sys.stdlib_module_names, name


CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
PLACES = re.compile(r"(?<=[` ])(\w+/[\w/]*(?:\.(?:py|md))?)(?=[` ])")


@pytest.mark.parametrize("name", sorted({*PLACES.findall(ARCHITECTURE), *PLACES.findall(CONTRIBUTING)}))
def test_each_place_that_a_page_about_the_code_names_is_there(name: str) -> None:
    assert (PACKAGE / name).exists() or (ROOT / name).exists(), name


def test_the_architecture_names_each_folder_of_the_package() -> None:
    folders = {place.parent.relative_to(PACKAGE).as_posix() for place in PACKAGE.rglob("*.py")} - {"."}
    assert folders == set(re.findall(r"`([\w/]+)/`", ARCHITECTURE.partition("## Dependencies")[0]))


def test_the_architecture_is_a_page() -> None:
    assert ARCHITECTURE.count("\n") <= 120
