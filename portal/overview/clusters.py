"""Put reports of the same trouble at the same place together as clusters. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.cases.duplicates import comparing
from portal.cases.duplicates.comparing import ComparedReport


@dataclass(frozen=True)
class Report:
    """One report. `told`: its words, to be compared; only reports of one `block` are. `person`: equal for one person's reports."""

    id: int
    told: ComparedReport
    block: Hashable
    person: Hashable
    at: datetime


@dataclass(frozen=True)
class Cluster:
    """Reports of one matter, oldest first."""

    reports: Sequence[Report]

    @property
    def people(self) -> int:
        """How many different people reported it."""
        return len({one.person for one in self.reports})


def clusters(reports: Sequence[Report], least_people: int) -> list[Cluster]:
    """The clusters of at least `least_people` people, those of the most people first, among equals the latest.

    A report joins a cluster if it is likely the same matter as the cluster's first report. It is not compared with the later
    ones, so that a chain of reports, each a little like the next, does not make one matter of two.
    """
    blocks: dict[Hashable, list[list[Report]]] = defaultdict(list)
    for one in sorted(reports, key=lambda report: report.id):
        found = blocks[one.block]
        group = next((group for group in found if _alike(group[0], one)), None)
        if group is None:
            found.append([one])
        else:
            group.append(one)
    made = [Cluster(group) for groups in blocks.values() for group in groups]
    kept = [cluster for cluster in made if cluster.people >= least_people]
    return sorted(kept, key=lambda cluster: (-cluster.people, -cluster.reports[-1].id))


def _alike(one: Report, other: Report) -> bool:
    return comparing.likeness(one.told, other.told) >= comparing.LIKELY
