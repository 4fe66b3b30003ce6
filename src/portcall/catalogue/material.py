"""A material as entry heats it: what it takes to warm it, and to melt it away.

Model   Density, a specific heat that is linear in temperature, one melting point with its heat of
        fusion, and one total emissivity. What does not melt (composites, graphite) carries the
        temperature and the heat at which it chars or sublimes away in their place.
Valid   Solids from room temperature to their end.
Source  Each figure names its own.
"""

from pydantic import Field

from portcall.catalogue.record import Identifier, Record
from portcall.core.sourced import Figure


class Material(Record):
    """One material."""

    id: Identifier
    name: str
    kind: str = Field(description="metal, glass, ceramic, composite or polymer")
    density_kg_m3: Figure
    specific_heat_j_kg_k: Figure = Field(description="at 0 K of its straight line [J kg-1 K-1]")
    specific_heat_slope_j_kg_k2: Figure | None = Field(
        default=None, description="rise with temperature; none means constant [J kg-1 K-2]"
    )
    conductivity_w_m_k: Figure | None = None
    end_temperature_k: Figure = Field(
        description="melting point, or where it chars or sublimes [K]"
    )
    end_heat_j_kg: Figure = Field(description="heat of fusion, charring or sublimation [J kg-1]")
    emissivity_fraction: Figure
    melts: bool = Field(default=True, description="false when it chars or sublimes instead")
    note: str = ""
