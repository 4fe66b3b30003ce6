"""What the table of the station's motion holds: one row an instant, for every run beside it.

Model   Everything in the station's turning LVLH frame, or of it. A row lasts for all ships and all
        errors, because it depends on the station alone.
Valid   Tables of `orbit.motion_table`.
Source  Chosen here.
"""

from typing import Final

W: Final = 0  # 3 [rad/s] turn of LVLH against the inertial frame, in LVLH; the first is zero
W_DOT: Final = 3  # 3 [rad/s2] its rate of change
RADIUS: Final = 6  # [m] station from the Earth's center
MU_R3: Final = 7  # [1/s2] GM over the radius cubed
GRADIENT: Final = 8  # 6 [1/s2] xx xy xz yy yz zz: pull per meter of all but point mass and J2
DRAG_WAY: Final = 14  # 3 unit vector, where the drag pushes
PRESSURE: Final = 17  # [Pa] dynamic, half density times air speed squared, nominal air
LAPSE: Final = 18  # [1/m] part by which the density grows per meter down
SUN: Final = 19  # 3 unit vector to the Sun
POLE: Final = 22  # 3 unit vector, the Earth's axis
OBLATE: Final = 25  # [m5/s2] 1.5 J2 GM times the Earth's radius squared; 0 without J2
MOTION_SIZE: Final = 26
