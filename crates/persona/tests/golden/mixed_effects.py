"""An independent account of the style posterior: one role, several persons, all in one joint inversion.

The model: a reward y = x·(β + b_u) + ε with ε ~ N(0, σ²); what the role likes, β ~ N(m0, S0), and what a
person likes beyond it, b_u ~ N(0, Sb), one for each person. Older observations of a person count less: one
that is followed by n later ones of the same person has the weight γⁿ, as if its noise were σ² / γⁿ.

Nothing here is incremental and nothing is integrated out by formula. All unknowns, β and every b_u, are
stacked in one vector with one precision matrix; its inverse gives every mean and covariance:

- the role's posterior is the marginal of β,
- a person's is that of β + b_u, with the joint covariance, so with their own data and everybody else's.

At the end the marginal of β is compared with the formula that integrates persons out one by one,
Λ = S0⁻¹ + Σ_u (A_u − A_u (A_u + Sb⁻¹)⁻¹ A_u), A_u = Σ γⁿ x xᵀ / σ² (Lindley and Smith 1972; Henderson 1975).

    python3 mixed_effects.py > mixed_effects.json             # new inputs, always the same ones
    python3 mixed_effects.py INPUTS.json                      # the posterior of other inputs
"""

import json
import sys

import numpy as np

DIMENSIONS, PERSONS, OBSERVATIONS = 5, 4, 40


def inputs():
    """A small problem with full prior covariances, and persons with few and with many observations."""
    rng = np.random.default_rng(20)

    def covariance(scale):
        root = rng.normal(0, scale, (DIMENSIONS, DIMENSIONS))
        return root @ root.T + np.eye(DIMENSIONS) * scale**2

    prior_mean, prior_cov, person_cov = rng.normal(0, 0.2, DIMENSIONS), covariance(0.4), covariance(0.2)
    noise_var = 0.2
    beta = rng.multivariate_normal(prior_mean, prior_cov)
    thetas = beta + rng.multivariate_normal(np.zeros(DIMENSIONS), person_cov, PERSONS)
    observations = []
    for _ in range(OBSERVATIONS):
        person = int(rng.choice(PERSONS, p=[0.55, 0.3, 0.13, 0.02]))
        x = np.round(rng.normal(0, 1, DIMENSIONS), 3)
        y = round(float(x @ thetas[person] + rng.normal(0, noise_var**0.5)), 3)
        observations.append({"person": person, "x": x.tolist(), "y": y})
    return {
        "discount": 0.97,
        "noise_var": noise_var,
        "prior_mean": np.round(prior_mean, 6).tolist(),
        "prior_cov": np.round(prior_cov, 6).tolist(),
        "person_cov": np.round(person_cov, 6).tolist(),
        "persons": PERSONS,
        "observations": observations,
    }


def posterior(given):
    """The posterior by one inversion of everything."""
    prior_mean, prior_cov, person_cov = (
        np.array(given[name]) for name in ("prior_mean", "prior_cov", "person_cov")
    )
    d, persons = len(prior_mean), given["persons"]
    size = d * (1 + persons)
    # The prior of (β, b_1, …): independent blocks.
    covariance = np.zeros((size, size))
    covariance[:d, :d] = prior_cov
    for person in range(persons):
        at = d * (1 + person)
        covariance[at : at + d, at : at + d] = person_cov
    mean = np.concatenate([prior_mean, np.zeros(d * persons)])
    precision = np.linalg.inv(covariance)
    information = precision @ mean
    weights = discounts(given)
    for weight, seen in zip(weights, given["observations"]):
        row = np.zeros(size)
        row[:d] = seen["x"]
        at = d * (1 + seen["person"])
        row[at : at + d] = seen["x"]
        precision += np.outer(row, row) * weight / given["noise_var"]
        information += row * seen["y"] * weight / given["noise_var"]
    joint_cov = np.linalg.inv(precision)
    joint_mean = joint_cov @ information
    out = {"role": {"mean": joint_mean[:d].tolist(), "cov": joint_cov[:d, :d].tolist()}, "persons": []}
    for person in range(persons):
        # θ_u = β + b_u as a linear map of the stacked vector.
        pick = np.zeros((d, size))
        pick[:, :d] = np.eye(d)
        at = d * (1 + person)
        pick[:, at : at + d] = np.eye(d)
        theta_mean, theta_cov = pick @ joint_mean, pick @ joint_cov @ pick.T
        out["persons"].append({"mean": theta_mean.tolist(), "cov": theta_cov.tolist()})
    agree(given, weights, out["role"])
    return out


def discounts(given):
    """γ to the power of how many later observations the same person has."""
    later, weights = {}, []
    for seen in reversed(given["observations"]):
        count = later.get(seen["person"], 0)
        weights.append(given["discount"] ** count)
        later[seen["person"]] = count + 1
    return weights[::-1]


def agree(given, weights, role):
    """Fails when the marginal formula for the role says anything else."""
    prior_precision = np.linalg.inv(np.array(given["prior_cov"]))
    person_precision = np.linalg.inv(np.array(given["person_cov"]))
    precision, information = prior_precision.copy(), prior_precision @ np.array(given["prior_mean"])
    for person in range(given["persons"]):
        a, v = np.zeros_like(precision), np.zeros_like(information)
        for weight, seen in zip(weights, given["observations"]):
            if seen["person"] == person:
                x = np.array(seen["x"])
                a += np.outer(x, x) * weight / given["noise_var"]
                v += x * seen["y"] * weight / given["noise_var"]
        shrink = a @ np.linalg.inv(a + person_precision)
        precision += a - shrink @ a
        information += v - shrink @ v
    np.testing.assert_allclose(np.linalg.inv(precision), role["cov"], atol=1e-10)
    np.testing.assert_allclose(np.linalg.solve(precision, information), role["mean"], atol=1e-10)


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
