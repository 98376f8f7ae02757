"""Synthetic school districts with their accounts' connections and the truth about them, to train and test on.

Everything follows from seeds: `make(seed=7, people=50_000, connections=100_000, rates=draw_rates(7))`.
"""

from bench.districts.district import District, make
from bench.districts.files import write
from bench.districts.rates import Rates, draw_rates, public_rates

__all__ = ["District", "Rates", "draw_rates", "make", "public_rates", "write"]
