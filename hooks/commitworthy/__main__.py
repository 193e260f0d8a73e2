"""`python -m commitworthy`, for people; a framework names the command, which no folder of the user's can shadow."""

import sys

from .cli import main

sys.exit(main())
