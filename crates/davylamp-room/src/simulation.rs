use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::eddies::eddies;
use crate::error::within;
use crate::flow::{Flow, Sources};
use crate::grid::Grid;
use crate::momentum::Air;
use crate::transport::longest_step;
use crate::turbulence::{Smagorinsky, eddy_viscosity};
use crate::{Room, RoomError, Situation};

/// Share of the convex limit that outflow and diffusion may use; the rest is for what a stage changes.
const SAFE: [f64; 2] = [0.4, 0.9];
/// The limit itself.
const LIMIT: [f64; 2] = [0.5, 1.0];

/// Buoyancy frequency times step: Heun's method then grows internal waves by less than 0.05 % a step.
const WAVE_STEP: f64 = 0.25;

/// Where the gas went, in m³ at the temperature and pressure of the room.
///
/// The example of [`Simulation`] shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GasBudget {
    /// Came out of the leak.
    pub released: f64,
    /// Is in the room.
    pub stored: f64,
    /// Left through openings.
    pub vented: f64,
}

/// A leak in a room as time goes on.
///
/// The volume fraction c of the gas is carried and mixed,
///
/// $$ \partial_t c + \nabla \cdot (\mathbf{u} c) = \nabla \cdot ((D + \nu_t / Sc_t) \nabla c) + s_c, $$
///
/// by air whose momentum and volume balance,
///
/// $$ \partial_t \mathbf{u} + \nabla \cdot (\mathbf{u} \mathbf{u}) = -\nabla p + g \kappa c \mathbf{e}_z
/// + \nabla \cdot (\nu + \nu_t) \nabla \mathbf{u}, \qquad \nabla \cdot \mathbf{u} = s, $$
///
/// on a staggered grid: finite volumes with Koren's limiter for both, Heun's method, and a direct
/// Poisson solution twice a step. The plume is narrower than a cell and stands apart: it takes air
/// from the layers that it rises through and ends under the ceiling, or where it has become as heavy
/// as the air around it (`s`, `s_c`). Openings are orifices. Walls let nothing through and slip.
///
/// # Examples
/// ```
/// use davylamp_room::{
///     Closure, Leak, LightGas, Opening, Room, Simulation, Situation, Ventilation, Wall,
/// };
///
/// let room = Room {
///     size: [4.0, 3.0, 2.5],
///     cells: [12, 9, 8],
///     gas: LightGas::Hydrogen,
///     temperature: 293.15,
///     pressure: 101_325.0,
/// };
/// let door = Opening { wall: Wall::XMin, centre: [1.5, 1.0], size: [0.9, 2.0] };
/// let leak = Leak {
///     position: [3.0, 1.0, 0.5],
///     rate: 1e-3,
///     outlet_diameter: 0.01,
///     start: 0.0,
///     end: f64::INFINITY,
/// };
/// let mut simulation = Simulation::new(&Situation {
///     room,
///     leak,
///     ventilation: Ventilation { natural: vec![door], ..Ventilation::default() },
///     stirring: 0.05,
///     seed: 1,
///     closure: Closure::default(),
/// })?;
/// simulation.advance(10.0)?;
/// let budget = simulation.budget();
/// assert!((budget.released - room.gas_volume(0.01)).abs() < 1e-12); // 1 g/s for 10 s
/// assert!((budget.stored + budget.vented - budget.released).abs() < 1e-10 * budget.released);
/// assert!(simulation.concentration([3.0, 1.0, 2.4])? > simulation.concentration([3.0, 1.0, 0.2])?);
/// # Ok::<(), davylamp_room::RoomError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Simulation {
    room: Room,
    grid: Grid,
    time: f64,
    start: f64,
    end: f64,
    /// Leak, m³/s.
    rate: f64,
    turbulence: Smagorinsky,
    diffusivity: f64,
    released: f64,
    vented: f64,
    steps: u64,
    concentration: Vec<f64>,
    flow: Flow,
    sources: Sources,
    /// Stirring, and the sum of it and the flow.
    stirring: Option<[Vec<f64>; 3]>,
    carrier: [Vec<f64>; 3],
    viscosity: Vec<f64>,
    spread: [Vec<f64>; 3],
    rate_c: Vec<f64>,
    before_c: Vec<f64>,
}

