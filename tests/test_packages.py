"""The data packages: the public tool accepts both, and refuses a table that was changed behind their back."""

import json

import frictionless
import pytest

from helpers.__main__ import main
from helpers.tables import datapackage, files


@pytest.mark.parametrize("name", ["data", "seeds"])
def test_the_public_tool_validates_the_package(root, name):
    report = frictionless.validate(str(root / name / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
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
    found = frictionless.validate(str(copy / "seeds" / "datapackage.json")).flatten(["type"])
    assert found == [["hash-count"]]
    assert main(["check", "--root", str(copy)]) == 2
    assert "seeds/datapackage.json:0:national: sha256:" in capsys.readouterr().err


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
