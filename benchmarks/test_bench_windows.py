"""Sixty days of launch opportunities, three profiles: seconds, and the peak of memory."""

import resource
import time
from datetime import UTC, datetime, timedelta

from portcall.catalogue.load import load_catalogue
from portcall.visit.station_elements import motion_for
from portcall.visit.windows import find_windows

START = datetime(2025, 7, 3, tzinfo=UTC)
DAYS = 60
KIB = 1024.0


def _search(catalogue, motion, days):
    return find_windows(
        catalogue,
        vehicle="progress-ms",
        site="baikonur-31-6",
        station="iss",
        motion=motion,
        start=START,
        end=START + timedelta(days=days),
    )


def test_windows_over_60_days():
    began = time.perf_counter()
    catalogue = load_catalogue()
    motion = motion_for(catalogue, station="iss", start=START).motion
    _search(catalogue, motion, 1)
    first_s = time.perf_counter() - began
    began = time.perf_counter()
    found = _search(catalogue, motion, DAYS)
    warm_s = time.perf_counter() - began
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    print(
        f"\nwindows, {DAYS} days, {len(found.opportunities)} opportunities: {warm_s:.2f} s, "
        f"{1e3 * warm_s / len(found.opportunities):.1f} ms each; the process's first day "
        f"{first_s:.2f} s; peak memory {peak_mib:.0f} MiB"
    )
    assert len(found.opportunities) == 3 * 61
