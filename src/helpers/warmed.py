"""What the process that kernels fork from has imported: all that the notebooks use, and the kernel itself."""

# ruff: noqa: F401  imported to be there

import os

# a kernel sets this before it imports matplotlib, which reads it once
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

import helpers.light  # isort: skip  before what imports jsonschema
import frictionless
import ipykernel.ipkernel
import ipykernel.kernelapp
import ipywidgets
import matplotlib.pyplot
import seaborn
import statsmodels.api
