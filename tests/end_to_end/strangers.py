#!/usr/bin/env python3
"""Programs that we did not write judge a real ledger: Go's sumdb/note and sumdb/tlog, OpenSSL."""

import os
import shutil
import subprocess
import sys

from program import SAMPLE, SOURCE, Program, expect

ORACLE = SOURCE / "tests" / "oracle"


def build_checker(program):
    go = shutil.which("go")
    if go is None or not os.path.isdir("/usr/share/gocode/src/golang.org/x/mod"):
        print("skipped: needs go and golang-golang-x-mod-dev")
        sys.exit(77)
    out = program.file("tlog_check")
    environment = dict(os.environ, GOPATH="/usr/share/gocode", GO111MODULE="off",
                       GOFLAGS="", GOCACHE=os.environ.get("GOCACHE", program.file("go-cache")))
    subprocess.run([go, "build", "-o", out, "."], cwd=ORACLE / "tlog_check", env=environment,
                   check=True)
    return out


def judge(*words):
    done = subprocess.run(list(map(str, words)), capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode().strip()


def main():
    program = Program(sys.argv[1])
    checker = build_checker(program)
    program.ok("init", "--origin", "stranger.example/ledger")
    old = program.file("old-checkpoint")
    first = program.lines("import", "--format", "xes", SAMPLE)
    with open(old, "w", encoding="utf-8") as file:
        file.write(program.ok("checkpoint"))
    again = program.lines("import", "--format", "xes", SAMPLE)
    expect(all(line["known"] for line in again), "the same file again added something")
    expect([line["first_position"] for line in first] ==
           [line["first_position"] for line in again], "known events have other positions")
    from program import event
    program.ok("import", "-", stdin="\n".join(event(i) for i in range(700)).encode())
    vkey = program.ok("key", "public").strip()
    log = program.ok("log-dir").strip()
    receipt = program.file("receipt.tlog-proof")
    program.ok("receipt", first[5]["ids"][0], "-o", receipt)
    for words in ((checker, "log", log, vkey), (checker, "consistency", log, vkey, old),
                  (checker, "receipt", receipt, vkey),
                  (ORACLE / "openssl_checkpoint.sh", os.path.join(log, "checkpoint"), vkey)):
        code, told = judge(*words)
        print(told)
        expect(code == 0, f"{words[0]} {words[1]}: {told}")
    allowed = {"checkpoint", "tile"}
    expect(set(os.listdir(log)) == allowed, f"log-dir holds more: {os.listdir(log)}")


if __name__ == "__main__":
    main()
