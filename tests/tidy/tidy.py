"""The tidy test: does the source text keep the house rules of policy.json?

Prints one line for each fault and ends with 1 if there is any. A rule that makes a file worse may
be broken: the exception stands in policy.json with its reason, and one that is no longer needed
is a fault itself.
"""

import argparse
import fnmatch
import json
import pathlib
import sys

import built
import includes
import names
import sizes
import text
from source import Finding, read_sources

TEXT_CHECKS = [
    includes.check_includes, sizes.check_sizes, names.check_names, text.check_text,
    text.check_test_cases,
]
POLICY = "tests/tidy/policy.json"


def text_findings(sources, policy):
    return [finding for check in TEXT_CHECKS for finding in check(sources, policy)]


def build_findings(sources, policy, root, build):
    return [
        *built.check_built(sources, policy, root, build),
        *built.check_listed(sources, root, build),
        *built.check_scripts_run(sources, build),
    ]


def excuses(exception, finding):
    return (
        exception["check"] == finding.check
        and exception["file"] == finding.file
        and fnmatch.fnmatchcase(finding.name, exception.get("name", "*"))
    )


def apply_exceptions(findings, exceptions):
    """The findings that no exception covers, and one for each exception that is not in order."""
    left = [f for f in findings if not any(excuses(e, f) for e in exceptions)]
    for exception in exceptions:
        what = f"{exception['check']} of {exception['file']} {exception.get('name', '')}".strip()
        if not exception.get("reason", "").strip():
            left.append(Finding("exception", POLICY, 1, f"no reason is given for {what}"))
        if not any(excuses(exception, finding) for finding in findings):
            left.append(Finding("exception", POLICY, 1, f"no longer needed: {what}"))
    return left


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, help="also check what this folder built")
    arguments = parser.parse_args()

    root = arguments.root.resolve()
    policy = json.loads((root / POLICY).read_text(encoding="utf-8"))
    sources = read_sources(root, policy["skip_folders"])
    findings = text_findings(sources, policy)
    if arguments.build:
        findings += build_findings(sources, policy, root, arguments.build.resolve())
    findings = apply_exceptions(findings, policy["exceptions"])
    for finding in sorted(findings):
        print(finding)
    print(f"{len(sources)} files, {len(findings)} faults")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
