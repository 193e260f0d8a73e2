"""Where an artifact lives instead of git: the team's choice, as commands or as a sentence."""

from __future__ import annotations

from ..base.findings import Step
from ..base.namedtuple import TYPE_CHECKING
from .quoting import pathspec

if TYPE_CHECKING:
    from collections.abc import Mapping

_SENTENCES = {
    "mlflow": "log it to MLflow's registry: mlflow.<flavour>.log_model(model, name=..., registered_model_name=...)",
    "delta": 'write it to a Delta table: df.write.format("delta").save(...), or deltalake.write_deltalake(...)',
}
_BUCKETS = {
    "gs://": "keep it in {home}: gcloud storage cp {path} {place}",
    "abfss://": "keep it in {home}: azcopy copy {path} {place}",
}


def home_of(family: str, homes: Mapping[str, str], *, has_dvc: bool) -> str:
    """The home that the policy gives a family, else DVC where the repository has it, else Git LFS."""
    return homes.get(family) or ("dvc" if has_dvc else "lfs")


def shown(home: str) -> str:
    """A home as far as it may be shown: a policy may have credentials in an address."""
    from ..base import secrets

    return secrets.line(home) if " " in home else secrets.shown(home)


def to_dvc(path: str) -> tuple[Step, Step]:
    """Hands an untracked file to DVC, which writes a pointer and an ignore line beside it; stages both."""
    folder = path.rpartition("/")[0]
    ignore = f"{folder}/.gitignore" if folder else ".gitignore"
    staging = Step(("git", "add", "--"), (pathspec(f"{path}.dvc"), pathspec(ignore)))
    return Step(("dvc", "add", "--"), (path,)), staging


def to_s3(path: str, home: str) -> Step | None:
    """Copies the file to a bucket, under its path; None where the address may not be shown."""
    if shown(home) != home:
        return None
    # The parser of aws takes no `--`.
    file = f"./{path}" if path.startswith("-") else path
    return Step(("aws", "s3", "cp", file, _place(path, home)))


def sentence(path: str, home: str) -> str:
    """The one call that moves the file to a store we print no command for, or the team's own sentence."""
    if shown(home) != home:
        return shown(home) if " " in home else f"keep it in {shown(home)}; the policy has the address in full"
    for scheme, text in _BUCKETS.items():
        if home.startswith(scheme):
            return text.format(home=home, path=path, place=_place(path, home))
    return _SENTENCES.get(home, home)


def _place(path: str, home: str) -> str:
    return f"{home.rstrip('/')}/{path}"
