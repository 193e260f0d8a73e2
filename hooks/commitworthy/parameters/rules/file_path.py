"""PAR502: `open("models/pre.bin", "wb")`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext, is_anchor, reads_or_writes
from ..names import is_constant, words
from ..sites import (
    CLASS,
    COMMAND,
    CONSTANT,
    JOINED,
    KEYWORD,
    POSITION,
    TEXT,
    TEXTS,
    WORD,
    LiteralSite,
    arguments,
    called,
    is_plain,
)
from .paths import (
    OF_THE_CODE,
    SETTINGS_STEMS,
    SHELLS,
    is_joined,
    is_put_together,
    is_said,
    is_settings_file,
    says_place,
)
from .rule import ParameterRule, asks

_JOINING = frozenset(("join", "joinpath", "Path"))
_FOLDERS = frozenset(("makedirs", "mkdir", "listdir", "Path", "rmtree", "isdir", "exists"))
_SAID = frozenset("directory folder dir".split())
_ASKING = frozenset("is has temp tmp get temporary".split())
_COMMANDS = frozenset(("bash_command", "command", "cmd"))
_OF_SYSTEM = ("/usr/", "/bin/", "/etc/", "/opt/", "/dev/", "/proc/")
_LOOKING = frozenset(("df", "du", "ls", "which"))
# What writes logs into a folder of this name.
_LOGGING = frozenset("SummaryWriter FileWriter TensorBoardLogger CSVLogger".split())
_TAKING = _JOINING | _FOLDERS
_CONFIGS = (".yaml", ".yml", ".toml", ".json")
_OPENING = frozenset(("open", "read_text", "read_bytes"))
# Parts of a path and of what is around it, and statements of a block, that are looked at.
_DEEPEST, _FEW = 20, 3


def judge(site: LiteralSite, context: FileContext) -> str:
    """A file or folder that is handed to a call."""
    if site.level in (CONSTANT, CLASS):
        return ""
    value = site.value[0] if isinstance(site.value, tuple) else site.value
    text = str(value)
    if " " in text and _is_command(site, context):
        program, *given = text.split()
        return COMMAND if program not in _LOOKING and any(map(_is_place, given)) else ""
    if site.kind is WORD:
        return "path" if _is_word(site, context, text) else ""
    if text.startswith("{}/"):
        return _of_folder(site, context, text)
    kind = _kind(site, text)
    if kind not in (shapes.RELATIVE, shapes.FILE):
        return "path" if _is_word(site, context, text) else ""
    if site.slot == JOINED:
        if text.startswith("/") or shapes.has_known_ending(text) or _is_subfolder(text):
            return "path" if _is_own(site, text) and context.is_hard_coded(_folder(site)) else ""
        return ""
    if is_joined(site, context):
        return "path" if _is_own(site, text) and _is_below_own(site, context) else ""
    if called(site.owner) == "path" and context.imported.get("path", "").startswith("django"):
        return ""
    if context.enclosing(site).root == "sys":
        # `sys.path.append(os.path.join(here, "../src"))`
        return ""
    if context.callee(site.owner).declares or is_said(site, context) or not _is_own(site, text):
        return ""
    if site.slot == KEYWORD:
        return _keyword(site, context, text)
    return "path" if _is_taken(site, context, text, kind) else ""


def _is_command(site: LiteralSite, context: FileContext) -> bool:
    """Whether a shell runs it: `os.system("...")`, `BashOperator(bash_command="...")`."""
    if site.slot == KEYWORD:
        return site.name in _COMMANDS
    # A model of language may `run` a text as well.
    runs = called(site.owner) in SHELLS or context.callee(site.owner).root == "subprocess"
    return site.slot == POSITION and site.position == 0 and runs


def _is_place(word: str) -> bool:
    """Whether a word of a command is a file of data, a bucket, or a place on one machine."""
    word = word.strip("'\"><")
    if word.startswith(_OF_SYSTEM) or word.endswith(".ipynb"):
        return False
    kind = shapes.location(word)
    data = kind in (shapes.RELATIVE, shapes.FILE) and shapes.has_known_ending(word)
    return kind in (shapes.ABSOLUTE, shapes.STORAGE) or (
        data and not shapes.is_code(word) and not is_settings_file(word)
    )


def _kind(site: LiteralSite, text: str) -> str:
    """What it looks like; what is joined and begins with a slash may have any ending."""
    kind = shapes.location(text)
    if not kind and site.position == 0 and _is_read(site, text):
        return shapes.FILE
    joined = site.slot == JOINED and kind in ("", shapes.ABSOLUTE) and text.startswith("/")
    return shapes.RELATIVE if joined and shapes.has_known_ending(text) and "*" not in text else kind


def _is_subfolder(text: str) -> bool:
    """Whether it is `day2/tables/`: two folders at least, and a slash behind the last."""
    return text.endswith("/") and text.count("/") > 1 and text[0].isalnum() and "{}" not in text


def _is_read(site: LiteralSite, text: str) -> bool:
    """Whether a name of many words is handed to what reads tables: `read_csv("Risk of the Third Data Set.csv")`."""
    reads = called(site.owner).startswith(("read_", "load", "open", "to_")) if site.slot == POSITION else False
    return reads and shapes.is_named_file(text)


def _is_word(site: LiteralSite, context: FileContext, text: str) -> bool:
    """Whether a bare word is the name of a folder, by the keyword, by what is called, or by what it is joined to."""
    if site.slot == POSITION and called(site.owner) not in _TAKING:
        says = (is_plain(site.owner) and _says_folder(called(site.owner))) or called(site.owner) in _LOGGING
        says = says and site.position == 0
        return says and _is_folder_name(text) and not text.isupper()
    return _is_named_folder(site, context, text) or _is_folder_part(site, context, text)


def _says_folder(name: str) -> bool:
    """Whether a function of the project is called by the folder it works on: `unzip_files_in_directory`."""
    parts = words(name)
    return len(parts) > 1 and parts[-1] in _SAID and parts[0] not in _ASKING


def _is_own(site: LiteralSite, text: str) -> bool:
    """Whether it is neither code, nor settings, nor a pattern, nor put together from a given folder."""
    if shapes.is_code(text) or is_settings_file(text) or is_put_together(site, text) or _is_config(site, text):
        return False
    if text.endswith(_CONFIGS) and not SETTINGS_STEMS.isdisjoint(words(called(site.owner))):
        # `load_config("gcp.yaml")`
        return False
    if "*" in text and "/" not in text:
        # A pattern in a folder that is given.
        return False
    return not text.startswith("*") and text.strip("./") != "" and " -" not in text


def _is_config(site: LiteralSite, text: str) -> bool:
    """Whether it is a YAML file that the statement loads: `yaml.safe_load(open("jobs/train.yaml"))`."""
    if not text.endswith((".yaml", ".yml")):
        return False
    statement = site.statement
    if statement.__class__ in (ast.With, ast.AsyncWith):
        opens = any(site.node in _spine(item.context_expr) for item in statement.items[:_FEW])
        bodies = (getattr(inner, "value", None) for inner in statement.body[:_FEW])
        return opens and any(_loads_yaml(node) for body in bodies for node in _spine(body))
    spine = _spine(getattr(statement, "value", None))
    return site.node in spine and any(map(_loads_yaml, spine))


def _spine(node: ast.AST | None) -> list[ast.AST]:
    """An expression and what it is made from, step by step: a file that is opened, the last part of its path."""
    nodes: list[ast.AST] = []
    while node is not None and len(nodes) < _DEEPEST:
        nodes.append(node)
        if node.__class__ is ast.Call:
            is_method = node.func.__class__ is ast.Attribute and called(node) in _OPENING
            given = [] if is_method else arguments(node)
            node = given[-1 if called(node) in _JOINING else 0] if given else node.func
        elif node.__class__ is ast.BinOp:
            node = node.right
        else:
            node = node.value if node.__class__ in (ast.Attribute, ast.Subscript) else None
    return nodes


def _loads_yaml(node: ast.AST) -> bool:
    loader = node.func if node.__class__ is ast.Call else None
    if loader.__class__ is not ast.Attribute:
        return called(node) in ("safe_load", "full_load")
    return loader.attr in ("safe_load", "full_load") or (
        loader.attr == "load" and loader.value.__class__ is ast.Name and loader.value.id in ("yaml", "OmegaConf")
    )


def _of_folder(site: LiteralSite, context: FileContext, text: str) -> str:
    """`f"{folder}/x.csv"` with a folder that is itself hard-coded in this file."""
    first = site.node.values[0] if site.node.__class__ is ast.JoinedStr else None
    folder = first.value if first.__class__ is ast.FormattedValue else None
    known = folder.__class__ is ast.Name and context.is_hard_coded(folder)
    callee = context.callee(site.owner)
    named = shapes.has_known_ending(text) or (site.slot == POSITION and reads_or_writes(callee))
    if not known or not named or callee.declares or is_said(site, context):
        return ""
    return site.name or "path"


def _folder(site: LiteralSite) -> ast.expr:
    """The folder that a name is joined to: of `folder / "x.csv"` and of `join(folder, "x.csv")`."""
    return site.owner.left if site.owner.__class__ is ast.BinOp else arguments(site.owner)[0]


def _keyword(site: LiteralSite, context: FileContext, text: str) -> str:
    callee = context.callee(site.owner)
    if site.name in OF_THE_CODE:
        return ""
    if callee.draws and not shapes.has_known_ending(text):
        return ""
    certain = shapes.has_known_ending(text) or shapes.in_known_folder(text)
    if certain or says_place(site.name) or reads_or_writes(callee):
        return site.name
    return ""


def _is_taken(site: LiteralSite, context: FileContext, text: str, kind: str) -> bool:
    callee = context.callee(site.owner)
    if callee.draws and site.position > 0:
        return False
    if shapes.has_known_ending(text):
        # Of names that are made in a loop and put into a list nothing is read or written here.
        return callee.last != "append" or "/" in text or not ("{}" in text or "%" in text)
    return kind == shapes.RELATIVE and (reads_or_writes(callee) or shapes.in_known_folder(text))


def _is_folder_part(site: LiteralSite, context: FileContext, text: str) -> bool:
    """The folders in `join("data", "x.csv")`, and in `folder / "raw" / "x.csv"` below a folder hard-coded here."""
    if not _is_folder_name(text):
        return False
    if site.slot == JOINED:
        divided = site.owner.__class__ is ast.BinOp and site.owner.op.__class__ is ast.Div
        return divided and context.is_hard_coded(_folder(site)) and not _is_constant(_folder(site))
    if site.slot != POSITION:
        return False
    callee = context.callee(site.owner)
    if callee.last not in _JOINING or (callee.last == "join" and "path" not in callee.chain and callee.root != "join"):
        return False
    if site.position == 0:
        return len(arguments(site.owner)) > 1 and callee.last != "joinpath"
    return (is_anchor(_folder(site)) or context.is_hard_coded(_folder(site))) and not _is_constant(_folder(site))


def _is_below_own(site: LiteralSite, context: FileContext) -> bool:
    """Whether what is in front of it is hard-coded: of `join("..", "data", "x.csv")` all is."""
    parts = arguments(site.owner)[: site.position]
    return is_anchor(parts[0]) or context.is_hard_coded(parts[0])


def _is_constant(node: ast.expr) -> bool:
    """Whether a folder is an UPPER_CASE constant, which is where it should be."""
    return node.__class__ is ast.Name and is_constant(node.id)


def _is_folder_name(text: str) -> bool:
    return 0 < len(text) <= 40 and text.replace("_", "").replace("-", "").isalnum() and not text[0].isdigit()


def _is_named_folder(site: LiteralSite, context: FileContext, text: str) -> bool:
    """A bare word under a keyword that says folder, such as `model_dir="checkpoints"`, or given to makedirs."""
    if not _is_folder_name(text):
        return False
    callee = context.callee(site.owner)
    if site.slot == KEYWORD:
        if is_said(site, context) or site.name in OF_THE_CODE:
            return False
        folder = site.name in ("directory", "folder", "path", "dirname") or site.name.lower().endswith(
            ("_dir", "_folder", "_directory", "_path", "logdir", "savedir", "outdir")
        )
        return folder and not callee.declares and not site.name.startswith("config")
    if callee.last == "exists" and "path" not in callee.chain:
        return False
    return site.slot == POSITION and site.position == 0 and callee.last in _FOLDERS


RULE = ParameterRule(
    Rule("PAR502", "file-path", "a file or folder that is read or written"),
    "paths",
    asks((POSITION, KEYWORD), (TEXT, WORD, TEXTS)) + asks((JOINED,), (TEXT, WORD)),
    judge,
    "Another data set, another run and another machine have other files.",
    "names joined to a folder that is given, patterns, code and templates, configuration files, texts that are printed",
)
