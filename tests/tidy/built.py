"""Is every source built, and does every test case run? Asks the build folder, not the sources."""

import json
import pathlib
import subprocess

from source import Finding
from text import test_cases


def check_built(sources, policy, root, build):
    """Every .cpp below the top folders is compiled into something by this build."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    compiled = {
        pathlib.Path(command["directory"], command["file"]).resolve() for command in commands
    }
    left_out = set((build / "not_built.txt").read_text(encoding="utf-8").split())
    tops = tuple(f"{top}/" for top in policy["top_folders"])
    for source in sources:
        path = (root / source.path).resolve()
        if source.suffix != ".cpp" or not source.path.startswith(tops) or str(path) in left_out:
            continue
        if path not in compiled:
            yield Finding("built", source.path, 1, "no target is built from this file")


def check_listed(sources, root, build):
    """Every test case that stands in a source is in the test program."""
    left_out = set((build / "not_built.txt").read_text(encoding="utf-8").split())
    # Catch2 2 ends with the number of test cases as its exit code.
    listing = subprocess.run([build / "fallbuch_tests", "--list-test-names-only"],
                             capture_output=True, text=True, check=False)
    listed = set(listing.stdout.splitlines())
    for source in sources:
        if not source.path.endswith("_test.cpp") or str(root / source.path) in left_out:
            continue
        for case in test_cases(source):
            if not is_listed(case.title, listed):
                yield Finding("listed", source.path, case.line,
                              f'"{case.title}" is not in the test program', case.title)


def is_listed(title, listed):
    quoted = f'"{title}"' if title.startswith("#") else title
    return quoted in listed or any(name.startswith(f"{title} - ") for name in listed)


def check_scripts_run(sources, build):
    """Every test that is a script of its own, or a Go package, is called by some ctest entry."""
    listing = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"],
                             capture_output=True, text=True, check=True)
    tests = json.loads(listing.stdout)["tests"]
    called = " ".join(" ".join(test.get("command", [])) for test in tests)
    called += " ".join(str(p["value"]) for test in tests for p in test.get("properties", []))
    for source in sources:
        if not source.path.startswith("tests/"):
            continue
        folder, _, name = source.path.rpartition("/")
        if name.endswith(("_test.py", "_test.sh", "_test.go")) and folder not in called:
            yield Finding("listed", source.path, 1, "no ctest entry calls this test")
