"""What a path says by itself: lock files, test fixtures.

Lock files are told by the whole base name, since `*.lock` is also a semaphore and `package.json` is not one.
"""

from __future__ import annotations

LOCK_FILES = frozenset(
    b"""
    package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock
    uv.lock poetry.lock pdm.lock Pipfile.lock pylock.toml pixi.lock conda-lock.yml conda-lock.yaml
    Cargo.lock Gemfile.lock composer.lock go.sum go.work.sum mix.lock rebar.lock pubspec.lock Podfile.lock
    Cartfile.resolved Package.resolved packages.lock.json project.assets.json paket.lock
    renv.lock packrat.lock Manifest.toml flake.lock gradle.lockfile buildscript-gradle.lockfile
    .terraform.lock.hcl MODULE.bazel.lock maven_install.json stack.yaml.lock cabal.project.freeze
    Chart.lock devbox.lock rye.lock requirements.lock requirements-dev.lock dvc.lock
    """.split()
)
BASELINE = b".commitworthy-baseline"
FIXTURE_FOLDERS = frozenset((b"tests", b"test", b"testdata", b"fixtures"))


def is_lock_file(path: bytes) -> bool:
    """Written by a program, such as a package manager, from what is there; its length is nobody's choice.

    Our own baseline is one at the top, where it is read, and nowhere else.
    """
    return path[path.rfind(b"/") + 1 :] in LOCK_FILES or path == BASELINE


def is_fixture(path: bytes) -> bool:
    """Below a `tests`, `test`, `testdata` or `fixtures` folder, at any depth, in any case: `Tests/data/a.nii.gz`."""
    folders = path.lower().split(b"/")
    folders.pop()
    return not FIXTURE_FOLDERS.isdisjoint(folders)
