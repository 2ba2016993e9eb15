"""What CPython's own parser says about Python sources.

Reads a JSON array of requests from standard input and writes one line of JSON for each, in order:
    {"path": file} or {"source": text}  the source
    "compile": true                     ask the compiler, not only the parser
    "text": true                        give the dump itself, not only its digest
    {"names": true}                     instead of all that: the characters by their names
The answer holds "tree" (`ast.dump` with the places of all nodes), or "error" and "line".
"""

import ast
import hashlib
import json
import sys
import unicodedata
import warnings

warnings.simplefilter("ignore")
OPTIONS = {"show_empty": True} if sys.version_info >= (3, 13) else {}


def leaf(value):
    """Like repr, but in ASCII, and with pairs of surrogates as the one character they are in UTF-16."""
    if isinstance(value, str) and not value.isascii():
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return ascii(value)


ast.repr = leaf  # ast.dump writes the leaves of the tree with it


def dump(tree, text):
    written = ast.dump(tree, include_attributes=True, **OPTIONS)
    return written if text else hashlib.sha1(written.encode()).hexdigest()


def in_fstrings(tree):
    """All nodes inside of f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for inner in ast.walk(node):
                if inner is not node:
                    yield inner


def correct(tree):
    """Undoes what CPython does otherwise before 3.13 in f-strings."""
    if sys.version_info < (3, 12):
        # The nodes inside are placed at the whole string or by guess.
        for node in in_fstrings(tree):
            for attribute in node._attributes:
                node.__dict__.pop(attribute, None)
    elif sys.version_info < (3, 13):
        # An empty text at the end of a format specification (CPython gh-110309).
        for node in in_fstrings(tree):
            if isinstance(node, ast.JoinedStr):
                node.values = [
                    value
                    for value in node.values
                    if not (isinstance(value, ast.Constant) and value.value == "")
                ]


def names():
    """All characters with a name of their own, by name."""
    characters = {}
    for code in range(sys.maxunicode + 1):
        name = unicodedata.name(chr(code), None)
        if name is not None and not name.startswith("HANGUL SYLLABLE"):
            characters[name] = chr(code)
    return characters


def answer(request):
    if request.get("names"):
        return {"names": names()}
    source = request.get("source")
    if source is not None:
        source = source.encode()
    else:
        with open(request["path"], "rb") as file:
            source = file.read()
    try:
        if request.get("compile"):
            compile(source, "source", "exec", dont_inherit=True)
            return {}
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        kind = type(error).__name__
        if not isinstance(error, SyntaxError):
            return {"error": str(error), "line": 0, "column": 0, "kind": kind}
        return {"error": error.msg, "line": error.lineno, "column": error.offset, "kind": kind}
    correct(tree)
    return {"tree": dump(tree, request.get("text", False))}


print(json.dumps({"version": list(sys.version_info[:3]), "lib": ast.__file__.rsplit("/", 1)[0]}))
for request in json.load(sys.stdin):
    print(json.dumps(answer(request)))
