#!/usr/bin/env python3
"""What the commands promise to those who type them: keys, files, exit codes, JSON."""

import os
import pathlib
import stat
import sys

from program import Program, event, expect


def a_broken_credential_is_no_missing_one(path):
    program = Program(path)
    folder = program.file("credentials")
    os.mkdir(folder)
    program.environment["CREDENTIALS_DIRECTORY"] = folder
    credential = pathlib.Path(folder) / "fallbuch-master-key"
    credential.write_text("no key\n", encoding="utf-8")
    program.refuses(3, str(credential), "init")
    expect(not os.path.exists(program.ledger), "a refused init made something")
    credential.write_text(program.ok("key", "generate"), encoding="utf-8")
    program.ok("init")
    expect(not os.path.exists(os.path.join(program.ledger, "development.key")),
           "a development key beside a credential")


def secrets_are_the_users_own(path):
    program = Program(path)
    before = os.umask(0o022)
    try:
        program.ok("init")
        program.run("import", "-", stdin=b"{no event\n" + event(1).encode())
        exported = program.file("mend.jsonl")
        program.ok("refused", "export", "-o", exported)
    finally:
        os.umask(before)
    files = [file for file in pathlib.Path(program.ledger).rglob("*") if file.is_file()]
    expect(any("refused" in str(file) for file in files), "no refused event was kept")
    for file in [*files, pathlib.Path(exported)]:
        mode = stat.S_IMODE(file.stat().st_mode)
        expect(mode & 0o077 == 0, f"{file} is open to others: {mode:o}")


def an_init_that_failed_is_no_obstacle(path):
    program = Program(path)
    program.refuses(2, "origin", "init", "--origin", "bad origin+x")
    expect(not os.path.exists(program.ledger), "a refused init made something")
    program.ok("init")
    vkey = program.ok("key", "public")
    # LEDGER is written last: without it this is what a crash leaves.
    os.remove(os.path.join(program.ledger, "LEDGER"))
    program.ok("init")
    expect(program.ok("key", "public") != vkey, "the keys of a half-made ledger were kept")
    program.ok("append", "-", stdin=event(1).encode())
    program.ok("fsck")
    os.remove(os.path.join(program.ledger, "LEDGER"))
    before = program.contents()
    program.refuses(1, "LEDGER is missing", "init")
    expect(program.contents() == before, "init touched a ledger with records")
    other = Program(path)
    os.mkdir(other.ledger)
    pathlib.Path(other.ledger, "letter.txt").write_text("x", encoding="utf-8")
    other.refuses(1, "not empty", "init")


def main():
    for part in (a_broken_credential_is_no_missing_one, secrets_are_the_users_own,
                 an_init_that_failed_is_no_obstacle):
        part(sys.argv[1])
        print(f"{part.__name__}: ok")


if __name__ == "__main__":
    main()
