#!/usr/bin/env python3
"""Each benchmark once, small: it runs, removes what it made, and measures what it says.

Usage: benchmarks.py PATH_TO_FALLBUCH. How fast anything is is no question here.
"""

import json
import os
import sys

from program import Program, expect


def figures(program, *words):
    out = json.loads(program.ok("--json", "bench", *words))
    expect(not os.path.exists(program.ledger + ".bench"), f"{words}: something was left behind")
    for name, value in out.items():
        is_figure = not isinstance(value, float) or value == value
        expect(is_figure, f"{words}: {name} is no number")
    return out


def projections(program):
    found = figures(program, "projections", "--cases", "60", "--case-reads", "50",
                    "--as-of-reads", "20")
    expect(found["cases"] >= 60, f"cases: {found}")
    expect(found["one_thread_records"] == found["two_threads_records"], f"records: {found}")
    expect(0 < found["tenth_records"] < found["two_threads_records"] / 4, f"a tenth: {found}")
    counts = tuple(found[f"{what}_count"] for what in ("case_read", "case_folded", "as_of"))
    expect(counts == (50, 20, 20), f"questions: {found}")
    expect(found["case_read_p50_ms"] <= found["case_read_p99_ms"], f"order: {found}")


def others(program):
    """The rate is what was done in the time that was measured, and no less than was asked for."""
    small_append = ("append", "--clients", "4", "--batch", "2", "--seconds", "0.2")
    for words, counted in ((small_append, "events"), (("import", "--events", "2000"), "events"),
                           (("replay", "--events", "2000"), "records")):
        found = figures(program, *words)
        rate = found[f"{counted}_per_second"] * found["seconds"]
        expect(abs(rate - found[counted]) < 0.01 * found[counted], f"{words}: {found}")
        expect(found[counted] >= (2000 if "--events" in words else 1), f"{words}: {found}")
    found = figures(program, "open", "--events", "2000")
    expect(found["fsck_clean"] and found["reindexed"] >= 2000, f"open: {found}")
    without_tree = figures(program, "append", "--seconds", "0.1", "--no-tree")
    expect(not without_tree["tree"] and without_tree["tree_bytes_per_event"] < 32,
           f"without a tree: {without_tree}")


def main():
    program = Program(sys.argv[1])
    projections(program)
    others(program)


if __name__ == "__main__":
    main()
