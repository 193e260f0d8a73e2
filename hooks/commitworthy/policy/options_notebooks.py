"""The rows of strip-notebooks in the table of options."""

from __future__ import annotations

from .option import Flag, Option

USUAL = (
    "keep-output", "keep-count", "max-output", "drop-empty-cells", "ids", "check", "diff", "on-disk", "install-filter",
    "status", "format", "strict", "all-files", "all",
)  # fmt: skip
"""What fits a screen: `--help` shows these, `--help-all` the others too."""

ROWS = (
    Option(
        "strip-notebooks", "keep", "exceptions", (),
        "notebooks whose outputs stay, each with the reason",
        names=("paths", "because", "until"),
    ),
    Option(
        "strip-notebooks", "keep-output", "switch", False,
        "keep the outputs of cells that do not say otherwise",
        (Flag("--keep-output"),),
    ),
    Option("strip-notebooks", "keep-count", "switch", False, "keep execution counts", (Flag("--keep-count"),)),
    Option(
        "strip-notebooks", "keep-widgets", "switch", False, "keep the state of widgets", (Flag("--keep-widgets"),)
    ),
    Option(
        "strip-notebooks", "strip-init-cells", "switch", False,
        "also strip cells that are marked as init_cell",
        (Flag("--strip-init-cells"),),
    ),
    Option(
        "strip-notebooks", "max-output", "size", 0,
        "keep outputs that are no larger",
        (Flag("--max-output", "SIZE"),),
    ),
    Option(
        "strip-notebooks", "keep-types", "words", (),
        "keep outputs of a type, such as stream:stderr or error",
        (Flag("--keep-type", "TYPE"),),
    ),
    Option(
        "strip-notebooks", "drop-types", "words", (),
        "drop outputs of a type, also from cells that keep theirs",
        (Flag("--drop-type", "TYPE"),),
    ),
    Option(
        "strip-notebooks", "keep-mimes", "words", (),
        "keep representations of a MIME type, such as text/*",
        (Flag("--keep-mime", "GLOB"),),
    ),
    Option(
        "strip-notebooks", "drop-mimes", "words", (),
        "drop representations of a MIME type, such as image/*",
        (Flag("--drop-mime", "GLOB"),),
    ),
    Option(
        "strip-notebooks", "keep-text", "words", (),
        "keep outputs whose text has a match",
        (Flag("--keep-text", "REGEX"),),
    ),
    Option(
        "strip-notebooks", "drop-text", "words", (),
        "drop outputs whose text has a match",
        (Flag("--drop-text", "REGEX"),),
    ),
    Option(
        "strip-notebooks", "groups", "words", ("jupyter", "language-version", "colab", "deepnote", "kaggle"),
        "the groups of volatile metadata that go; there are also papermill and vscode",
        (Flag("--group", "NAME"),),
    ),
    Option(
        "strip-notebooks", "strip-keys", "words", (),
        "further metadata that goes, such as cell.metadata.foo or metadata.bar.*",
        (Flag("--strip-key", "KEY"),),
    ),
    Option(
        "strip-notebooks", "keep-keys", "words", (),
        "metadata that stays although it would go",
        (Flag("--keep-key", "KEY"),),
    ),
    Option(
        "strip-notebooks", "drop-empty-cells", "switch", False,
        "drop cells without source",
        (Flag("--drop-empty-cells"),),
    ),
    Option(
        "strip-notebooks", "drop-tagged", "words", (),
        "drop cells with a tag",
        (Flag("--drop-tagged", "TAG"),),
    ),
    Option(
        "strip-notebooks", "ids", "choice", "keep",
        "cell ids: keep them, number them, or drop them",
        (Flag("--ids", "keep|sequential|drop"),),
        ("keep", "sequential", "drop"),
    ),
    Option(
        "strip-notebooks", "normalize-kernel", "switch", False,
        "give the kernel the name that Jupyter gives its own",
        (Flag("--normalize-kernel"),),
    ),
    Option(
        "strip-notebooks", "kernel-name", "text", "",
        "name and display name of the kernel",
        (Flag("--kernel-name", "NAME"),),
    ),
    Option(
        "strip-notebooks", "drop-unused-attachments", "switch", False,
        "drop attachments that no source names",
        (Flag("--drop-unused-attachments"),),
    ),
    Option(
        "strip-notebooks", "validate", "switch", False,
        "also check notebooks against the schema of their format, with nbformat",
        (Flag("--validate"),),
    ),
    Option("strip-notebooks", "check", "flag", False, "write nothing, show each thing to strip", (Flag("--check"),)),
    Option("strip-notebooks", "diff", "flag", False, "write nothing, show what would change", (Flag("--diff"),)),
    Option(
        "strip-notebooks", "on-disk", "flag", False,
        "strip the files on disk, whatever is staged",
        (Flag("--on-disk"),),
    ),
    Option(
        "strip-notebooks", "stdin-name", "flag", "",
        "the path of what comes on standard input (FILE is -)",
        (Flag("--stdin-name", "PATH"),),
    ),
    Option("strip-notebooks", "textconv", "flag", False, "print the stripped FILE", (Flag("--textconv"),)),
    Option(
        "strip-notebooks", "install-filter", "flag", False,
        "make git strip whatever it stages",
        (Flag("--install-filter"),),
    ),
    Option("strip-notebooks", "uninstall-filter", "flag", False, "take that back", (Flag("--uninstall-filter"),)),
    Option("strip-notebooks", "status", "flag", False, "tell whether that filter works", (Flag("--status"),)),
    Option(
        "strip-notebooks", "attributes", "flag", "",
        "where the filter's lines go (.git/info/attributes, if not given)",
        (Flag("--attributes", "PATH"),),
    ),
    Option(
        "strip-notebooks", "filter-process", "flag", False,
        "serve git as its filter, which starts this itself",
        (Flag("--filter-process"),),
    ),
)  # fmt: skip
