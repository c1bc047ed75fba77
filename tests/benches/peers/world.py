"""Simulated people who like some styles better than others.

It knows nothing of any learner. An arm is one value for each dimension of style; what dimensions and values
there are is what the learner under test said. A person's utility of an arm in a task is a sum over the
dimensions of what their role likes, what they like beyond that, and what the task asks for:

    u(person, task, arm) = sum over d of role[d, v] + person[d, v] + task[d, v]

`interactions` adds what no sum over dimensions can say: for some pairs of dimensions, a table for each task
of how their values go together. The chance of a thumb up is `1/2 + scale * u`, kept within 3 and 97 %, or,
with the logistic link, `1 / (1 + exp(-4 * scale * u))`, which has the same slope in the middle. `scale` is
set so that an arm chosen at random loses the same to the best one in every world and arm space.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

ROLES = ("leader", "knowledge-worker", "intern")
TASKS = ("write", "summarise", "analyse", "explain", "code", "plan")

TURNS = 200
#: People who ask at the same time.
GROUP = 10
#: What a random arm loses to the best one at each turn: 22.5 in 50 turns, 89.7 in 200.
RANDOM_REGRET = 0.449
#: Thumbs that say the opposite of what was meant, and turns without any.
FLIPPED, MISSING = 0.08, 0.30
#: People who change their taste half-way, on one or two dimensions.
DRIFTING = 0.25

#: Standard deviations of the utility's parts, relative to what a role likes.
PERSON, TASK, PAIR = 0.45, 0.3, 0.45
#: Pairs of dimensions that interact, where the world has interactions.
PAIRS = 4


@dataclass(frozen=True)
class Kind:
    """What kind of world to make."""

    link: str = "linear"
    interactions: bool = False


class World:
    """`per_role` people of each role, with their chances of a thumb up for every task and arm.

    `taste_seed` decides what roles and tasks like; `people_seed` who the people are. So two worlds can have
    the same roles and other people.
    """

    def __init__(self, sizes, kind=Kind(), taste_seed=0, people_seed=0, per_role=20, drift=True):
        self.sizes = tuple(sizes)
        self.arms = np.array(list(np.ndindex(*self.sizes)))
        taste = np.random.default_rng([taste_seed, 1])
        people = np.random.default_rng([taste_seed, people_seed, 2])

        likes_role = [centred(taste.normal(0, 1, (len(ROLES), n))) for n in self.sizes]
        likes_task = [centred(taste.normal(0, TASK, (len(TASKS), n))) for n in self.sizes]
        of_task = self._sum(likes_task)
        if kind.interactions:
            of_task = of_task + self._pairs(taste)
        # Every role has its own mix of tasks.
        self.mix = taste.dirichlet(np.full(len(TASKS), 2.0), len(ROLES))

        self.role = np.repeat(np.arange(len(ROLES)), per_role)
        self.people = len(self.role)
        own = [centred(people.normal(0, PERSON, (self.people, n))) for n in self.sizes]
        before = [role[self.role] + person for role, person in zip(likes_role, own)]
        after = [table.copy() for table in before]
        self.drifting = np.zeros(self.people, bool)
        if drift:
            self._drift(after, people)
        utility = np.stack([self._sum(table)[:, None, :] + of_task for table in (before, after)])
        # Two phases × people × tasks × arms.
        self.up = chance(utility, self._scale(utility[0], kind.link), kind.link)
        self.best = self.up.max(-1)

    def regret(self, turn, person, task, arm):
        """The expected loss of an arm against the best one, in chances of a thumb up."""
        phase = int(turn >= TURNS // 2)
        return self.best[phase, person, task] - self.up[phase, person, task, arm]

    def turns(self, seed, turns=TURNS):
        """Who asks what when: for each turn, small groups of `(person, task, noise)`.

        In each turn everyone asks once, in any order, a group at the same time: what one of them says is
        learned only after all of the group have had their answers, as where people work side by side. `noise`
        is three uniform numbers that decide the feedback, so that every learner meets the same luck.
        """
        rng = np.random.default_rng([seed, 3])
        mixes = self.mix.cumsum(1)
        for turn in range(turns):
            order = rng.permutation(self.people)
            draws, noise = rng.random(self.people), rng.random((self.people, 3))
            tasks = (draws[:, None] > mixes[self.role]).sum(1).clip(max=len(TASKS) - 1)
            for start in range(0, self.people, GROUP):
                yield turn, [(int(p), int(tasks[p]), noise[p]) for p in order[start : start + GROUP]]

    def feedback(self, turn, person, task, arm, noise):
        """1 for a thumb up, 0 for one down, `None` for no feedback."""
        if noise[0] < MISSING:
            return None
        phase = int(turn >= TURNS // 2)
        up = noise[1] < self.up[phase, person, task, arm]
        return int(up != (noise[2] < FLIPPED))

    def _sum(self, tables):
        return sum(table[:, self.arms[:, d]] for d, table in enumerate(tables))

    def _pairs(self, rng):
        pairs = list(combinations([d for d, n in enumerate(self.sizes) if n > 1], 2))
        total = np.zeros((len(TASKS), len(self.arms)))
        for at in rng.permutation(len(pairs))[:PAIRS]:
            d, e = pairs[at]
            table = rng.normal(0, PAIR, (len(TASKS), self.sizes[d], self.sizes[e]))
            # Without its margins, which a sum over dimensions could say.
            table = table - table.mean(1, keepdims=True)
            table = table - table.mean(2, keepdims=True)
            total += table[:, self.arms[:, d], self.arms[:, e]]
        return total

    def _drift(self, tables, rng):
        free = [d for d, n in enumerate(self.sizes) if n > 1]
        self.drifting[rng.permutation(self.people)[: round(DRIFTING * self.people)]] = True
        for person in np.flatnonzero(self.drifting):
            for d in rng.permutation(free)[: rng.integers(1, 3)]:
                # The same likings, on other values: what was best no longer is.
                tables[d][person] = np.roll(tables[d][person], rng.integers(1, self.sizes[d]))

    def _scale(self, utility, link):
        weight = self.mix[self.role]

        def loss(scale):
            up = chance(utility, scale, link)
            return ((up.max(-1) - up.mean(-1)) * weight).sum() / self.people

        low, high = 0.0, 4.0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if loss(middle) < RANDOM_REGRET else (low, middle)
        return low


def chance(utility, scale, link):
    """The chance of a thumb up."""
    if link == "logistic":
        return 1 / (1 + np.exp(-4 * scale * utility))
    return np.clip(0.5 + scale * utility, 0.03, 0.97)


def centred(table):
    return table - table.mean(-1, keepdims=True)
