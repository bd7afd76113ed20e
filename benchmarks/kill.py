"""kill -9 under load on Apache Kafka: what is missing afterwards, and what came twice.

    python -m benchmarks.kill [--articles 20000] [--kills 10] [--seed 1]

Exit code 1 when anything is missing. The same in small, with a negative control, is tests/integration/test_kill.py.
"""

from __future__ import annotations

import argparse
import sys

from tests.integration.test_kill import run_with_kills
from tests.kafka.broker import KafkaBroker


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with KafkaBroker() as broker:
        missing, duplicates = run_with_kills(broker, ("service", "worker"), args.articles, args.kills, args.seed)
    print(f"{args.kills} kill -9 in {args.articles:,} articles: missing {missing}, duplicates {duplicates}")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
