"""Carry files out of git to their home, prove that they arrived, and leave a card."""

from __future__ import annotations

import argparse
import json
import os
import sys

from ...base import markup, wording
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...cards import card as cards
from ...cards import seen
from ...git import index, objects
from ...homes import access, delta, folder, mlflow
from ...homes.address import DELTA_PREFIX
from ...hooks import context as hook_context
from ...policy.parser import Parser, wide
from ...report.escape import for_json, for_json_line, for_terminal
from ...report.text import complain, write_lines
from .. import transfer
from . import folders, load, plan, programs, readers, registering, steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from ...git.repository import Repository
    from ...homes.address import Address
    from ...homes.store import Store
    from ...policy.settings import Policy
    from .plan import Moving
    from .steps import Hashed, Outcome

SUMMARY = "Move files to their home, verify them, leave cards in git."
# So many files that name what was moved are listed.
_SHOWN = 3
# The families that `[cards] require` speaks of.
_REQUIRING = "model"


class _Context(NamedTuple):
    """What all steps of one call need; `names` are those of the files in the registry, by path."""

    args: argparse.Namespace
    here: Repository
    policy: Policy
    told: steps.Told
    registry: mlflow.Registry | None
    names: Mapping[bytes, str]


def run(words: list[str]) -> int:
    """Move the files; exit status 0 when all are where they belong, 2 where one cannot be, with one line for each."""
    args = _parser().parse_args(words)
    _refuse_nonsense(args)
    request = hook_context.Invocation([], False, {}, staged=True)
    context = hook_context.prepare(request)
    here, policy = context.repository, context.policy
    told = steps.Told(
        _tables(args.params, "--params"), _tables(args.metrics, "--metrics"), _program(here, args.made_by), args.because
    )
    registry = mlflow.open_registry() if args.run else None
    if registry:
        told = _with_run(told, registry, args.run)
    paths = plan.staged(context) if args.staged else plan.named(here, args.files)
    if args.trust:
        access.trust(args.trust)
    trees = folders.plan_folders(here, policy, paths, args.to)
    whole = {tree.moving.path for tree in trees}
    files = plan.plan(here, policy, [path for path in paths if path not in whole], args.to)
    if not files and not trees:
        _say(args, ["nothing that is staged has to be moved"])
        return 0
    names: dict[bytes, str] = {}
    if any(mlflow.is_registry(moving.home) for moving in (*files, *(tree.moving for tree in trees))):
        registry = registry or mlflow.open_registry()
        files = [registering.with_bucket(moving, registry) for moving in files]
        trees = [tree._replace(moving=registering.with_bucket(tree.moving, registry)) for tree in trees]
        names = registering.names(here, [*files, *(tree.moving for tree in trees)], args.name)
        _say(args, [f"registry: {registry.shown}"])
    elif args.name:
        raise CheckError("move: --name is that of a model in MLflow's registry, and nothing goes there")
    _refuse_untold(args, here, policy, [*files, *(tree.moving for tree in trees)], told)
    call = _Context(args, here, policy, told, registry, names)
    by_home: dict[str, list[Moving]] = {}
    for moving in files:
        by_home.setdefault(moving.home, []).append(moving)
    apart = {home: some for home, some in by_home.items() if home.startswith(DELTA_PREFIX) or programs.keeps(home)}
    others = [moving for moving in files if moving.home not in apart]
    problems = _move(call, others) if others else []
    problems += _move_folders(call, trees) if trees else []
    for home, some in apart.items():
        problems += _hand_over(call, home, some)
    complain(*problems)
    return 2 if problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy move",
        usage="commitworthy move [options] FILE ... | --staged",
        description=SUMMARY,
        epilog="example: commitworthy move --because 'the last one of May' models/churn.pkl",
        formatter_class=wide,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="a file, or a folder that is one artifact")
    parser.add_argument("--staged", action="store_true", help="all that block-artifacts refuses in the index")
    parser.add_argument("--to", metavar="HOME", help="where to, if not to the home of the policy")
    parser.add_argument("--params", metavar="FILE", help="YAML or JSON of the parameters, for the card")
    parser.add_argument("--metrics", metavar="FILE", help="YAML or JSON of the metrics, for the card")
    parser.add_argument("--made-by", metavar="FILE", default="", help="the program that wrote the files")
    parser.add_argument("--run", metavar="ID", default="", help="an MLflow run that has the parameters and metrics")
    parser.add_argument("--name", metavar="NAME", default="", help="its name in MLflow's registry, if not the file's")
    parser.add_argument("--because", metavar="TEXT", default="", help="why this version is kept")
    parser.add_argument("--update", action="store_true", help="update the card to the file as it is now")
    parser.add_argument("--dry-run", action="store_true", help="show what would be done; write and send nothing")
    parser.add_argument("--trust", metavar="HOST", help="let credentials go to this host; dvc: let DVC run")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    return parser


