"""The public learners that ours is judged beside, each driven as its own documentation shows.

All have the two calls that ours has: `choose` gets a group of `(person, role, task)`, numbers all, and gives
for each an arm's number and a note; `learn` gets pairs of such a note and a reward, 1 or 0, for those who
gave any. All meet the same people, tasks and luck. An arm is a row of value numbers, one a dimension.

None of them has a notion of dimensions, so there are two ways to ask: for whole arms, or for each dimension
by itself. Each peer is asked in the way that serves it best; where both are of interest, both are shown.
"""

import numpy as np


class Space:
    """The arms: every dimension with its values, and their product."""

    def __init__(self, dimensions):
        self.dimensions = dimensions
        self.sizes = [len(values) for values in dimensions.values()]
        self.arms = np.array(list(np.ndindex(*self.sizes)))

    def number(self, style):
        """The number of the arm with this style: dimension → value."""
        index = [list(values).index(style[name]) for name, values in self.dimensions.items()]
        return int(np.ravel_multi_index(index, self.sizes))

    def combine(self, picks):
        """The number of the arm with these value numbers."""
        return int(np.ravel_multi_index(picks, self.sizes))


class Uniform:
    """Any arm, at random."""

    def __init__(self, space, counts, seed):
        self.rng, self.count = np.random.default_rng(seed), len(space.arms)

    def choose(self, group):
        return [(int(self.rng.integers(self.count)), None) for _ in group]

    def learn(self, feedback):
        pass


class VowpalWabbit:
    """Vowpal Wabbit's contextual bandit over action features, `--cb_explore_adf`.

    Person, role and task are namespaces of the shared line, crossed with the action's values. So one linear
    model has an effect of every value for everybody, for a role, for a task and for a person. The cost is 0
    for a thumb up and 1 for one down. Asked by dimension, it makes five decisions with a handful of actions
    each, with one model for all of them.
    """

    def __init__(self, space, counts, seed, options="--bag 5", whole=False):
        from vowpalwabbit import Workspace

        self.space, self.whole, self.rng = space, whole, np.random.default_rng(seed)
        crossed = "-q ua -q ra -q ta"
        self.model = Workspace(f"--cb_explore_adf {options} {crossed} --random_seed {seed + 1} --quiet")
        if whole:
            self.sets = [["|a " + " ".join(f"d{d}v{v}" for d, v in enumerate(arm)) for arm in space.arms]]
        else:
            self.sets = [[f"|a d{d}v{v}" for v in range(n)] for d, n in enumerate(space.sizes)]

    def choose(self, group):
        return [self._choose(*asked) for asked in group]

    def learn(self, feedback):
        for (shared, picks), reward in feedback:
            for actions, (pick, chance) in zip(self.sets, picks):
                if len(actions) > 1:
                    lines = list(actions)
                    lines[pick] = f"0:{1 - reward}:{chance} {actions[pick]}"
                    self.model.learn([shared, *lines])

    def _choose(self, person, role, task):
        shared = f"shared |u p{person} |r r{role} |t t{task}"
        picks = [self._pick(shared, actions) for actions in self.sets]
        numbers = [pick for pick, _ in picks]
        return numbers[0] if self.whole else self.space.combine(numbers), (shared, picks)

    def _pick(self, shared, actions):
        if len(actions) == 1:
            return 0, 1.0
        chances = np.array(self.model.predict([shared, *actions]))
        pick = int(self.rng.choice(len(chances), p=chances / chances.sum()))
        return pick, chances[pick]


class Mabwiser:
    """MABWiser's linear policies, LinUCB and LinTS.

    Its arms have no features: each is a ridge regression of its own over a context, which is role, task and
    person, each one-hot. Two hundred such regressions learn next to nothing from two hundred turns, so it is
    asked by dimension, unless `whole` says otherwise.
    """

    def __init__(self, space, counts, seed, policy="LinUCB", alpha=0.3, whole=False):
        from mabwiser.mab import MAB, LearningPolicy

        self.space, self.counts, self.whole = space, counts, whole
        rng = np.random.default_rng(seed)
        self.models = []
        for size in [len(space.arms)] if whole else space.sizes:
            learning = getattr(LearningPolicy, policy)(alpha=alpha, l2_lambda=1.0)
            model = MAB(list(range(size)), learning, seed=int(rng.integers(2**31)))
            # It must have been fitted before it can be asked. A context of zeros teaches it nothing.
            model.fit([0], [0.0], [[0.0] * sum(counts)])
            self.models.append(model)

    def choose(self, group):
        contexts = np.stack([self._context(*asked) for asked in group])
        picks = np.array([np.atleast_1d(model.predict(contexts)) for model in self.models]).T
        return [
            (int(row[0]) if self.whole else self.space.combine(row), (context, row))
            for row, context in zip(picks, contexts)
        ]

    def learn(self, feedback):
        if feedback:
            contexts = np.stack([context for (context, _), _ in feedback])
            picks = np.stack([row for (_, row), _ in feedback])
            rewards = [reward for _, reward in feedback]
            for model, column in zip(self.models, picks.T):
                model.partial_fit(column.tolist(), rewards, contexts)

    def _context(self, person, role, task):
        context = np.zeros(sum(self.counts))
        for number, before in zip((person, role, task), np.cumsum((0, *self.counts))):
            context[before + number] = 1
        return context


class AdaptKit:
    """AdaptKit's profiles: Thompson sampling of Beta counts for a person, a context and an action.

    It has no features, no roles and nothing that people share, so its API fits partly. It is given what it
    can use: a profile a person and dimension (two hundred whole arms would be tried once each), and one
    context for all tasks, since contexts of their own share nothing and lose far more than they win.
    """

    def __init__(self, space, counts, seed, contextual=False):
        self.space, self.seed, self.contextual = space, seed, contextual
        self.profiles, self.updates = {}, 0

    def choose(self, group):
        return [self._choose(*asked) for asked in group]

    def learn(self, feedback):
        for (person, decisions), reward in feedback:
            for profile, decision in zip(self.profiles[person], decisions):
                self.updates += 1
                tell = profile.like if reward else profile.dislike
                tell(decision, idempotency_key=f"k{self.updates}")

    def _choose(self, person, role, task):
        if person not in self.profiles:
            self.profiles[person] = self._profiles(person)
        context = f"t{task}" if self.contextual else "any"
        decisions = [profile.choose(context) for profile in self.profiles[person]]
        return self.space.combine([int(decision.action[1:]) for decision in decisions]), (person, decisions)

    def _profiles(self, person):
        from adaptkit import Profile

        return [
            Profile(
                user_id=f"p{person}",
                actions=tuple(f"a{value}" for value in range(size)),
                seed=self.seed * 100_003 + person * 11 + d,
            )
            for d, size in enumerate(self.space.sizes)
        ]
