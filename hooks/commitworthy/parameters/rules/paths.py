"""What the rules about places have in common."""

from __future__ import annotations

import _ast as ast

from .. import shapes, sites
from ..calls import Callee, FileContext, reads_or_writes
from ..names import words
from ..sites import JOINED, KEYWORD, POSITION, LiteralSite, described

_SAYING = frozenset(
    """
    len add_scalar add_scalars add_image add_histogram log_metric log_scalar print pprint replace startswith endswith
    strip lstrip rstrip split rsplit removesuffix removeprefix find index count info debug warning warn error critical
    exception log echo secho join format sub match search findall compile fullmatch isinstance getattr setattr hasattr
    render_template url_for route get_template get_logger getLogger TemplateView Exception ValueError
    FileNotFoundError RuntimeError IOError OSError KeyError Markdown markdown HTML caption write_text append_text
    include register Blueprint add_url_rule redirect reverse setdefault td header text title label help import_module
    __import__ partition rpartition assertEqual title xlabel ylabel set_xlabel set_ylabel post_route delete put patch
    """.split()
)
_PROBES = frozenset(("exists", "isdir", "isfile", "is_dir", "is_file"))
# What a browser calls the file that it gets.
_OFFERED = (("file_name", "download_button"), ("download_name", "send_file"), ("attachment_filename", "send_file"))
# Kedro's steps, and what goes into and out of them.
_NODES = frozenset(("node", "Node"))
_ENDS_OF_NODES = frozenset(("inputs", "outputs"))
_ASKED = frozenset("requests httpx session client urllib3 http quandl self".split())
_MEDIA = frozenset("image logo video audio".split())
_TOLD = frozenset(
    """
    help description title label name format pattern regex sep delimiter template message msg text mime mimetype
    content_type media_type url_prefix date_format fmt prefix suffix default key on
    na_values artifact_path monitor metric command cmd
    index_col parse_dates usecols columns column names by subset left_on right_on x y hue col row date_column
    time_column target_column value_name var_name id_vars value_vars feature features
    """.split()
)
_ADDING = frozenset(("append", "add", "extend"))
_LEFT_OUT = frozenset("pattern patterns ignore ignored exclude excluded skip skipped known allowed".split())
SHELLS = frozenset("system popen getoutput check_output run_line_magic run_cell_magic".split())
_KEEPING = frozenset("log_text log_dict log_figure log_image log_table log_artifact log_artifacts".split())
_MEASURED = frozenset("tensorboard scalar scalars metric metrics histogram value values".split())
_READING = frozenset(("read", "load", "get", "fetch", "download", "urlopen", "urlretrieve", "request", "requests"))


_PLACES = frozenset(
    """
    path paths dir dirs directory folder folders file files filename filenames filepath fname fpath root workdir
    outdir indir logdir savedir datadir basedir outfile infile csv json pickle pkl checkpoint ckpt dest destination
    blob bucket uri
    """.split()
)


def says_place(name: str) -> bool:
    """Whether a name says that it holds a file or folder."""
    return not _PLACES.isdisjoint(words(name)[-2:])


def is_said(site: LiteralSite, context: FileContext) -> bool:
    """Whether a text is printed, searched for, or tells people something."""
    callee = context.callee(site.owner)
    if site.slot == KEYWORD:
        parts = words(site.name)
        if site.name == "name" and shapes.has_known_ending(str(site.value)) and reads_or_writes(callee):
            return False
        is_told = site.name in _TOLD or (site.name, callee.last) in _OFFERED or _is_of_catalog(site, callee)
        return is_told or parts[-1:] in (("help",), ("label",), ("title",), ("format",), ("patterns",))
    if site.slot != POSITION:
        return False
    if callee.last in ("getenv", "get", "setdefault", "pop") and (site.position == 1 or _is_key(site, callee)):
        return True
    if (callee.words[:1] == ("log",) and not _MEASURED.isdisjoint(callee.words)) or _is_of_catalog(site, callee):
        return True
    if callee.last in ("files", "joinpath") and "files" in callee.chain:
        # What is installed with a package: `files("package.data").joinpath("words.txt")`.
        return True
    if callee.last in _ADDING and not _LEFT_OUT.isdisjoint(words(callee.chain[1] if len(callee.chain) > 1 else "")):
        return True
    if (callee.last in SHELLS and " " in str(site.value)) or _is_of_page(site, callee):
        # A command, and a part of a page.
        return True
    if callee.last in _KEEPING and site.position == 1:
        # The name within a run.
        return True
    if callee.last in _SAYING:
        return not (callee.last == "join" and "path" in callee.chain)
    if callee.last == "write" and len(sites.arguments(site.owner)) == 1 and not sites.keywords(site.owner):
        # The text itself, into a file or on a page.
        return True
    if callee.chain[1:] == ("path", "sys"):
        return not _is_foreign(str(site.value))
    known = callee.root in ("app", "router", "re", "pkg_resources", "importlib", "resources")
    return known or callee.words[-1:] == ("error",) or "sys" in callee.chain


