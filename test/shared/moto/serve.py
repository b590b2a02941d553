"""Serves AWS's APIs on a free port of 127.0.0.1, and ends when its owner's end of standard input closes."""
import math
import os
import sys
import threading

from moto.cloudwatch.models import Statistics
from moto.server import main

plain = Statistics.get_statistics_for_type


def with_percentiles(self, stat):
    """moto has none, and fails where there is data for one: by nearest rank, where CloudWatch estimates."""
    values = sorted(self.metric_single_values_list)
    if not stat.startswith("p") or not values:
        return plain(self, stat)
    return values[max(0, math.ceil(float(stat[1:]) / 100 * len(values)) - 1)]


def follow_owner():
    sys.stdin.buffer.read()
    os._exit(0)


Statistics.get_statistics_for_type = with_percentiles
threading.Thread(target=follow_owner, daemon=True).start()
main(["-H", "127.0.0.1", "-p", "0"])
