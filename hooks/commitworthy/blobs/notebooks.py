"""What is asked of a notebook: its name, its stripped content by the policy, and whether it is one at all."""

from __future__ import annotations

from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..notebooks.json_scan import BOM, NotANotebook
from ..notebooks.results import Notice, Stripped
from ..notebooks.strip import strip
from ..notebooks.strip_options import DEFAULT, check

if TYPE_CHECKING:
    from ..base.namedtuple import Watch
    from ..git.index import Entry
    from ..git.objects import File, Missing
    from ..git.repository import Repository
    from ..notebooks.strip_options import StripOptions
    from ..policy.settings import StripNotebooks

SUFFIXES = (b".ipynb", b".zpln")
EMPTY = "the file is empty; it becomes a notebook when its editor first saves it"


class Dirty(NamedTuple):
    """A notebook, mostly one with something to strip or to say of.

    `path` counts from the top; `entry` is None for a file that git does not know.  `file` is what lies on disk, where
    it has been read and is the very `content`.  `stripped.content` is `content` itself where there is nothing to strip.
    """

    path: bytes
    content: bytes
    stripped: Stripped
    entry: Entry | None = None
    file: File | None = None

    def has_changes(self) -> bool:
        """Whether there is something to strip, and not only to say."""
        return self.stripped.content is not self.content


def is_notebook(path: bytes) -> bool:
    """By its name: Jupyter's or Zeppelin's."""
    return path[-6:].lower().endswith(SUFFIXES)


def is_note(path: bytes) -> bool:
    """Whether it is Zeppelin's."""
    return path[-5:].lower() == b".zpln"


def is_empty(content: bytes) -> bool:
    """Whether it is what `touch` makes of a notebook, which Jupyter and VS Code open as a new one."""
    return not content or content.isspace() or content == BOM


def chosen(settings: StripNotebooks) -> StripOptions:
    """The options that the policy and the command line give; CheckError for those that cannot be meant."""
    if not settings.chosen:
        return DEFAULT
    options = DEFAULT._replace(**settings.chosen)
    try:
        check(options)
    except ValueError as error:
        raise CheckError(f"strip-notebooks: {error}") from None
    return options


class Stripper(NamedTuple):
    """Strips by the policy: its options, and the notebooks whose outputs it keeps."""

    options: StripOptions
    settings: StripNotebooks
    today: str

    def strip(self, path: bytes, content: bytes) -> Stripped | None:
        """None for a notebook that the policy keeps, or a pointer to content elsewhere; NotANotebook for what is none.

        A kept notebook is left as it is, counts and metadata too: it is a product, as it was read.  So is what Jupyter
        leaves in its checkpoints, which block-artifacts refuses: to stage it again would be wrong.
        """
        if not content.startswith(b"{") and _is_pointer(path, content):
            return None
        if is_empty(content):
            return None if self.keeps(path) else Stripped(content, [], [], [Notice(EMPTY)])
        stripped = _strip_note(content) if is_note(path) else strip(content, self.options)
        # Patterns are matched only where it matters, since the library for them is three interpreter starts.
        if stripped.content is content:
            return stripped
        return None if _is_litter(path) or self.keeps(path) else stripped

    def keeps(self, path: bytes) -> bool:
        """Whether the policy keeps the outputs of the notebook at `path`."""
        if not self.settings.keep:
            return False
        from ..policy import exceptions

        text = path.decode("utf-8", "surrogateescape")
        return exceptions.covering(self.settings.keep, text, 0, self.today) is not None


def _strip_note(content: bytes) -> Stripped:
    from ..notebooks.zeppelin import strip_note

    return strip_note(content)


def _is_pointer(path: bytes, content: bytes) -> bool:
    from ..formats import pointers

    return pointers.recognise(path, len(content), content[: pointers.LARGEST]) is not None


def _is_litter(path: bytes) -> bool:
    from ..formats import litter

    return litter.recognise(path_text(path)) is not None


def stripper(settings: StripNotebooks) -> Stripper:
    """As things stand today."""
    if not settings.keep:
        return Stripper(chosen(settings), settings, "")
    import time

    return Stripper(chosen(settings), settings, time.strftime("%Y-%m-%d"))


class NotebookScan(NamedTuple):
    """What is looked through, and where that which cannot be judged is gathered.

    `broken` are the paths of what is no notebook.  `passed` are clean blobs without a staged change whose files on disk
    are something else; `unclean` are those that must be looked at again next time; `remembered` were found clean
    before, and nobody has looked at their files.
    """

    repository: Repository
    stripper: Stripper
    problems: list[str]
    missing: list[Missing]
    passed: list[Entry]
    unclean: list[Entry]
    remembered: list[Entry]
    broken: set[bytes]
    watch: Watch | None = None


def search(
    repository: Repository,
    settings: StripNotebooks,
    problems: list[str],
    watch: Watch | None = None,
    broken: set[bytes] | None = None,
) -> NotebookScan:
    """Nothing found as yet; lines about what is no notebook go to `problems`, and its path to `broken`."""
    return NotebookScan(
        repository, stripper(settings), problems, [], [], [], [], set() if broken is None else broken, watch
    )


def judged(seeking: NotebookScan, path: bytes, content: bytes, entry: Entry | None, file: File | None) -> Dirty | None:
    """A notebook, dirty or not; None for what is kept, or elsewhere, or no notebook, which is a problem."""
    try:
        stripped = seeking.stripper.strip(path, content)
    except NotANotebook as error:
        # What the policy keeps is left as it is, also where it only bears the name of a notebook.
        if not seeking.stripper.keeps(path):
            seeking.problems.append(refusal(path, error))
            seeking.broken.add(path)
        return None
    return Dirty(path, content, stripped, entry, file) if stripped else None


def refusal(path: bytes, error: NotANotebook) -> str:
    """The line for what is no notebook although its name says so."""
    todo = "resolve it" if "conflict" in error.reason else "fix or rename it"
    return f"{path_text(path)}:{error.line}: not a notebook: {error.reason}: {todo}; it was left as it is"
