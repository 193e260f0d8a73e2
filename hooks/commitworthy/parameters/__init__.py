"""Parameters hard-coded in Python files and notebooks.  Pure: bytes in, values out.

The way of a literal: `find` leaves out files that are exempt, `source` makes trees of bytes, `visitor` collects the
literals of a tree as `sites`, `matches` asks the `rules` of each of them, with what `calls`, `names` and `shapes` tell,
and groups what they claim.  `config_target` and `yaml_edit` say where it can go instead.

Nodes are told apart by `node.__class__ is ast.Call`, which is faster than `isinstance` and narrows their type as well.
`_ast` has the classes of `ast` without what that imports.
"""
