"""What public packages make of the sentences: VADER, and logistic regression on tf-idf of words or letters.

Reads `[{"fitted_to": [{"text", "dissatisfied"}…], "read": […]}…]` and prints each peer's scores of what is read, the more
dissatisfied the higher: `{"VADER": [[score…]…], …}`. VADER is not fitted: its lexicon is English.
"""

import json
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

FEATURES = {
    "tf-idf of words + LR": {"ngram_range": (1, 2)},
    "tf-idf of letters + LR": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


def vader(rounds):
    analyzer = SentimentIntensityAnalyzer()
    return [[-analyzer.polarity_scores(line["text"])["compound"] for line in each["read"]] for each in rounds]


def learned(rounds, features):
    scores = []
    for each in rounds:
        model = make_pipeline(
            TfidfVectorizer(sublinear_tf=True, **features),
            LogisticRegression(C=4.0, class_weight="balanced", solver="liblinear"),
        )
        model.fit([line["text"] for line in each["fitted_to"]], [line["dissatisfied"] for line in each["fitted_to"]])
        scores.append(model.decision_function([line["text"] for line in each["read"]]).tolist())
    return scores


def main():
    rounds = json.load(sys.stdin)
    scores = {"VADER": vader(rounds)}
    for name, features in FEATURES.items():
        scores[name] = learned(rounds, features)
    json.dump(scores, sys.stdout)


if __name__ == "__main__":
    main()