def _refuse_nonsense(args: argparse.Namespace) -> None:
    if bool(args.files) == args.staged:
        raise CheckError(
            "move: name files or say --staged, not both" if args.files else "move: name files, or say --staged"
        )
    if "" in args.files:
        raise CheckError("move: a path is empty: name the file")


def _tables(name: str | None, option: str) -> Mapping[str, Any] | None:
    """The mapping in a file; CheckError for what is none."""
    if name is None:
        return None
    file = objects.on_disk(os.fsencode(name))
    if file is None:
        raise CheckError(f"{option} {name}: no such file: check the name")
    try:
        # JSON is YAML.
        found = markup.from_yaml(file.content)
    except markup.UnreadableDocument as error:
        raise CheckError(f"{option} {name}: it is {error}: use a YAML or JSON file of names and values") from None
    if not isinstance(found, dict):
        raise CheckError(f"{option} {name}: holds no mapping: use a YAML or JSON file of names and values")
    return found


def _with_run(told: steps.Told, registry: mlflow.Registry, run: str) -> steps.Told:
    """What was logged to a run, where no file says otherwise."""
    params, metrics = registry.facts_of_run(run)
    return told._replace(
        params=params if told.params is None else told.params,
        metrics=metrics if told.metrics is None else told.metrics,
        run=run,
    )


def _program(here: Repository, name: str) -> str:
    """The tracked program that is named, as a path from the top; "" for none."""
    if not name:
        return ""
    (path,) = plan.named(here, [name])
    if path not in {entry.path for entry in index.tracked(here, [path])}:
        raise CheckError(f"--made-by {name}: is not tracked, so nobody else can look at it: git add it first")
    return path_text(path)


def _has_card(here: Repository, moving: Moving) -> bool:
    """Whether the file has a card, which without `--update` stays as it is or is refused later on."""
    known = programs.card_of_same if moving.home == "dvc" else steps.known_card
    return known(here, moving) is not None


def _refuse_untold(
    args: argparse.Namespace, here: Repository, policy: Policy, files: Sequence[Moving], told: steps.Told
) -> None:
    """CheckError where the policy wants a model's card that is to be written to say more than it would."""
    said = {"params": told.params, "metrics": told.metrics, "because": told.because or None}
    missing = [key for key in policy.cards.require if said[key] is None]
    if not missing:
        return
    models = [
        moving for moving in files if moving.family == _REQUIRING and (args.update or not _has_card(here, moving))
    ]
    if models and "params" in missing:
        # Of the outputs of DVC's pipelines they are known.
        stages = steps.stages(here)
        missing.remove("params") if all("params" in stages.get(moving.name, {}) for moving in models) else None
    if models and missing:
        options = " and ".join(f"--{key}" for key in missing)
        raise CheckError(f"{models[0].name}: the policy requires {options} for the card of a model")


