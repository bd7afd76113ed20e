"""Bytewax with its Kafka connectors; it has no consumer group, its offsets live in a recovery store."""

from __future__ import annotations

import bytewax.operators as op
from bytewax.connectors.kafka import KafkaSink, KafkaSinkMessage, KafkaSource
from bytewax.dataflow import Dataflow

from benchmarks.peers import BOOTSTRAP, IN, OUT, add_field

flow = Dataflow("enrich")
raw = op.input("raw", flow, KafkaSource([BOOTSTRAP], [IN], add_config={"fetch.wait.max.ms": "50"}, batch_size=500))
done = op.map("enrich", raw, lambda message: KafkaSinkMessage(message.key, add_field(message.value)))
produce = {"enable.idempotence": "true", "linger.ms": "5", "batch.size": str(512 * 1024)}
op.output("out", done, KafkaSink([BOOTSTRAP], OUT, add_config=produce))
