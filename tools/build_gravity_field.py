"""Write the gravity coefficients that the package ships, from those that the heyoka package carries.

The figures are EGM2008's (Pavlis, Holmes, Kenyon, Factor 2012, J. Geophys. Res. 117, B04406), fully
normalised, tide-free. Run with the `peers` extra installed:

    python tools/build_gravity_field.py src/portcall/environment/data/egm2008.csv
"""

import sys
from pathlib import Path

import heyoka as hy

DEGREE = 36

rows = hy.model.get_egm2008_CS()
lines = [
    "# EGM2008, fully normalised, tide-free (Pavlis et al. 2012, J. Geophys. Res. 117, B04406)",
    f"# gm_m3_s2 = {hy.model.get_egm2008_mu()!r}, radius_m = {hy.model.get_egm2008_a()!r}",
    "degree,order,c,s",
]
row = 0
for degree in range(2, DEGREE + 1):
    for order in range(degree + 1):
        c, s = rows[row]
        lines.append(f"{degree},{order},{float(c)!r},{float(s)!r}")
        row += 1
Path(sys.argv[1]).write_text("\n".join(lines) + "\n", encoding="ascii")
