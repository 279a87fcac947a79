#!/usr/bin/env python3
"""The states that are kept of all cases: killed at work, asked by many at once, after damage."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time

from casework import Casework
from program import Program, expect

ALL = ("cases", "--json", "--closed", "--limit", "1000")


def file_of_states(program):
    return os.path.join(program.ledger, "projections", "case.state")


def import_contacts(program, casework, numbers):
    """Each a contact of one of 300 further cases."""
    sample = casework.event("ContactHeld", "2025-02-03", case="955A000001",
                            data={"contactId": "K"})
    lines = []
    for number in numbers:
        line = dict(sample, id=f"m{number}", subject=f"955A{100 + number % 300:06d}")
        line["data"] = dict(line["data"], contactId=f"K-{number}")
        lines.append(json.dumps(line))
    program.ok("import", "-", stdin="\n".join(lines).encode())


def start(program):
    return subprocess.Popen(program.command(*ALL), env=program.environment,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def killed(program, after_seconds):
    """Whether a search was still at work when it was killed."""
    running = start(program)
    time.sleep(after_seconds)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    return running.returncode == -signal.SIGKILL


def answer(program):
    """What a search finds, and what it says beside it."""
    done = program.run(*ALL)
    expect(done.returncode == 0, done.stderr.decode())
    return done.stdout, done.stderr.decode()


def kill_while_building(program, wanted):
    states = file_of_states(program)
    kills = said = 0
    for attempt in range(25):
        os.remove(states)
        kills += killed(program, 0.01 * (attempt % 12 + 1))
        was_begun = os.path.exists(states + ".new")
        found, told = answer(program)
        expect(found == wanted, "another answer after a kill")
        is_said = "An earlier attempt to build them did not finish" in told
        expect(is_said == was_begun, f"begun: {was_begun}, but: {told}")
        said += is_said
    expect(kills >= 5, f"only {kills} of 25 were killed at work")
    expect(said >= 3, f"only {said} of 25 were cut off")


def killed_once_begun(program, after_seconds):
    """Kills a search so long after it left its mark behind the states."""
    size = os.path.getsize(file_of_states(program))
    running = start(program)
    while os.path.getsize(file_of_states(program)) == size and running.poll() is None:
        pass
    time.sleep(after_seconds)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    return os.path.getsize(file_of_states(program)) - size


def kill_while_catching_up(program, casework):
    """A lone byte behind what was there is what a search leaves that was killed while reading."""
    states = file_of_states(program)
    while_reading = while_writing = 0
    for attempt in range(20):
        begin = 20_000 + 8_000 * attempt
        import_contacts(program, casework, range(begin, begin + 8_000))
        grown = killed_once_begun(program, 0.03 * (attempt % 10))
        found, told = answer(program)
        is_said = "An earlier attempt to follow the ledger did not finish" in told
        expect(grown > 0, "it was killed before it had begun")
        expect(is_said or grown != 1, "cut off while reading, and nobody says so: " + told)
        expect("were built" not in told, "what was there is thrown away: " + told)
        while_reading += grown == 1
        while_writing += grown > 1 and is_said
        os.rename(states, states + ".kept")
        expect(answer(program)[0] == found, "continued states are not those built anew")
        os.remove(states + ".kept")
    expect(while_reading >= 2, f"only {while_reading} of 20 were cut off while reading")
    print(f"ok: of 20 {while_reading} were cut off while reading, {while_writing} while writing")


class AtWork:
    """Somebody who holds the lock of the states."""

    def __init__(self, program):
        path = os.path.join(program.ledger, "projections", "case.lock")
        self.file = open(path, "rb+")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def done(self):
        self.file.close()


def ask_while_another_works(program, casework):
    before, _ = answer(program)
    other = AtWork(program)
    found, told = answer(program)
    expect(found == before and told == "", "current states need nobody's leave: " + told)
    program.ok("import", "-", stdin=json.dumps(
        casework.event("CaseOpened", "2025-03-03", case="955A900001")).encode())
    found, told = answer(program)
    *cases, notice = found.splitlines()
    expect(cases == before.splitlines(), "not what the last complete states say")
    expect(json.loads(notice)["notice"] == "behind", f"a program is not told: {notice}")
    text = program.ok("cases", "--closed", "--limit", "1")
    expect("Nicht der neueste Stand" in text, "a person is not told: " + text)
    os.remove(file_of_states(program))
    waiting = start(program)
    time.sleep(3)
    expect(waiting.poll() is None, "there are no states, and nobody waits for them")
    other.done()
    found, told = waiting.communicate()
    expect(waiting.returncode == 0 and b"waiting for it" in told, told.decode())
    expect(len(found.splitlines()) == len(before.splitlines()) + 1, "the new case is missing")


def ask_all_at_once(program, casework):
    begin = 1_000_000
    for is_new in (False, True, False):
        import_contacts(program, casework, range(begin, begin + 8_000))
        begin += 8_000
        if is_new:
            os.remove(file_of_states(program))
        asking = [start(program) for _ in range(6)]
        answers = set()
        for one in asking:
            found, told = one.communicate()
            expect(one.returncode == 0, told.decode())
            expect(b'"behind"' not in found, "a short work is waited for")
            answers.add(found)
        expect(len(answers) == 1, f"{len(answers)} answers to one question")


def damage_and_mend(program):
    """A record that cannot be read stops the states; once it can be, they go on."""
    whole, _ = answer(program)
    folder = os.path.join(program.ledger, "log")
    segment = max((os.path.join(folder, name) for name in os.listdir(folder)
                   if name.endswith(".segment")), key=os.path.getsize)
    with open(segment, "rb") as file:
        kept = file.read()
    incomplete = 0
    for part in range(1, 24):
        os.remove(file_of_states(program))
        at = len(kept) * part // 24
        with open(segment, "r+b") as file:
            file.seek(at)
            file.write(bytes([kept[at] ^ 1]))
        done = program.run(*ALL)
        expect(done.returncode in (0, 3, 4), f"exit {done.returncode} of a damaged ledger")
        # What no list tells, such as who acted, is not opened for it. It stays for fsck to find.
        if done.returncode == 0:
            expect(done.stdout == whole, "a wrong list")
            expect(program.run("fsck").returncode == 4, "damage that fsck does not find")
        # Without its frames nothing of the log can be walked over, and there is no list at all.
        is_list = done.returncode == 3
        incomplete += is_list
        expect(done.returncode != 4 or not done.stdout, "a list of a log that cannot be read")
        if is_list:
            stays_incomplete(program, done)
        with open(segment, "r+b") as file:
            file.write(kept)
        found, told = answer(program)
        expect(found == whole, "not what it was before the damage")
        expect("can be taken in again" in told or not is_list, "nobody says that it goes on")
        expect(answer(program) == (whole, ""), "it is said twice")
    expect(incomplete >= 3, f"only {incomplete} of 23 lists were incomplete")


def stays_incomplete(program, first):
    again = program.run(*ALL)
    expect(again.returncode == 3 and again.stdout == first.stdout, "another answer the next time")
    notice = json.loads(first.stdout.splitlines()[-1])
    expect(notice["notice"] == "incomplete" and notice["why"], f"{notice}")
    expect(b"fsck" in first.stderr, "no way out is named: " + first.stderr.decode())
    text = program.run("cases")
    expect(text.returncode == 3 and "Unvollständig" in text.stdout.decode(), "no person is told")


def main():
    program = Program(sys.argv[1])
    program.ok("init")
    casework = Casework(program)
    opened = [json.dumps(casework.event("CaseOpened", "2025-01-06", case=case))
              for case in ("955A000001", "955A000002")]
    program.ok("import", "-", stdin="\n".join(opened).encode())
    import_contacts(program, casework, range(20_000))
    wanted, _ = answer(program)
    expect(len(wanted.splitlines()) == 302, "all cases")
    expect(len(program.lines("cases", "--limit", "1000")) == 2, "contacts alone open no case")
    kill_while_building(program, wanted)
    kill_while_catching_up(program, casework)
    ask_while_another_works(program, casework)
    ask_all_at_once(program, casework)
    damage_and_mend(program)


if __name__ == "__main__":
    main()
