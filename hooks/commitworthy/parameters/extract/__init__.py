"""From a flagged literal to the config file: program and config as bytes in, both as bytes out, proved.

`program.extract` does a Python file, `notebook.extract` the cells of a notebook.  What holds the value afterwards is
one of the modules in `holders`; each plans its edits, and `proof` lets them pass or not.
"""
