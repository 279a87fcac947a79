#!/usr/bin/env python3
"""What the commands promise to those who type them: keys, files, exit codes, JSON."""

import base64
import gzip
import json
import os
import pathlib
import select
import shutil
import stat
import subprocess
import sys

from program import SAMPLE, Program, event, expect


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


def a_wrong_place_is_not_the_answer_no(path):
    program = Program(path)
    for words in (("timeline", "x"), ("fsck",), ("log-dir",), ("refused", "list")):
        program.refuses(3, "make one with fallbuch init", *words)
    program.ok("init")
    program.ok("append", "-", stdin=event(1, case="v").encode())
    folder = program.file("folder")
    os.mkdir(folder)
    for words in (("receipt", "e-1"), ("refused", "export")):
        program.refuses(3, "/nonexist/x", *words, "-o", "/nonexist/x")
        program.refuses(3, "is a directory", *words, "-o", folder)
    expect(not os.path.exists(folder + ".new"), "a file was left beside the directory")
    program.refuses(2, "/nonexist", "append", "-", "--catalogue", "/nonexist",
                    stdin=event(2).encode())
    for option in ("--as-of-recorded", "--as-of-occurred"):
        program.refuses(2, "neither a date", "case", "v", option, "")


def json_is_all_that_is_printed(path):
    program = Program(path)
    program.ok("init")
    program.ok("append", "-", stdin=event(1).encode())
    for words in (("receipt", "e-1"), ("receipt", "e-1", "-o", program.file("r")), ("log-dir",),
                  ("key", "public"), ("key", "generate"), ("checkpoint",),
                  ("refused", "export", "-o", program.file("m"))):
        expect(len(program.lines(*words)) == 1, f"{words}: not one JSON object")


def a_receipt_from_a_damaged_tile_is_not_written(path):
    program = Program(path)
    program.ok("init")
    lines = "\n".join(event(number) for number in range(5))
    program.ok("import", "-", stdin=lines.encode())
    tiles = pathlib.Path(program.ledger) / "tlog" / "tile" / "0"
    for tile in (file for file in tiles.rglob("*") if file.is_file()):
        tile.write_bytes(bytes(byte ^ 1 for byte in tile.read_bytes()))
    receipt = program.file("r.tlog-proof")
    program.refuses(4, "tile/0/000.p/", "receipt", "e-1", "-o", receipt)
    expect(not os.path.exists(receipt), "a receipt that does not hold was written")


def the_kind_of_file_is_seen(path):
    program = Program(path)
    program.ok("init")
    program.refuses(2, "import it with --format xes", "import", SAMPLE)
    program.refuses(2, "import it with --format xes", "import", "-",
                    stdin=gzip.compress(SAMPLE.read_bytes()))
    expect(not program.lines("refused", "list"), "lines of an XES log were kept as refused")
    program.refuses(2, "import it with --format xes", "append", "-", stdin=SAMPLE.read_bytes())
    program.ok("import", "-", stdin=b"\xef\xbb\xbf" + event(1).encode())
    two = f"{event(2)}\n{event(3)}".encode()
    program.ok("append", "-", stdin=b"\xef\xbb\xbf" + two)
    program.refuses(1, "line 2", "append", "-", stdin=two.replace(b"\n", b"\n\xef\xbb\xbf"))


def a_broken_log_says_what_came_in_before(path):
    program = Program(path)
    program.ok("init")
    broken = program.file("broken.xes")
    pathlib.Path(broken).write_text("<log><trace></log>", encoding="utf-8")
    done = program.run("import", "--format", "xes", broken)
    expect(done.returncode == 2 and not done.stdout, f"told before: {done.stdout.decode()}")
    expect(len(done.stderr.splitlines()) == 1, f"not one error: {done.stderr.decode()}")
    whole = SAMPLE.read_text(encoding="utf-8")
    pathlib.Path(broken).write_text(whole[:whole.rindex("</log>")], encoding="utf-8")
    for words in (("events added",), ()):
        done = program.run("import", "--format", "xes", broken)
        expect(done.returncode == 2, "a cut log was imported as whole")
        told = done.stdout.decode()
        expect(all(word in told for word in words) and bool(told) == bool(words), told)


