"""What every system test shares: its arguments, a folder of its own, one line a check, its exit code.

    def main(scenario):
        scenario.check("the wire answers", status == 200, f"status {status}")

    if __name__ == "__main__":
        run(main, __doc__)

Exit codes: 0 all checks held, 1 one did not, 77 skipped because an external program is not there.
"""
import argparse
import pathlib
import signal
import sys
import tempfile
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SKIPPED = 77  # ctest: SKIP_RETURN_CODE
TIME_LIMIT = 280  # seconds; below ctest's 300, so that the test itself can still stop its servers


class Stop(Exception):
    """Ends the test: what follows would make no sense."""


class Skip(Exception):
    """An external program that the test needs is not on this machine."""


class Scenario:
    def __init__(self, options, folder):
        self.options = options
        self.program = options.chappe
        self.folder = folder
        self.failures = []
        self.checks = 0
        self._to_close = []

    def check(self, sentence, holds, evidence=""):
        """One promise of the program. Goes on when it is broken, so that one run shows all."""
        self.checks += 1
        if holds:
            print(f"ok    {sentence}", flush=True)
        else:
            shown = str(evidence)
            shown = shown if len(shown) <= 1500 else shown[:1500] + " ..."
            print(f"FAIL  {sentence}\n      {shown}", flush=True)
            self.failures.append(sentence)
        return bool(holds)

    def equal(self, sentence, actual, expected):
        return self.check(sentence, actual == expected, f"is {actual!r}, should be {expected!r}")

    def need(self, sentence, holds, evidence=""):
        """A check without which the rest makes no sense."""
        if not self.check(sentence, holds, evidence):
            raise Stop(sentence)

    def close_at_end(self, thing):
        """Calls thing.close() when the test ends, however it ends."""
        self._to_close.append(thing)
        return thing

    def close(self):
        for thing in reversed(self._to_close):
            try:
                thing.close()
            except Exception:  # the other ones still have to be stopped
                traceback.print_exc()
        self._to_close = []


def out_of_time(*_):
    raise TimeoutError(f"the test took more than {TIME_LIMIT} s")


def arguments(description, add_options):
    parser = argparse.ArgumentParser(description=description,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chappe", default=str(ROOT / "build/release/chappe"),
                        help="the program to test (default: the release build)")
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared",
                        help="the material beside the project, which some tests use when it is there")
    if add_options:
        add_options(parser)
    options = parser.parse_args()
    if not pathlib.Path(options.chappe).is_file():
        sys.exit(f"{options.chappe} is not there: build it with tools/build release")
    return options


def run(main, description, add_options=None):
    options = arguments(description, add_options)
    signal.signal(signal.SIGALRM, out_of_time)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.alarm(TIME_LIMIT)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chappe-test-", ignore_cleanup_errors=True) as folder:
        scenario = Scenario(options, pathlib.Path(folder))
        try:
            main(scenario)
        except Skip as reason:
            if not scenario.failures:
                print(f"skipped: {reason}")
                sys.exit(SKIPPED)
        except Stop:
            pass
        except Exception:
            traceback.print_exc()
            scenario.failures.append("the test itself came to its end")
        finally:
            scenario.close()
    broken = len(scenario.failures)
    print(f"{scenario.checks} checks, {broken} broken, {time.monotonic() - began:.1f} s")
    for sentence in scenario.failures:
        print(f"  broken: {sentence}")
    sys.exit(1 if broken or not scenario.checks else 0)
