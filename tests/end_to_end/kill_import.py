#!/usr/bin/env python3
"""Kills an import again and again: what it acknowledged is there once, what it signed stays true.

After each kill fsck comes first, before any writer has opened the ledger, and finds it whole.

The acknowledgements and the checkpoints are kept by this process, outside the one that dies.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time

from program import Program, event, expect

KILLS = int(os.environ.get("FALLBUCH_KILLS", "200"))
KILLS_OF_A_LEDGER = 50  # fsck reads all of it after each kill, and a segment should end in it
EVENTS_EACH = 20_000  # several chunks of 4,096, so that kills fall between their groups


def write_events(path, first):
    with open(path, "w", encoding="utf-8") as out:
        for number in range(first, first + EVENTS_EACH):
            out.write(event(number, case=f"fall-{number % 97}") + "\n")


def watch_checkpoints(program, kept, stop):
    """Keeps every published checkpoint that it sees."""
    path = os.path.join(program.ledger, "tlog", "checkpoint")
    while not stop.is_set():
        try:
            with open(path, encoding="utf-8") as note:
                kept.add(note.read())
        except FileNotFoundError:
            pass
        time.sleep(0.002)


def import_and_kill(program, path, delay_s, answers, acknowledged):
    """Kills after so many answers, and then so many seconds; an import that ends before is over."""
    process = subprocess.Popen(
        program.command("import", path, "--json"), stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=program.environment)
    reader = threading.Thread(target=lambda: acknowledged.extend(process.stdout))
    reader.start()
    while len(acknowledged) < answers and process.poll() is None:
        time.sleep(0.0005)
    time.sleep(delay_s)
    process.send_signal(signal.SIGKILL)
    process.wait()
    reader.join()
    process.stdout.close()


def ids_of(lines):
    """The ids of whole lines; the last one may have been cut off."""
    return [line.split(b'"ids":["')[1].split(b'"')[0].decode()
            for line in lines if line.endswith(b"}\n")]


def check_checkpoints(program, kept):
    """Every checkpoint that was ever seen must be what the log's own leaves give at its size."""
    tiles = os.path.join(program.ledger, "tlog", "tile", "entries")
    from tree import root_of, read_entries
    entries = read_entries(tiles)
    for note in sorted(kept):
        _, size, root = note.split("\n")[:3]
        expect(root_of(entries[:int(size)]) == root, f"checkpoint of {size} is not kept")


class Counts:
    """What all ledgers together have shown."""
    partial = 0
    acknowledged = 0
    found = 0
    checkpoints = 0


def kill_again_and_again(path, chance, kills, counts):
    """One ledger and its imports, and what is left of them."""
    program = Program(path)
    program.ok("init")
    events = program.file("events.jsonl")
    kept, stop = set(), threading.Event()
    watcher = threading.Thread(target=watch_checkpoints, args=(program, kept, stop))
    watcher.start()
    all_ids = set()
    try:
        # One import that is not killed tells how long the moments may be.
        write_events(events, 0)
        begin = time.monotonic()
        all_ids.update(line["ids"][0] for line in program.lines("import", events))
        whole_s = time.monotonic() - begin
        for kill in range(1, kills + 1):
            write_events(events, kill * EVENTS_EACH)
            acknowledged = []
            # Every other one at any moment, the rest while answers come.
            if kill % 2 == 0:
                import_and_kill(program, events, chance.uniform(0.0, 1.1 * whole_s), 0,
                                acknowledged)
            else:
                import_and_kill(program, events, chance.uniform(0.0, 0.1 * whole_s),
                                chance.randint(1, EVENTS_EACH), acknowledged)
            ids = ids_of(acknowledged)
            counts.partial += 0 < len(ids) < EVENTS_EACH
            all_ids.update(ids)
            program.ok("fsck")
    finally:
        stop.set()
        watcher.join()
    program.ok("checkpoint")
    program.ok("fsck")
    seen = []
    for case in range(97):
        done = program.run("timeline", f"fall-{case}", "--json")
        if done.returncode == 0:
            seen += [line.split(b'"id":"')[1].split(b'"')[0].decode()
                     for line in done.stdout.splitlines()]
    expect(len(seen) == len(set(seen)), "an event is there twice")
    lost = all_ids - set(seen)
    expect(not lost, f"{len(lost)} acknowledged events are lost, such as {sorted(lost)[:3]}")
    check_checkpoints(program, kept)
    counts.acknowledged += len(all_ids)
    counts.found += len(seen)
    counts.checkpoints += len(kept)


def main():
    seed = int(os.environ.get("FALLBUCH_SEED", "1"))
    print(f"seed {seed}, {KILLS} kills")
    chance = random.Random(seed)
    counts = Counts()
    for first in range(0, KILLS, KILLS_OF_A_LEDGER):
        kill_again_and_again(sys.argv[1], chance, min(KILLS_OF_A_LEDGER, KILLS - first), counts)
    expect(counts.partial > 0, "no import was killed between its first and its last group")
    print(f"{counts.partial} imports acknowledged in part; "
          f"{counts.acknowledged} acknowledged events, {counts.found} found, none lost or doubled; "
          f"{counts.checkpoints} checkpoints, all still true")


if __name__ == "__main__":
    main()
