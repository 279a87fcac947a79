"""RFC 6962 in a few lines, for judging a log directory without any code of Fallbuch."""

import base64
import hashlib
import os


def _leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(entries):
    """The root over the entries, in base64 as a checkpoint has it."""
    peaks = []  # (height, hash), tallest first
    for entry in entries:
        height, digest = 0, _leaf(entry)
        while peaks and peaks[-1][0] == height:
            digest = _node(peaks.pop()[1], digest)
            height += 1
        peaks.append((height, digest))
    if not peaks:
        return base64.b64encode(hashlib.sha256(b"").digest()).decode()
    digest = peaks.pop()[1]
    while peaks:
        digest = _node(peaks.pop()[1], digest)
    return base64.b64encode(digest).decode()


def _bundle_index(path):
    """The index of a bundle from its path below tile/entries: x001/234 is 1234."""
    return int(path.replace("x", "").replace("/", ""))


def read_entries(directory):
    """All entries of the bundles in tile/entries: the full ones, then the widest partial one."""
    full, partial = {}, {}
    for folder, _, names in os.walk(directory):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), directory)
            with open(os.path.join(directory, path), "rb") as file:
                data = file.read()
            if ".p/" in path:
                index, width = path.split(".p/")
                partial[(_bundle_index(index), int(width))] = data
            else:
                full[_bundle_index(path)] = data
    parts = [full[index] for index in sorted(full)]
    tails = [key for key in partial if key[0] == len(full)]
    if tails:
        parts.append(partial[max(tails)])
    entries = []
    for data in parts:
        while data:
            size = int.from_bytes(data[:2], "big")
            entries.append(data[2:2 + size])
            data = data[2 + size:]
    return entries
