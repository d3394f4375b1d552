//! Openings in the walls, and what the weight of the air drives through them.

use crate::RoomError;
use crate::error::within;
use crate::grid::Grid;
use crate::plume::GRAVITY;

/// A side of the room.
///
/// The example of [`Simulation`](crate::Simulation) shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "scene", derive(serde::Deserialize))]
pub enum Wall {
    /// x = 0
    #[cfg_attr(feature = "scene", serde(rename = "x-min"))]
    XMin,
    /// The far end along x.
    #[cfg_attr(feature = "scene", serde(rename = "x-max"))]
    XMax,
    /// y = 0
    #[cfg_attr(feature = "scene", serde(rename = "y-min"))]
    YMin,
    /// The far end along y.
    #[cfg_attr(feature = "scene", serde(rename = "y-max"))]
    YMax,
}

impl Wall {
    /// Axis across the wall, axis along it, and whether it is the far one.
    pub(crate) const fn axes(self) -> (usize, usize, bool) {
        match self {
            Self::XMin => (0, 1, false),
            Self::XMax => (0, 1, true),
            Self::YMin => (1, 0, false),
            Self::YMax => (1, 0, true),
        }
    }
}

/// A rectangular opening in a side wall.
///
/// The example of [`Simulation`](crate::Simulation) shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opening {
    /// Which wall.
    pub wall: Wall,
    /// Its middle: along the wall (y in an x wall, x in a y wall) and height, m.
    pub centre: [f64; 2],
    /// Width and height, m.
    pub size: [f64; 2],
}

impl Opening {
    /// Area, in m².
    #[must_use]
    pub fn area(&self) -> f64 {
        self.size[0] * self.size[1]
    }

    pub(crate) fn check(&self, name: &str, grid: &Grid) -> Result<(), RoomError> {
        let (_, along, _) = self.wall.axes();
        let axes = [(along, "width_m"), (2, "height_m")];
        for (side, (axis, letter)) in axes.into_iter().enumerate() {
            let half = 0.5 * self.size[side];
            let room = grid.size[axis];
            within(format!("{name}.{letter}"), self.size[side], 1e-3..=room, "m")?;
            // A flush edge may miss the corner by a rounding.
            let slack = 1e-9 * room;
            let places = half - slack..=room - half + slack;
            within(format!("{name}.centre_m"), self.centre[side], places, "m: it must fit in")?;
        }
        Ok(())
    }

    /// Its parts in the cells behind the wall.
    pub(crate) fn panes(&self, grid: &Grid) -> Vec<Pane> {
        let (axis, along, far) = self.wall.axes();
        let edges = |side: usize| {
            let half = 0.5 * self.size[side];
            (self.centre[side] - half, self.centre[side] + half)
        };
        let overlap = |axis: usize, cell: usize, (low, high): (f64, f64)| {
            let (from, to) = (cell as f64 * grid.h[axis], (cell + 1) as f64 * grid.h[axis]);
            (low.max(from), high.min(to))
        };
        let mut panes = Vec::new();
        for m in 0..grid.cells[along] {
            let (left, right) = overlap(along, m, edges(0));
            for k in 0..grid.cells[2] {
                let (bottom, top) = overlap(2, k, edges(1));
                if right - left <= 1e-9 || top - bottom <= 1e-9 {
                    continue;
                }
                let mut index = [0, 0, k];
                index[along] = m;
                index[axis] = if far { grid.cells[axis] - 1 } else { 0 };
                let cell = grid.at(index[0], index[1], index[2]);
                panes.push(Pane {
                    cell,
                    wall_face: if far { cell + grid.stride[axis] } else { cell },
                    inner_face: if far { cell } else { cell + grid.stride[axis] },
                    axis,
                    inward: if far { -1.0 } else { 1.0 },
                    layer: k,
                    bottom,
                    top,
                    width: right - left,
                    inflow: 0.0,
                    outflow: 0.0,
                });
            }
        }
        panes
    }
}

/// The part of an opening that leads to one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pane {
    pub(crate) cell: usize,
    pub(crate) wall_face: usize,
    pub(crate) inner_face: usize,
    pub(crate) axis: usize,
    /// Sign of a velocity that leads into the room.
    pub(crate) inward: f64,
    layer: usize,
    bottom: f64,
    top: f64,
    width: f64,
    /// Air that comes in, m³/s.
    pub(crate) inflow: f64,
    /// Mixture that leaves, m³/s.
    pub(crate) outflow: f64,
}

