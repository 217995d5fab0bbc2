"""The data packages: the public tool accepts both, and refuses a table that was changed behind their back."""

import json
import subprocess
import sys

import pytest
from conftest import contents

from helpers.__main__ import main
from helpers.outputs import calibrating
from helpers.tables import datapackage, files


def validated(file):
    """What the public tool says of a descriptor: its exit status and its output."""
    command = [sys.executable, "-m", "frictionless", "validate", str(file)]
    answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    return answer.returncode, answer.stdout + answer.stderr


@pytest.mark.parametrize("name", ["data", "seeds"])
def test_the_public_tool_validates_the_package(root, name):
    status, told = validated(root / name / "datapackage.json")
    assert status == 0, told
    package = json.loads((root / name / "datapackage.json").read_text(encoding="utf-8"))
    listed = [table for folder in datapackage.FOLDERS[name] for table in files.names(folder)]
    assert [resource["name"] for resource in package["resources"]] == listed
    assert all(resource["hash"].startswith("sha256:") for resource in package["resources"])


def test_every_reference_of_the_codebook_is_declared(root):
    packages = [json.loads((root / name / "datapackage.json").read_text("utf-8")) for name in datapackage.FOLDERS]
    keys = [one["schema"].get("foreignKeys", []) for package in packages for one in package["resources"]]
    assert sum(map(len, keys)) == (files.codebook().refers != "").sum()


def test_a_changed_table_fails_its_hash(copy, capsys):
    file = copy / "seeds" / "national.csv"
    file.write_bytes(file.read_bytes().replace(b"59.2", b"59.3", 1))
    status, said = validated(copy / "seeds" / "datapackage.json")
    assert status == 1 and "hash" in said.lower()
    assert main(["check", "--root", str(copy)]) == 2
    assert "seeds/datapackage.json:0:national: sha256:" in capsys.readouterr().err


def test_the_public_tool_sees_a_key_that_leads_nowhere(copy):
    frame = files.read("target_gaps", copy)
    frame.loc[0, "latest_date"] = "2001-01-01"
    files.path("target_gaps", copy).write_bytes(files.text(frame, "target_gaps").encode("utf-8"))
    (copy / "data" / "datapackage.json").write_bytes(datapackage.descriptor("data", copy))
    status, told = validated(copy / "data" / "datapackage.json")
    assert status == 1 and "foreign" in told.lower(), told


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda text: "", "no descriptor of tables"),
        (lambda text: text.replace("Điện Biên", "Dien Bien", 1), "another schema or title"),
        (lambda text: text.replace('"name": "national"', '"name": "other"').replace("national.csv", "other.csv"), "national: no hash"),
    ],
)  # fmt: skip
def test_a_changed_descriptor_is_seen(copy, change, words):
    file = copy / "seeds" / "datapackage.json"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    assert words in "\n".join(datapackage.differences(copy))


def test_calibration_writes_its_tables_and_their_descriptor_whole_or_not_at_all(copy, monkeypatch):
    made = {name: files.read(name, copy) for name in ("coefficients", "range_quantiles")}
    made["coefficients"].loc[0, "value"] = 0.1
    before = contents(copy / "seeds")
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(datapackage, "descriptor", lambda *_: 1 / 0)
        calibrating.write(made, copy)
    assert contents(copy / "seeds") == before
    calibrating.write(made, copy)
    assert datapackage.differences(copy) == []
