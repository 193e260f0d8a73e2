"""Where an artifact lives instead of git: the team's choice, as commands or as a sentence."""

from __future__ import annotations

from ..findings import Remedy, Step
from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .judge import Offence
    from .surroundings import Surroundings

_BUCKETS = {
    "gs://": "gcloud storage cp {path} {place}",
    "abfss://": "azcopy copy {path} {place}",
}


def home_of(family: str, homes: Mapping[str, str], *, has_dvc: bool) -> str:
    """The home that the policy gives a family, else DVC where the repository has it, else Git LFS."""
    return homes.get(family) or ("dvc" if has_dvc else "lfs")


def remedy(offence: Offence, home: str, around: Surroundings, untrack: Step, lfs: tuple[Step, ...]) -> Remedy:
    """How to move the offence to its home; `untrack` and `lfs` are the steps that git and git-lfs need."""
    path = offence.entry.path.decode("utf-8", "surrogateescape")
    if home == "lfs":
        return Remedy("or send it to Git LFS" if around.has_lfs else "or install git-lfs and send it to Git LFS", lfs)
    if home == "dvc":
        return Remedy("or send it to DVC", (untrack, *_dvc(path)))
    if home == "mlflow":
        return Remedy(
            "or log it to MLflow's registry: mlflow.<flavour>.log_model(model, name=..., registered_model_name=...)"
        )
    if home == "delta":
        return Remedy(
            'or write it to a Delta table: df.write.format("delta").save(...), or deltalake.write_deltalake(...)'
        )
    return _elsewhere(path, home, untrack)


def _dvc(path: str) -> tuple[Step, Step]:
    folder = path.rpartition("/")[0]
    ignore = f"{folder}/.gitignore" if folder else ".gitignore"
    return Step(("dvc", "add", "--"), (path,)), Step(("git", "add", "--"), (f"{path}.dvc", ignore))


def _elsewhere(path: str, home: str, untrack: Step) -> Remedy:
    place = f"{home.rstrip('/')}/{path}"
    if home.startswith("s3://"):
        return Remedy(f"or keep it in {home}", (Step(("aws", "s3", "cp", path, place)), untrack))
    for scheme, call in _BUCKETS.items():
        if home.startswith(scheme):
            return Remedy(f"or keep it in {home}: " + call.format(path=path, place=place))
    return Remedy(f"or {home}")
