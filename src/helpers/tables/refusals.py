"""What stops a task with words for a person in place of a traceback."""


class Refusal(Exception):
    """Why a task stops: one line a fault. `status` is the exit status: 2 for the input, 1 for anything else."""

    status = 2
    closing = ""  # a last line, beside the faults


class Failure(Refusal):
    """What stops a task and is no fault of the input: a notebook that fails, a program that does not run."""

    status = 1
