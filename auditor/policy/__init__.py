"""Policy packs (clauses → checks), the checks, and the engine that runs them."""

from auditor.policy.engine import Evaluation, evaluate
from auditor.policy.loader import check_file, load, packs
from auditor.policy.show import not_automated

__all__ = ["Evaluation", "check_file", "evaluate", "load", "not_automated", "packs"]
