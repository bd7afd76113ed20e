"""The worker's life: start, wait for Kafka, work, drain on SIGTERM, and the exit code that tells how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from service.edges.denials import explain
from service.edges.logs import CountLines
from service.edges.metrics import Metrics
from service.edges.pipeline_options import pipeline_options
from service.edges.tracing import tracing_of
from service.stream import watchdog
from service.stream.agent import Onlookers
from service.stream.app import create_app
from service.stream.channels import check_group, prepare_channels, publish_limits, wait_for_kafka
from service.stream.child import Child
from service.stream.fetch_groups import groups_of
from service.stream.first_start import fill_cache
from service.stream.health import Health, show_health, show_turning
from service.stream.lag import LagObserver
from service.stream.lean import keep_memory
from service.stream.policy import exit_code
from service.stream.processor import EnrichProcessor, enrich_processor, pipeline_of
from service.stream.sources import SourceTable
from service.stream.stall import StallWatch
from service.stream.stopping import Stopping, change_level_on_signals
from service.stream.web import WebServer

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.edges.settings import Settings
    from service.stream.fetching import Fetching
    from service.stream.processor import Processor
    from service.stream.tally import Tally
    from service.stream.transport import App

log = logging.getLogger(__name__)

EXIT_OK = 0
TICK_SECONDS = 0.5


class Worker:
    """One worker process.

    Args:
        settings: how to work.
        make_processor: builds what is done with each record; the pipeline of `settings` when absent.
        on_listening: told the HTTP port once metrics and health are served.
        until_closed: a descriptor to read from; its end means the same as a first SIGTERM. A crew's worker has its
            parent at the other end, which so ends it by dying, too.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        make_processor: Callable[[Tally], Processor] | None = None,
        on_listening: Callable[[int], None] = lambda _: None,
        until_closed: int | None = None,
    ) -> None:
        self._settings = settings
        self._make_processor = make_processor
        self._on_listening = on_listening
        self.health = Health()
        self.sources = SourceTable()
        self.metrics = metrics_of(settings, self.health)
        self._tracing = tracing_of(enabled=settings.tracing, group=settings.kafka_group_id)
        self._counting = CountLines(self.metrics.log_lines)
        self._child = _child_of(settings, make_processor) if settings.quarantine else None
        self._fetching: Fetching | None = None
        self._failure: asyncio.Future[BaseException] | None = None
        self._stopping = Stopping(settings, self.health, until_closed)

    async def run(self) -> int:
        """Work until a signal or a failure; returns the exit code.

        Raises:
            SettingsError: the HTTP address cannot be had.
            TaxonomyError: the taxonomy is missing or wrong.
            ChannelError: a channel is missing or unfit.
            BrokerError: Kafka refuses us.
        """
        self._failure = asyncio.get_running_loop().create_future()
        logging.getLogger().addHandler(self._counting)
        change_level_on_signals(self._settings.log_level)
        stop = self._stopping.on_signals()
        address = self._settings.http_host, self._settings.http_port
        web = WebServer(self.metrics.registry, self.health, *address, self.sources)
        web.start()
        try:
            if self._make_processor is not None:
                process = self._make_processor(self.metrics)
            elif (process := await self._unless(stop, self._enriching())) is None:
                return EXIT_OK
            self.health.started = True
            self._on_listening(web.port)
            app = await self._unless(stop, self._compose(process))
            return EXIT_OK if app is None else await self._work(app, stop)
        finally:
            watchdog.arm(0)
            if self._child is not None:
                self._child.stop()
            await asyncio.to_thread(self._tracing.close)
            web.stop()
            logging.getLogger().removeHandler(self._counting)

    def ended(self) -> None:
        """Call off the deadline of a stop: the event loop has ended. Its end can hang as well as `run`."""
        self._stopping.ended()

    async def _enriching(self) -> Processor:
        """What is done with each record: the pipeline of the settings, whose taxonomy the metrics are told of."""
        await fill_cache(self._settings)
        pipeline = pipeline_of(self._settings)
        ref = pipeline.taxonomy.ref
        self.metrics.know_topics(pipeline.taxonomy.topic_ids)
        self.metrics.build.info(
            {
                "version": pipeline.recipe.service_version,
                "taxonomy": f"{ref.id}@{ref.version}",
                "taxonomy_sha256": ref.sha256,
                "delivery": self._settings.delivery,
            }
        )
        return EnrichProcessor(pipeline, self.metrics, self._settings.work_limit_seconds)

    async def _compose(self, process: Processor) -> App:
        admin = await wait_for_kafka(self._settings)
        try:
            for group in (self._settings.kafka_group_id, *(groups_of(self._settings) if self._settings.fetch else ())):
                await check_group(admin, group)
            facts = await prepare_channels(admin, self._settings)
        finally:
            await admin.close()
        limits = publish_limits(facts, self._settings)
        app = create_app(
            self._settings,
            process=process,
            limits=limits,
            metrics=self.metrics,
            failed=self._fail,
            health=self.health,
            child=self._child,
            onlookers=Onlookers(sources=self.sources, tracing=self._tracing),
        )
        if self._settings.fetch:
            from service.stream.fetching import Fetching  # noqa: PLC0415 - an HTTP client is slow to import

            self._fetching = Fetching(self._settings, limits, self.metrics, self._fail)
        gc.freeze()  # the taxonomy and language model live for ever: no need to look at them again
        keep_memory()  # after them: blocks of their size would be kept as well
        return app

    async def _work(self, app: App, stop: asyncio.Event) -> int:
        starting = asyncio.create_task(self._start(app))
        ticking = asyncio.create_task(self._tick(app))
        try:
            failure = await self._until_stop_or_failure(app, stop, starting)
        finally:
            ticking.cancel()
        self.health.stopping = True
        code = EXIT_OK
        if failure is not None:
            refused = explain(failure)
            code = exit_code(failure)
            log.error("the worker stops, nothing more is committed: %s", refused or failure)
            self._stopping.exit_after(self._settings.drain_seconds, code)
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await asyncio.gather(app.stop(), *([self._fetching.stop()] if self._fetching else []))
        log.info("stopped" if failure is None else "stopped after a failure")
        return code

    async def _start(self, app: App) -> None:
        await app.start()
        if self._fetching is not None:
            await self._fetching.start()

    async def _until_stop_or_failure(
        self, app: App, stop: asyncio.Event, starting: asyncio.Task[Any]
    ) -> BaseException | None:
        """None when asked to stop, else what went wrong."""
        assert self._failure is not None  # noqa: S101 - set by run, before anything else
        crashed = asyncio.create_task(app._crashed.wait())  # noqa: SLF001 - mode tells no other way
        stopping = asyncio.create_task(stop.wait())
        waiting: set[asyncio.Future[Any]] = {starting, stopping, crashed, self._failure}
        while True:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if stopping in done:
                return None
            if self._failure in done:
                return self._failure.result()
            if crashed in done:
                return app.crash_reason or RuntimeError("the stream crashed")
            if (error := starting.exception()) is not None:
                return error
            log.info(
                "working: %s -> %s, group %s",
                self._settings.channel_raw,
                self._settings.channel_enriched,
                self._settings.kafka_group_id,
            )
            waiting.discard(starting)

    async def _tick(self, app: App) -> None:
        lag = LagObserver(app.consumer, self.metrics)
        deadline = self._settings.publish_deadline_seconds
        stall = StallWatch(app.consumer, self._fail, self.metrics.stalls.inc, deadline)
        generation = 0
        while True:
            self.health.loop_turned_at = time.monotonic()
            watchdog.arm(self._settings.stuck_seconds)
            coordinator = _coordinator(app)
            if coordinator is not None and coordinator.coordinator_id is not None:
                self.health.broker_seen_at = time.monotonic()
            self.health.joined = coordinator is not None and coordinator.generation > 0
            # The generation is known before the partitions are.
            if self.health.joined and not app.rebalancing and coordinator.generation != generation:
                generation = coordinator.generation
                self.metrics.rebalances.inc()
                assigned = len(app.consumer.assignment())
                log.info("joined the group with %d partitions", assigned, extra={"generation": generation})
            lag.observe()
            if self._fetching is not None:
                self._fetching.observe()
            stall.look(time.monotonic(), coordinator)
            await self._rest()

    async def _rest(self) -> None:
        """Sleep until the next tick, and record how much longer than asked it took."""
        asleep_at = time.monotonic()
        await asyncio.sleep(TICK_SECONDS)
        self.metrics.loop_delay.observe(max(0.0, time.monotonic() - asleep_at - TICK_SECONDS))

    async def _unless(self, stop: asyncio.Event, work: Any) -> Any:
        """The result of `work`, which may wait long: the worker is alive meanwhile; None when asked to stop first."""
        task, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
        turning = asyncio.create_task(show_turning(self.health))
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        turning.cancel()
        if task.done():
            return task.result()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return None

    def _fail(self, error: BaseException) -> None:
        if self._failure is not None and not self._failure.done():
            self._failure.set_result(error)


