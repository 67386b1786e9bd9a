#!/usr/bin/env python3
"""chappe understand from outside: JSON lines in and out, spans in code points and bytes, bad input, linear time; and,
where ../shared is there, the floors of eval/floors.json.

    understand_test.py --chappe build/release/chappe
"""
import argparse, json, pathlib, subprocess, sys, time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAID = "À Paris, la ministre a déclaré que l’école serait gratuite. « Oui », a-t-elle ajouté."


def understand(chappe, lines, *options):
    data = lines if isinstance(lines, bytes) else "".join(json.dumps(line) + "\n" for line in lines).encode()
    done = subprocess.run([chappe, "understand", *options], input=data, capture_output=True, timeout=200)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def check(condition, what):
    if not condition:
        sys.exit(f"FAIL: {what}")


def behaviour(chappe, *options):
    code, out, err = understand(chappe, [{"id": "a", "text": SAID, "language": "fr", "published": "2024-04-03"},
                                         {"id": "b", "title": "Titre", "body": "Rien."}], *options)
    check(code == 0 and not err and [line["id"] for line in out] == ["a", "b"], f"{code} {err}")
    for member in ("attributions", "actors", "dates", "topics", "topic_mentions", "events"):
        check(isinstance(out[0][member], list), f"{member} is a list")
    first = out[0]["attributions"][0]
    for member in ("source", "cue", "content", "class", "form", "speaker", "addressee", "stance", "negated", "said_on",
                   "confidence", "nested"):
        check(member in first, f"a statement has {member}")
    begin, end = first["cue"]
    check("déclaré" in SAID[begin:end], f"spans count code points: {SAID[begin:end]!r}")
    _, out, _ = understand(chappe, [{"id": "a", "text": SAID, "language": "fr"}], "--unit", "bytes", *options)
    begin, end = out[0]["attributions"][0]["cue"]
    check("déclaré" in SAID.encode()[begin:end].decode(), "and bytes when asked")

    check(understand(chappe, b"")[:2] == (0, []), "nothing in, nothing out")
    code, _, err = understand(chappe, b"{}\nnot json\n")
    check(code == 2 and "line 2" in err and err.count("\n") == 1, f"a bad line is named: {code} {err!r}")


def hostile(chappe, *options):
    """Twice the text may take little more than twice the time."""
    texts = {
        "quotes": "« Oui », dit-il. ", "open": "« ", "crossed": "“ « ” » \" ", "cues": "dit déclare affirme ",
        "that": "a dit que il dit que ", "names": "Jean Dupont et ", "one word": "a", "dates": "le 5 avril 2024 ",
        "selon": "selon lui, ", "commas": ", ", "bullets": "\" Il dit :\n", "pays": "son pays a dit que ",
    }
    for name, piece in texts.items():
        spent = []
        for size in (50_000, 200_000):
            text = piece * (size // len(piece.encode()))
            begin = time.monotonic()
            code, out, err = understand(chappe, [{"id": name, "text": text, "language": "fr", "published": "2024-04-03"}], *options)
            spent.append(time.monotonic() - begin)
            check(code == 0 and len(out) == 1, f"{name}: {code} {err[:200]}")
            for one in out[0]["attributions"]:
                for begin_at, end_at in one["content"]:
                    check(0 <= begin_at < end_at <= len(text), f"{name}: a span outside the text")
        print(f"{name:10s} 50 kB {spent[0]:6.2f} s, 200 kB {spent[1]:6.2f} s")
        check(spent[1] < 8 * spent[0] + 2, f"{name}: four times the text took {spent[1] / spent[0]:.1f} times as long")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--chappe", required=True)
    options = parser.parse_args()
    for flags in ((), ("--rules-only",)):
        behaviour(options.chappe, *flags)
        hostile(options.chappe, *flags)
    if subprocess.run([sys.executable, ROOT / "tools/eval", "--chappe", options.chappe]).returncode != 0:
        sys.exit("FAIL: below the floors of eval/floors.json")
    print("understand: all checks hold")


main()
