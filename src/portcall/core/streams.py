"""Named random streams: one per purpose and run, so that adding a stream never shifts another.

Source  Philox counter generator (Salmon et al. 2011), keyed through numpy's SeedSequence.
"""

from hashlib import blake2b

import numpy as np


def stream(seed: int, name: str, run: int = 0) -> np.random.Generator:
    """Return the generator of one purpose (`"ascent.insertion"`) in one run.

    Examples
    --------
    >>> float(stream(7, "burn.size", 3).random()) == float(stream(7, "burn.size", 3).random())
    True
    """
    key = int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, key, run])))
