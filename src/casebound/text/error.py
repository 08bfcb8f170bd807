"""The one exception that means: this cannot be run. Only `cli` turns it into exit code 2."""


class CaseboundError(Exception):
    """Something outside the write-ups stands in the way (no workspace, no fonts, an unknown id on the command line)."""
