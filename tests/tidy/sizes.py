"""How large things may be: files, lines, functions, parameter lists and the depth of blocks."""

from source import Finding, is_text_code
from structure import structure_of


def check_sizes(sources, policy):
    limits = policy["limits"]
    for source in sources:
        if not is_text_code(source):
            continue
        yield from check_file(source, limits)
        if source.is_cpp:
            yield from check_functions(source, limits)


def check_file(source, limits):
    count = len(source.lines)
    if source.suffix == ".h" and count > limits["header_lines"]:
        yield Finding("header-lines", source.path, 1,
                      f"{count} lines; a header has at most {limits['header_lines']}")
    elif count > limits["file_lines"]:
        yield Finding("file-lines", source.path, 1,
                      f"{count} lines; a file has at most {limits['file_lines']}")
    for number, line in enumerate(source.lines, 1):
        if len(line) > limits["columns"]:
            yield Finding("columns", source.path, number,
                          f"{len(line)} columns; at most {limits['columns']}")


def check_functions(source, limits):
    structure = structure_of(source)
    for function in structure.functions:
        lines = function.last_line - function.first_line + 1
        if lines > limits["function_lines"]:
            yield Finding("function-lines", source.path, function.first_line,
                          f"{function.name} has {lines} lines; at most"
                          f" {limits['function_lines']}", function.name)
        if function.nesting > limits["nesting"]:
            yield Finding("nesting", source.path, function.nesting_line,
                          f"{function.name} nests {function.nesting} deep; at most"
                          f" {limits['nesting']}", function.name)
    for declared in structure.functions + structure.declarations:
        if declared.parameter_count > limits["parameters"] and not declared.name.isupper():
            line = getattr(declared, "first_line", None) or declared.line
            yield Finding("parameters", source.path, line,
                          f"{declared.name} takes {declared.parameter_count} parameters; at most"
                          f" {limits['parameters']}", declared.name)
