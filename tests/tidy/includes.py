"""Who includes whom: only downwards in the layers of policy.json, and never in a circle."""

from source import Finding


class Layers:
    """The order of the folders. Each folder is a unit; units of one layer meet if it says so."""

    def __init__(self, layers):
        self.units = {}  # pattern -> (rank, meet)
        for rank, layer in enumerate(layers):
            for folder in layer["folders"]:
                self.units[folder] = (rank, layer["meet"])

    def unit_of(self, path):
        """(unit, rank, meet) of a file, or None if no layer has its folder."""
        parts = path.split("/")[:-1]
        for length in (2, 1):
            unit = "/".join(parts[:length])
            if len(parts) >= length and unit in self.units:
                return (unit, *self.units[unit])
        if len(parts) >= 2 and f"{parts[0]}/*" in self.units:
            return ("/".join(parts[:2]), *self.units[f"{parts[0]}/*"])
        return None

    def forbids(self, includer, included):
        """Why the first may not include the second; empty if it may."""
        if includer[0] == included[0]:
            return ""
        if included[1] > includer[1]:
            return f"{includer[0]} is below {included[0]}"
        if included[1] == includer[1] and not (includer[2] and included[2]):
            return f"{includer[0]} and {included[0]} are siblings"
        return ""


def check_includes(sources, policy):
    layers = Layers(policy["layers"])
    by_path = {source.path: source for source in sources}
    tops = tuple(f"{top}/" for top in policy["top_folders"])
    for source in sources:
        if not source.is_cpp or not source.path.startswith(tops):
            continue
        if layers.unit_of(source.path) is None:
            yield Finding("layer", source.path, 1, "this folder has no place in policy.json")
            continue
        yield from check_one(source, by_path, layers, tops)
        yield from check_libraries(source, policy["only_in_cpp"])
        yield from check_own_header(source, by_path)
    yield from check_cycles(sources, by_path, lambda path: path, "include-cycle")
    yield from check_cycles(sources, by_path, unit_namer(layers), "folder-cycle")


def check_one(source, by_path, layers, tops):
    own = layers.unit_of(source.path)
    for include in source.includes():
        if include.quoted and include.path not in by_path:
            yield Finding("include-path", source.path, include.line,
                          f'"{include.path}" is no path from the root', include.path)
        elif not include.quoted and include.path.startswith(tops):
            yield Finding("include-path", source.path, include.line,
                          f"<{include.path}> is ours: write it in quotes", include.path)
        elif include.path in by_path and (unit := layers.unit_of(include.path)):
            if reason := layers.forbids(own, unit):
                yield Finding("layer", source.path, include.line,
                              f"may not include {include.path}: {reason}", include.path)


def check_libraries(source, only_in_cpp):
    if source.suffix != ".h":
        return
    for include in source.includes():
        if any(include.path == name or (name.endswith("/") and include.path.startswith(name))
               for name in only_in_cpp):
            yield Finding("library-in-header", source.path, include.line,
                          f"{include.path} belongs into .cpp files only", include.path)


def check_own_header(source, by_path):
    own = source.own_header()
    includes = source.includes()
    if own in by_path and includes and includes[0].path != own:
        yield Finding("own-header", source.path, includes[0].line,
                      f"{own} must be included first", own)


def unit_namer(layers):
    def name(path):
        unit = layers.unit_of(path)
        return unit[0] if unit else path

    return name


def check_cycles(sources, by_path, name_of, check):
    """One finding for each circle, named by its smallest member."""
    graph = {}
    for source in sources:
        edges = graph.setdefault(name_of(source.path), set())
        for include in source.includes() if source.is_cpp else ():
            if include.path in by_path and name_of(include.path) != name_of(source.path):
                edges.add(name_of(include.path))
            elif include.path == source.path:
                yield Finding(check, source.path, include.line, "includes itself")
    for circle in sorted(circles(graph)):
        where = circle[0] if circle[0] in by_path else f"{circle[0]}/"
        yield Finding(check, where, 1, "circle: " + " -> ".join((*circle, circle[0])), circle[0])


def circles(graph):
    """The circles that a depth-first walk closes, each rotated to begin with its smallest."""
    found = set()
    done = set()
    for start in sorted(graph):
        path = []
        walk_from(start, graph, path, done, found)
    return found


def walk_from(node, graph, path, done, found):
    if node in path:
        circle = path[path.index(node):]
        smallest = circle.index(min(circle))
        found.add(tuple(circle[smallest:] + circle[:smallest]))
    elif node not in done:
        path.append(node)
        for successor in sorted(graph.get(node, ())):
            walk_from(successor, graph, path, done, found)
        path.pop()
        done.add(node)