def what_was_rebuilt_is_told(path):
    program = Program(path)
    program.ok("init")
    # So many that a block of the index is written.
    program.ok("import", "-", stdin="\n".join(map(event, range(100, 5100))).encode())
    ledger = pathlib.Path(program.ledger)
    places = (("index", ledger / "log" / "index"), ("tree", ledger / "tlog.synced"),
              ("checkpoint", ledger / "tlog" / "checkpoint"))
    for number, (kind, file) in enumerate(places, 10):
        for words, stdin in ((("append", "-"), event(number).encode()), (("checkpoint",), None)):
            file.write_bytes(bytes(byte ^ 1 for byte in file.read_bytes()))
            done = program.run(*words, stdin=stdin)
            told = done.stderr.decode().splitlines()
            expect(done.returncode == 0, f"{words}: {told}")
            expect(len(told) == 1 and told[0].startswith(f"fallbuch: note: the {kind} was damaged")
                   and "run 'fallbuch fsck'" in told[0], f"{words}, {kind}: {told}")
        expect(not program.run("checkpoint").stderr, "said again")
    program.ok("fsck")


def a_ledger_that_cannot_be_closed_is_told(path):
    program = Program(path)
    program.give_up_root()
    program.ok("init")
    tiles = os.path.join(program.ledger, "tlog")
    os.chmod(tiles, 0o500)
    done = program.run("append", "-", stdin=event(1).encode())
    expect(done.returncode == 3, f"exit {done.returncode}")
    expect("closing the ledger" in done.stderr.decode(), done.stderr.decode())
    expect("Appended" in done.stdout.decode(), "an event that is durable was not acknowledged")
    program.refuses(3, "Permission denied", "import", "-", stdin=event(2).encode())
    program.refuses(3, "Permission denied", "checkpoint")
    os.chmod(tiles, 0o700)
    done = program.run("append", "-", stdin=event(1).encode())
    expect(done.returncode == 0 and "Known already" in done.stdout.decode(), "it was lost")
    program.ok("fsck")


def an_id_of_two_sources(path):
    program = Program(path)
    program.ok("init")
    for source in ("amt", "bau's"):
        program.ok("append", "-", stdin=event(1, source=source).encode())
    done = program.run("receipt", "e-1")
    expect(done.returncode == 1, "a receipt for one of two")
    for source in ("'amt'", "'bau'\\''s'"):
        line = f"  fallbuch receipt 'e-1' --source {source}"
        expect(line in done.stderr.decode().splitlines(), f"no '{line}': {done.stderr.decode()}")
    places = [program.lines("receipt", "e-1", "--source", source)[0]["position"]
              for source in ("amt", "bau's")]
    expect(len(set(places)) == 2, f"the same receipt for both: {places}")
    program.refuses(1, "from this source", "receipt", "e-1", "--source", "haus")


def a_refused_text_is_json(path):
    program = Program(path)
    program.ok("init")
    program.run("import", "-", stdin=b'{"a\xff"\n' + b"{not json\n" + event(1, id=None).encode())
    told = program.lines("refused", "export")
    expect([sorted(entry) for entry in told] ==
           [["base64", "id", "line"], ["id", "line", "text"], ["id", "line", "text"]], f"{told}")
    expect(base64.b64decode(told[0]["base64"]) == b'{"a\xff"', "another text")
    expect([entry["text"] for entry in told[1:]] == ["{not json", event(1, id=None)], f"{told}")
    one = program.lines("refused", "export", told[1]["id"])
    expect(one == [told[1]], f"one by its id: {one}")


