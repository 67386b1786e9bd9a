#!/usr/bin/env python3
"""Says how well `chappe` groups near-copies: precision and recall on what make_copies.py makes.

    eval/copies/score.py [--chappe build/release/chappe] [--seed N] [--copies N] [--lookalikes N] [--wrong] [--floors]

The dispatches come in from watched folders, a source each: the originals first, then all others. A copy is found
when it stands in one group with its story's original; precision is the share of right ones among all that were put
behind another dispatch. --bench: the archive alone is
asked, by bench_copies. --floors fails below those of eval/floors.json; --wrong lists what was missed or is none.
"""
import argparse, collections, json, pathlib, sqlite3, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def chappe(program, data, *words):
    done = subprocess.run([program, *words, "--data", data], capture_output=True, text=True, timeout=600)
    if done.returncode:
        sys.exit(f"chappe {' '.join(map(str, words))}: {done.stderr or done.stdout}")


def groups_in(data):
    """{file name: (group, original)} of what stands in a group, and all file names."""
    database = sqlite3.connect(f"file:{data}/chappe.db?mode=ro", uri=True)
    names, grouped = {}, {}
    for dispatch, url in database.execute("SELECT d.id, r.url FROM dispatch d JOIN reading r ON r.id = d.reading"):
        names[dispatch] = url.rsplit("/", 1)[-1]
    for dispatch, group, original in database.execute("SELECT dispatch, copy_group, original FROM copy_member"):
        grouped[names[dispatch]] = (group, bool(original))
    database.close()
    return grouped, set(names.values())


def groups_by_bench(program, texts):
    lines = subprocess.run([program, "groups", texts], capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split("\t") for line in lines]
    return {name: (group, original == "1") for name, group, original in rows if group != "0"}, {row[0] for row in rows}


def score(labels, grouped, names):
    story_of_group = {grouped[name][0]: labels[name]["story"] for name in names if name in grouped and grouped[name][1]}
    right = wrong = 0
    missed, joined = [], []
    by_edit = collections.defaultdict(lambda: [0, 0])
    for name in sorted(names):
        label = labels[name]
        behind = name in grouped and not grouped[name][1]
        same = name in grouped and story_of_group.get(grouped[name][0]) == label["story"]
        if label["copy"]:
            for how in label["how"]:
                by_edit[how][0] += same
                by_edit[how][1] += 1
            if not same:
                missed.append(name)
        if behind and same:
            right += 1
        elif behind:
            wrong += 1
            joined.append(name)
    copies = sum(labels[name]["copy"] for name in names)
    return {"precision": right / max(1, right + wrong), "recall": (copies - len(missed)) / max(1, copies), "copies": copies,
            "lookalikes": sum(not labels[n]["copy"] and labels[n]["how"] != ["original"] for n in names)}, missed, joined, by_edit


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chappe", default=ROOT / "build/release/chappe", type=pathlib.Path)
    for name, usual in (("--seed", 1), ("--copies", 400), ("--lookalikes", 400)):
        parser.add_argument(name, type=int, default=usual)
    parser.add_argument("--bench", type=pathlib.Path)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    program = options.chappe.resolve()
    with tempfile.TemporaryDirectory() as folder:
        texts, data = pathlib.Path(folder) / "texts", pathlib.Path(folder) / "data"
        subprocess.run([sys.executable, "-B", HERE / "make_copies.py", texts, "--seed", str(options.seed), "--copies",
                        str(options.copies), "--lookalikes", str(options.lookalikes)], check=True)
        labels = json.loads((texts / "labels.json").read_text())
        time.sleep(1.1)  # a watched folder leaves files alone that were written just now
        if options.bench:
            grouped, names = groups_by_bench(options.bench.resolve(), texts)
        else:
            for source in sorted(path for path in texts.iterdir() if path.is_dir()):
                chappe(program, data, "source", "add", source)
                chappe(program, data, "source", "refresh")
            grouped, names = groups_in(data)
    if len(names) != len(labels):
        sys.exit(f"{len(labels) - len(names)} of {len(labels)} dispatches did not arrive")
    result, missed, joined, by_edit = score(labels, grouped, names)
    print(f"precision {result['precision']:.4f}  recall {result['recall']:.4f}  "
          f"({result['copies']} copies, {result['lookalikes']} look-alikes, seed {options.seed})")
    for how, (found, all_of_them) in sorted(by_edit.items()):
        print(f"  {how:20} {found:4} of {all_of_them}")
    if options.wrong:
        for name in missed:
            print("missed", name, labels[name]["story"], *labels[name]["how"])
        for name in joined:
            group = grouped[name][0]
            head = next(n for n, (g, original) in grouped.items() if g == group and original)
            print("joined", name, *labels[name]["how"], "to", head)
    if options.floors:
        floors = json.loads((ROOT / "eval/floors.json").read_text())["copies"]
        for name, floor in floors.items():
            if result[name] < floor:
                sys.exit(f"{name} {result[name]:.4f} is below the floor of {floor}")


if __name__ == "__main__":
    main()
