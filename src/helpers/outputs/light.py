"""Imported first, it keeps jsonschema from building a grammar that nobody here needs: some two seconds a process.

Jupyter asks for jsonschema with all its format checkers, one of which parses its grammar while it is imported.
nbformat and frictionless check no such format. The cure belongs upstream: https://github.com/python-jsonschema/jsonschema
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: "not installed", as jsonschema allows for
