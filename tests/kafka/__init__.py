"""A real Apache Kafka on 127.0.0.1 for tests, benchmarks and trying things out. Needs Java 17 and, once, Maven.

`KafkaBroker` is one broker, `KafkaCluster` several; `tests.kafka.tools` runs Kafka's own command-line tools and
`tests.kafka.kcat` the program kcat. `python -m tests.kafka serve` runs a broker until Ctrl-C.
"""
