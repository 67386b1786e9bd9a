#!/usr/bin/env python3
"""The HTML parser against html5lib's tests, all of them (../shared/data/html5lib-tests.tar.xz, not ours; skipped where
that file is not): tokens without judging lists of errors, trees with scripting off, fragments too.

    html5lib_test.py --chappe build/release/chappe [--show N] [--only PART]
"""
import argparse, collections, json, pathlib, re, subprocess, sys, tarfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SKIPPED = 77

# Tests that fail, by file and number (from 0), each with its reason. At most five.
KNOWN = {}


def unescape(value):
    if isinstance(value, str):
        return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), value)
    if isinstance(value, list):
        return [unescape(one) for one in value]
    if isinstance(value, dict):
        return {unescape(key): unescape(one) for key, one in value.items()}
    return value


def joined(tokens):
    """Characters that follow each other are one token."""
    out = []
    for token in tokens:
        if token[0] == "Character" and out and out[-1][0] == "Character":
            out[-1] = ["Character", out[-1][1] + token[1]]
        else:
            out.append(token)
    return out


def token_tests(name, text):
    for number, test in enumerate(json.loads(text).get("tests", [])):  # xmlViolation.test has none of these
        if test.get("doubleEscaped"):
            test["input"], test["output"] = unescape(test["input"]), unescape(test["output"])
        for state in test.get("initialStates", ["Data state"]):
            command = ["--tokens", "--state", state]
            if "lastStartTag" in test:
                command += ["--last-start-tag", test["lastStartTag"]]
            yield f"{name}:{number}:{state}", command, test["input"], joined(test["output"])


def tree_tests(name, text):
    """A .dat file: blocks of "#data", "#errors", "#document" and others, each up to the next."""
    for number, block in enumerate(re.split(r"(?:\A|\n\n?)(?=#data\n)", text)[1:]):
        parts = dict(re.findall(r"(?ms)^#(data|errors|new-errors|document-fragment|document|script-on|script-off)\n"
                                r"(.*?)(?=^#(?:errors|new-errors|document-fragment|document|script-on|script-off)\n|\Z)", block))
        if "script-on" in parts:
            continue
        command = ["--tree"]
        if "document-fragment" in parts:
            command += ["--fragment", parts["document-fragment"].strip("\n")]
        yield f"{name}:{number}", command, parts["data"][:-1], parts["document"].rstrip("\n")


def batch(chappe, command, tests):
    """All texts for one command line in one run."""
    lines = "".join(json.dumps(test[2]) + "\n" for test in tests)
    done = subprocess.run([chappe, "html", *command, "--jsonl"], input=lines.encode(), capture_output=True, timeout=120,
                          check=True)
    for (where, _, markup, expected), line in zip(tests, done.stdout.decode("utf-8").splitlines(), strict=True):
        yield where, markup, line if "--tokens" in command else json.loads(line), expected


def failures_of(chappe, command, tests):
    for where, markup, out, expected in batch(chappe, command, tests):
        got = json.loads(out) if "--tokens" in command else out.rstrip("\n")
        if got != expected:
            yield where, markup, got, expected


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chappe", required=True)
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    parser.add_argument("--show", type=int, default=10, help="failures to show whole")
    parser.add_argument("--only", default="", help="a part of a test's name")
    options = parser.parse_args()
    archive = options.shared / "data/html5lib-tests.tar.xz"
    if not archive.exists():
        print("../shared is not there: html5lib's tests skipped")
        sys.exit(SKIPPED)

    tests = []
    with tarfile.open(archive) as files:
        for member in files:
            name = "/".join(pathlib.PurePath(member.name).parts[-2:])
            if name.endswith((".test", ".dat")):
                text = files.extractfile(member).read().decode("utf-8")
                tests += token_tests(name, text) if name.endswith(".test") else tree_tests(name, text)
    tests = [test for test in tests if options.only in test[0]]
    by_command = collections.defaultdict(list)
    for test in tests:
        by_command[tuple(test[1])].append(test)
    failures = [bad for command, some in by_command.items() for bad in failures_of(options.chappe, command, some)]

    unknown = [bad for bad in failures if bad[0] not in KNOWN]
    for where, markup, got, expected in unknown[: options.show]:
        print(f"--- {where}\ninput    {markup!r}\nexpected {expected}\ngot      {got}")
    trees = sum(".dat" in test[0] for test in tests)
    print(f"html5lib: {len(tests) - trees} of tokens, {trees} of trees, {len(failures)} fail "
          f"({len(failures) - len(unknown)} of them known)")
    for where, reason in KNOWN.items():
        print(f"known: {where}: {reason}")
    if unknown or (not options.only and len(KNOWN) > 5):
        sys.exit("FAIL")


main()