impl Pane {
    pub(crate) fn area(&self) -> f64 {
        self.width * (self.top - self.bottom)
    }
}

/// How openings pass air.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Orifice {
    /// Coefficient of flow in one direction.
    pub(crate) discharge: f64,
    /// Coefficient where equal flows pass each other in one opening.
    pub(crate) exchange: f64,
    /// $\kappa$ of the gas.
    pub(crate) buoyancy: f64,
}

/// $\int \sqrt{p} \, dz$ over a height in which p goes linearly from a to b, both of one sign.
fn root_integral(a: f64, b: f64, height: f64) -> f64 {
    let (a, b) = (a.abs().sqrt(), b.abs().sqrt());
    // (2/3) (b³ - a³) / (b² - a²), without its 0/0 where a = b
    let sum = a + b;
    if sum > 0.0 { 2.0 / 3.0 * (a * a + a * b + b * b) / sum * height } else { 0.0 }
}

/// Openings that breathe by themselves: what the pressure of light gas drives out at the top and lets
/// in below, and both at once through one opening.
#[derive(Debug, Clone)]
pub(crate) struct Breathing {
    /// Panes of each opening.
    pub(crate) openings: Vec<Vec<Pane>>,
    orifice: Orifice,
    /// Over-pressure against outside at the floor, over the density of air, m²/s².
    floor: f64,
}

impl Breathing {
    pub(crate) fn new(openings: Vec<Vec<Pane>>, orifice: Orifice) -> Self {
        Self { openings, orifice, floor: 0.0 }
    }

    /// Flows for a profile of layer means, such that the net outflow is `net`.
    ///
    /// The over-pressure (over the density of air) grows with height as the gas is lighter,
    /// $p(z) = p_0 + g \kappa \int_0^z \bar c \, dz'$, and drives through each height of an opening
    /// the flow $C w \sqrt{2 |p| / r}$ a metre, with $r$ the density of what flows over that of air.
    pub(crate) fn update(&mut self, grid: &Grid, profile: &[f64], net: f64) {
        let mut below = vec![0.0; profile.len() + 1];
        for (layer, c) in profile.iter().enumerate() {
            below[layer + 1] = below[layer] + GRAVITY * self.orifice.buoyancy * c * grid.h[2];
        }
        let greatest = below[profile.len()];
        let area: f64 = self.openings.iter().flatten().map(Pane::area).sum();
        // No more pressure is needed than drives twice the net flow through all at the least coefficient.
        let through = 2.0 * net / (self.orifice.exchange.min(self.orifice.discharge) * area);
        let push = through * through + 1e-12;
        let (mut low, mut high) = (-greatest - push, greatest + push);
        for _ in 0..100 {
            self.floor = 0.5 * (low + high);
            let flow = self.flows(grid, profile, &below);
            if flow > net {
                high = self.floor;
            } else {
                low = self.floor;
            }
            if high - low <= 1e-15 * (greatest + push) {
                break;
            }
        }
        self.close(net);
    }

    /// Flows at the present pressure, and their sum outwards.
    fn flows(&mut self, grid: &Grid, profile: &[f64], below: &[f64]) -> f64 {
        let Self { openings, orifice, floor } = self;
        let mut sum = 0.0;
        for panes in openings {
            let [mut out_sum, mut in_sum] = [0.0; 2];
            for pane in panes.iter_mut() {
                let c = profile[pane.layer];
                let slope = GRAVITY * orifice.buoyancy * c;
                let pressure = |z: f64| {
                    *floor + below[pane.layer] + slope * (z - pane.layer as f64 * grid.h[2])
                };
                let (a, b) = (pressure(pane.bottom), pressure(pane.top));
                let height = pane.top - pane.bottom;
                let (inward, outward) = if a >= 0.0 {
                    (0.0, root_integral(a, b, height))
                } else if b <= 0.0 {
                    (root_integral(a, b, height), 0.0)
                } else {
                    let neutral = height * a / (a - b);
                    (root_integral(a, 0.0, neutral), root_integral(0.0, b, height - neutral))
                };
                let root_two = std::f64::consts::SQRT_2 * pane.width;
                pane.inflow = root_two * inward;
                pane.outflow = root_two * outward / (1.0 - orifice.buoyancy * c).sqrt();
                out_sum += pane.outflow;
                in_sum += pane.inflow;
            }
            // Flows that pass each other hinder each other, most where they are equal.
            let balance = if out_sum + in_sum > 0.0 {
                4.0 * out_sum * in_sum / ((out_sum + in_sum) * (out_sum + in_sum))
            } else {
                0.0
            };
            let coefficient = orifice.discharge + (orifice.exchange - orifice.discharge) * balance;
            for pane in panes.iter_mut() {
                pane.inflow *= coefficient;
                pane.outflow *= coefficient;
            }
            sum += coefficient * (out_sum - in_sum);
        }
        sum
    }

