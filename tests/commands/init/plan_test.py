"""What `init` would write, file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from commitworthy.commands.init import adoption, replaced
from commitworthy.commands.init.entry import HookEntry
from commitworthy.commands.init.replaced import LeftAlone, Setting
from commitworthy.policy.settings import load
from commitworthy.remedies import textfile

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = "where they ran; otherwise they would run at every"
OURS = HookEntry("https://example.org/commitworthy", "v0.1.0", ("block-artifacts",))
WITH_OTHERS = (
    "repos:\n- repo: a\n  rev: b\n  hooks:\n  - id: check-added-large-files\n    args: {args}\n  - id: nbstripout\n"
)


def test_a_configuration_is_made_where_there_is_none() -> None:
    (change,) = adoption.configuration({}, OURS, replace=False)
    assert (change.path, change.old, change.is_one) == (".pre-commit-config.yaml", None, True)


def test_every_configuration_that_there_is_gets_the_entry() -> None:
    files = {"prek.toml": b"", ".pre-commit-config.yaml": b"repos: []\n"}
    changes = adoption.configuration(files, OURS, replace=False)
    assert [(change.path, change.is_one) for change in changes] == [
        (".pre-commit-config.yaml", True),
        ("prek.toml", True),
    ]


@pytest.mark.parametrize("hook", ["block-artifacts", "commitworthy"])
def test_one_that_has_any_of_our_hooks_is_left_alone(hook: str) -> None:
    old = f"repos:\n- repo: x\n  rev: y\n  hooks:\n  - id: {hook}\n".encode()
    (change,) = adoption.configuration({".pre-commit-config.yaml": old}, OURS, replace=False)
    assert not change.is_one
    assert change.new == old


def test_one_that_cannot_be_changed_is_named() -> None:
    (change,) = adoption.configuration({".pre-commit-config.yaml": b"a: \xff\n"}, OURS, replace=False)
    assert (change.new, change.note, change.is_one) == (None, "it is not UTF-8", False)


def test_hooks_that_say_the_same_are_named() -> None:
    old = WITH_OTHERS.format(args="[]").encode()
    (change,) = adoption.configuration({".pre-commit-config.yaml": old}, OURS, replace=False)
    assert change.note == (
        f"default_stages keeps your 2 hooks that name no stage {KEPT} merge as well; "
        "check-added-large-files and nbstripout would report the same things twice: --replace removes them"
    )
    (change,) = adoption.configuration({".pre-commit-config.yaml": old}, OURS, replace=True)
    assert change.note == ""


CONFIG = ".pre-commit-config.yaml"
DOCS = "has no counterpart here: see docs/{}.md"


def entries(*hooks: Mapping[str, object], repo: str = "a") -> dict[str, bytes]:
    """A configuration with these hooks of others."""
    return {CONFIG: yaml.safe_dump({"repos": [{"repo": repo, "rev": "b", "hooks": list(hooks)}]}).encode()}


@pytest.mark.parametrize(
    ("hook", "args", "policy", "lost"),
    [
        ("check-added-large-files", ["--maxkb=5120"], {"max-size": "5120 kB"}, []),
        ("check-added-large-files", ["--maxkb", "500"], {"max-size": "500 kB"}, []),
        ("check-added-large-files", ["--maxkb=500", "--enforce-all"], {"max-size": "500 kB"}, []),
        ("check-added-large-files", ["--maxkb=many", "--x=1"], {}, ["--maxkb=many", "--x=1"]),
        ("forbid-large-files", "nonsense", {}, []),
        ("forbid-large-files", ["--maxkb=1"], {"max-size": "1 kB"}, []),
        ("nbstripout", ["--keep-count", "--keep-output"], {"keep-count": True, "keep-output": True}, []),
        (
            "nbstripout",
            ["--extra-keys", "metadata.a cell.metadata.b"],
            {"strip-keys": ["metadata.a", "cell.metadata.b"]},
            [],
        ),
        ("nbstripout", ["--extra-keys=metadata.a"], {"strip-keys": ["metadata.a"]}, []),
        ("nbstripout", ["--extra-keys", "a.b"], {}, ["--extra-keys=a.b"]),
        ("nbstripout", ["--extra-keys", "cell.source"], {}, ["--extra-keys=cell.source"]),
        ("nbstripout", ["--keep-metadata-keys", "metadata.a"], {"keep-keys": ["metadata.a"]}, []),
        ("nbstripout", ["--drop-tagged-cells", "a b"], {"drop-tagged": ["a", "b"]}, []),
        ("nbstripout", ["--max-size=1k", "--strip-init-cells"], {"max-output": 1000, "strip-init-cells": True}, []),
        ("nbstripout", ["--max-size", "2M", "--keep-id"], {"max-output": 2_000_000}, []),
        ("nbstripout", ["-t", "--mode", "zeppelin", "-f", "--unix-newlines"], {}, ["-t"]),
        (
            "nbstripout",
            ["--keep-output", "--drop-output-type", "error", "stream:stderr"],
            {"keep-output": True, "drop-types": ["error", "stream:stderr"]},
            [],
        ),
        ("nbstripout", ["--drop-output-type", "error"], {}, []),
        ("nbstripout", ["--keep-output", "--keep-output-type=error"], {"keep-types": ["error"]}, []),
        (
            "nb-clean",
            ["-e", "-o", "-c", "-m", "tags"],
            {"drop-empty-cells": True, "keep-output": True, "keep-count": True},
            [],
        ),
        (
            "nb-clean",
            ["--remove-empty-cells", "--remove-all-notebook-metadata"],
            {"drop-empty-cells": True, "strip-keys": ["metadata.*"]},
            [],
        ),
        ("nbstripout", ["-e"], {}, ["-e"]),
        ("nb-clean", ["-m", "tags", "--"], {}, []),
        (
            "jupyter-notebook-cleanup",
            ["--remove-kernel-metadata", "--pin-patterns", "[pin];[keep]"],
            {"strip-keys": ["metadata.kernelspec"]},
            ["--pin-patterns=[pin];[keep]"],
        ),
    ],
)
def test_arguments_of_replaced_hooks_become_a_policy(
    hook: str, args: object, policy: dict[str, object], lost: list[str]
) -> None:
    ours = "block-artifacts" if "large" in hook else "strip-notebooks"
    carried = adoption.carried(entries({"id": hook, "args": args}))
    assert carried.tables == ({ours: policy} if policy else {})
    assert carried.lost == [Setting(hook, said, DOCS.format(ours)) for said in lost]
    assert carried.exceptions == []


@pytest.mark.parametrize("hook", [{"id": "check-added-large-files"}, {"id": "x", "entry": "check-added-large-files"}])
@pytest.mark.parametrize(
    ("policy", "limit"),
    [
        ("", "100 kB"),
        ("[block-artifacts.limits]\ndata = '50 kB'\n", "50 kB"),
        ("[block-artifacts]\nmax-size = '1 MB'\n", ""),
    ],
)
def test_a_default_limit_that_was_higher_is_said(hook: dict[str, object], policy: str, limit: str) -> None:
    carried = adoption.carried({**entries(hook, repo="local"), "commitworthy.toml": policy.encode()})
    became = f'the limit of data is {limit} now; max-size = "500 kB" of block-artifacts keeps it'
    said = Setting(str(hook["id"]), "without --maxkb, whose default is 500 kB", became)
    assert carried.lost == ([said] if limit else [])
    assert carried.tables == {}


@pytest.mark.parametrize(
    ("hook", "expected"),
    [
        ({"id": "clean", "entry": "nbstripout --keep-count"}, {"strip-notebooks": {"keep-count": True}}),
        ({"id": "clean", "entry": "/opt/bin/nb-clean clean -e"}, {"strip-notebooks": {"drop-empty-cells": True}}),
        ({"id": "clean", "entry": "jupyter nbconvert --clear-output --inplace"}, {}),
        (
            {"id": "c", "entry": "uvx --from nbstripout nbstripout --keep-count"},
            {"strip-notebooks": {"keep-count": True}},
        ),
        ({"id": "c", "entry": "pixi run -e dev nbstripout --keep-count"}, {"strip-notebooks": {"keep-count": True}}),
        ({"id": "c", "entry": "conda run -n x nbstripout --keep-count"}, {"strip-notebooks": {"keep-count": True}}),
        ({"id": "large", "entry": "check-added-large-files --maxkb 7"}, {"block-artifacts": {"max-size": "7 kB"}}),
    ],
)
def test_hooks_of_a_projects_own_are_known_by_what_they_call(
    hook: dict[str, object], expected: dict[str, dict[str, object]]
) -> None:
    assert adoption.carried(entries(hook, repo="local")).tables == expected
    change, *_ = adoption.configuration(entries(hook, repo="local"), OURS, replace=True)
    assert yaml.safe_load(change.new or b"")["repos"] == [OURS.plain()]


@pytest.mark.parametrize(
    ("hook", "paths"),
    [
        ({"id": "forbid-large-files", "exclude": "^data/"}, ("/data/**",)),
        ({"id": "forbid-large-files", "files": "^src/"}, ("*", "!/src/**")),
        ({"id": "nbstripout", "exclude": "^notebooks/gallery/"}, ("/notebooks/gallery/**",)),
        ({"id": "nbstripout", "files": "^notebooks/"}, ("*.ipynb", "!/notebooks/**")),
        ({"id": "nb-clean", "exclude": "(?x)^(\n  a/.*|\n  b\\.ipynb\n)$"}, ("/a/**", "/b.ipynb")),
        ({"id": "nbstripout", "files": r"\.ipynb$", "exclude": "^$"}, None),
        ({"id": "nbstripout", "files": ".ipynb"}, None),
    ],
)
def test_files_that_a_replaced_hook_left_alone_are_exceptions(
    hook: dict[str, str], paths: tuple[str, ...] | None
) -> None:
    ours = "block-artifacts" if "large" in hook["id"] else "strip-notebooks"
    carried = adoption.carried(entries(hook))
    assert carried.lost == []
    if paths is None:
        assert carried.exceptions == []
        return
    (key,) = {"files", "exclude"} & {*hook}
    said = f"{key}: {' '.join(hook[key].split())}"
    assert carried.exceptions == [LeftAlone(ours, paths, f"{hook['id']} had {said}")]
    (change,) = adoption.policy({}, {}, carried.exceptions)
    policy = load({"commitworthy.toml": change.new})
    (row,) = (*policy.block_artifacts.allow, *policy.strip_notebooks.keep)
    assert (row.paths, row.because) == (paths, f"{hook['id']} had {said}")
    assert adoption.policy({"commitworthy.toml": change.new or b""}, {}, carried.exceptions) == [], "once"


BY_HAND = "for files to leave alone write [[strip-notebooks.keep]]: see docs/policy.md"


@pytest.mark.parametrize(
    ("hooks", "lost"),
    [
        (
            [{"exclude": r"^\w+\.ipynb$"}],
            [("exclude: ^\\w+\\.ipynb$", f"says more than patterns of .gitignore can; {BY_HAND}")],
        ),
        ([{"exclude": {"glob": "a/**"}}], [("exclude: {'glob': 'a/**'}", f"is not carried over; {BY_HAND}")]),
        (
            [{"files": "^a/"}, {"files": "^b/"}],
            [
                (f"files: ^{name}/", f"is not carried over: other entries look at other files; {BY_HAND}")
                for name in "ab"
            ],
        ),
        ([{"files": "^a/"}, {"files": "^a/"}], []),
        ([{"stages": ["manual"]}], [("stages: [manual]", "ran at no commit, so its settings are not carried over")]),
        ([{"stages": ["commit", "manual"]}], []),
        (
            [{"types": ["python"], "alias": "x"}],
            [
                ("alias: x", "is not carried over: strip-notebooks has its own"),
                ("types: [python]", "is not carried over: strip-notebooks has its own"),
            ],
        ),
        ([{"types": ["jupyter"], "name": "x", "verbose": True, "additional_dependencies": ["y"]}], []),
    ],
)
def test_what_has_no_counterpart_is_named(hooks: list[dict[str, object]], lost: list[tuple[str, str]]) -> None:
    carried = adoption.carried(entries(*({"id": "nbstripout", **hook} for hook in hooks)))
    assert carried.lost == [Setting("nbstripout", *row) for row in lost]


@pytest.mark.parametrize("key", ["types", "types_or"])
def test_a_limit_of_some_types_is_no_limit_of_all(key: str) -> None:
    some = {"id": "check-added-large-files", key: ["python", "yaml"], "exclude": "^data/", "args": ["--maxkb=20"]}
    became = "its settings are not carried over: block-artifacts checks files of every type"
    carried = adoption.carried(entries(some))
    assert carried == ({}, [], [], [Setting("check-added-large-files", f"{key}: [python, yaml]", became)])
    carried = adoption.carried(entries(some, {"id": "check-added-large-files", "args": ["--maxkb=900"]}))
    assert carried.tables == {"block-artifacts": {"max-size": "900 kB"}}
    assert carried.exceptions == []


def test_what_nbconvert_did_besides_is_named() -> None:
    command = "jupyter nbconvert --to notebook --inplace --clear-output"
    entry = f"{command} --TagRemovePreprocessor.remove_cell_tags='{{\"x\"}}' --log-level ERROR"
    carried = adoption.carried(entries({"id": "clear", "entry": entry}))
    said = '--TagRemovePreprocessor.remove_cell_tags={"x"}'
    assert carried == ({}, [], [], [Setting("clear", said, DOCS.format("strip-notebooks"))])


def test_a_hook_that_may_do_more_is_left_and_named() -> None:
    entry = 'bash -c \'nbstripout --keep-count "$@" && git add "$@"\' --'
    files = entries({"id": "strip", "entry": entry}, {"id": "other", "entry": "mypy"})
    became = "is left as it is: if it does no more than run nbstripout, remove it by hand"
    assert adoption.carried(files) == ({}, [], [], [Setting("strip", f"entry: {entry}", became)])
    (change,) = adoption.configuration(files, OURS, replace=True)
    assert [hook["id"] for hook in yaml.safe_load(change.new or b"")["repos"][0]["hooks"]] == ["strip", "other"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lefthook.yml", "pre-commit:\n  commands:\n    nb:\n      run: /opt/bin/nbstripout {staged_files}\n"),
        (".husky/pre-commit", "nbstripout $(git diff --cached --name-only)\n"),
    ],
)
def test_what_another_manager_runs_is_to_be_removed_by_hand(name: str, text: str) -> None:
    for content, removed in ((text, ("nbstripout",)), (f"# nbstripout was here\n{text}".partition("\n")[0] + "\n", ())):
        changes = {
            change.path: change for change in adoption.configuration({name: content.encode()}, OURS, replace=True)
        }
        assert changes[name].removed == removed
        assert changes[name].is_left == bool(removed)
    assert not any(change.removed for change in adoption.configuration({name: text.encode()}, OURS, replace=False))


def test_a_filter_of_nbstripout_is_named() -> None:
    lost = [replaced.FILTER]
    assert adoption.carried({".gitattributes": b"*.ipynb filter=nbstripout diff=ipynb\n"}).lost == lost
    assert adoption.carried({".gitattributes": b"# filter=nbstripout-fast\n*.ipynb text\n"}).lost == []


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ("ci: {autofix_prs: false}\n", "limit-commit, block-artifacts"),
        ("ci: {skip: [mypy, limit-commit]}\n", "block-artifacts"),
        ("ci: {skip: [limit-commit, block-artifacts]}\n", ""),
        ("", ""),
    ],
)
def test_the_service_of_pre_commit_needs_a_word(told: str, missing: str) -> None:
    entry = HookEntry("local", "", ("limit-commit", "block-artifacts"))
    changes = adoption.configuration({CONFIG: f"{told}repos: []\n".encode()}, entry, replace=False)
    said = (
        f"pre-commit.ci installs no program for repo: local: add {missing} to skip: below ci:, "
        "or use --repo URL --rev REV"
    )
    assert list(adoption.of_service(changes)) == ([said] if missing else [])


def test_a_hook_that_ran_at_no_commit_says_nothing_of_commits() -> None:
    hooks = (
        {"id": "nbstripout", "exclude": "^docs/"},
        {"id": "nb-clean", "args": ["--preserve-cell-outputs"], "files": "^x/", "stages": ["manual"]},
    )
    carried = adoption.carried(entries(*hooks))
    assert carried.tables == {}
    assert carried.exceptions == [
        LeftAlone("strip-notebooks", ("/docs/**",), "nbstripout had exclude: ^docs/"),
    ]
    assert carried.lost == [
        Setting("nb-clean", "stages: [manual]", "ran at no commit, so its settings are not carried over"),
    ]


def test_of_two_limits_the_larger_holds() -> None:
    hooks = ({"id": "check-added-large-files", "args": [f"--maxkb={size}"]} for size in (100, 2000, 99))
    assert adoption.carried(entries(*hooks)).tables == {"block-artifacts": {"max-size": "2000 kB"}}


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        (b"# ours\n[check-push]\n", b'# ours\n[check-push]\n\n[block-artifacts]\nmax-size = "1 kB"\n', ()),
        (b"[block-artifacts]  # x\nlimits = {}\n", b'[block-artifacts]  # x\nmax-size = "1 kB"\nlimits = {}\n', ()),
        (b'[block-artifacts]\nmax-size = "1 kB"\n', None, None),
        (
            b'[block-artifacts]\nmax-size = "2 kB"\n',
            b'[block-artifacts]\nmax-size = "2 kB"\n',
            ('[block-artifacts] max-size = "1 kB"',),
        ),
        (
            b"block-artifacts = {limits = {}}\n",
            b"block-artifacts = {limits = {}}\n",
            ('[block-artifacts] max-size = "1 kB"',),
        ),
        (b"[check-push]\r\n", b'[check-push]\r\n\r\n[block-artifacts]\r\nmax-size = "1 kB"\r\n', ()),
    ],
)
def test_settings_join_a_policy_that_exists(old: bytes, new: bytes | None, left: tuple[str, ...] | None) -> None:
    changes = adoption.policy({"commitworthy.toml": old}, {"block-artifacts": {"max-size": "1 kB"}})
    if new is None:
        assert changes == []
        return
    (change,) = changes
    assert (change.new or old, change.by_hand) == (new, left)
    assert change.note == ("what it says already stays" if left else "")


@pytest.mark.parametrize(
    ("policy", "left"),
    [
        ({"commitworthy.toml": b'[block-artifacts]\nmax-size = "2 kB"\n'}, True),
        ({"pyproject.toml": b'[tool.commitworthy.block-artifacts]\nmax-size = "2 kB"\n'}, True),
        ({"commitworthy.toml": b'[check-push]\nmax-size = "2 kB"\n'}, False),
    ],
)
def test_a_setting_that_is_left_is_not_called_kept(policy: dict[str, bytes], left: bool) -> None:
    carried = adoption.carried({**entries({"id": "check-added-large-files", "args": ["--maxkb=1", "--enforce-all"]})})
    changes = adoption.policy(policy, carried.tables)
    made = replaced.written(carried, (line for change in changes for line in change.by_hand))
    became = "max-size of block-artifacts, to be written by hand: see above"
    said = Setting("check-added-large-files", "--maxkb=1", became)
    assert made.lost == ([said] if left else [])
    assert [row.said for row in made.kept] == (["--enforce-all"] if left else ["--maxkb=1", "--enforce-all"])


def test_a_project_file_that_cannot_be_read_is_named() -> None:
    (change,) = adoption.policy({"pyproject.toml": b"<<<<<<< a\n"}, {"homes": {"model": "dvc"}})
    assert (change.new, change.note) == (None, "it is not valid TOML")
    assert change.by_hand == ('[tool.commitworthy.homes] model = "dvc"',)


QUIET = """\
default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]
default_stages: [pre-commit, manual]
repos:
- repo: https://github.com/pre-commit/pre-commit-hooks
  rev: v6.0.0
  hooks:
  - id: trailing-whitespace  # ws
    stages: [pre-commit, manual]
    args: [--markdown-linebreak-ext=md]
  - {id: end-of-file-fixer, stages: [pre-commit, manual]}
  - id: check-yaml