def refused_events_that_are_gone_are_missed(path):
    program = Program(path)
    program.ok("init")
    program.ok("append", "-", stdin=event(1).encode())
    folder = os.path.join(program.ledger, "refused")
    shutil.rmtree(folder)
    program.ok("fsck")
    program.run("import", "-", stdin=b"{\n{{\n{{{")
    program.ok("fsck")
    shutil.rmtree(folder)
    program.refuses(4, "refused events are missing (0 are kept of at least 2)", "fsck")
    program.run("import", "-", stdin=b"{")
    program.refuses(4, "refused events are missing (1 are kept of at least 2)", "fsck")


def the_ledgers_own_key_can_be_damaged(path):
    program = Program(path)
    program.ok("init")
    program.ok("append", "-", stdin=event(1).encode())
    key = pathlib.Path(program.ledger, "development.key")
    whole = key.read_bytes()
    for damaged in (b"g" + whole[1:], b"", whole[:40], whole[:30] + b"\x00" + whole[31:]):
        key.write_bytes(damaged)
        program.refuses(4, str(key), "fsck")
        program.refuses(4, str(key), "timeline", "fall-1")
        done = program.run("fsck", "--json")
        report = json.loads(done.stdout)
        expect(done.returncode == 4 and not report["clean"], f"no report of the damage: {report}")
    key.write_bytes(whole)
    program.ok("fsck")


def refused_events_of_another_ledger_are_damage(path):
    ledgers = []
    for _ in range(2):
        program = Program(path)
        program.ok("init")
        program.ok("append", "-", stdin=event(1).encode())
        program.run("import", "-", stdin=b"{no event\n")
        ledgers.append(program)
    here, there = (next(pathlib.Path(one.ledger, "refused").glob("*.refused")) for one in ledgers)
    here.write_bytes(there.read_bytes())
    ledgers[0].refuses(4, "another quarantine key", "fsck")
    report = json.loads(ledgers[0].run("fsck", "--json").stdout)
    expect(report["records"] > 0, "nothing else was checked")


def a_mistyped_word_is_named(path):
    program = Program(path)
    program.refuses(2, "there is no command 'timelin'", "timelin", "fall-1")
    program.ok("init")
    program.refuses(2, "case: no name given", "timeline", "")
    contact = {"scope": "QUATSCH"}
    program.refuses(1, "/data/scope: is no code of the list", "append", "-", stdin=event(
        1, type="de.fallbuch.contact.held.v1", data=contact).encode())


def a_file_that_cannot_be_replaced_leaves_nothing(path):
    program = Program(path)
    program.ok("init")
    program.ok("append", "-", stdin=event(1).encode())
    if os.geteuid() != 0:
        print("a file that cannot be replaced: skipped, needs a file of another user")
        return
    program.give_up_root()
    sticky = pathlib.Path(program.file("sticky"))
    sticky.mkdir()
    sticky.chmod(0o1777)
    answer = sticky / "r"
    answer.write_text("of another user", encoding="utf-8")
    program.refuses(3, str(answer), "receipt", "e-1", "-o", answer)
    expect(os.listdir(sticky) == ["r"], f"left behind: {os.listdir(sticky)}")


def one_event_is_one(path):
    program = Program(path)
    program.ok("init")
    long = "Antrag " * 30
    program.ok("append", "-",
               stdin=event(1, case="v", data={"activity": long, "lifecycle": "x"}).encode())
    recorded = program.lines("timeline", "v")[0]["recorded"]
    for words in (("case", "v"), ("replay", "v"), ("timeline", "v"),
                  ("case", "diff", "v", "2025-01-01", recorded)):
        told = program.ok(*words)
        expect("1 Ereignis" in told and "1 Ereignisse" not in told, f"{words}: {told}")
    for line in program.ok("case", "v").splitlines():
        expect(len(line) <= 80, f"wider than 80 columns: {line}")


