"""Chaos: faults on a real Apache Kafka while articles flow, and the account of each article afterwards.

`python -m tests.chaos --help`. A `World` is a broker, three workers, a load and a witness that reads what comes out; a
`Scenario` is one kind of fault and its bounds; an `Episode` is one run of a scenario in a world.
"""
