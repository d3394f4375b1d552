//! The flow: what drives it, and its projection onto what volume allows.

use crate::grid::Grid;
use crate::momentum::{Air, Fields, Work, momentum_rate};
use crate::opening::{Breathing, Orifice, Pane};
use crate::plume::{Outlet, Plume};
use crate::poisson::Poisson;
use crate::{Opening, Situation};

/// What comes into cells and goes out of them, but through faces inside the room.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    plume: Plume,
    /// Leak, m³/s, while it leaks.
    rate: f64,
    leaking: f64,
    forced: Vec<Pane>,
    /// Part of the leak's volume that each forced pane lets out.
    relief: Vec<f64>,
    breathing: Option<Breathing>,
    /// Of each cell, 1/s: net volume, and what the plume takes.
    net: Vec<f64>,
    taken: Vec<f64>,
    profile: Vec<f64>,
}

impl Sources {
    pub(crate) fn new(grid: &Grid, situation: &Situation) -> Self {
        let Situation { room, leak, ventilation, closure, .. } = situation;
        let (rate, buoyancy) = (room.gas_volume(leak.rate), room.gas.buoyancy());
        let outlet = Outlet { position: leak.position, flow: rate, diameter: leak.outlet_diameter };
        let panes = |openings: &[Opening]| -> Vec<Pane> {
            openings.iter().flat_map(|opening| opening.panes(grid)).collect()
        };
        let shares = |panes: &[Pane]| -> Vec<f64> {
            let area: f64 = panes.iter().map(Pane::area).sum();
            panes.iter().map(|pane| pane.area() / area).collect()
        };
        let (mut inlets, mut outlets) = (panes(&ventilation.inlets), panes(&ventilation.outlets));
        let in_shares = shares(&inlets);
        for (pane, share) in inlets.iter_mut().zip(&in_shares) {
            pane.inflow = ventilation.flow * share;
        }
        let out_shares = shares(&outlets);
        for (pane, share) in outlets.iter_mut().zip(&out_shares) {
            pane.outflow = ventilation.flow * share;
        }
        let natural: Vec<Vec<Pane>> =
            ventilation.natural.iter().map(|opening| opening.panes(grid)).collect();
        let orifice =
            Orifice { discharge: closure.discharge, exchange: closure.exchange, buoyancy };
        let mut relief = vec![0.0; inlets.len()];
        relief.extend(out_shares.iter().map(|s| if natural.is_empty() { *s } else { 0.0 }));
        inlets.append(&mut outlets);
        Self {
            plume: Plume::new(grid, outlet, closure.entrainment, buoyancy),
            rate,
            leaking: 0.0,
            forced: inlets,
            relief,
            breathing: (!natural.is_empty()).then(|| Breathing::new(natural, orifice)),
            net: vec![0.0; grid.padded_len()],
            taken: vec![0.0; grid.padded_len()],
            profile: vec![0.0; grid.cells[2]],
        }
    }

    /// All panes, and what the leak adds to their outflow.
    fn panes(&self) -> impl Iterator<Item = (&Pane, f64)> {
        let relief = self.relief.iter().map(|part| part * self.leaking);
        let natural = self.breathing.iter().flat_map(|b| b.openings.iter().flatten());
        self.forced.iter().zip(relief).chain(natural.map(|pane| (pane, 0.0)))
    }

    pub(crate) fn net(&self) -> &[f64] {
        &self.net
    }

    /// Finds plume and natural flows for a concentration field.
    pub(crate) fn update(&mut self, grid: &Grid, concentration: &[f64], leaks: bool) {
        self.leaking = if leaks { self.rate } else { 0.0 };
        let per_volume = 1.0 / grid.cell_volume();
        self.net.fill(0.0);
        self.taken.fill(0.0);
        if leaks {
            self.plume.update(grid, concentration);
            let mut end = self.rate;
            for (cell, flow) in &self.plume.taken {
                self.taken[*cell] += flow * per_volume;
                self.net[*cell] -= flow * per_volume;
                end += flow;
            }
            for (cell, share) in &self.plume.ends {
                self.net[*cell] += end * share * per_volume;
            }
        }
        if let Some(breathing) = &mut self.breathing {
            self.profile.fill(0.0);
            let n = grid.cells[2];
            for row in grid.rows() {
                for (mean, c) in self.profile.iter_mut().zip(&concentration[row..row + n]) {
                    *mean += c;
                }
            }
            let columns = (grid.cells[0] * grid.cells[1]) as f64;
            self.profile.iter_mut().for_each(|mean| *mean /= columns);
            breathing.update(grid, &self.profile, self.leaking);
        }
    }

