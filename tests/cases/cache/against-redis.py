#!/usr/bin/env python3
"""Runs the cases of this folder against a real Redis 7.0 and says where they differ.

    against-redis.py            compare; ends with 1 when a case differs
    against-redis.py --write    put what the server says into the files

It starts a server of its own on a free port, in a folder of its own, and ends it. Needs
`redis-server` and `redis-cli` (Debian: redis-server, redis-tools).

A file is a list of `> command` lines, each followed by what `redis-cli --no-raw` prints for it. Lines
that begin with `#` are remarks. `@advance 400` lets so many milliseconds pass. `@own` says that the
next command has an answer of this engine's own, which is not compared; all of `own.txt` is so, and
not sent to Redis at all.
"""

import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

# redis-cli answers a line that it cannot split by itself, so that such a line parts two replies.
MARK_SENT = '"'
MARK_PRINTED = "Invalid argument(s)\n"
OWN_FILE = "own.txt"
START_SECONDS = 10
SETTLE_SECONDS = 0.3


def main():
    folder = pathlib.Path(__file__).resolve().parent
    is_writing = "--write" in sys.argv[1:]
    differences = commands = 0
    with tempfile.TemporaryDirectory() as place:
        port = free_port()
        server = start_server(port, place)
        try:
            for path in sorted(folder.glob("*.txt")):
                if path.name == OWN_FILE:
                    continue
                steps = read_steps(path)
                answers = ask(port, steps)
                commands += len(answers)
                if is_writing:
                    write(path, steps, answers)
                else:
                    differences += compare(path, steps, answers)
        finally:
            server.terminate()
            server.wait()
    print(f"{commands} commands, {differences} differences")
    return 1 if differences else 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_server(port, place):
    settings = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", place]
    server = subprocess.Popen(["redis-server", *settings], stdout=subprocess.DEVNULL)
    for _ in range(START_SECONDS * 20):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return server
        except OSError:
            time.sleep(0.05)
    server.terminate()
    raise SystemExit("redis-server did not start")


def read_steps(path):
    """The file as a list of [kind, text, output lines]; kinds are `>`, `@` and `#`."""
    steps = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line[:1] in ("#", "@"):
            steps.append([line[0], line[1:].strip(), []])
        elif line.startswith("> "):
            steps.append([">", line[2:], []])
        elif steps:
            steps[-1][2].append(line)
    return steps


def ask(port, steps):
    subprocess.run(["redis-cli", "-p", str(port), "FLUSHALL"], check=True, stdout=subprocess.DEVNULL)
    client = subprocess.Popen(
        ["redis-cli", "--no-raw", "-p", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    for kind, text, _ in steps:
        if kind == ">":
            client.stdin.write(f"{text}\n{MARK_SENT}\n")
        elif kind == "@" and text.startswith("advance "):
            client.stdin.flush()
            time.sleep(SETTLE_SECONDS + int(text.split()[1]) / 1000)
    out, _ = client.communicate()
    answers = out.split(MARK_PRINTED)[:-1]
    wanted = sum(kind == ">" for kind, _, _ in steps)
    if len(answers) != wanted:
        raise SystemExit(f"{wanted} commands, {len(answers)} answers:\n{out}")
    # redis-cli tells how long a command took when that was long.
    return [re.sub(r"\(\d+\.\d+s\)\n", "", answer).splitlines() for answer in answers]


def compare(path, steps, answers):
    differences = 0
    is_own = False
    replies = iter(answers)
    for kind, text, expected in steps:
        if kind == "@":
            is_own = text == "own"
        if kind != ">":
            continue
        answer = next(replies)
        if answer != expected and not is_own:
            differences += 1
            print(f"{path.name}: {text}\n  expected {expected}\n  redis    {answer}")
        is_own = False
    return differences


def write(path, steps, answers):
    lines = []
    is_own = False
    replies = iter(answers)
    for kind, text, output in steps:
        if kind == "@":
            is_own = text == "own"
        lines.append(f"# {text}" if kind == "#" else f"{kind} {text}" if kind == ">" else f"@{text}")
        if kind == ">":
            answer = next(replies)
            lines.extend(output if is_own else answer)
            is_own = False
        else:
            lines.extend(output)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
