"""One folder a hook.  Start here: each `hook.py` says what is asked, in what order."""