def _move(call: _Context, files: Sequence[Moving]) -> list[str]:
    """Every step for all files; the lines about those that could not be moved, which stay as they are."""
    here = call.here
    opened = _opened(here, files)
    hashed = _hashed(here, files)
    works = [
        steps.Work(moving, hashes, *opened[moving.home], mlflow.is_registry(moving.home)) for moving, hashes in hashed
    ]
    known = _known(call, works)
    if not _begin(call, opened, works, "file"):
        return []
    done = [steps.Outcome(work.moving, card, "known") for work in works if (card := known[work.moving.path])]
    problems = []
    results = transfer.each(
        [work for work in works if not known[work.moving.path]],
        lambda work, progress: steps.store(here, work, progress),
        lambda work: work.hashed.state[0],
        "moving",
    )
    sent = []
    for _, result in results:
        if isinstance(result, CheckError):
            problems.append(str(result))
        else:
            sent.append(result)
    problems += _finish(call, done, sent)
    if done or sent:
        _remember(here, hashed)
    return problems


def _move_folders(call: _Context, trees: Sequence[folders.Tree]) -> list[str]:
    """The same for each folder."""
    here = call.here
    opened = _opened(here, [tree.moving for tree in trees])
    works = [
        folders.work_of(tree, members, *opened[tree.moving.home]) for tree, members in folders.hash_all(here, trees)
    ]
    known = _known(call, works)
    if not _begin(call, opened, works, "folder", [line for tree in trees for line in folders.told(tree)]):
        return []
    done, new, problems, sent = [], [], [], {}
    for work in works:
        moving = work.moving
        card = known[moving.path]
        if card:
            done.append(steps.Outcome(moving, card, "known"))
            continue
        try:
            card, sent[moving.path] = folders.store_all(here, work)
        except CheckError as problem:
            problems.append(str(problem))
            continue
        new.append(steps.Outcome(moving, card, "sent" if sent[moving.path] else "found"))
    problems += _finish(call, done, new, sent)
    if done or new:
        folders.remember(here, works)
    return problems


def _known(call: _Context, works: Iterable[steps.Work | folders.FolderWork]) -> dict[bytes, cards.Card | None]:
    """Path of each -> its card where that stays as it is."""
    return {work.moving.path: _usable_card(call.here, work, update=call.args.update) for work in works}


def _begin(
    call: _Context,
    opened: Mapping[str, tuple[Store, Address]],
    works: Sequence[steps.Work | folders.FolderWork],
    noun: str,
    lines: Sequence[str] = (),
) -> bool:
    """Say where the bytes go, before the first of them does; whether they are to go at all.

    CheckError for a home that keeps no versions where the policy requires them.
    """
    for home, (store, _) in opened.items():
        sizes = [work.hashed.state[0] for work in works if work.moving.home == home]
        at = f" at {store.endpoint}" if store.endpoint else ""
        _say(call.args, [f"to {home}{at}: {wording.counted(len(sizes), noun)}, {wording.show(sum(sizes))}"])
    _say(call.args, lines)
    if _is_dry_run(call, [work.moving for work in works]):
        return False
    for home, (store, address) in opened.items():
        if not store.keeps_versions(address) and call.policy.cards.versions == "require":
            raise CheckError(f"{home}: keeps no versions, which the policy requires: turn versioning on")
    return True


def _is_dry_run(call: _Context, files: Iterable[Moving]) -> bool:
    """Whether to show alone what would be done, which is said then."""
    if call.args.dry_run:
        _say(call.args, [f"{moving.name} -> {moving.home}" for moving in files])
        return True
    return False


def _opened(here: Repository, files: Sequence[Moving]) -> dict[str, tuple[Store, Address]]:
    """The stores of all homes; CheckError for a folder that is none."""
    stores = access.Stores()
    homes = dict.fromkeys(moving.home for moving in files)
    opened = {home: stores.of_home(home.removeprefix(mlflow.PREFIX)) for home in homes}
    for _, address in opened.values():
        _refuse_folder(here, address)
    return opened