def metrics_of(settings: Settings, health: Health) -> Metrics:
    """The metrics of a worker: what the settings name starts at 0."""
    inputs, outputs = [settings.channel_raw], [settings.channel_enriched, settings.channel_dead_letter]
    retries = list(settings.retry_channels) if settings.fetch else []
    if settings.fetch:
        fetching = [settings.channel_fetch, settings.channel_fetched, *retries]
        inputs, outputs = inputs + fetching, outputs + fetching
    metrics = Metrics(languages=settings.languages, inputs=inputs, outputs=outputs, retries=retries)
    show_health(metrics.health, health)
    return metrics


def _child_of(settings: Settings, make_processor: Callable[[Tally], Processor] | None) -> Child:
    return Child(
        make_processor or partial(enrich_processor, pipeline_options(settings), settings.work_limit_seconds),
        seconds=settings.quarantine_seconds,
        memory_bytes=settings.quarantine_memory_bytes,
    )


def _coordinator(app: App) -> Any:
    inner = app.consumer._thread._consumer  # noqa: SLF001
    return getattr(inner, "_coordinator", None)


def run_worker(settings: Settings, **options: Any) -> int:
    """Run a worker on an event loop of its own; returns the exit code. Options as for `Worker`."""
    with contextlib.suppress(ImportError):
        import uvloop  # noqa: PLC0415 - absent where CPython is not the interpreter

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())  # the HTTP thread takes its loop from here too
    watchdog.explain_deaths()
    worker = Worker(settings, **options)
    try:
        return asyncio.run(worker.run())
    finally:
        worker.ended()
