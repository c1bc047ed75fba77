"""Attune's own learner, as a process that speaks JSON lines: `attunectl eval style`."""

import json
import subprocess

from learners import Space
from world import ROLES, TASKS


class Ours:
    """A conversation with one process. `program` is the command and its arguments."""

    def __init__(self, program, seed):
        self.process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1 << 16
        )
        (answer,) = self.ask([{"arms": {}}])
        self.space = Space(answer["arms"])
        self.ask([{"seed": seed}])

    def choose(self, group):
        asked = [
            {"choose": {"user": f"u{person}", "role": ROLES[role], "task": TASKS[task], "context": {}}}
            for person, role, task in group
        ]
        return [(self.space.number(answer["style"]), answer["choice"]) for answer in self.ask(asked)]

    def learn(self, feedback):
        signals = ("down", "up")
        self.ask([{"feedback": {"choice": choice, "signal": signals[reward]}} for choice, reward in feedback])

    def ask(self, lines):
        """Sends lines and reads as many answers."""
        if not lines:
            return []
        self.process.stdin.write("".join(json.dumps(line) + "\n" for line in lines))
        self.process.stdin.flush()
        answers = []
        for line in lines:
            answer = self.process.stdout.readline()
            if not answer:
                raise SystemExit(f"the learner ended at {json.dumps(line)}")
            answers.append(json.loads(answer))
            if "error" in answers[-1]:
                raise SystemExit(f"the learner refused {json.dumps(line)}: {answer.strip()}")
        return answers

    def close(self):
        """Ends the conversation, and the process with it."""
        self.process.stdin.close()
        if self.process.wait() != 0:
            raise SystemExit(f"the learner ended with {self.process.returncode}")

    def __enter__(self):
        return self

    def __exit__(self, failed, *_):
        if failed:
            self.process.kill()
        else:
            self.close()