    /// Adds what sources and openings do to the gas, and returns what is vented, m³/s.
    pub(crate) fn exchange(&self, grid: &Grid, concentration: &[f64], rate: &mut [f64]) -> f64 {
        let per_volume = 1.0 / grid.cell_volume();
        if self.leaking > 0.0 {
            let mut gas = self.leaking;
            for (cell, flow) in &self.plume.taken {
                gas += flow * concentration[*cell];
                rate[*cell] -= flow * concentration[*cell] * per_volume;
            }
            for (cell, share) in &self.plume.ends {
                rate[*cell] += gas * share * per_volume;
            }
        }
        let mut vented = 0.0;
        for (pane, relief) in self.panes() {
            let gas = (pane.outflow + relief) * concentration[pane.cell];
            rate[pane.cell] -= gas * per_volume;
            vented += gas;
        }
        vented
    }

    /// The greatest rate at which volume leaves a cell, 1/s.
    pub(crate) fn greatest_outflow(&self, grid: &Grid, velocity: &[Vec<f64>; 3]) -> f64 {
        let mut greatest = 0.0_f64;
        let n = grid.cells[2];
        let [sx, sy, sz] = grid.stride;
        let [ux, uy, uz] = velocity;
        let inverse = grid.h.map(|h| 1.0 / h);
        let mut wall = vec![0.0; grid.padded_len()];
        for (pane, relief) in self.panes() {
            // What leaves the cell by the pane, less what the wall face shows of it.
            let shown = (pane.outflow + relief - pane.inflow).max(0.0);
            wall[pane.cell] += (pane.outflow + relief - shown) / grid.cell_volume();
        }
        for row in grid.rows() {
            for at in row..row + n {
                let out = (ux[at + sx].max(0.0) - ux[at].min(0.0)) * inverse[0]
                    + (uy[at + sy].max(0.0) - uy[at].min(0.0)) * inverse[1]
                    + (uz[at + sz].max(0.0) - uz[at].min(0.0)) * inverse[2];
                greatest = greatest.max(out + self.taken[at] + wall[at]);
            }
        }
        greatest
    }
}

/// Velocity on faces, and how it changes.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    pub(crate) velocity: [Vec<f64>; 3],
    before: [Vec<f64>; 3],
    rates: [Vec<f64>; 3],
    buoyancy: f64,
    poisson: Poisson,
    /// Right-hand side and solution, without ghosts.
    potential: Vec<f64>,
    padded_potential: Vec<f64>,
    work: Work,
}

impl Flow {
    pub(crate) fn new(grid: &Grid, buoyancy: f64) -> Self {
        let zeros = || [(); 3].map(|()| vec![0.0; grid.padded_len()]);
        Self {
            velocity: zeros(),
            before: zeros(),
            rates: zeros(),
            buoyancy,
            poisson: Poisson::new(grid),
            potential: vec![0.0; grid.len()],
            padded_potential: vec![0.0; grid.padded_len()],
            work: Work::new(grid),
        }
    }

    pub(crate) fn work(&mut self) -> &mut [f64] {
        &mut self.work.flux
    }

    pub(crate) fn keep(&mut self) {
        for (before, velocity) in self.before.iter_mut().zip(&self.velocity) {
            before.copy_from_slice(velocity);
        }
    }

    pub(crate) fn restore(&mut self) {
        for (before, velocity) in self.before.iter().zip(&mut self.velocity) {
            velocity.copy_from_slice(before);
        }
    }

    /// The mean of what was kept and what is.
    pub(crate) fn average(&mut self) {
        for (before, velocity) in self.before.iter().zip(&mut self.velocity) {
            velocity.iter_mut().zip(before).for_each(|(u, b)| *u = 0.5 * (*u + b));
        }
    }

