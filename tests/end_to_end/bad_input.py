#!/usr/bin/env python3
"""Gives the program everything that is wrong: one clear message, the right exit code, no harm."""

import ctypes
import fcntl
import gzip
import json
import os
import pathlib
import struct
import subprocess
import sys
import time

from program import SAMPLE, Failure, Program, event, expect

FUTURE = "2999-01-01T00:00:00Z"


def refused_events(program):
    """Each of these is refused for its own reason, and the ledger stays as it was."""
    cases = [
        (b"{not json\n", "not_json"),
        (event(1, data={"activity": 7, "lifecycle": "complete"}).encode(), "/data/activity"),
        (event(1, data={"activity": "x"}).encode(), "lifecycle"),
        (event(1, data={"activity": "x", "lifecycle": "complete", "geheim": 1}).encode(), "geheim"),
        (event(1, type="de.fallbuch.unknown.thing.v1").encode(), "type"),
        (event(1, time=FUTURE).encode(), "time"),
        (event(1, time="2026-02-30T10:00:00Z").encode(), "time"),
        (event(1, time=None).encode(), "time"),
        (event(1, id=None).encode(), "id"),
        (event(1, subject=None).encode(), "subject"),
        (event(1, recorded=FUTURE).encode(), "recorded"),
        (event(1, data={"activity": "x" * 300000, "lifecycle": "c"}).encode(), "256 KiB"),
    ]
    before = program.ok("checkpoint")
    for text, place in cases:
        program.refuses(1, place, "import", "-", stdin=text)
    expect(program.ok("checkpoint") == before, "a refused event changed the ledger")
    kept = program.lines("refused", "list")
    expect(len(kept) == len(cases), f"{len(kept)} refused events are kept, not {len(cases)}")
    expect("geheim" not in json.dumps(kept), "the list of refused events names a value")


def every_fault_at_once(program):
    bad = event(2, id=None, time="morgen", data={"lifecycle": 5})
    done = program.run("import", "-", stdin=bad.encode())
    told = done.stderr.decode()
    for place in ("/id", "/time", "/data/activity", "/data/lifecycle"):
        expect(place in told, f"the fault at {place} is not told: {told}")


def mended_events(program):
    """A refused event is exported, mended and imported."""
    path = program.file("mend.jsonl")
    program.ok("refused", "export", "-o", path)
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    mended = [json.loads(line) for line in lines if "geheim" in line][0]
    del mended["data"]["geheim"]
    mended["id"] = "mended"
    added = program.lines("import", "-", stdin=json.dumps(mended).encode())
    expect(added[0]["known"] is False, "the mended event was not added")


def lines_too_long(program):
    """Only the beginning of such a line is kept: to know it again, not to mend it."""
    data = {"activity": "ü" * (600 * 1024), "lifecycle": "c"}
    long = [json.dumps(json.loads(event(n, data=data)), ensure_ascii=False) for n in (30, 31)]
    short = event(32, case="kurz")
    before = program.lines("refused", "list")
    text = "\n".join([long[0], long[1], short]).encode()
    program.refuses(1, "1048576 bytes", "import", "-", stdin=text)
    program.refuses(1, "1048576 bytes", "append", "-", stdin=text)
    program.ok("timeline", "kurz")
    kept = program.lines("refused", "list")[len(before):]
    expect([entry["line"] for entry in kept] == [1, 2], f"kept of long lines: {kept}")
    for entry, line in zip(kept, long):
        expect(entry["bytes"] == len(line.encode()), f"another length: {entry}")
        expect(0 < entry["kept_bytes"] <= 4096, f"not the beginning: {entry}")
        done = program.run("refused", "export", entry["id"])
        beginning = done.stdout.decode().rstrip("\n")
        expect(line.startswith(beginning) and len(beginning.encode()) == entry["kept_bytes"],
               f"not the line's beginning: {beginning[:80]}")
        expect("mend it where it came from" in done.stderr.decode(), done.stderr.decode())
    told = " ".join(program.ok("refused", "list").split())
    expect(told.count("mend it where it came from") == 2, f"not said in the list: {told}")
    done = program.run("refused", "export")
    expect(done.returncode == 0 and done.stderr.decode().count("not exported") == 2,
           f"export says of long lines: {done.stderr.decode()}")
    expect("e-30" not in done.stdout.decode(), "a beginning was exported as if it were an event")


