"""A campaign of nothing but random numbers, and a program that runs it slowly, to be killed."""

import sys
import time
from pathlib import Path

import numpy as np

from portcall.campaign import plan
from portcall.campaign.chunks import run_campaign
from portcall.campaign.plan import Campaign
from portcall.core.streams import stream

COLUMNS = ("captured", "speed_m_s", "offset_m")
SEED = 3


def toy(runs, **changes):
    settings = {"chunk_runs": 20, "inputs": {"scenario": "a1"}, **changes}
    return Campaign("toy", COLUMNS, runs=runs, seed=settings.pop("seed", SEED), **settings)


def toy_rows(seed=SEED, pause_s=0.0, share=0.9):
    """A chunk function that pickles by value: workers need not find this file."""

    def chunk(first, last):
        time.sleep(pause_s)
        rows = np.empty((last - first, 3))
        for run in range(first, last):
            draw = stream(seed, "toy", run)
            rows[run - first] = (draw.random() < share, draw.normal(), draw.normal())
        return rows

    return chunk


def same_code():
    """Take this process's code for the same as another's: it may be edited while tests run."""
    plan._digest_of_code = lambda: "same"


if __name__ == "__main__":
    same_code()
    run_campaign(toy_rows(pause_s=0.05), toy(1000), threads=1, folder=Path(sys.argv[1]))
