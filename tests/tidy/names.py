"""How things are called: files and functions snake_case, types PascalCase, constants kPascalCase,
members of classes with a trailing underscore."""

import re

from source import Finding, is_text_code
from structure import OPERATOR, structure_of, top_level

SNAKE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")
PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*$")
CONSTANT = re.compile(r"k[A-Z0-9][A-Za-z0-9]*$")
CAMEL = re.compile(r"[a-z][a-z0-9]*[A-Z]")
# Definitions only: a type that is merely declared may be a library's.
TYPE = re.compile(
    r"\b(?:class|struct|union|enum(?:\s+(?:class|struct))?)\s+(?:\[\[[^\]]*\]\]\s*)?"
    r"([A-Za-z_]\w*)(?:\s+final)?\s*[{:](?!:)|\bconcept\s+(\w+)"
)
ALIAS = re.compile(r"\busing\s+([A-Za-z_]\w*)\s*=")
NO_MEMBER = re.compile(r"(using|typedef|friend|static_assert|enum|struct|class|union|template)\b")


def check_names(sources, policy):
    foreign = policy["type_names_of_the_standard"]
    for source in sources:
        if is_text_code(source):
            yield from check_path(source)
        if source.is_cpp:
            yield from check_types(source, foreign)
            yield from check_constexpr(source)
            structure = structure_of(source)
            yield from check_function_names(source, structure)
            yield from check_declarations(source, structure)


def check_path(source):
    for part in source.path.split("/"):
        plain = part.removeprefix(".")  # .ci and the like
        if part != "CMakeLists.txt" and not SNAKE.match(plain):
            yield Finding("file-name", source.path, 1, f"{part} is not snake_case", part)


def check_types(source, foreign):
    for match in [*TYPE.finditer(source.code), *ALIAS.finditer(source.code)]:
        name = next(group for group in match.groups() if group)
        if not PASCAL.match(name) and name not in foreign:
            yield Finding("type-name", source.path, source.line_at(match.start()),
                          f"type {name} is not PascalCase", name)


def declared_name(text):
    """The last word before the value, array bounds or width of a variable."""
    end = len(text)
    for offset, character in top_level(text):
        if character in "={[;(":
            end = offset
            break
        if character == ":" and text[offset - 1] != ":" and text[offset + 1 : offset + 2] != ":":
            end = offset
            break
    found = re.search(r"(\w+)\s*$", text[:end])
    return found[1] if found else ""


def check_constexpr(source):
    code = OPERATOR.sub(lambda m: "operator" + "_" * (len(m[0]) - len("operator")), source.code)
    for match in re.finditer(r"(?<!if )\bconstexpr\b", code):
        text = code[match.end() : match.end() + 400]
        ends = [(o, c) for o, c in top_level(text) if c in "={[;("]
        if not ends or ends[0][1] == "(":
            continue  # a function
        name = declared_name(text)
        if name and not CONSTANT.match(name):
            yield Finding("constant-name", source.path, source.line_at(match.start()),
                          f"constant {name} is not kPascalCase", name)


def check_function_names(source, structure):
    for function in structure.functions + structure.declarations:
        name = function.name.split("::")[-1]
        line = getattr(function, "first_line", None) or function.line
        pascal = re.match(r"[A-Z]+[a-z]", name) and "::" not in function.name
        # Without a type in front it is a constructor, or a macro of a library.
        if CONSTANT.match(name):
            continue  # a variable, with its value in parentheses
        if CAMEL.match(name) or (pascal and function.returns_something):
            yield Finding("function-name", source.path, line,
                          f"function {name} is not snake_case", name)


def check_declarations(source, structure):
    for declaration in structure.declarations:
        if declaration.name or NO_MEMBER.match(declaration.text):
            continue
        constant = re.match(r"(static\s+|inline\s+)*(?<!\w)const\b", declaration.text)
        shared = declaration.scope == "file" or declaration.text.startswith("static")
        name = declared_name(declaration.text)
        if "constexpr" in declaration.text.split() or not name:
            continue
        if constant and shared and not CONSTANT.match(name):
            yield Finding("constant-name", source.path, declaration.line,
                          f"constant {name} is not kPascalCase", name)
        elif declaration.scope == "class" and not CONSTANT.match(name) and name[-1] != "_":
            yield Finding("member-name", source.path, declaration.line,
                          f"member {name} has no trailing underscore", name)
