"""What the process that kernels fork from has imported: all that the notebooks use, and the kernel itself."""

# ruff: noqa: E402, F401  imported to be there, once it is said how

import gc
import os

gc.disable()  # nothing that is imported here is garbage; to look for it took a fifth of the time

# a kernel sets this before it imports matplotlib, which reads it once
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

import helpers.outputs.light  # isort: skip  before what imports jsonschema
import frictionless
import ipykernel.ipkernel
import ipykernel.kernelapp
import ipywidgets
import matplotlib.pyplot
import seaborn
import statsmodels.api

gc.freeze()  # nor is it in the forks: they share these pages as long as nobody writes to them
gc.enable()
