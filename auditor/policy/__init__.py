"""Policy packs (clauses → checks), the checks, and the engine that runs them."""