def _hand_over(call: _Context, home: str, files: Sequence[Moving]) -> list[str]:
    """All files of a home that is no store of bytes; a line where that could not be done, or ended early."""
    count, is_table_home = wording.counted(len(files), "file"), home.startswith(DELTA_PREFIX)
    _say(call.args, [f"to {home}: the rows of {count}, not their bytes" if is_table_home else f"to {home}: {count}"])
    if _is_dry_run(call, files):
        return []
    try:
        for line in (_load if is_table_home else _to_program)(call, home, files):
            write_lines([line], sys.stdout.buffer)
    except CheckError as problem:
        return [str(problem)]
    return []


def _load(call: _Context, home: str, files: Sequence[Moving]) -> Iterator[str]:
    """Load the rows of each file into its Delta table; how it went, file by file."""
    _refuse_folder(call.here, delta.address_of(home))
    hashed = _hashed(call.here, files)
    for moving, card in load.to_delta(call.here, home, hashed, call.told, update=call.args.update):
        if call.args.format == "json":
            yield for_json_line(json.dumps({"path": for_json(moving.name), "home": home, **load.row_of(moving, card)}))
            continue
        counts = f"{wording.counted(card.rows, 'row')}, {wording.counted(len(card.columns), 'column')}"
        yield for_terminal(f"{moving.name} -> {card.table} version {card.version}: {counts}, read back and equal")
        yield for_terminal(
            f"The table has the rows of {moving.name} and not its bytes: fetch writes {card.parquet()}; "
            "the file stays on disk, ignored, and is in no home."
        )


def _to_program(call: _Context, home: str, files: Sequence[Moving]) -> Iterator[str]:
    """Have Git LFS or DVC keep all files; how it went."""
    files_hashed = _hashed(call.here, files)
    if home == "dvc":
        programs.to_dvc(call.here, files_hashed, call.told, update=call.args.update)
    else:
        programs.to_lfs(call.here, home, files_hashed)
    for moving, hashed in files_hashed:
        if call.args.format == "json":
            row = {"path": for_json(moving.name), "card": None, "home": home, "address": None, "version": None}
            if home == "dvc":
                row["card"] = for_json(path_text(cards.path_of(moving.path)))
            yield for_json_line(json.dumps({**row, "sha256": hashed.sha256, "size": hashed.state[0], "how": "sent"}))
        else:
            what = "uploaded by DVC, staged as a card" if home == "dvc" else "staged as a pointer, a push uploads it"
            yield for_terminal(f"{moving.name} -> {home}: {wording.show(hashed.state[0])}, {what}")


def _finish(
    call: _Context, done: Sequence[Outcome], sent: Sequence[Outcome], counts: Mapping[bytes, int] | None = None
) -> list[str]:
    """Cards, ignore lines and the index, once every byte of it is proven; the lines about what is not registered.

    `done` are those whose card stays as it is, `sent` those that get one.
    """
    args, here = call.args, call.here
    notes = steps.notes(here, sent, call.told) if sent else {}
    problems: list[str] = []
    if call.registry:
        notes, problems = registering.register(call.registry, sent, notes, call.names, call.told.run)
    new = [
        one._replace(card=one.card._replace(notes=notes[one.moving.path])) for one in sent if one.moving.path in notes
    ]
    both = [*done, *new]
    if not both:
        return problems
    steps.write_cards(here, {cards.path_of(one.moving.path): one.card for one in new})
    ignored = steps.ignore(here, [one.moving.path + (b"/" if one.card.files else b"") for one in both])
    steps.stage(here, both, ignored)
    write_lines(_lines(args, both, counts), sys.stdout.buffer)
    _say(args, list(_hints(here, {one.moving.path: notes[one.moving.path] for one in new})))
    return problems


def _hints(here: Repository, notes: Mapping[bytes, Mapping[str, Any]]) -> Iterator[str]:
    """What else in the repository has to know that the files are gone."""
    makers = {maker.get("script") for note in notes.values() for maker in steps.makers(note)}
    named = [name for name in readers.find(here, notes) if name not in makers]
    if named:
        yield f"Named in {wording.first_of(named, _SHOWN)}: where that runs, commitworthy fetch comes first."
    outputs = [path_text(path) for path, note in notes.items() if any("stage" in maker for maker in steps.makers(note))]
    if outputs:
        some = wording.first_of(outputs, _SHOWN)
        yield f"DVC takes no card for an output of a stage: take it out of dvc.yaml ({some})."