def recorded_at_a_wrong_entrance(program):
    text = event(3, recorded="2026-01-01T10:00:00Z").encode()
    program.refuses(1, "recorded", "append", "-", stdin=text)


def conflicts(program):
    program.ok("append", "-", stdin=event(10, case="v").encode())
    program.ok("append", "-", stdin=event(10, case="v").encode())
    program.refuses(1, "other content", "append", "-",
                    stdin=event(10, case="v", time="2026-01-02T10:00:00Z").encode())
    program.refuses(1, "version", "append", "-",
                    stdin=event(11, case="v", expectedversion=0).encode())
    program.ok("append", "-", stdin=event(11, case="v", expectedversion=1).encode())


def published_types_do_not_change(program):
    catalogue = os.path.join(program.ledger, "catalogue")
    os.mkdir(catalogue)
    source = SAMPLE.parents[2] / "core" / "events" / "catalogue" / "trace_event.v2.json"
    changed = json.loads(source.read_text(encoding="utf-8"))
    changed["properties"]["activity"]["maxLength"] = 5
    path = pathlib.Path(catalogue) / "changed.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    program.refuses(1, "changed.json", "append", "-", stdin=event(12).encode())
    done = program.run("timeline", "v")
    expect(done.returncode == 0, f"a changed file is in a reader's way: {done.stderr.decode()}")
    expect("passed over in the catalogue: changed.json" in done.stderr.decode(), "no word of it")
    path.unlink()
    os.rmdir(catalogue)


def visit_type(**changes):
    schema = {
        "title": "Besuch", "type": "object", "additionalProperties": False, "required": ["ort"],
        "x-fallbuch": {"type": "de.fallbuch.visit.made", "version": 1, "name": "VisitMade",
                       "retention": "FALL", "actor": "optional"},
        "properties": {"ort": {"title": "Ort", "type": "string", "x-category": "STAMM"},
                       "zweck": {"title": "Zweck", "type": "string", "x-category": "STAMM"}},
    }
    return json.dumps(schema | changes)


def readers_need_no_catalogue_file(program):
    """Reading goes by the ledger's own schemas; only admitting refuses a changed one."""
    other = Program(program.path)
    other.ok("init")
    catalogue = pathlib.Path(other.ledger) / "catalogue"
    catalogue.mkdir()
    path = catalogue / "visit.json"
    path.write_text(visit_type(), encoding="utf-8")
    visit = event(1, case="v", type="de.fallbuch.visit.made.v1",
                  recorded="2026-01-01T12:00:00Z", data={"ort": "Küche", "zweck": "Rat"})
    other.ok("import", "-", stdin=visit.encode())
    other.run("append", "-", stdin=b"{")
    reading = (("timeline", "v"), ("timeline", "v", "--details"), ("case", "v"), ("cases",),
               ("case", "diff", "v", "2026-01-01", "2026-01-02"), ("replay", "v"),
               ("receipt", "e-1"), ("refused", "list"), ("refused", "export"), ("checkpoint",))

    def all_read():
        return [other.ok(*words) for words in reading if words[0] not in ("receipt", "checkpoint")]
    before = all_read()
    # Another set of fields would give every field another number.
    changed = visit_type(properties={"an": {"title": "An", "type": "string", "x-category": "STAMM"},
                                     "zweck": {"title": "Z", "type": "string",
                                               "x-category": "STAMM"}}, required=["zweck"])
    for text in (changed, "{", None):
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
        for words in reading:
            other.ok(*words)
        expect(all_read() == before, f"read otherwise with the catalogue file {text}")
    path.write_text(changed, encoding="utf-8")
    for command in ("append", "import"):
        other.refuses(1, "de.fallbuch.visit.made.v1 is published with other content", command, "-",
                      stdin=event(2).encode())


def wrong_questions(program):
    program.refuses(1, "none of this name", "timeline", "nobody")
    program.refuses(1, "none of this name", "case", "nobody")
    program.refuses(1, "nothing was known", "case", "v", "--as-of-occurred", "2001-01-01")
    program.refuses(2, "future", "case", "v", "--as-of-occurred", "2999-01-01")
    program.refuses(2, "neither a date", "case", "v", "--as-of-recorded", "gestern")
    program.refuses(1, "none with this id", "receipt", "no-such-event")
    program.refuses(2, "", "timeline")
    program.refuses(2, "", "frobnicate")
    program.refuses(3, "cannot open", "import", program.file("missing.jsonl"))


