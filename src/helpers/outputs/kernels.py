"""Notebook kernels that fork from one process which has imported everything once: each still a process of its own.

A kernel pays some four seconds for starting and importing; a fork of a warmed process pays a tenth. Jupyter finds
`WarmProvisioner` by the entry point in pyproject.toml and uses it where `warm` or `choose` said so: in the rerun
and in the test task, on systems that can fork. Elsewhere, and with `--fresh`, kernels start as Jupyter starts them.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

NAME = "warm-provisioner"
WARMED = ["helpers.outputs.warmed"]


def can_fork() -> bool:
    """Whether this system forks from a server process; macOS can, but its own libraries don't survive it."""
    return sys.platform == "linux" and "forkserver" in multiprocessing.get_all_start_methods()


def warm(environment: MutableMapping[str, str]) -> None:
    """Let programs that are started with this environment fork their kernels, where that is possible."""
    if can_fork():
        environment["JUPYTER_DEFAULT_PROVISIONER_NAME"] = NAME


def choose(fork: bool) -> None:
    """Let this program's kernels be forks, or start as Jupyter starts them; forks are prepared from now on."""
    fork = fork and can_fork()
    KernelProvisionerFactory.instance().default_provisioner_name = NAME if fork else "local-provisioner"
    if fork:
        from multiprocessing import forkserver  # where there is one

        _server()
        forkserver.ensure_running()


class Forked:
    """A forked process with the part of Popen's face that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: Any) -> None:
        self.process, self.pid = process, process.pid

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        return self.process.exitcode  # type: ignore[no-any-return]

    def wait(self) -> int | None:
        """Its exit code, once it has one."""
        self.process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the process itself."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Starts this environment's own Python kernels as forks, any other kernel as Jupyter does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel that `cmd` names; returns its connection info."""
        if not _is_ours(cmd):
            return await super().launch_kernel(cmd, **kwargs)
        context = _server()
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        folder = str(kwargs.get("cwd") or Path.cwd())
        process = context.Process(target=_serve, args=(arguments, folder, dict(kwargs.get("env") or os.environ)))
        process.start()
        self.process = Forked(process)  # type: ignore[assignment]  # what a provisioner uses of Popen
        self.pid = self.pgid = process.pid  # the child makes a group of its own
        self.cwd = folder
        return self.connection_info


def _server() -> Any:  # Windows has no ForkServerContext to name
    """What kernels fork from, told what to import before the first."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(WARMED)
    return context


def _is_ours(cmd: list[str]) -> bool:
    return "ipykernel_launcher" in cmd and os.path.realpath(cmd[0]) == os.path.realpath(sys.executable)


def _serve(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """In the fork: become the kernel that the arguments describe."""
    from ipykernel.kernelapp import launch_new_instance

    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, "")
    sys.argv = ["ipykernel_launcher", *arguments]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # the server is the parent: when the program that asked for kernels ends, so does the server, and then they
    launch_new_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
