"""``archcheck`` and ``python -m archcheck``: the command line and its exit codes.

0: nothing new; 1: new findings; 2: could not check; 3: a bug in archcheck; 130: interrupted.
"""

import gc
import os
import sys
import time
from typing import NoReturn

COULD_NOT_CHECK = 2
BUG = 3
INTERRUPTED = 130


def command() -> NoReturn:
    """Run the command line as a process of its own, which ends with its exit code.

    Memory goes back as a whole: to take millions of objects apart one after the other takes a tenth of a run.
    """
    held: list[object] = []
    code = run(held)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)
    os._exit(code)


def run(held: list[object] | None = None) -> int:
    """Run the command line, and give its exit code.

    Args:
        held: takes what is better left to the end of the process than taken apart; None in a process that goes on.
    """
    # What a command makes is needed until it ends: the collector would walk all of it again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _outcome(held)
    finally:
        if collecting:
            gc.enable()


def _outcome(held: list[object] | None) -> int:
    since = time.time_ns()
    from archcheck.model.errors import UserError

    try:
        from archcheck.cli.plain import answered
        from archcheck.cli.unchanged import Invocation

        if answered(sys.argv[1:]):
            return 0
        invocation = Invocation(tuple(sys.argv[1:]), since, held)
        written = invocation.again()
        if written is not None:
            return written
        # Nobody's plugin has a say in what archcheck reads, and to look for one takes a tenth of a start.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        from archcheck.cli.app import app

        app(obj=invocation)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except UserError as error:
        from archcheck.report.visible import visible

        for mistake in error.mistakes:
            print(visible(str(mistake)), file=sys.stderr)
        return COULD_NOT_CHECK
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        import traceback

        traceback.print_exc()
        print("archcheck: this is a bug in archcheck, please report it with the lines above", file=sys.stderr)
        return BUG
    return 0


if __name__ == "__main__":
    if not sys.flags.safe_path:
        # `python -m` puts the working directory first, and with it the modules of the project that is to be checked.
        del sys.path[0]
    command()
