"""What the chain is set beside: a loop of statsmodels OLS, and statsforecast in an environment of its own."""

import json
import subprocess
import sys
import time
from pathlib import Path

from helpers import tidy

ROOT = Path(__file__).resolve().parents[1]


def seconds(call):
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def ols_loop(frames, count, ranges):
    """Seconds of a loop over series, a statsmodels OLS with its projection for each, with or without a range."""
    import statsmodels.api as sm  # only this needs it

    rows = frames[0].head(5 * count)
    parts = [part for _, part in rows.groupby(["province", "indicator"], observed=True)][:count]
    xs = [(tidy.decimal_year(part.date).to_numpy(), part.value.to_numpy()) for part in parts]

    def loop():
        for years, values in xs:
            fitted = sm.OLS(values, sm.add_constant(years)).fit()
            if ranges:
                fitted.get_prediction([[1.0, 2031.0]]).conf_int(obs=True, alpha=0.2)
            else:
                fitted.predict([1.0, 2031.0])

    return seconds(loop)


def environment(folder, wanted):
    """The Python of a new environment with what a file of benchmarks/ pins; None where it can't be fetched."""
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", "--python", sys.executable, folder], check=True)
    python = next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists())
    call = [*uv, "pip", "install", "-q", "--python", python, "-r", ROOT / "benchmarks" / wanted]
    return None if subprocess.run(call).returncode else python


def drift(python, count, level):
    """Seconds of statsforecast's RandomWalkWithDrift over a number of series, compiled beforehand."""
    call = [python, ROOT / "benchmarks" / "drift.py", str(count), str(level)]
    return json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
