"""Physical constants, each with its authority. SI units, as the suffixes say."""

GM_EARTH_M3_S2 = 3.986004415e14  # EGM2008 (Pavlis et al. 2012), tide-free
EGM_RADIUS_M = 6_378_136.3  # EGM2008 scaling radius
WGS84_A_M = 6_378_137.0  # NIMA TR8350.2, 3rd ed., table 3.1
WGS84_F = 1.0 / 298.257223563  # NIMA TR8350.2, 3rd ed., table 3.1
J2_EARTH = 1.08262617e-3  # EGM2008, -sqrt(5) C20, tide-free
EARTH_ROTATION_RAD_S = 7.292115e-5  # IERS Conventions 2010, table 1.2 (nominal)
STANDARD_GRAVITY_M_S2 = 9.80665  # CGPM 1901, defines specific impulse in seconds
GM_SUN_M3_S2 = 1.32712440041e20  # IERS Conventions 2010, table 1.1 (TDB-compatible)
GM_MOON_M3_S2 = 4.9028001e12  # JPL DE421 (Folkner et al. 2009)
SUN_RADIUS_M = 6.957e8  # IAU 2015 resolution B3, nominal
ASTRONOMICAL_UNIT_M = 149_597_870_700.0  # IAU 2012 resolution B2, exact
DAY_S = 86_400.0
