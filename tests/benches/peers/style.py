"""How much people lose while a learner finds out which style they like: ours beside its peers.

Prints one line of JSON for each learner and world: the expected regret of a person, cumulated at 20, 50 and
200 turns, as the mean over all people and worlds and its standard error over worlds. And one for the cold
start: what new people lose in their first 20 turns when 100 people of each role were there before them,
against people of whom, and of whose role, nothing is known.

    style.py --learner 'attunectl eval style' [--seeds 2] [--only NAME,…] [--link logistic]
"""

import os

# One thread a process: the matrices are small, and there is a process a core.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import json
import shlex
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from learners import AdaptKit, Mabwiser, Space, Uniform, VowpalWabbit
from ours import Ours
from world import ROLES, TASKS, TURNS, Kind, World

HORIZONS = (20, 50, TURNS)
WORLDS = {"additive": False, "interactions": True}
OURS, PRIOR, NO_PRIOR = "ours", "with a role prior", "without"
#: Name → how to make it. The first of each peer is what the marks and the plan name; the others are the
#: best of a search over what it offers.
PEERS = {
    "random": (Uniform, {}),
    "VW bag 5": (VowpalWabbit, {"options": "--bag 5"}),
    "VW bag 5, faster": (VowpalWabbit, {"options": "--bag 5 -l 1"}),
    "VW squarecb": (VowpalWabbit, {"options": "--squarecb"}),
    "MABWiser LinUCB": (Mabwiser, {"policy": "LinUCB", "alpha": 0.3}),
    "MABWiser LinTS": (Mabwiser, {"policy": "LinTS", "alpha": 0.3}),
    "AdaptKit": (AdaptKit, {}),
}
#: Slower by a factor of ten, so only where they are asked for.
WHOLE = {
    "VW bag 5, whole arms": (VowpalWabbit, {"options": "--bag 5", "whole": True}),
    "MABWiser LinUCB, whole arms": (Mabwiser, {"policy": "LinUCB", "alpha": 0.3, "whole": True}),
}

NEW_PER_ROLE, DONORS_PER_ROLE, DONOR_TURNS, NEW_TURNS = 20, 100, 30, 20


def play(world, learner, seed, turns=TURNS, first=0):
    """Lets everybody ask; gives the regret of a person, cumulated turn by turn.

    People are numbered from `first`, so that two worlds' people can meet one learner."""
    lost = np.zeros(turns)
    for turn, group in world.turns(seed, turns):
        asked = [(first + person, int(world.role[person]), task) for person, task, _ in group]
        feedback = []
        for (person, task, noise), (arm, note) in zip(group, learner.choose(asked)):
            lost[turn] += world.regret(turn, person, task, arm)
            reward = world.feedback(turn, person, task, arm, noise)
            if reward is not None:
                feedback.append((note, reward))
        learner.learn(feedback)
    return lost.cumsum() / world.people


def whole_run(program, name, kind, seed):
    """Regret at every horizon of one learner in one world."""
    with Ours(program, seed) as ours:
        world = World(ours.space.sizes, kind, taste_seed=seed, people_seed=seed)
        if name == OURS:
            curve = play(world, ours, seed)
        else:
            make, options = {**PEERS, **WHOLE}[name]
            counts = (world.people, len(ROLES), len(TASKS))
            curve = play(world, make(ours.space, counts, seed, **options), seed)
    return [curve[turns - 1] for turns in HORIZONS]


def cold_start(program, name, kind, seed):
    """Regret of new people in their first turns."""
    with Ours(program, seed) as ours:
        sizes = ours.space.sizes
        people = World(sizes, kind, seed, people_seed=1000 + seed, per_role=NEW_PER_ROLE, drift=False)
        if name == PRIOR:
            donors = World(sizes, kind, seed, people_seed=seed, per_role=DONORS_PER_ROLE, drift=False)
            play(donors, ours, seed, DONOR_TURNS)
            return play(people, ours, 1000 + seed, NEW_TURNS, first=donors.people)[-1]
    return np.mean([alone(program, people, person, seed) for person in range(people.people)])


def alone(program, world, person, seed):
    """Regret of a person with a learner that meets nobody else."""
    lost = 0.0
    with Ours(program, seed) as ours:
        for turn, group in world.turns(1000 + seed, NEW_TURNS):
            for who, task, noise in group:
                if who == person:
                    ((arm, note),) = ours.choose([(who, int(world.role[who]), task)])
                    lost += world.regret(turn, who, task, arm)
                    reward = world.feedback(turn, who, task, arm, noise)
                    ours.learn([] if reward is None else [(note, reward)])
    return lost


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learner", required=True, help="the command that speaks `eval style`")
    parser.add_argument("--seeds", type=int, default=2, help="worlds of each kind")
    parser.add_argument("--link", choices=("linear", "logistic"), default="linear")
    parser.add_argument("--only", help="names of learners, comma-separated, instead of the usual ones")
    parser.add_argument("--whole", action="store_true", help="ask the peers for whole arms as well")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    given = parser.parse_args()
    program = shlex.split(given.learner)
    names = [OURS, *PEERS, *(WHOLE if given.whole else ())]
    if given.only:
        names = [name for name in (OURS, *PEERS, *WHOLE) if name in given.only.split(",")]

    seeds = range(given.seeds)
    with ProcessPoolExecutor(given.jobs) as pool:
        runs = {
            (name, world): [
                pool.submit(whole_run, program, name, Kind(given.link, interactions), seed) for seed in seeds
            ]
            for name in names
            for world, interactions in WORLDS.items()
        }
        if OURS in names:
            for name in (PRIOR, NO_PRIOR):
                runs[name, "cold start"] = [
                    pool.submit(cold_start, program, name, Kind(given.link), seed) for seed in seeds
                ]
        for (name, world), results in runs.items():
            values = np.array([run.result() for run in results]).reshape(len(results), -1)
            horizons = HORIZONS if values.shape[1] > 1 else (NEW_TURNS,)
            error = values.std(0, ddof=1) / len(values) ** 0.5 if len(values) > 1 else values[0] * 0
            line = {
                "learner": name,
                "world": world,
                "regret": dict(zip(map(str, horizons), values.mean(0).round(3).tolist())),
                "error": dict(zip(map(str, horizons), error.round(3).tolist())),
            }
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