impl Simulation {
    /// Air at rest (but for the stirring) without gas, at time zero.
    ///
    /// # Errors
    /// [`RoomError`] for a number outside its range, an opening that does not fit, or a room without
    /// a way out.
    pub fn new(situation: &Situation) -> Result<Self, RoomError> {
        let Situation { room, leak, ventilation, stirring, seed, closure } = situation;
        let buoyancy = room.gas.buoyancy();
        let grid = room.grid()?;
        leak.check(room, &grid)?;
        ventilation.check(&grid)?;
        closure.check()?;
        within("air.stirring_m_s", *stirring, 0.0..=2.0, "m/s")?;
        let zeros = || vec![0.0; grid.padded_len()];
        let stirring = (*stirring > 0.0).then(|| {
            let mut velocity = eddies(&grid, *stirring, &mut ChaCha8Rng::seed_from_u64(*seed));
            for (axis, field) in velocity.iter_mut().enumerate() {
                grid.fill_ghosts(field, Some(axis));
            }
            velocity
        });
        let mut simulation = Self {
            room: *room,
            time: 0.0,
            start: leak.start,
            end: leak.end,
            rate: room.gas_volume(leak.rate),
            turbulence: Smagorinsky {
                constant: closure.smagorinsky,
                schmidt: closure.schmidt,
                buoyancy,
            },
            diffusivity: room.gas.diffusivity(room.temperature, room.pressure),
            released: 0.0,
            vented: 0.0,
            steps: 0,
            concentration: zeros(),
            flow: Flow::new(&grid, buoyancy),
            sources: Sources::new(&grid, situation),
            stirring,
            carrier: [zeros(), zeros(), zeros()],
            viscosity: zeros(),
            spread: [zeros(), zeros(), zeros()],
            rate_c: zeros(),
            before_c: zeros(),
            grid,
        };
        simulation.refresh();
        Ok(simulation)
    }

    /// Goes on to a time, in s from the beginning; a time that has passed changes nothing.
    ///
    /// # Errors
    /// [`RoomError::OutOfRange`] for a time that is not finite.
    pub fn advance(&mut self, time: f64) -> Result<(), RoomError> {
        within("time", time, 0.0..=1e9, "s")?;
        while self.time < time {
            // A step ends where the leak begins or ends.
            let mut until = time;
            for event in [self.start, self.end] {
                if event > self.time {
                    until = until.min(event);
                }
            }
            let rest = until - self.time;
            let steps = (rest / self.safe_step()).ceil().max(1.0);
            let mut dt = rest / steps;
            while !self.step(dt) {
                dt *= 0.5;
            }
            let ends = dt >= rest;
            self.time = if ends { until } else { self.time + dt };
            if ends && [self.start, self.end].contains(&until) {
                self.refresh();
            }
        }
        Ok(())
    }

