"""Evaluation: an extraction measured against an annotation, beside simple methods and with intervals."""

from graph.evaluation.annotation import FIELDS, read_gold, rows
from graph.evaluation.comparison import Evaluation, evaluate
from graph.evaluation.scores import Score

__all__ = ["FIELDS", "Evaluation", "Score", "evaluate", "read_gold", "rows"]
