"""What a run found: a table for the terminal, a JSON file for the repository."""

import datetime
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

import psycopg2

from benchmarks import figures  # noqa: F401 - the shapes printed here are made there
from dev import database

LATEST = Path(__file__).resolve().parent / "results" / "latest.json"
# Settings of the server that decide about these figures.
SETTINGS = ("shared_buffers", "work_mem", "fsync", "synchronous_commit", "jit", "max_parallel_workers_per_gather")


def facts():
    """The machine and the versions, without anything that names them."""
    with database.cursor() as cr:
        cr.execute("SHOW server_version")
        server = cr.fetchone()[0].split()[0]
        cr.execute(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s) ORDER BY 1", [list(SETTINGS)]
        )
        settings = dict(cr.fetchall())
    return {
        "cpus": os.cpu_count(),
        "cpu": _cpu(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load": round(os.getloadavg()[0], 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "odoo": version("odoo"),
        "postgresql": server,
        "postgresql_settings": settings,
        "psycopg2": psycopg2.__version__.split()[0],
    }


def _cpu():
    with open("/proc/cpuinfo") as lines:
        return next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
        )


def judged(target):
    """The target with its verdict; ``at_least`` turns the comparison round."""
    value, limit = target["value"], target["limit"]
    met = value >= limit if target.get("at_least") else value <= limit
    return target | {"verdict": "met" if met else "missed"}


def save(path, results, options):
    """Replace the records of the benchmarks that ran; those of the others stay, each with its own date and machine."""
    known = json.loads(path.read_text())["benchmarks"] if path.exists() else {}
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    for name, result in results.items():
        known[name] = {"at": now, "quick": options.quick, "addons": options.addons, **result}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"benchmarks": known}, indent=1, ensure_ascii=False, default=str) + "\n")


def rounded(value):
    """Four significant digits everywhere: more would pretend."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    return [rounded(entry) for entry in value] if isinstance(value, list) else value


def table(title, result):
    """The result as lines of text."""
    head = ("", "without / floor", "measured", "ratio", "95 % of it", "noise", "")
    rows = [head, *(_cells(row) for row in result["rows"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [f"\n{title}", f"  {result['sizes']}"]
    lines += [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    for target in result["targets"]:
        sign = ">=" if target.get("at_least") else "<="
        lines.append(
            f"  {target['verdict'].upper():6}  {target['what']}: {target['value']:.3g} (target {sign} {target['limit']:g})"
        )
    lines += [f"  note: {note}" for note in result.get("notes", ())]
    return "\n".join(lines)


def _cells(row):
    spread = f"{row['low']:.3f} - {row['high']:.3f}" if "low" in row else ""
    ratio = f"{row['ratio']:.3f}" if "ratio" in row else ""
    noise = f"{row['noise']:.3f}" if "noise" in row else ""
    return (row["what"], _figure(row.get("core")), _figure(row["ours"]), ratio, spread, noise, row.get("unit", ""))


def _figure(found):
    if found is None:
        return ""
    if not isinstance(found, dict):
        return f"{found:.4g}"
    return f"{found['median']:.4g} ({found['q1']:.4g} - {found['q3']:.4g})"