def fields_have_german_titles(path):
    program = Program(path)
    program.ok("init")
    program.ok("import", "--format", "xes", SAMPLE)
    case = "BA-2025-0001"
    told = program.ok("case", case)
    for title in ("Tätigkeit", "Abschnitt der Tätigkeit"):
        expect(any(line.startswith(title) for line in told.splitlines()), f"no {title}: {told}")
    expect("lifecycle" not in told, f"a field by its name: {told}")
    told = " ".join(program.ok("timeline", case, "--details").split())
    expect("Abschnitt der Tätigkeit: complete" in told, f"no title: {told}")
    attributes = program.lines("case", case)[0]["attributes"]
    expect("lifecycle" in attributes, "programs are told other names")


def a_pipe_that_pauses_is_answered(path):
    program = Program(path)
    program.ok("init")
    feed = subprocess.Popen(program.command("--json", "import", "-"), stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, bufsize=0, env=program.environment)
    try:
        for part in (range(3), range(3, 4), range(4, 9)):
            feed.stdin.write("".join(event(number) + "\n" for number in part).encode())
            feed.stdin.flush()
            for number in part:
                ready, _, _ = select.select([feed.stdout], [], [], 20)
                expect(ready, f"event {number} is not answered while the pipe pauses")
                told = json.loads(feed.stdout.readline())
                expect(told["ids"] == [f"e-{number}"], f"another answer: {told}")
            expect(len(program.lines("timeline", "fall-1")) == part[-1] + 1,
                   "what was answered is not in the ledger")
        feed.stdin.close()
        expect(feed.wait(60) == 0, "the import failed")
    finally:
        feed.kill()
        feed.wait()


def what_contradicts_was_not_imported(path):
    program = Program(path)
    program.ok("init")
    program.ok("import", "-", stdin=event(1).encode())
    program.refuses(1, "", "import", "-", stdin=event(1, time="2026-01-02T10:00:00Z").encode())
    kept = program.lines("refused", "list")
    expect([entry["imported_since"] for entry in kept] == [False], f"imported since: {kept}")


def a_timeline_goes_by_what_happened(path):
    program = Program(path)
    program.ok("init")
    for number, day in ((1, 3), (2, 1), (3, 2)):
        program.ok("append", "-",
                   stdin=event(number, case="v", time=f"2026-01-0{day}T10:00:00Z").encode())
    told = [line["id"] for line in program.lines("timeline", "v")]
    expect(told == ["e-2", "e-3", "e-1"], f"another order: {told}")
    program.ok("append", "-", stdin=event(4, case="d", timeprecision="day").encode())
    row = next(line for line in program.ok("timeline", "d").splitlines() if "Schritt" in line)
    row = row.split()
    expect(row[1:3] == ["01.01.2026", "Schritt"], f"a day is shown with a time: {row}")


def main():
    for part in (a_broken_credential_is_no_missing_one, secrets_are_the_users_own,
                 an_init_that_failed_is_no_obstacle, a_wrong_place_is_not_the_answer_no,
                 json_is_all_that_is_printed, a_receipt_from_a_damaged_tile_is_not_written,
                 the_kind_of_file_is_seen, a_pipe_that_pauses_is_answered,
                 a_broken_log_says_what_came_in_before,
                 what_was_rebuilt_is_told, a_ledger_that_cannot_be_closed_is_told,
                 an_id_of_two_sources, a_refused_text_is_json,
                 refused_events_that_are_gone_are_missed, the_ledgers_own_key_can_be_damaged,
                 refused_events_of_another_ledger_are_damage, a_mistyped_word_is_named,
                 a_file_that_cannot_be_replaced_leaves_nothing, one_event_is_one,
                 fields_have_german_titles, what_contradicts_was_not_imported,
                 a_timeline_goes_by_what_happened):
        part(sys.argv[1])
        print(f"{part.__name__}: ok")


if __name__ == "__main__":
    main()
