#!/usr/bin/env python3
"""chappe parse from outside: a pipe, any bytes, any number of texts; and, where ../shared is there, the floors of
eval/floors.json on the development treebanks and on the marked sentences of eval/names.

    language_test.py --chappe build/release/chappe
"""
import argparse, json, lzma, pathlib, subprocess, sys, tempfile

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

    code, _, err = parse(chappe, "1\tx\n", "--input", "conllu", "--language", "fr")
    check(code == 2 and "CoNLL-U line 1" in err and err.count("\n") == 1, f"bad conllu: {code} {err!r}")

    with tempfile.TemporaryDirectory(prefix="chappe-language-") as folder:
        model = pathlib.Path(folder) / "cut.model"
        model.write_bytes((ROOT / "models/fr/fr.model").read_bytes()[:100_000])
        code, _, err = parse(chappe, "Bonjour.", "--model", str(model))
        check(code == 5 and "damaged or cut off" in err and err.count("\n") == 1, f"a cut model: {code} {err!r}")


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
    floors(options.chappe)
    print("language: all checks hold")


main()