def places_that_do_not_exist(program):
    """A wrong place for an answer is not the answer: nothing could be decided, told in one line."""
    nowhere = program.file("no/such/folder")
    good = program.file("office.jsonl")
    for words in (("-o", nowhere), ("-o", good, "--truth", nowhere)):
        done = program.run("simulate", "--cases", "1", *words)
        told = done.stderr.decode()
        expect(done.returncode == 3, f"{words}: exit {done.returncode}: {told}")
        expect(told.startswith(f"fallbuch: {nowhere}: cannot open: ") and told.count("\n") == 1,
               f"not one clear error: {told}")


def keys(program):
    good = os.path.join(program.ledger, "development.key")
    away = program.file("away.key")
    os.rename(good, away)
    program.refuses(3, "no master key", "timeline", "v")
    other = program.file("other.key")
    pathlib.Path(other).write_text(program.ok("key", "generate"), encoding="utf-8")
    program.refuses(3, "master key", "timeline", "v", "--master-key", other)
    program.refuses(3, "missing.key", "timeline", "v", "--master-key", program.file("missing.key"))
    program.ok("timeline", "v", "--master-key", away)
    os.rename(away, good)


def receipts(program):
    path = program.file("r.tlog-proof")
    program.ok("receipt", "e-10", "-o", path)
    vkey = program.ok("key", "public").strip()
    program.ok("verify", path, "--key", vkey)
    text = pathlib.Path(path).read_text(encoding="utf-8")
    lines = text.split("\n")
    lines[1] = "extra " + lines[1][6:].replace("A", "B", 1)
    pathlib.Path(path).write_text("\n".join(lines), encoding="utf-8")
    program.refuses(1, "NOT verified", "verify", path, "--key", vkey)
    pathlib.Path(path).write_text("something else\n", encoding="utf-8")
    program.refuses(2, "", "verify", path, "--key", vkey)
    program.refuses(2, "", "verify", path, "--key", "no key")


