"""Test whether an attacker is better than chance, a random permutation of the published ballots."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import NormalDist, fmean, stdev

SHUFFLES = 300
LEVEL = 0.05  # significance level for all attackers together


@dataclass
class Score:
    """One attacker's right guesses over all repeats, and those of shuffled ballots."""

    right: int = 0
    asked: int = 0
    by_chance: list[int] = field(default_factory=lambda: [0] * SHUFFLES)

    def add(self, guess: Sequence[str], truth: Sequence[str], seed: int) -> None:
        assert sorted(guess) == sorted(truth), "a guess is a permutation of the published ballots"
        self.right += sum(map(str.__eq__, guess, truth))
        self.asked += len(truth)
        chance, shuffled = random.Random(seed), list(truth)
        for place in range(SHUFFLES):
            chance.shuffle(shuffled)
            self.by_chance[place] += sum(map(str.__eq__, shuffled, truth))

    @property
    def z(self) -> float:
        """How many standard deviations the attacker is above shuffled ballots."""
        return (self.right - fmean(self.by_chance)) / stdev(self.by_chance)

    @property
    def share(self) -> float:
        return self.right / self.asked


def bound(attackers: int) -> float:
    """The z that chance exceeds with probability LEVEL over all attackers together (Bonferroni, one-sided)."""
    return NormalDist().inv_cdf(1 - LEVEL / attackers)
