"""Runs the fallbuch program for the end-to-end tests."""

import json
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = SOURCE / "tests" / "data" / "bauantrag.xes"


class Failure(Exception):
    """The program did something else than it should."""


def expect(condition, what):
    if not condition:
        raise Failure(what)


class Program:
    """The program with a ledger of its own in a temporary directory."""

    def __init__(self, path):
        self.path = path
        self.directory = tempfile.TemporaryDirectory(prefix="fallbuch-e2e-")
        self.ledger = os.path.join(self.directory.name, "ledger")
        self.environment = {
            key: value for key, value in os.environ.items() if not key.startswith("FALLBUCH_")
        }
        self.identity = {}

    def give_up_root(self):
        """From now on the program runs as a user whom file permissions bind, and owns its files."""
        if os.geteuid() != 0:
            return
        nobody = pwd.getpwnam("nobody")
        self.path = shutil.copy(self.path, self.directory.name)
        os.chmod(self.path, 0o755)
        for folder, _, names in os.walk(self.directory.name):
            for name in [folder, *(os.path.join(folder, name) for name in names)]:
                os.chown(name, nobody.pw_uid, nobody.pw_gid)
        self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def file(self, name):
        return os.path.join(self.directory.name, name)

    def contents(self):
        """All files of the ledger, to be compared."""
        files = sorted(path for path in pathlib.Path(self.ledger).rglob("*") if path.is_file())
        return [(path, path.read_bytes()) for path in files]

    def command(self, *words):
        return [self.path, "--ledger", self.ledger, *map(str, words)]

    def run(self, *words, stdin=None):
        return subprocess.run(
            self.command(*words), input=stdin, capture_output=True, env=self.environment,
            timeout=300, check=False, **self.identity)

    def ok(self, *words, stdin=None):
        done = self.run(*words, stdin=stdin)
        told = done.stderr.decode() + done.stdout.decode()
        expect(done.returncode == 0, f"{words}: exit {done.returncode}: {told}")
        return done.stdout.decode()

    def lines(self, *words, stdin=None):
        return [json.loads(line) for line in self.ok(*words, "--json", stdin=stdin).splitlines()]

    def refuses(self, code, message, *words, stdin=None):
        """Expects this exit code and a part of the message on stderr."""
        done = self.run(*words, stdin=stdin)
        told = done.stderr.decode() + done.stdout.decode()
        expect(done.returncode == code, f"{words}: exit {done.returncode}, not {code}: {told}")
        expect(message in told, f"{words}: does not say '{message}' but: {told}")


def event(number, case="fall-1", **changes):
    """A valid event of the generic catalogue, as a JSON line."""
    out = {
        "specversion": "1.0",
        "id": f"e-{number}",
        "source": "test",
        "type": "de.fallbuch.trace.event.v2",
        "time": f"2026-01-01T10:00:{number % 60:02d}Z",
        "subject": case,
        "actor": "kraft-1",
        "data": {"activity": f"Schritt {number}", "lifecycle": "complete"},
    }
    out.update(changes)
    return json.dumps({key: value for key, value in out.items() if value is not None})