def broken_files(program):
    whole = gzip.compress(SAMPLE.read_bytes())
    cut = program.file("cut.xes.gz")
    pathlib.Path(cut).write_bytes(whole[: len(whole) // 2])
    program.refuses(2, "gzip", "import", "--format", "xes", cut)
    bomb = program.file("bomb.xes")
    pathlib.Path(bomb).write_text(
        '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><log>&b;</log>',
        encoding="utf-8")
    program.refuses(2, "line 1", "import", "--format", "xes", bomb)
    wrong = program.file("date.xes")
    pathlib.Path(wrong).write_text(
        '<log><trace><string key="concept:name" value="t"/><event>'
        '<date key="time:timestamp" value="2012-02-30T00:00:00Z"/></event></trace></log>',
        encoding="utf-8")
    program.refuses(2, "2012-02-30", "import", "--format", "xes", wrong)


def wait_until_locked(path):
    """Returns once another process holds the lock."""
    for _ in range(500):
        with open(path, "rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
        time.sleep(0.02)
    raise Failure("the first writer never took the lock")


def two_writers(program):
    writer = subprocess.Popen(
        program.command("import", "-"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        env=program.environment)
    wait_until_locked(os.path.join(program.ledger, "LOCK"))
    program.refuses(3, "locked by another process", "append", "-",
                    stdin=event(20, case="w").encode())
    program.ok("timeline", "v")  # readers go on
    writer.stdin.close()
    expect(writer.wait() == 0, "the first writer failed")


def checksum(content):
    """XXH3-64, as the ledger's files have it behind what it covers."""
    library = ctypes.CDLL("libxxhash.so.0")
    library.XXH3_64bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    library.XXH3_64bits.restype = ctypes.c_uint64
    return struct.pack("<Q", library.XXH3_64bits(content, len(content)))


def every_command_says_newer(program, commands):
    before = program.contents()
    for words in commands:
        stdin = event(40).encode() if words[-1] == "-" else None
        program.refuses(3, "use a newer fallbuch", *words, stdin=stdin)
        expect(program.contents() == before, f"{words} changed a ledger of a newer format")


READING = [("timeline", "v"), ("case", "v"), ("receipt", "e-10"), ("fsck",)]
WRITING = [("append", "-"), ("import", "-")]


def newer_ledger(program):
    path = pathlib.Path(program.ledger) / "LEDGER"
    kept = path.read_bytes()
    covered, told = kept.rsplit(b"checksum ", 1)
    expect(told.strip().decode() == checksum(covered).hex(), "LEDGER has another checksum")
    newer = covered.replace(b"format 1", b"format 2")
    path.write_bytes(newer + b"checksum " + checksum(newer).hex().encode() + b"\n")
    every_command_says_newer(program, READING + WRITING + [
        ("checkpoint",), ("key", "public"), ("log-dir",), ("refused", "list"),
        ("refused", "export"), ("refused", "export", "2026-01-01/0")])
    # A damaged file cannot be told from a newer one unless its checksum is right.
    path.write_bytes(newer + b"checksum " + checksum(covered).hex().encode() + b"\n")
    program.refuses(4, "damaged", "timeline", "v")
    path.write_bytes(kept)


def newer_segment(program):
    path = sorted((pathlib.Path(program.ledger) / "log").glob("*.segment"))[-1]
    kept = path.read_bytes()
    header = kept[:56]
    expect(kept[56:64] == checksum(header), "the segment has another checksum")
    newer = header[:7] + b"2" + header[8:]
    path.write_bytes(newer + checksum(newer) + kept[64:])
    every_command_says_newer(program, READING + WRITING)
    path.write_bytes(newer + kept[56:])
    program.refuses(4, "damaged", "fsck")
    path.write_bytes(kept)
    program.ok("fsck")


def other_directories(program):
    other = Program(program.path)
    other.refuses(3, "no ledger in", "timeline", "x", "--master-key",
                  os.path.join(program.ledger, "development.key"))
    other.ok("init")
    other.refuses(1, "holds a ledger already", "init")


def directory_not_writable(program):
    other = Program(program.path)
    other.give_up_root()
    other.ok("init")
    other.ok("append", "-", stdin=event(1, case="v").encode())
    os.chmod(other.ledger, 0o500)
    other.refuses(3, "Permission denied", "append", "-", stdin=event(2, case="v").encode())
    other.ok("timeline", "v")
    os.chmod(other.ledger, 0o700)
    other.ok("append", "-", stdin=event(2, case="v").encode())
    os.chmod(other.directory.name, 0o500)
    other.ledger = other.file("elsewhere")
    other.refuses(3, "Permission denied", "init")
    os.chmod(other.directory.name, 0o700)


def full_disk(program):
    """A file system of 4 MiB, where mounting is allowed."""
    small = Program(program.path)
    mount = small.file("small")
    os.mkdir(mount)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", mount],
                          capture_output=True, check=False)
    if made.returncode != 0:
        print("full disk: skipped, no file system can be mounted here")
        return
    try:
        small.ledger = os.path.join(mount, "ledger")
        small.ok("init")
        lines = "\n".join(event(i, case=f"f-{i % 50}") for i in range(20000))
        done = small.run("import", "-", stdin=lines.encode())
        expect(done.returncode == 3, f"full disk: exit {done.returncode}: {done.stderr.decode()}")
        expect("No space left" in done.stderr.decode(), done.stderr.decode())
        known = small.run("timeline", "f-1")
        expect(known.returncode in (0, 1, 3), f"full disk: reading: {known.stderr.decode()}")
        subprocess.run(["mount", "-o", "remount,size=64m", mount], check=True)
        small.ok("import", "-", stdin=lines.encode())
        small.ok("fsck")
    finally:
        subprocess.run(["umount", mount], check=False)


def main():
    program = Program(sys.argv[1])
    program.ok("init")
    for part in (refused_events, every_fault_at_once, mended_events, lines_too_long,
                 recorded_at_a_wrong_entrance, conflicts, published_types_do_not_change,
                 readers_need_no_catalogue_file,
                 wrong_questions, places_that_do_not_exist, keys, receipts, broken_files,
                 two_writers, newer_ledger, newer_segment, other_directories,
                 directory_not_writable, full_disk):
        part(program)
        print(f"{part.__name__}: ok")
    program.ok("fsck")


if __name__ == "__main__":
    main()