def _is_key(site: LiteralSite, callee: Callee) -> bool:
    """Whether a dict is asked for it: `labels.get("app.kubernetes.io/name")`."""
    return callee.last == "get" and callee.root not in _ASKED and "://" not in str(site.value)


def _is_of_catalog(site: LiteralSite, callee: Callee) -> bool:
    """Whether it is a name of Kedro's catalog, which is where it is set."""
    if site.slot == KEYWORD:
        return site.name in _ENDS_OF_NODES and callee.last in _NODES
    return callee.chain[1:2] == ("catalog",) or (callee.last in _NODES and site.position > 0)


def _is_of_page(site: LiteralSite, callee: Callee) -> bool:
    """Whether it is a picture of a page, or what the page says."""
    text = str(site.value)
    return callee.draws and (callee.last in _MEDIA or (" " in text and not shapes.has_known_ending(text)))


def _is_foreign(text: str) -> bool:
    """Whether a folder of modules lies outside of the project: on one machine, or among the data."""
    if shapes.location(text) == shapes.ABSOLUTE:
        return True
    return shapes.in_known_folder(text.replace("\\", "/").rstrip("/").replace("../", "").removeprefix("./"))


def is_put_together(site: LiteralSite, text: str) -> bool:
    """Whether it begins with what is put in, and what follows is a suffix or a file of a given folder."""
    if is_suffix(text) and (text[0] == "." or site.slot == JOINED):
        return True
    if not text.startswith(("{}", "%s")):
        return False
    own = text[2:].rpartition(".")[0].replace("{}", "").replace("%s", "").strip("_-")
    if text[2:3] not in ("_", "-") or "/" in text or not any(len(word) > 2 and word.isalpha() for word in words(own)):
        return True
    first = site.node.values[0] if site.node.__class__ is ast.JoinedStr else None
    name = described(first.value if first.__class__ is ast.FormattedValue else None)
    return says_place(name) or not _GIVEN.isdisjoint(words(name))


def is_suffix(text: str) -> bool:
    """Whether it is put behind the name of a file: `.nii.gz`, `_scores.csv`."""
    return text[:1] in "._-" and "/" not in text and not text.startswith("..") and shapes.has_known_ending("x" + text)


def is_given(text: str) -> bool:
    """Whether an address says nothing of where it leads, as in `f"https://{host}/api/{job}"` and `f"runs:/{run}"`."""
    scheme, colon, rest = text.partition(":/")
    if not colon or not scheme.replace("+", "").isalnum():
        return False
    # Of `jdbc:postgresql://{host}` as of `{user}:{password}@{host}` what stands before the first folder.
    place = rest.lstrip("/").partition("/")[0].rpartition("@")[2].partition(":")[0]
    return place.startswith(("{}", "%s"))


def is_probe(site: LiteralSite, context: FileContext) -> bool:
    """Whether it asks for a folder, to find out on which machine it runs."""
    return context.callee(site.owner).last in _PROBES and not shapes.has_known_ending(str(site.value))


def is_joined(site: LiteralSite, context: FileContext) -> bool:
    """Whether it is a further part of a path: `join(folder, "x.csv")`, `Path(folder, "x.csv")`."""
    callee = context.callee(site.owner)
    if site.position > 0 and callee.words[-1:] == ("join",) and sites.is_plain(site.owner):
        # `join(a, b)` of os.path, and `_join(a, b)` of the project.
        return True
    return (
        site.position > 0
        and callee.last in ("join", "Path", "PurePath", "joinpath", "PosixPath")
        and (callee.last != "join" or "path" in callee.chain)
    )


def fetches(callee: Callee) -> bool:
    """Whether a call reads from an address."""
    return not _READING.isdisjoint(callee.words) or callee.root in ("requests", "urllib", "httpx", "wget")


# Where a framework finds parts of the program.
OF_THE_CODE = frozenset(
    """
    config_path config_name config_file package_data template_folder static_folder template_dir templates_dir
    static_path static_dir path_in_repo
    """.split()
)
# What is put in front of a suffix: the name of a file that was given.
_GIVEN = frozenset("prefix base stem name basename output out input suffix root".split())

SETTINGS_STEMS = frozenset(
    """
    params parameters config configs configuration settings setup conf cfg requirements pyproject environment logging
    hparams catalog
    """.split()
)


def is_settings_file(text: str) -> bool:
    """Whether it names a configuration file: reading one is the cure."""
    name = text.replace("\\", "/").rpartition("/")[2].lower()
    stem, _, ending = name.rpartition(".")
    if ending not in ("yaml", "yml", "toml", "json", "ini", "cfg", "env", "txt", "conf", "py", "md", "rst"):
        return name == ".env" or text.endswith(".env")
    if ending in ("md", "rst"):
        return "readme" in stem or "changelog" in stem or "history" in stem
    return not SETTINGS_STEMS.isdisjoint(words(stem)) or ending in ("ini", "cfg", "toml", "conf", "env")
