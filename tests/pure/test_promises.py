"""``docs/promises.md`` names all promises, and no proof that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "promises.md").read_text()
ALL = {"A": 10, "B": 11, "C": 9, "D": 15, "E": 5, "F": 14, "G": 28, "H": 8, "M": 25}


def rows():
    return dict(re.findall(r"^\| ([A-Z]\d+) \| (.*) \|$", PAGE, flags=re.MULTILINE))


def test_every_promise_has_its_row():
    expected = {f"{letter}{number}" for letter, count in ALL.items() for number in range(1, count + 1)}
    assert set(rows()) == expected
    assert len(expected) == 125


def test_every_proof_exists():
    cited = re.findall(r"`([\w/]+\.py)`: `(test_\w+)`", PAGE)
    assert cited
    missing = [
        f"{path}: {name}"
        for path, name in cited
        if not (ROOT / path).exists() or not re.search(rf"def {name}\(", (ROOT / path).read_text())
    ]
    assert not missing


def test_a_kept_promise_has_a_proof():
    bare = [key for key, row in rows().items() if " later | |" not in row and "test_" not in row]
    assert not bare