    /// An Euler step without pressure.
    pub(crate) fn euler(&mut self, grid: &Grid, air: Air<'_>, sources: &Sources, dt: f64) {
        let Air { carrier, concentration, viscosity } = air;
        let fields = Fields {
            velocity: &self.velocity,
            carrier,
            concentration,
            viscosity,
            taken: &sources.taken,
            buoyancy: self.buoyancy,
        };
        for (axis, rate) in self.rates.iter_mut().enumerate() {
            momentum_rate(grid, fields, axis, &mut self.work, rate);
        }
        // Air that comes in through an opening is a jet of the opening's size, not of the cell's.
        for (pane, _) in sources.panes() {
            let wall = pane.inflow / grid.face_area(pane.axis);
            let jet = pane.inflow / pane.area();
            self.rates[pane.axis][pane.inner_face] +=
                pane.inward * wall * (jet - wall) / grid.h[pane.axis];
        }
        for (velocity, rate) in self.velocity.iter_mut().zip(&self.rates) {
            velocity.iter_mut().zip(rate).for_each(|(u, r)| *u += dt * r);
        }
    }

    /// The nearest flow whose divergence is what sources put in and openings let through.
    pub(crate) fn project(&mut self, grid: &Grid, sources: &Sources) {
        let [sx, sy, sz] = grid.stride;
        let n = grid.cells[2];
        for axis in 0..3 {
            self.clear_walls(grid, axis);
        }
        for (pane, relief) in sources.panes() {
            let net = pane.inward * (pane.inflow - pane.outflow - relief);
            self.velocity[pane.axis][pane.wall_face] += net / grid.face_area(pane.axis);
        }
        let [ux, uy, uz] = &mut self.velocity;
        for (row, values) in grid.rows().zip(self.potential.chunks_exact_mut(n)) {
            for (at, value) in (row..row + n).zip(values) {
                *value = (ux[at + sx] - ux[at]) / grid.h[0]
                    + (uy[at + sy] - uy[at]) / grid.h[1]
                    + (uz[at + sz] - uz[at]) / grid.h[2]
                    - sources.net[at];
            }
        }
        self.poisson.solve(&mut self.potential);
        for (row, values) in grid.rows().zip(self.potential.chunks_exact(n)) {
            self.padded_potential[row..row + n].copy_from_slice(values);
        }
        // Ghosts that repeat their neighbours leave the wall faces as they are.
        grid.fill_ghosts(&mut self.padded_potential, None);
        let phi = &self.padded_potential;
        for (axis, u) in [ux, uy, uz].into_iter().enumerate() {
            let step = grid.stride[axis];
            let inverse = 1.0 / grid.h[axis];
            for row in grid.rows() {
                for at in row..row + n {
                    u[at] -= (phi[at] - phi[at - step]) * inverse;
                }
            }
            grid.fill_ghosts(u, Some(axis));
        }
    }

    fn clear_walls(&mut self, grid: &Grid, axis: usize) {
        let (b, c) = ((axis + 1) % 3, (axis + 2) % 3);
        let far = grid.cells[axis] * grid.stride[axis];
        let corner = grid.at(0, 0, 0);
        for p in 0..grid.cells[b] {
            for q in 0..grid.cells[c] {
                let at = corner + p * grid.stride[b] + q * grid.stride[c];
                self.velocity[axis][at] = 0.0;
                self.velocity[axis][at + far] = 0.0;
            }
        }
    }

    pub(crate) fn divergence_error(&self, grid: &Grid, net: &[f64]) -> f64 {
        let [sx, sy, sz] = grid.stride;
        let [ux, uy, uz] = &self.velocity;
        let [mut error, mut fastest] = [0.0_f64; 2];
        for row in grid.rows() {
            for at in row..row + grid.cells[2] {
                let divergence = (ux[at + sx] - ux[at]) / grid.h[0]
                    + (uy[at + sy] - uy[at]) / grid.h[1]
                    + (uz[at + sz] - uz[at]) / grid.h[2];
                error = error.max((divergence - net[at]).abs());
                fastest = fastest.max(ux[at].abs()).max(uy[at].abs()).max(uz[at].abs());
            }
        }
        let side = grid.h.iter().copied().fold(f64::INFINITY, f64::min);
        if fastest > 0.0 { error * side / fastest } else { error }
    }
}