def _refuse_folder(here: Repository, address: Address) -> None:
    """CheckError for a folder in the work tree, which is no other place, and for a share that is not mounted."""
    if address.scheme != "file":
        return
    top = os.path.realpath(os.fsdecode(here.to_top) or os.curdir)
    if os.path.commonpath([top, os.path.realpath(address.key)]) == top:
        raise CheckError(f"{address.key}: is inside of the repository: name a folder elsewhere as the home")
    folder.refuse_missing(address.key)


def _hashed(here: Repository, files: Sequence[Moving]) -> list[tuple[Moving, Hashed]]:
    results = transfer.each(
        files, lambda moving, _: steps.hash_file(here, moving), lambda moving: moving.state.st_size, "hashing"
    )
    for _, result in results:
        if isinstance(result, CheckError):
            raise result
    return [(moving, result) for moving, result in results if not isinstance(result, CheckError)]


def _usable_card(here: Repository, work: steps.Work | folders.FolderWork, *, update: bool) -> cards.Card | None:
    """The card that is there, where it says what a new one would; CheckError where it is not to be replaced.

    With `update` it is, where it is a card of ours.
    """
    known = steps.known_card(here, work.moving)
    if known is None or update:
        return None
    path = path_text(cards.path_of(work.moving.path))
    if known.sha256 != work.hashed.sha256:
        raise CheckError(f"{path}: is the card of other content: to update it to the file as it is now, add --update")
    elsewhere = not known.address.startswith(work.home.below("").text()) or known.endpoint != work.into.endpoint
    if elsewhere or (work.by_hash and not known.notes.get("registry")):
        raise CheckError(f"{path}: names another home, {known.address or 'DVC'}: to move the file on, add --update")
    return known


def _say(args: argparse.Namespace, lines: Sequence[str]) -> None:
    """Beside the JSON lines, which are for programs."""
    stream = sys.stderr if args.format == "json" else sys.stdout
    write_lines([for_terminal(line) for line in lines], stream.buffer)
    stream.flush()


def _lines(args: argparse.Namespace, done: Sequence[Outcome], sent: Mapping[bytes, int] | None = None) -> Iterator[str]:
    """`sent` says of a folder how many of its files were."""
    for outcome in done:
        moving, card = outcome.moving, outcome.card
        if args.format == "json":
            row = {
                "path": for_json(moving.name),
                "card": for_json(path_text(cards.path_of(moving.path))),
                "home": moving.home,
                "address": card.address,
                "version": card.version or None,
                "sha256": card.sha256,
                "size": card.size,
                "how": outcome.how,
            }
            if card.notes.get("registry"):
                row |= {"registry": for_json(str(card.notes["registry"]))}
            if card.files:
                row |= {"files": len(card.files), "sent": (sent or {}).get(moving.path, 0)}
            yield for_json_line(json.dumps(row))
        else:
            version = f" version {card.version}" if card.version else ""
            what = f"{wording.show(card.size)}, read back and verified"
            if outcome.how == "known":
                what = f"{wording.show(card.size)}, the card is as it was"
            elif card.files:
                what = folders.shown(card, (sent or {}).get(moving.path, 0))
            named = f"; {card.notes['registry']}" if card.notes.get("registry") else ""
            yield for_terminal(f"{moving.name} -> {card.address}{version}: {what}{named}")
    if args.format == "text":
        names = wording.counted(len(done), "card is", "cards are")
        yield f"{names} staged; the files stay on disk and are ignored.  Commit when you like."
        yield "Other clones, CI and images get them with: commitworthy fetch"


def _remember(here: Repository, hashed: Sequence[tuple[Moving, Hashed]]) -> None:
    known = seen.load(here.memory)
    for moving, hashes in hashed:
        seen.note(known, moving.path, hashes.state, hashes.sha256)
    seen.save(here.memory, known)
