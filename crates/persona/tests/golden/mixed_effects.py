"""An independent account of the style posterior: everybody, two roles, several persons, in one joint inversion.

The model: a reward y = x·(α + d_r + b_u) + ε with ε ~ N(0, σ²); what everybody likes, α ~ N(m0, S0), how a
role differs from that, d_r ~ N(h_r, Sr), and how a person differs from their role, b_u ~ N(0, Sb). Older
observations of a person count less: one that is followed by n later ones of the same person has the weight γⁿ,
as if its noise were σ² / γⁿ.

Nothing here is incremental and nothing is integrated out by formula. All unknowns, α, every d_r and every b_u,
are stacked in one vector with one precision matrix; its inverse gives every mean and covariance. A person's is
that of α + d_r + b_u, with the joint covariance, so with their own data and everybody else's.

At the end the marginal of α is compared with the formula that integrates persons and then roles out one by one,
A − A (A + S⁻¹)⁻¹ A for each (Lindley and Smith 1972; Henderson 1975).

    python3 mixed_effects.py > mixed_effects.json             # new inputs, always the same ones
    python3 mixed_effects.py INPUTS.json                      # the posterior of other inputs
"""

import json
import sys

import numpy as np

DIMENSIONS, OBSERVATIONS = 5, 60
#: The role of each person.
ROLES = [0, 0, 1, 1, 1]


def inputs():
    """A small problem with different variances, and persons with few and with many observations."""
    rng = np.random.default_rng(20)

    def variances(scale):
        return np.round(scale**2 * rng.uniform(0.5, 2, DIMENSIONS), 6)

    levels = {
        "everybody": {"mean": np.round(rng.normal(0, 0.2, DIMENSIONS), 6), "variance": variances(0.4)},
        "roles": {"mean": np.round(rng.normal(0, 0.2, (2, DIMENSIONS)), 6), "variance": variances(0.3)},
        "persons": {"variance": variances(0.2)},
    }
    noise = 0.2
    draw = lambda mean, variance: mean + variance**0.5 * rng.normal(0, 1, DIMENSIONS)
    everybody = draw(**levels["everybody"])
    roles = [draw(mean, levels["roles"]["variance"]) for mean in levels["roles"]["mean"]]
    tastes = [draw(everybody + roles[role], levels["persons"]["variance"]) for role in ROLES]
    observations = []
    for _ in range(OBSERVATIONS):
        person = int(rng.choice(len(ROLES), p=[0.4, 0.2, 0.3, 0.08, 0.02]))
        x = np.round(rng.normal(0, 1, DIMENSIONS), 3)
        y = round(float(x @ tastes[person] + rng.normal(0, noise**0.5)), 3)
        observations.append({"person": person, "x": x.tolist(), "y": y})
    return {
        "discount": 0.97,
        "noise": noise,
        "levels": {
            level: {name: values.tolist() for name, values in parts.items()}
            for level, parts in levels.items()
        },
        "role_of": ROLES,
        "observations": observations,
    }


def posterior(given):
    """Every person's posterior by one inversion of everything."""
    levels, role_of = given["levels"], given["role_of"]
    d, roles, persons = DIMENSIONS, len(levels["roles"]["mean"]), len(role_of)
    # The prior of (α, d_1, …, b_1, …): independent blocks.
    mean = np.concatenate(
        [levels["everybody"]["mean"], *levels["roles"]["mean"], np.zeros(d * persons)]
    )
    variance = np.concatenate(
        [
            levels["everybody"]["variance"],
            np.tile(levels["roles"]["variance"], roles),
            np.tile(levels["persons"]["variance"], persons),
        ]
    )
    precision = np.diag(1 / variance)
    information = precision @ mean

    def picks(person):
        """α + d_r + b_u as a linear map of the stacked vector."""
        pick = np.zeros((d, d * (1 + roles + persons)))
        for block in (0, 1 + role_of[person], 1 + roles + person):
            pick[:, d * block : d * (block + 1)] = np.eye(d)
        return pick

    for weight, seen in zip(discounts(given), given["observations"]):
        row = np.array(seen["x"]) @ picks(seen["person"])
        precision += np.outer(row, row) * weight / given["noise"]
        information += row * seen["y"] * weight / given["noise"]
    covariance = np.linalg.inv(precision)
    joint = covariance @ information
    agree(given, joint[:d], covariance[:d, :d])
    return [
        {
            "mean": (picks(person) @ joint).tolist(),
            "cov": (picks(person) @ covariance @ picks(person).T).tolist(),
        }
        for person in range(persons)
    ]


def discounts(given):
    """γ to the power of how many later observations the same person has."""
    later, weights = {}, []
    for seen in reversed(given["observations"]):
        count = later.get(seen["person"], 0)
        weights.append(given["discount"] ** count)
        later[seen["person"]] = count + 1
    return weights[::-1]


def agree(given, mean, covariance):
    """Fails when the marginal formula for everybody says anything else."""
    levels, weights = given["levels"], discounts(given)

    def integrated(a, v, mean, variance):
        v = v - a @ np.array(mean)
        shrink = a @ np.linalg.inv(a + np.diag(1 / np.array(variance)))
        return a - shrink @ a, v - shrink @ v

    precision = np.diag(1 / np.array(levels["everybody"]["variance"]))
    information = precision @ np.array(levels["everybody"]["mean"])
    for role, role_mean in enumerate(levels["roles"]["mean"]):
        role_a, role_v = np.zeros_like(precision), np.zeros_like(information)
        for person in np.flatnonzero(np.array(given["role_of"]) == role):
            a, v = np.zeros_like(precision), np.zeros_like(information)
            for weight, seen in zip(weights, given["observations"]):
                if seen["person"] == person:
                    x = np.array(seen["x"])
                    a += np.outer(x, x) * weight / given["noise"]
                    v += x * seen["y"] * weight / given["noise"]
            a, v = integrated(a, v, np.zeros(DIMENSIONS), levels["persons"]["variance"])
            role_a, role_v = role_a + a, role_v + v
        a, v = integrated(role_a, role_v, role_mean, levels["roles"]["variance"])
        precision, information = precision + a, information + v
    np.testing.assert_allclose(np.linalg.inv(precision), covariance, atol=1e-10)
    np.testing.assert_allclose(np.linalg.solve(precision, information), mean, atol=1e-10)


def main():
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as file:
            given = json.load(file)
        given = given.get("inputs", given)
    else:
        given = inputs()
    json.dump({"inputs": given, "posterior": posterior(given)}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
