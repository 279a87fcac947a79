"""What is in a source file: its text, and the same text without comments, strings and macros."""

import pathlib
import re
from typing import NamedTuple

TOKEN = re.compile(
    r"""
    (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\((?s:.*?)\)(?P=mark)")
  | (?P<comment>//(?:[^\n\\]|\\\n|\\.)*|/\*(?s:.*?)\*/)
  | (?P<string>(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*")
  | (?P<char>(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+')
  | (?P<number>\.?\d(?:'?[\w.]|(?<=[eEpP])[+-])*)
  | (?P<word>[A-Za-z_]\w*)
    """,
    re.VERBOSE,
)
DIRECTIVE = re.compile(r"^[ \t]*\#(?:[^\n\\]|\\\n|\\.)*", re.MULTILINE)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)


class Finding(NamedTuple):
    """One fault: which check found it, where, and the name of the thing at fault, if any."""

    check: str
    file: str
    line: int
    message: str
    name: str = ""

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message} [{self.check}]"


class Include(NamedTuple):
    line: int
    path: str
    quoted: bool


def spaces(text):
    """As many characters, all blank; lines stay lines."""
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """C++ without comments; strings stay. Offsets and lines stay what they were."""
    return TOKEN.sub(lambda m: spaces(m[0]) if m["comment"] is not None else m[0], text)


def code_only(text):
    """C++ without comments, directives and what stands in quotes. Offsets and lines stay."""

    def blank(match):
        if match["comment"] is not None:
            return spaces(match[0])
        if match["raw"] is not None or match["string"] is not None:
            return '"' + spaces(match[0][1:-1]) + '"'
        if match["char"] is not None:
            return "0" + spaces(match[0][1:])
        return match[0]

    return DIRECTIVE.sub(lambda m: spaces(m[0]), TOKEN.sub(blank, text))


class Source:
    """A file of the project. `path` is relative to the root, with slashes."""

    def __init__(self, path, text, executable=False):
        self.path = path
        self.text = text
        self.lines = text.splitlines()
        self.executable = executable
        self.suffix = pathlib.PurePosixPath(path).suffix
        self.is_cpp = self.suffix in (".h", ".cpp")
        self.code = code_only(text) if self.is_cpp else ""

    def line_at(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def includes(self):
        plain = without_comments(self.text)
        return [
            Include(self.line_at(m.start(1)), m[2], m[1] == '"') for m in INCLUDE.finditer(plain)
        ]

    def own_header(self):
        """The header whose code this file holds or tests; it need not exist. None for headers."""
        if self.suffix != ".cpp":
            return None
        stem = self.path.removesuffix(".cpp")
        if stem.startswith("tests/") and stem.endswith("_test"):
            return stem.removeprefix("tests/").removesuffix("_test") + ".h"
        return stem + ".h"


def is_text_code(source):
    """True for what people write line by line: not documents, not data."""
    name = source.path.rsplit("/", 1)[-1]
    suffixes = (".h", ".cpp", ".py", ".sh", ".go", ".js", ".css", ".html", ".cmake")
    return source.suffix in suffixes or name == "CMakeLists.txt" or source.text.startswith("#!")


def read_sources(root, skip_folders):
    """Every text file under `root`, sorted by path; files that are not UTF-8 are data."""
    sources = []
    skipped = [tuple(folder.split("/")) for folder in skip_folders]
    for path in sorted(walk(root, root, skipped)):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        executable = bool(path.stat().st_mode & 0o100)
        sources.append(Source(path.relative_to(root).as_posix(), text, executable))
    return sources


def walk(root, folder, skipped):
    """Files below `folder`. A skipped folder of one part is left out wherever it stands."""
    for path in folder.iterdir():
        parts = path.relative_to(root).parts
        if path.is_symlink() or parts in skipped or (path.name,) in skipped:
            continue
        if path.is_dir():
            yield from walk(root, path, skipped)
        else:
            yield path
