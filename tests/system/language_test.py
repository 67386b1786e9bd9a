#!/usr/bin/env python3
"""chappe parse from outside: a pipe, any bytes, any number of texts; whole documents (tests/language/documents) with
their trees and names; and, where ../shared is there, the floors of eval/floors.json on the development treebanks and
on the marked sentences of eval/names.

    language_test.py --chappe build/release/chappe
    CHAPPE_UPDATE=1 rewrites the expected trees; the diff is part of the review.
"""
import argparse, json, lzma, os, pathlib, resource, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"


def parse(chappe, text, *options):
    data = text if isinstance(text, bytes) else text.encode()
    done = subprocess.run([chappe, "parse", *options], input=data, capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def rows(out):
    return [line.split("\t") for line in out.splitlines() if line and not line.startswith("#")]


def check(condition, what):
    if not condition:
        sys.exit(f"FAIL: {what}")


def behaviour(chappe):
    code, out, err = parse(chappe, "Le ministre du budget a parlé.\n\nThe minister said that talks would start.\n")
    words = rows(out)
    check(code == 0 and not err, f"two languages: {code} {err}")
    check(["3-4", "du"] == words[2][:2], f"du is two words: {words[2]}")
    check(any(w[1] == "minister" and w[7] == "nsubj" for w in words), "an English subject after a French paragraph")
    check(out.count("# newpar") == 2, "each paragraph begins with newpar")

    code, again, _ = parse(chappe, out, "--input", "conllu")
    check(code == 0 and [w[1] for w in rows(again)] == [w[1] for w in words], "conllu in keeps the tokens")

    code, out, err = parse(chappe, "Guten Tag, Herr Meier. Wie geht es?\n\nAuf Wiedersehen.\n", "--language", "de")
    check(code == 0 and err.count("no model") == 1, f"a language without a model is told once: {err!r}")
    check(all(w[3] == "_" for w in rows(out)) and len(rows(out)) > 8, "and gives tokens")

    _, out, _ = parse(chappe, "Ilham Aliyev a reçu une délégation à Bakou.\n")
    misc = [w[9] for w in rows(out)]
    check(misc[:2] == ["Entity=(person", "Entity=person)"] and "Entity=(place)|SpaceAfter=No" in misc, f"names in MISC: {misc}")

    check(parse(chappe, "")[:2] == (0, ""), "nothing in, nothing out")
    for odd in (b"\xff\xfe\x00abc \xc3", b"a" * 1_000_000, "e\u0301".encode() * 100_000, b"\n" * 1000):
        check(parse(chappe, odd, "--language", "fr")[0] == 0, f"odd bytes {odd[:8]!r}")

    mixed = "Le président 习近平 a reçu Владимир Путин à القاهرة hier.\n\nHe said: Γειά σου, ça va? 我们明天见。\n"
    code, out, _ = parse(chappe, mixed, "--language", "fr")
    check(code == 0 and {"président", "reçu"} <= {w[1] for w in rows(out)}, "mixed scripts keep the words that are known")
    code, out, _ = parse(chappe, "Der Minister sagte, dass die Gespräche am Montag beginnen.", "--language", "fr")
    check(code == 0 and len(rows(out)) == 11 and out.count("\troot\t") == 1, f"another language in a French model: {out}")
    linear(chappe)

    code, _, err = parse(chappe, "1\tx\n", "--input", "conllu", "--language", "fr")
    check(code == 2 and "CoNLL-U line 1" in err and err.count("\n") == 1, f"bad conllu: {code} {err!r}")

    with tempfile.TemporaryDirectory(prefix="chappe-language-") as folder:
        model = pathlib.Path(folder) / "cut.model"
        model.write_bytes((ROOT / "models/fr/fr.model").read_bytes()[:100_000])
        code, _, err = parse(chappe, "Bonjour.", "--model", str(model))
        check(code == 5 and "damaged or cut off" in err and err.count("\n") == 1, f"a cut model: {code} {err!r}")


def seconds(chappe, text):
    """Processor time of a parse."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    check(parse(chappe, text, "--language", "fr")[0] == 0, "hostile text")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def linear(chappe):
    """Four times the text takes about four times as long, whatever it is made of."""
    start = seconds(chappe, "Bonjour.")
    for what, unit, count in (("a line without a space", "a", 250_000), ("combining marks", "\u0301", 25_000), ("full stops", ".", 60_000),
                              ("words without an end", "mot ", 40_000), ("opening quotes", "« ", 40_000), ("apostrophes", "l'", 40_000),
                              ("hyphens", "-t-il", 40_000), ("digits", "1 ", 40_000)):
        short, long = seconds(chappe, unit * count) - start, seconds(chappe, unit * count * 4) - start
        check(long < 7 * max(short, 0.05), f"{what}: {count} take {short:.2f} s, {4 * count} take {long:.2f} s")


def documents(chappe):
    for source in sorted((ROOT / "tests/language/documents").glob("*/source.txt")):
        language = source.parent.name[:2]
        code, out, err = parse(chappe, source.read_bytes(), "--language", language)
        check(code == 0 and not err, f"{source.parent.name}: {code} {err}")
        expected = source.with_name("expected.conllu")
        if os.environ.get("CHAPPE_UPDATE"):
            expected.write_text(out, encoding="utf-8")
        wanted = expected.read_text(encoding="utf-8").splitlines()
        for number, (have, want) in enumerate(zip(out.splitlines() + ["(the end)"], wanted + ["(the end)"]), 1):
            check(have == want, f"{expected.relative_to(ROOT)}:{number}: {want!r} expected, {have!r} found")


def floors(chappe):
    scorer = SHARED / "eval/language/score_ud.py"
    if not scorer.exists():
        print("../shared is not there: floors skipped")
        return
    wanted = json.loads((ROOT / "eval/floors.json").read_text())["language"]
    with tempfile.TemporaryDirectory(prefix="chappe-language-") as name:
        folder = pathlib.Path(name)
        for language, sets in wanted.items():
            gold = folder / "gold.conllu"
            gold.write_bytes(lzma.open(SHARED / "data/language" / sets["dev"]).read())
            lines = gold.read_text(encoding="utf-8").splitlines()
            text = " ".join(line[9:] for line in lines if line.startswith("# text = "))
            for kind, given in (("gold tokens", gold.read_text(encoding="utf-8")), ("raw text", text)):
                options = ["--language", language] + (["--input", "conllu"] if kind == "gold tokens" else [])
                code, out, err = parse(chappe, given, *options)
                check(code == 0, err)
                (folder / "ours.conllu").write_text(out, encoding="utf-8")
                minima = [f"--min={metric}={least}" for metric, least in sets[kind].items()]
                done = subprocess.run([sys.executable, str(scorer), str(gold), str(folder / "ours.conllu"), "--relations",
                                       "nsubj,obj,ccomp", *minima], capture_output=True, text=True)
                print(f"{language}, {kind}\n{done.stdout}")
                check(done.returncode == 0, f"{language}, {kind}: {done.stderr}")


def names(chappe):
    least = json.loads((ROOT / "eval/floors.json").read_text())["names"]
    minima = [f"--min={language}:{kind}:{f1}" for language, kinds in least.items() for kind, f1 in kinds.items()]
    done = subprocess.run([ROOT / "tools/eval_names", "--chappe", chappe, *minima], capture_output=True, text=True)
    print(done.stdout)
    check(done.returncode == 0, f"names: {done.stderr}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--chappe", required=True)
    options = parser.parse_args()
    behaviour(options.chappe)
    names(options.chappe)
    documents(options.chappe)
    floors(options.chappe)
    print("language: all checks hold")


main()
