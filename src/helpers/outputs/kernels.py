"""Why kernels fork: importing pandas, seaborn and statsmodels takes a kernel some four seconds, and each notebook has one.

So one process imports them once, and every kernel is a fork of it: a process of its own, ready in a tenth of a second.
`begin` switches this on for the kernels of this program (the rerun), the task `test` for those of pytest; Jupyter finds
`ForkingProvisioner` by the entry point in pyproject.toml. With `--fresh`, and where a system can't fork (Windows,
macOS), kernels start as Jupyter starts them: the notebooks' outputs are the same.
"""

import functools
import multiprocessing
import os
import signal
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

FORKING = "forking-provisioner"  # its name in pyproject.toml
PRELOAD = [  # what the process that kernels fork from imports: the kernel itself, the libraries of the notebooks
    "helpers.outputs.environment",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "frictionless",
    "statsmodels.api",
    "helpers.outputs.rerun",  # the helpers themselves, seaborn with them, the catalogue of words read
]


def can_fork() -> bool:
    """Whether this system forks from a server process; macOS can, but its own libraries don't survive it."""
    return sys.platform == "linux" and "forkserver" in multiprocessing.get_all_start_methods()


def begin(fork: bool) -> None:
    """From now on this program's kernels are forks, or start as Jupyter starts them; the preload begins at once."""
    fork = fork and can_fork()
    KernelProvisionerFactory.instance().default_provisioner_name = FORKING if fork else "local-provisioner"
    if fork:
        from multiprocessing import forkserver  # Windows has none

        _server()
        forkserver.ensure_running()


class ForkingProvisioner(LocalProvisioner):
    """Starts this environment's own Python kernels as forks, any other kernel as Jupyter does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel that `cmd` names; returns its connection info."""
        if "ipykernel_launcher" not in cmd or os.path.realpath(cmd[0]) != os.path.realpath(sys.executable):
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        self.cwd = str(kwargs.get("cwd") or Path.cwd())
        environment = dict(kwargs.get("env") or os.environ)
        child = _server().Process(target=_become_kernel, args=(arguments, self.cwd, environment))
        child.start()
        self.pid = self.pgid = child.pid  # the child makes a group of its own
        self.process = SimpleNamespace(  # type: ignore[assignment]  # what a provisioner uses of Popen
            pid=child.pid,
            poll=lambda: child.exitcode,
            wait=child.join,
            kill=child.kill,
            terminate=child.terminate,
            send_signal=functools.partial(os.kill, child.pid),
            **dict.fromkeys(("stdin", "stdout", "stderr")),
        )
        return self.connection_info


def _server() -> Any:  # Windows has no ForkServerContext to name
    """What kernels fork from, with its list of what to import before the first."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


def _become_kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """In the fork: become the kernel that the arguments describe."""
    import matplotlib
    from ipykernel.kernelapp import launch_new_instance

    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, "")
    sys.argv = ["ipykernel_launcher", *arguments]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    matplotlib.rcParams["backend"] = "module://matplotlib_inline.backend_inline"  # as a kernel has it from the start
    # the server is the parent: when the program that asked for kernels ends, so does the server, and then they
    launch_new_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
