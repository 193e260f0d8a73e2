"""What suffixes promise, and which of them promise nothing."""

from __future__ import annotations

# Suffixes of many formats, and of files that belong in git: no pattern may be made of them.
SILENT = frozenset(("", ".bin", ".dat", ".data", ".raw", ".tmp", ".bak", ".old", ".blob", ".file"))
SHARED = SILENT | frozenset(
    ".txt .json .csv .tsv .jsonl .ndjson .ldjson .md .py .xml .log .ts .obj .p .index .model .ai .pb".split()
)
COMPRESSED = frozenset((".gz", ".xz", ".bz2", ".zst", ".lz4", ".lzma", ".z", ".zz"))
SOURCES = frozenset(
    """
    .py .pyi .pyx .pxd .pyw .ipy .rmd .qmd .r .jl .m .sas .do .ado .sps .stan .bug .jags .scala .sc .java .kt .kts
    .groovy .gradle .clj .cljs .cljc .edn .c .h .cc .cpp .cxx .hh .hpp .hxx .inl .ipp .cu .cuh .cl .f .f77 .f90 .f95
    .f03 .for .go .rs .swift .mm .cs .fs .fsx .vb .js .mjs .cjs .jsx .ts .tsx .vue .svelte .coffee .dart .lua .pl .pm
    .t .rb .erb .php .ex .exs .erl .hrl .hs .lhs .ml .mli .elm .nim .zig .d .pas .ada .adb .ads .asm .s .v .sv .vhd
    .vhdl .tcl .lisp .el .scm .rkt .pro .sh .bash .zsh .fish .ksh .bat .cmd .ps1 .psm1 .awk .sed .sql .hql .cypher
    .graphql .gql .proto .thrift .avsc .avdl .fbs .capnp .md .markdown .mdx .rst .adoc .asciidoc .org .tex .bib .sty
    .cls .bst .html .htm .xhtml .css .scss .sass .less .styl .svg .xml .xsd .xsl .xslt .dtd .yaml .yml .toml .ini .cfg
    .conf .cnf .config .properties .env .editorconfig .json5 .jsonc .hocon .hcl .tf .tfvars .nix .bzl .bazel .cmake
    .mk .mak .make .ninja .am .ac .in .m4 .spec .dockerfile .service .desktop .gitignore .gitattributes .gitmodules
    .lock .po .pot .srt .vtt .diff .patch .rej .j2 .jinja .jinja2 .tmpl .tpl .mustache .hbs .feature .puml .plantuml
    .dot .gv .mmd .drawio .snap .pem .crt .key .pub .asc .sig .el .vim .plist .pbxproj .csproj .sln .vcxproj .ui .qrc
    """.split()
)


def suffix_of(path: bytes) -> str:
    """The last suffix, lower-case, with its dot; "" where there is none."""
    name = path[path.rfind(b"/") + 1 :]
    dot = name.rfind(b".")
    return name[dot:].lower().decode("latin-1") if dot >= 0 else ""
