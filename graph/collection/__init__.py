"""Collections: folders of documents read as partitions, by local processes or Apache Spark."""

from graph.collection.build import Outcome, Plan, build_collection
from graph.collection.scan import Scan, scan

__all__ = ["Outcome", "Plan", "Scan", "build_collection", "scan"]
