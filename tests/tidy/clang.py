"""Formatting and static analysis by clang 19, fast enough for every run of the tests.

    clang.py format --root DIR --build DIR        has every source the form of .clang-format?
    clang.py tidy --root DIR --build DIR [--fix]  does .clang-tidy find nothing?

--fix adds and drops includes as found; clang-format then sorts them.
A file found clean is not looked at again until it, what it includes of ours, or the rules change.
Ends with 77 (skipped) where the tool is missing.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from source import read_sources

SKIPPED = 77
VERSION = "19"
FILES_PER_CALL = 20
DIAGNOSTIC = re.compile(r"^(\S+:\d+:\d+: )(?:warning|error): (.*\])$")
MISSING_INCLUDE = re.compile(r"no header providing .* is directly included")
REPLACEMENT = re.compile(
    r"FilePath:\s*'(.+)'\s+Offset:\s*(\d+)\s+Length:\s*(\d+)\s+ReplacementText:\s*(.+)"
)


def find_tool(name):
    tool = shutil.which(f"{name}-{VERSION}")
    if tool is None:
        print(f"skipped: {name}-{VERSION} is not installed (tools/install test installs it)")
        sys.exit(SKIPPED)
    return tool


def read_policy(root):
    return json.loads((root / "tests/tidy/policy.json").read_text(encoding="utf-8"))


def top_folders(root):
    return read_policy(root)["top_folders"]


def cpp_sources(root):
    tops = tuple(f"{top}/" for top in top_folders(root))
    sources = read_sources(root, read_policy(root)["skip_folders"])
    return [source for source in sources if source.is_cpp and source.path.startswith(tops)]


def in_parallel(work, items):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, items))


def check_format(root, _build, _fix):
    tool = find_tool("clang-format")
    paths = [root / source.path for source in cpp_sources(root)]
    groups = [paths[i : i + FILES_PER_CALL] for i in range(0, len(paths), FILES_PER_CALL)]

    def check(group):
        return subprocess.run([tool, "--dry-run", "-Werror", *group], capture_output=True,
                              text=True, check=False)

    faulty = [result for result in in_parallel(check, groups) if result.returncode != 0]
    for result in faulty:
        print(result.stderr, end="")
    print(f"{len(paths)} files looked at by clang-format")
    return 1 if faulty else 0


class Fingerprints:
    """What a verdict depends on: the tool, its rules, the flags and every file of ours in it."""

    def __init__(self, root, build, sources, tool):
        version = subprocess.run([tool, "--version"], capture_output=True, check=True).stdout
        commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
        flags = {re.sub(r"\S+\.(?:cpp|o)\b", "", c["command"]) for c in commands}
        self.common = [version, (root / ".clang-tidy").read_bytes(), repr(sorted(flags)).encode(),
                       pathlib.Path(__file__).read_bytes()]
        self.by_path = {source.path: source for source in sources}
        self.closures = {}

    def closure(self, path):
        """The file and all of ours that it includes, directly or not."""
        if path not in self.closures:
            self.closures[path] = {path}  # ends a circle, which tidy.py reports
            for include in self.by_path[path].includes():
                if include.path in self.by_path:
                    self.closures[path] = self.closures[path] | self.closure(include.path)
        return self.closures[path]

    def of(self, path):
        digest = hashlib.sha256()
        for part in self.common:
            digest.update(part)
        for name in sorted(self.closure(path)):
            digest.update(name.encode() + b"\0" + self.by_path[name].text.encode() + b"\0")
        return digest.hexdigest()


def check_tidy(root, build, fix):
    tool = find_tool("clang-tidy")
    sources = cpp_sources(root)
    left_out = (build / "not_built.txt").read_text(encoding="utf-8").split()
    sources = [source for source in sources if str(root / source.path) not in left_out]
    prints = Fingerprints(root, build, sources, tool)
    known = build / "clang_tidy_clean"
    known.mkdir(exist_ok=True)
    keys = {source.path: prints.of(source.path) for source in sources}
    unknown = [source for source in sources if not (known / keys[source.path]).exists()]
    unknown.sort(key=lambda source: -len(source.text))

    def check(source):
        faults = run_tidy(tool, source, prints.by_path, (root, build, fix))
        if not faults:
            (known / keys[source.path]).touch()
        return faults

    # What is wrong in a header is found once for each file that includes it.
    faults = sorted({fault for found in in_parallel(check, unknown) for fault in found})
    for outdated in set(path.name for path in known.iterdir()) - set(keys.values()):
        (known / outdated).unlink()
    print("\n".join(faults), end="\n" if faults else "")
    print(f"{len(unknown)} of {len(sources)} files looked at by clang-tidy, {len(faults)} faults")
    return 1 if faults else 0


def run_tidy(tool, source, by_path, places):
    """What clang-tidy finds in one file."""
    root, build, fix = places
    # The code of a header is looked at where it is included; alone, only its includes are.
    scope = ("--checks=-*,misc-include-cleaner" if source.path.endswith(".h")
             else f"--header-filter=^{root}/({'|'.join(top_folders(root))})/")
    with tempfile.TemporaryDirectory() as folder:
        fixes_path = pathlib.Path(folder, "fixes.yaml")
        result = subprocess.run(
            # -w: the warnings of GCC are those that count.
            [tool, "-p", build, "--quiet", "--extra-arg=-w", f"--export-fixes={fixes_path}", scope,
             root / source.path],
            capture_output=True, text=True, check=False)
        fixes = fixes_path.read_text(encoding="utf-8") if fixes_path.exists() else ""
    include_fixes = wanted_fixes(fixes, source, by_path)
    faults = []
    for line in result.stdout.splitlines():
        match = DIAGNOSTIC.match(line)
        if match and not MISSING_INCLUDE.match(match[2]):
            faults.append(line.replace(f"{root}/", ""))
    faults += [f"{source.path}:1: uses, but does not itself include, {text.split(' ', 1)[1]}"
               for _, _, text in include_fixes if text]
    if result.returncode != 0 and not faults and "misc-include-cleaner" not in result.stdout:
        faults.append(f"{source.path}: clang-tidy failed: {result.stdout}{result.stderr}")
    if fix:
        mend(root / source.path, include_fixes)
    return faults


def wanted_fixes(fixes, source, by_path):
    """(offset, length, line to include or nothing): the includes to add and to drop.

    A .cpp may leave to its own header what that header itself includes; clang-tidy 19 has no
    setting for this.
    """
    own = by_path.get(source.own_header())
    granted = {include.path for include in own.includes()} if own else set()
    wanted = set()
    for block in fixes.split("- DiagnosticName:")[1:]:
        if not block.lstrip().startswith("misc-include-cleaner"):
            continue
        for _, offset, length, text in REPLACEMENT.findall(block):
            line = json.loads(text) if text.startswith('"') else text.strip("'")
            name = re.search(r'[<"](.+)[>"]', line)
            if name is None or name[1] not in granted:
                wanted.add((int(offset), int(length), line.strip()))
    return sorted(wanted)


def mend(path, include_fixes):
    content = path.read_bytes()
    for offset, length, line in reversed(include_fixes):
        added = f"{line}\n".encode() if line else b""
        content = content[:offset] + added + content[offset + length :]
    # clang-format sorts within a block, and ours are a block of their own.
    path.write_bytes(re.sub(rb'(#include <[^\n]*\n)(?=#include ")', rb"\1\n", content))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["format", "tidy"])
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--fix", action="store_true")
    arguments = parser.parse_args()
    check = {"format": check_format, "tidy": check_tidy}[arguments.what]
    return check(arguments.root.resolve(), arguments.build.resolve(), arguments.fix)


if __name__ == "__main__":
    sys.exit(main())
