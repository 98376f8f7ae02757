"""The engine that scores on a Dask cluster. Needs the extra `dask`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from auditor.classify.district import District
from auditor.classify.engines import Answer, Batch, ahead, score_from, settle_from
from auditor.errors import AuditorError

if TYPE_CHECKING:
    from distributed import Client

_AHEAD = 2
_ATTEMPTS = 5
"""How often a batch is tried again after the worker that had it was lost."""
_LOOPBACK = "127.0.0.1"
_PATIENCE = "10s"
"""How long a scheduler may take to answer."""


class Dask:
    """On the workers of a scheduler, or on a cluster of this computer for the time being."""

    def __init__(self, file: Path, roster: str, jobs: int, scheduler: str | None) -> None:
        self._file, self._roster, self._jobs, self._scheduler = file, roster, jobs, scheduler

    def map(self, batches: Iterable[Batch]) -> Iterator[Answer]:
        """See `auditor.classify.engines.Engine`. Raises `AuditorError` where the cluster cannot be used."""
        with self._client() as client:
            from distributed import KilledWorker

            # The batch travels with its task, not as data kept by a worker: a lost worker then costs time only.
            def submit(batch: Batch) -> Any:
                return client.submit(score_from, self._file, self._roster, batch, pure=False, retries=_ATTEMPTS)

            workers = len(client.scheduler_info(n_workers=-1)["workers"])
            try:
                yield from ahead(submit, batches, _AHEAD * max(self._jobs, workers))
            except KilledWorker as e:
                raise AuditorError(
                    "Dask: several workers in turn ended while they compared the same connections, most often because "
                    "they ran out of memory. Give the workers more, or run it here with --engine local."
                ) from e
            except (OSError, CancelledError) as e:
                raise AuditorError(
                    "Dask: the connection to the scheduler was lost. See whether it still runs, and run it again."
                ) from e

    def settle(self, wholes: Iterable[NDArray[np.void]], district: District) -> Iterator[NDArray[np.void]]:
        """See `auditor.classify.engines.Engine`: in this process, for it is little beside the scoring."""
        return (settle_from(self._file, self._roster, whole, district) for whole in wholes)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        try:
            from distributed import Client, LocalCluster
        except ImportError as e:
            raise AuditorError(
                "Dask is not installed. Install it with: pip install 'auditor[dask]', or use --engine local."
            ) from e
        with ExitStack() as stack:
            try:
                where = self._scheduler or stack.enter_context(
                    cast(Any, LocalCluster)(
                        n_workers=self._jobs, threads_per_worker=1, dashboard_address=f"{_LOOPBACK}:0", host=_LOOPBACK
                    )
                )
                client = stack.enter_context(cast(Any, Client)(where, timeout=_PATIENCE, set_as_default=False))
            except (OSError, TimeoutError, ValueError, RuntimeError) as e:
                if self._scheduler is None:
                    raise AuditorError("Dask: no cluster could be started here. Use --engine local.") from e
                raise AuditorError(
                    f"Dask: the scheduler {self._scheduler} cannot be reached. Check the address (such as "
                    "tcp://127.0.0.1:8786) and that it runs, or use --engine local."
                ) from e
            yield client
