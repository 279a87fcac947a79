"""Which functions, types and declarations a C++ file has, found by its braces.

This is no parser: it reads formatted code of this project, where macros do not open scopes that
they do not close. What it cannot name it leaves out, so a mistake here hides a fault rather than
inventing one.
"""

import functools
import re
from typing import NamedTuple

OPERATOR = re.compile(r"\boperator\s*(\(\)|\[\]|<=>|->\*?|<<=?|>>=?|[-+*/%^&|~!=<>,]=?|&&|\|\|)")
NOT_PARAMETERS = {"noexcept", "decltype", "explicit", "requires", "__attribute__"}
CONTROL = re.compile(r"(?:\}\s*)?(?:else\s+)?(?:if|for|while|switch|catch)\b.*\)$", re.DOTALL)
LABELS = re.compile(
    r"^(?:\s*(?:public|private|protected|default|case\b[^:?]*(?:::[^:?]+)*)\s*:(?!:))+"
)
TYPE_HEAD = re.compile(r"^(?:typedef\s+|static\s+|inline\s+)*(class|struct|union|enum)\b")


class Function(NamedTuple):
    """A function, or a test case, with its body. Lines count from 1, both included."""

    name: str
    first_line: int
    last_line: int
    parameter_count: int
    nesting: int
    nesting_line: int
    returns_something: bool


class Declaration(NamedTuple):
    """A statement outside functions. scope: file, class (what is not public of it), struct (and
    what is public of a class), union or enum."""

    scope: str
    text: str
    line: int
    name: str  # of the function; empty if it declares none
    parameter_count: int
    returns_something: bool


class Structure(NamedTuple):
    functions: list
    declarations: list


def skip_group(text, start):
    """The offset behind the bracket that closes the one at `start`."""
    depth = 0
    for offset in range(start, len(text)):
        if text[offset] in "([{":
            depth += 1
        elif text[offset] in ")]}":
            depth -= 1
            if depth == 0:
                return offset + 1
    return len(text)


def skip_angles(text, start):
    """The offset behind the template arguments that open at `start`."""
    depth = 0
    offset = start
    while offset < len(text):
        if text[offset] in "([{":
            offset = skip_group(text, offset)
            continue
        depth += {"<": 1, ">": -1}.get(text[offset], 0)
        offset += 1
        if depth == 0:
            break
    return offset


def bare(text):
    """A declaration without its template<...>, [[attributes]], alignas and labels."""
    while True:
        text = LABELS.sub("", text).strip()
        if match := re.match(r"template\s*<", text):
            text = text[skip_angles(text, match.end() - 1):]
        elif text.startswith("[["):
            text = text[skip_group(text, 0):]
        else:
            return re.sub(r"\[\[[^\]]*\]\]|\balignas\s*\([^)]*\)", " ", text)


def top_level(text):
    """Yields (offset, character) outside of brackets and template arguments; an opening bracket
    itself is yielded."""
    offset = 0
    while offset < len(text):
        yield offset, text[offset]
        if text[offset] in "([{":
            offset = skip_group(text, offset)
        elif text[offset] == "<" and re.search(r"\w\s*$", text[:offset]):
            offset = skip_angles(text, offset)
        else:
            offset += 1


def parameter_count(parameters):
    if parameters.strip() in ("", "void"):
        return 0
    return 1 + sum(1 for _, character in top_level(parameters) if character == ",")


class Signature(NamedTuple):
    name: str
    parameter_count: int
    end: int  # the offset behind the parameters
    returns_something: bool


def signature(head):
    """The function that a head declares, or None. `head` has no template head."""
    head = OPERATOR.sub(lambda m: "operator" + "_" * (len(m[0]) - len("operator")), head)
    for offset, character in top_level(head):
        if character in "={[":
            return None
        if character != "(":
            continue
        name = re.search(r"([\w:]*~?\w+)\s*$", head[:offset])
        if name is None:
            return None
        if name[1] in NOT_PARAMETERS:
            continue
        end = skip_group(head, offset)
        before = re.sub(r"\b(explicit|constexpr|inline|static|virtual|friend)\b", "",
                        head[: name.start()])
        return Signature(name[1], parameter_count(head[offset + 1 : end - 1]), end,
                         bool(before.strip(" (*&")))
    return None


def opening_of(text):
    """The offset of the bracket that the last character of `text` closes."""
    depth = 0
    for offset in range(len(text) - 1, -1, -1):
        if text[offset] in ")]}":
            depth += 1
        elif text[offset] in "([{":
            depth -= 1
            if depth == 0:
                return offset
    return 0


def is_lambda(head):
    """True if the brace behind `head` opens the body of a lambda."""
    head = re.sub(r"->\s*[\w:<>,&*\s]+$", "", head.rstrip()).rstrip()
    head = re.sub(r"(?:\s*\b(?:mutable|noexcept|constexpr)\b)+$", "", head).rstrip()
    if head.endswith(")"):
        head = head[: opening_of(head)].rstrip()
    if head.endswith(">") and (angle := head.rfind("]<")) >= 0:
        head = head[: angle + 1]
    if not head.endswith("]"):
        return False
    opening = opening_of(head)
    before = head[:opening].rstrip()
    if head.startswith("[[", opening):
        return False
    return re.search(r"[\w)\]]$", before) is None or re.search(r"\breturn$", before) is not None