    /// The time that has been reached, s.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.time
    }

    /// Steps so far.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Volume fraction of the gas at a place, between cell centres by trilinear interpolation.
    ///
    /// # Errors
    /// [`RoomError::OutOfRange`] for a place outside the room.
    pub fn concentration(&self, place: [f64; 3]) -> Result<f64, RoomError> {
        self.grid.inside("place_m", place)?;
        Ok(self.grid.interpolate(&self.concentration, place))
    }

    /// Volume fractions of all cells, `[x][y][z]`.
    pub fn cells(&self) -> impl Iterator<Item = f64> + '_ {
        let n = self.grid.cells[2];
        self.grid.rows().flat_map(move |row| self.concentration[row..row + n].iter().copied())
    }

    /// Where the gas went.
    #[must_use]
    pub fn budget(&self) -> GasBudget {
        let stored = self.cells().sum::<f64>() * self.grid.cell_volume();
        GasBudget { released: self.released, stored, vented: self.vented }
    }

    /// The greatest difference between the divergence of the flow and what sources put in, as a part
    /// of the greatest velocity over the smallest side of a cell.
    #[must_use]
    pub fn divergence_error(&self) -> f64 {
        self.flow.divergence_error(&self.grid, self.sources.net())
    }

    /// The room.
    #[must_use]
    pub fn room(&self) -> &Room {
        &self.room
    }

    fn leaks(&self) -> bool {
        self.time >= self.start && self.time < self.end
    }

    /// Sources and flow that belong to the present concentrations.
    fn refresh(&mut self) {
        self.grid.fill_ghosts(&mut self.concentration, None);
        self.sources.update(&self.grid, &self.concentration, self.leaks());
        self.flow.project(&self.grid, &self.sources);
        self.carry();
    }

    /// The carrying velocity: flow and stirring.
    fn carry(&mut self) {
        for axis in 0..3 {
            let flow = &self.flow.velocity[axis];
            match &self.stirring {
                Some(stirring) => {
                    let sum = flow.iter().zip(&stirring[axis]).map(|(u, v)| u + v);
                    self.carrier[axis].iter_mut().zip(sum).for_each(|(c, s)| *c = s);
                }
                None => self.carrier[axis].copy_from_slice(flow),
            }
        }
    }

    /// Turbulence of the present fields, and the step that is safe in them.
    fn safe_step(&mut self) -> f64 {
        let [viscosity, frequency] = eddy_viscosity(
            &self.grid,
            self.turbulence,
            &self.carrier,
            &self.concentration,
            &mut self.viscosity,
        );
        for axis in 0..3 {
            let step = self.grid.stride[axis];
            let spread = &mut self.spread[axis][step..];
            let pairs = self.viscosity.iter().zip(&self.viscosity[step..]);
            for (face, (below, here)) in spread.iter_mut().zip(pairs) {
                *face = self.diffusivity + 0.5 * (below + here) / self.turbulence.schmidt;
            }
        }
        self.step_limit(viscosity, SAFE).min(WAVE_STEP / frequency.sqrt())
    }

    fn step_limit(&self, viscosity: f64, [courant, fourier]: [f64; 2]) -> f64 {
        let outflow = self.sources.greatest_outflow(&self.grid, &self.carrier);
        let spread = self.diffusivity + viscosity / self.turbulence.schmidt;
        longest_step(outflow, spread, &self.grid, courant, fourier)
    }

    /// One step of Heun's method; false, and nothing changed, where it was too long.
    fn step(&mut self, dt: f64) -> bool {
        self.before_c.copy_from_slice(&self.concentration);
        self.flow.keep();
        let vented = self.stage(dt);
        self.flow.project(&self.grid, &self.sources);
        self.carry();
        let viscosity = self.viscosity.iter().copied().fold(0.0, f64::max);
        if dt > self.step_limit(viscosity, LIMIT) {
            self.concentration.copy_from_slice(&self.before_c);
            self.flow.restore();
            self.carry();
            return false;
        }
        let vented = 0.5 * (vented + self.stage(dt));
        for (c, before) in self.concentration.iter_mut().zip(&self.before_c) {
            *c = 0.5 * (*c + before);
        }
        self.flow.average();
        if self.leaks() {
            self.released += self.rate * dt;
        }
        self.vented += vented;
        self.steps += 1;
        self.refresh();
        true
    }

    /// An Euler step of all fields, but for pressure; returns what it vented.
    fn stage(&mut self, dt: f64) -> f64 {
        crate::transport::scalar_rate(
            &self.grid,
            &self.concentration,
            (&self.carrier, &self.spread),
            self.flow.work(),
            &mut self.rate_c,
        );
        let vented = self.sources.exchange(&self.grid, &self.concentration, &mut self.rate_c);
        let air = Air {
            carrier: &self.carrier,
            concentration: &self.concentration,
            viscosity: &self.viscosity,
        };
        self.flow.euler(&self.grid, air, &self.sources, dt);
        let n = self.grid.cells[2];
        for row in self.grid.rows() {
            let rates = &self.rate_c[row..row + n];
            for (c, rate) in self.concentration[row..row + n].iter_mut().zip(rates) {
                *c += dt * rate;
            }
        }
        self.grid.fill_ghosts(&mut self.concentration, None);
        dt * vented
    }
}
