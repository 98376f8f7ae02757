"""How well and how fast connections are classified; `make bench-classify` writes docs/benchmarks-classify.md."""