def kind_inside_function(head):
    """block: a level of nesting; plain: none (a case, a bare scope); type; or init: a value."""
    head = LABELS.sub("", head).strip()
    if head == "" or head.endswith(":"):
        return "plain"
    if CONTROL.match(head) or re.search(r"\b(else|do|try)$", head):
        return "block"
    if re.match(r"[A-Z][A-Z_]+\(.*\)$", head, re.DOTALL):
        return "block"  # SECTION of a test case
    if TYPE_HEAD.match(head) and "(" not in head:
        return TYPE_HEAD.match(head)[1]
    return "init"


def kind_outside_function(head):
    head = bare(head)
    if re.match(r"(inline\s+)?namespace\b", head) or re.match(r'extern\s+"', head):
        return "namespace"
    if (match := TYPE_HEAD.match(head)) and "(" not in head:
        return match[1]
    found = signature(head)
    if found is None:
        return "init"
    behind = head[found.end :]
    if re.match(r"\s*(noexcept(\(.*\))?\s*)?:(?!:)", behind) and head[-1] not in ")}":
        return "init"  # a member's value in a constructor's list
    return "function"


class Scope:
    def __init__(self, kind, start, enclosing):
        self.kind = kind
        self.start = start
        self.parens = 0
        self.levels = 0 if enclosing is None or kind in TYPES else enclosing.levels
        self.function = None if enclosing is None or kind in TYPES else enclosing.function
        if kind in ("block", "lambda"):
            self.levels += 1

    def is_code(self):
        return self.kind in ("function", "block", "plain", "lambda")


TYPES = ("class", "struct", "union", "enum")


class Scanner:
    def __init__(self, source):
        self.source = source
        self.code = source.code
        self.scopes = [Scope("file", 0, None)]
        self.start = 0  # of the statement being read
        self.structure = Structure([], [])

    def scan(self):
        for match in re.finditer(r"[()\[\]{};]", self.code):
            offset, character = match.start(), match[0]
            scope = self.scopes[-1]
            if character in "([":
                scope.parens += 1
            elif character in ")]":
                scope.parens -= 1
            elif character == "{":
                self.open(offset)
            elif character == "}":
                self.close(offset)
            elif character == ";" and scope.parens == 0:
                self.end_statement(offset)
        return self.structure

    def open(self, offset):
        scope = self.scopes[-1]
        head = self.code[self.start : offset].strip()
        if is_lambda(head):
            kind = "lambda" if scope.is_code() or scope.kind == "init" else "function"
        elif scope.parens > 0 or scope.kind in ("init", "enum"):
            kind = "init"
        elif scope.is_code():
            kind = kind_inside_function(head)
        else:
            kind = kind_outside_function(head)
        opened = Scope(kind, self.start, scope)
        if kind == "function":
            opened.levels = 0
            opened.function = {"nesting": 0, "line": 0}
        self.scopes.append(opened)
        self.note_nesting(opened, offset)
        self.start = offset + 1

    def note_nesting(self, scope, offset):
        if scope.function is not None and scope.levels > scope.function["nesting"]:
            scope.function.update(nesting=scope.levels, line=self.source.line_at(offset))

    def close(self, offset):
        if len(self.scopes) == 1:
            return
        scope = self.scopes.pop()
        if scope.kind == "function":
            self.end_function(scope, offset)
        # A value or a lambda is part of a statement that goes on.
        goes_on = scope.kind in ("init", "lambda")
        self.start = scope.start if goes_on else offset + 1

    def end_function(self, scope, offset):
        whole = self.code[scope.start : offset]
        head = bare(whole)
        found = signature(head) or Signature("lambda", 0, 0, True)
        self.structure.functions.append(
            Function(found.name, self.first_line(scope.start, whole), self.source.line_at(offset),
                     found.parameter_count, scope.function["nesting"], scope.function["line"],
                     found.returns_something))

    def is_public(self, class_start, offset):
        labels = re.findall(r"\b(public|private|protected)\s*:(?!:)",
                            self.code[self.code.index("{", class_start) : offset])
        return bool(labels) and labels[-1] == "public"

    def first_line(self, start, text):
        """The line where a statement begins, behind blanks and labels."""
        label = LABELS.match(text)
        behind = label.end() if label else 0
        return self.source.line_at(start + len(text) - len(text[behind:].lstrip()))

    def end_statement(self, offset):
        scope = self.scopes[-1]
        text = self.code[self.start : offset]
        line = self.first_line(self.start, text)
        self.start = offset + 1
        text = bare(text)
        if text and scope.kind in TYPES + ("file", "namespace"):
            kind = "file" if scope.kind == "namespace" else scope.kind
            if kind == "class" and self.is_public(scope.start, offset):
                kind = "struct"
            found = signature(text) or Signature("", 0, 0, False)
            self.structure.declarations.append(
                Declaration(kind, text, line, found.name, found.parameter_count,
                            found.returns_something))


@functools.lru_cache(maxsize=None)
def structure_of(source):
    return Scanner(source).scan()