- repo: https://github.com/psf/black
  rev: '23.1'
  hooks:
  - id: black
  - id: black-jupyter
    stages: [manual]
"""
LOUD = (
    QUIET.replace("default_stages: [pre-commit, manual]\n", "")
    .replace("    stages: [pre-commit, manual]\n", "")
    .replace(", stages: [pre-commit, manual]", "")
    .replace("default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]\n", "")
)
AT_PUSH = HookEntry("https://example.org/commitworthy", "v0.1.0", ("commitworthy", "check-push"))


def test_hooks_of_others_do_not_run_at_every_push_from_now_on() -> None:
    (change,) = adoption.configuration({CONFIG: LOUD.encode()}, AT_PUSH, replace=False)
    assert (change.new or b"").decode() == QUIET + (
        "- repo: https://example.org/commitworthy\n  rev: v0.1.0\n  hooks:\n  - id: commitworthy\n  - id: check-push\n"
    )
    assert change.note == (f"default_stages keeps your 4 hooks that name no stage {KEPT} push and merge as well")


@pytest.mark.parametrize(
    ("first", "there", "default", "note"),
    [
        (
            "default_stages: [commit]\n",
            (),
            ["commit"],
            f"`stages` keeps your 2 hooks that name no stage {KEPT} push and merge as well",
        ),
        (
            "default_stages: [pre-commit, push]\n",
            (),
            ["pre-commit", "push"],
            "default_stages names pre-push, so your 4 hooks that name no stage will run at every push",
        ),
        (
            "default_install_hook_types: [pre-commit, commit-msg]\n",
            (),
            ["pre-commit", "commit-msg", "manual"],
            f"default_stages keeps your 4 hooks that name no stage {KEPT} push and merge as well",
        ),
        ("default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]\n", (), None, ""),
        (
            "",
            ("pre-push",),
            ["pre-commit", "pre-push", "manual"],
            f"default_stages keeps your 4 hooks that name no stage {KEPT} merge as well",
        ),
        ("", ("pre-push", "pre-merge-commit"), None, ""),
    ],
)
def test_what_ran_at_a_push_before_still_does(
    first: str, there: tuple[str, ...], default: list[str] | None, note: str
) -> None:
    files = {CONFIG: (first + LOUD).encode()}
    (change,) = adoption.configuration(files, AT_PUSH, replace=False, there=there)
    document = yaml.safe_load(change.new or b"")
    assert document.get("default_stages") == default
    assert change.note == note
    own = [hook["id"] for repo in document["repos"][:2] for hook in repo["hooks"] if "stages" in hook]
    is_quiet = "push and" in note
    assert own == (["trailing-whitespace", "end-of-file-fixer", "black-jupyter"] if is_quiet else ["black-jupyter"])


def test_a_hook_behind_an_alias_is_named() -> None:
    old = (
        "repos:\n- repo: https://github.com/pre-commit/pre-commit-hooks\n  rev: v6.0.0\n  hooks:\n"
        "  - &ws {id: trailing-whitespace}\n- repo: https://example.org/other\n  rev: v5.0.0\n  hooks: [*ws]\n"
    )
    (change,) = adoption.configuration({CONFIG: old.encode()}, AT_PUSH, replace=False)
    assert change.note == (
        f"default_stages keeps your 2 hooks that name no stage {KEPT} push and merge as well; "
        "1 hook of yours has pre-push in its own manifest and will run at every push: "
        "give them stages: [pre-commit, manual]"
    )
    document = yaml.safe_load(change.new or b"")
    assert document["default_stages"] == ["pre-commit", "manual"]
    assert document["repos"][:2] == yaml.safe_load(old)["repos"]


def test_where_nothing_of_theirs_would_run_nothing_is_said() -> None:
    old = b"repos:\n- repo: local\n  hooks:\n  - {id: x, name: x, entry: x, language: system, stages: [pre-commit]}\n"
    (change,) = adoption.configuration({CONFIG: old}, AT_PUSH, replace=False)
    assert (change.note, b"default_stages" in (change.new or b"")) == ("", False)


def test_a_policy_goes_into_the_project_file_where_there_is_one() -> None:
    (change,) = adoption.policy(
        {}, {"block-artifacts": {"max-size": "5120 kB"}, "strip-notebooks": {"keep-output": True}}
    )
    assert (change.path, change.new) == (
        "commitworthy.toml",
        b'[block-artifacts]\nmax-size = "5120 kB"\n\n[strip-notebooks]\nkeep-output = true\n',
    )
    (change,) = adoption.policy({"pyproject.toml": b"[project]\n"}, {"block-artifacts": {"max-size": "1 MB"}})
    assert change.new == b'[project]\n\n[tool.commitworthy.block-artifacts]\nmax-size = "1 MB"\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (None, b"# why\na/\nb/\n"),
        (b"a/\nb/\n", b"a/\nb/\n"),
        (b"b/", b"b/\n\n# why\na/\n"),
        (b"x\r\n", b"x\r\n\r\n# why\r\na/\r\nb/\r\n"),
    ],
)
def test_lines_are_added_once(old: bytes | None, new: bytes) -> None:
    assert textfile.added(old, ["a/", "b/", "a/"], "why") == new
    assert textfile.added(new, ["a/", "b/"], "why") == new


def test_no_lines_are_no_file() -> None:
    assert not adoption.ignores(None, []).is_one


def test_cards_are_checked_in_a_repository_of_its_own_where_the_hooks_are_in_brackets() -> None:
    old = b"repos:\n- repo: https://example.org/c\n  rev: v9\n  hooks: [{id: commitworthy}]\n"
    entry = HookEntry("local", "", ("commitworthy", "check-cards"))
    (change,) = adoption.configuration({CONFIG: old}, entry, replace=False)
    assert (change.new or b"").endswith(
        b"  hooks: [{id: commitworthy}]\n- repo: https://example.org/c\n  rev: v9\n  hooks:\n    - id: check-cards\n"
    )
