"""Time and memory, measured on data made here; `make bench` writes docs/benchmarks.md."""
