"""Collections: folders of documents read as partitions, by local processes or Apache Spark."""

from graph.collection.build import Outcome, Plan, build_collection
from graph.collection.partition import review_task
from graph.collection.scan import Scan, scan
from graph.collection.tasks import Failure, Reading, reason

__all__ = [
    "Failure",
    "Outcome",
    "Plan",
    "Reading",
    "Scan",
    "build_collection",
    "reason",
    "review_task",
    "scan",
]