    /// Scales one side by what bisection left over, so that volumes balance to rounding.
    fn close(&mut self, net: f64) {
        let panes = || self.openings.iter().flatten();
        let inward: f64 = panes().map(|pane| pane.inflow).sum();
        let outward: f64 = panes().map(|pane| pane.outflow).sum();
        let (out_scale, in_scale) =
            if outward > 0.0 { ((inward + net) / outward, 1.0) } else { (1.0, 0.0) };
        for pane in self.openings.iter_mut().flatten() {
            pane.outflow *= out_scale;
            pane.inflow *= in_scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KAPPA: f64 = 0.86;

    fn grid() -> Grid {
        Grid::new([1.5, 1.5, 0.75], [10, 10, 15]).unwrap()
    }

    fn vent(height: f64, side: f64) -> Opening {
        Opening { wall: Wall::XMin, centre: [0.75, height], size: [side, side] }
    }

    fn breathing(openings: &[Opening], exchange: f64) -> Breathing {
        let panes = openings.iter().map(|opening| opening.panes(&grid())).collect();
        Breathing::new(panes, Orifice { discharge: 0.6, exchange, buoyancy: KAPPA })
    }

    fn sums(breathing: &Breathing) -> [f64; 2] {
        let all = || breathing.openings.iter().flatten();
        [all().map(|p| p.inflow).sum(), all().map(|p| p.outflow).sum()]
    }

    #[test]
    fn panes_cover_the_opening() {
        for opening in [vent(0.387, 0.024), vent(0.4, 0.31)] {
            let area: f64 = opening.panes(&grid()).iter().map(Pane::area).sum();
            assert!((area - opening.area()).abs() < 1e-14);
        }
    }

    #[test]
    fn one_vent_exchanges_as_brown_and_solvason_say() {
        // Q = (C / 3) A sqrt(g' H) where the gas is thin (Brown and Solvason 1962, equation 3).
        let mut breathing = breathing(&[vent(0.375, 0.024)], 0.6);
        let c = 1e-4;
        breathing.update(&grid(), &[c; 15], 0.0);
        let expected = 0.6 / 3.0 * 0.024 * 0.024 * (GRAVITY * KAPPA * c * 0.024_f64).sqrt();
        let [inflow, outflow] = sums(&breathing);
        assert!((inflow / expected - 1.0).abs() < 1e-4, "{inflow} {expected}");
        assert!((inflow - outflow).abs() < 1e-15);
    }

    #[test]
    fn two_vents_drain_as_linden_says() {
        // Q = A* sqrt(g' H), A* = C sqrt(2) a b / sqrt(a^2 + b^2) (Linden, Lane-Serff and Smeed 1990,
        // equation 2.3 with equal coefficients), H between the vents, small against it.
        let (lower, upper) = (vent(0.1, 0.01), vent(0.6, 0.02));
        let mut breathing = breathing(&[lower, upper], 0.3);
        let c = 1e-4;
        breathing.update(&grid(), &[c; 15], 0.0);
        let (a, b) = (lower.area(), upper.area());
        let star = 0.6 * std::f64::consts::SQRT_2 * a * b / a.hypot(b);
        let expected = star * (GRAVITY * KAPPA * c * 0.5_f64).sqrt();
        let [inflow, outflow] = sums(&breathing);
        // Finite vents: a part of (0.02 / 0.5)^2.
        assert!((inflow / expected - 1.0).abs() < 2e-3, "{inflow} {expected}");
        assert!((inflow - outflow).abs() < 1e-15);
    }

    #[test]
    fn what_is_pushed_in_goes_out() {
        let mut breathing = breathing(&[vent(0.375, 0.024)], 0.4);
        for net in [0.0, 1e-6, 2.5e-4, 1e-2] {
            for c in [0.0, 0.3] {
                breathing.update(&grid(), &[c; 15], net);
                let [inflow, outflow] = sums(&breathing);
                assert!((outflow - inflow - net).abs() <= 1e-14 * outflow.max(1e-12));
                assert!(inflow >= 0.0);
            }
        }
    }
}
