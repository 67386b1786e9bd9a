"""Runs one libFuzzer program for a few seconds on a corpus of its own: no crash, leak, hang or flood.

    fuzz_smoke.py --program build/dev/fuzz/fuzz_html [--seconds 10] [--seeds FOLDER]...

The input that brought it down is kept beside the program, as fuzz_html-crash-..., and printed in
base64 when it is short: the log of a machine that is gone must be enough to find the fault.
"""
import argparse
import base64
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


def copy_seeds(folders, corpus):
    """Files of the folders, whole trees; expectations are no input."""
    number = 0
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and path.suffix not in (".dump", ".md"):
                number += 1
                shutil.copyfile(path, corpus / f"seed-{number:04}")
    return number


def readable(line):
    """A line of the fuzzer, which may quote its input: short, and nothing that upsets a terminal."""
    shown = "".join(c if c.isprintable() else "?" for c in line.decode("utf-8", "replace"))
    return shown if len(shown) <= 300 else shown[:300] + " ..."


longest_shown = 8 * 1024  # bytes of input


def show_artifacts(program, since):
    for path in sorted(program.parent.glob(program.name + "-*-*")):
        if path.stat().st_mtime < since:
            continue
        data = path.read_bytes()
        shown = base64.b64encode(data).decode() if len(data) <= longest_shown else "too long to show"
        print(f"{path.name} ({len(data)} bytes): {shown}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--seeds", type=pathlib.Path, action="append", default=[])
    options = parser.parse_args()
    if not options.program.is_file():
        sys.exit(f"FAIL: {options.program} is not there; build it with: tools/build dev")
    with tempfile.TemporaryDirectory(prefix="chappe-fuzz-") as folder:
        corpus = pathlib.Path(folder) / "corpus"
        corpus.mkdir()
        seeds = copy_seeds(options.seeds, corpus)
        started = time.time()
        try:
            done = subprocess.run(
                [str(options.program), f"-max_total_time={options.seconds}", "-rss_limit_mb=2048",
                 "-timeout=10", "-print_final_stats=1",
                 f"-artifact_prefix={options.program}-", str(corpus)],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                timeout=options.seconds + 200)
        except subprocess.TimeoutExpired:
            sys.exit(f"FAIL: {options.program.name} did not end")
    lines = [readable(line) for line in done.stdout.splitlines() if not line.startswith(b"#")]
    facts = [line for line in lines if line.startswith(("stat::", "Done "))]
    print(f"{options.program.name}: {seeds} seeds, {options.seconds} s")
    print("\n".join(facts if done.returncode == 0 else lines[-60:]))
    if done.returncode != 0:
        show_artifacts(options.program, started)
        sys.exit(f"FAIL: {options.program.name} ended with {done.returncode}")
    if not any(line.startswith("Done ") for line in facts):
        sys.exit(f"FAIL: {options.program.name} did not run")


if __name__ == "__main__":
    main()
