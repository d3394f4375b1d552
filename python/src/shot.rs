//! A shot through a ground on a grid.

use std::ops::ControlFlow;

use davylamp::traits::ElasticMedium;
use davylamp::wave::{
    Component, Cpml, Edge, Edges, Mechanism, Medium, Settings, Shot, ShotGather, Solver, Source,
    SpatialOrder, WaveError, Wavelet,
};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::refusal;

/// Nodes, each once a step, between looks whether somebody pressed Ctrl-C: some tenths of a second.
const LOOK_EVERY: usize = 100_000_000;

/// The ground, on nodes `[iz][ix]`, and the experiment.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct ShotInput<'py> {
    vp: PyReadonlyArray2<'py, f64>,
    vs: PyReadonlyArray2<'py, f64>,
    rho: PyReadonlyArray2<'py, f64>,
    epsilon: Option<PyReadonlyArray2<'py, f64>>,
    delta: Option<PyReadonlyArray2<'py, f64>>,
    spacing: f64,
    source: [f64; 2],
    /// An explosion (one number), a force (two) or a moment (three).
    strength: Vec<f64>,
    peak_frequency: Option<f64>,
    peak_time: Option<f64>,
    /// Samples of a wavelet that is not Ricker's, and their interval.
    wavelet: Option<(Vec<f64>, f64)>,
    receivers: Vec<[f64; 2]>,
    components: Vec<String>,
    dt: f64,
    samples: usize,
    order: u8,
    time_step: Option<f64>,
    free_surface: bool,
    absorbing_cells: usize,
    threads: usize,
}

/// Samples of all traces, `[component][receiver][sample]`.
#[pyfunction]
pub(crate) fn shot<'py>(
    py: Python<'py>,
    input: ShotInput<'py>,
) -> PyResult<Bound<'py, PyArray1<f32>>> {
    let grid = Grid::new(&input);
    let wavelet = input.wavelet().map_err(refusal)?;
    let shot = input.shot(&wavelet)?;
    let settings = input.settings(&wavelet);
    let mut interrupt = None;
    let gather = py.detach(|| -> Result<ShotGather, WaveError> {
        let medium = Medium::new(&grid)?;
        let dt = settings.dt.unwrap_or_else(|| medium.dt_dividing(shot.dt, settings.order));
        let solver = Solver::<f32>::new(&medium, &settings.with_dt(dt))?;
        let [nz, nx] = solver.grid_shape();
        let every = (LOOK_EVERY / nz.saturating_mul(nx)).max(1);
        solver.shot_observed(&shot, every, &mut |_| {
            // Ctrl-C waits for somebody to ask.
            interrupt = Python::attach(|py| py.check_signals().err());
            if interrupt.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
    });
    match (gather, interrupt) {
        (_, Some(error)) => Err(error),
        (gather, None) => Ok(gather.map_err(refusal)?.data().to_vec().into_pyarray(py)),
    }
}

impl ShotInput<'_> {
    fn wavelet(&self) -> Result<Wavelet, WaveError> {
        if let Some((samples, dt)) = &self.wavelet {
            return Wavelet::sampled(*dt, samples.clone());
        }
        // Without any frequency this is no number, and refused.
        let peak_frequency = self.peak_frequency.unwrap_or(f64::NAN);
        Wavelet::ricker(peak_frequency, self.peak_time.unwrap_or(1.5 / peak_frequency))
    }

    fn shot(&self, wavelet: &Wavelet) -> PyResult<Shot> {
        let mechanism = match self.strength[..] {
            [rate] => Mechanism::Explosion(rate),
            [x, z] => Mechanism::Force([x, z]),
            [xx, zz, xz] => Mechanism::Moment { xx, zz, xz },
            _ => return Err(refusal("a source has one, two or three strengths")),
        };
        let source = Source { position: self.source, mechanism, wavelet: wavelet.clone() };
        let components = self.components.iter().map(|name| component(name));
        Ok(Shot {
            sources: vec![source],
            receivers: self.receivers.clone(),
            components: components.collect::<PyResult<_>>()?,
            dt: self.dt,
            samples: self.samples,
        })
    }

    fn settings(&self, wavelet: &Wavelet) -> Settings {
        let top = if self.free_surface { Edge::Free } else { Edge::Absorbing };
        let settings = Settings::new(wavelet)
            .with_order(SpatialOrder::of(self.order).unwrap_or_default())
            .with_edges(Edges { top, ..Edges::absorbing() })
            .with_cpml(Cpml::of_cells(self.absorbing_cells))
            .with_threads(self.threads);
        match self.time_step {
            Some(dt) => settings.with_dt(dt),
            None => settings,
        }
    }
}

fn component(name: &str) -> PyResult<Component> {
    Ok(match name {
        "vx" => Component::Vx,
        "vz" => Component::Vz,
        "pressure" => Component::Pressure,
        "txx" => Component::Txx,
        "tzz" => Component::Tzz,
        "txz" => Component::Txz,
        _ => {
            return Err(refusal(format!(
                "component {name:?} is none of vx, vz, pressure, txx, tzz, txz"
            )));
        }
    })
}

/// The ground, free of Python's lock.
struct Grid {
    shape: [usize; 2],
    spacing: f64,
    velocities: [Vec<f64>; 3],
    thomsen: [Option<Vec<f64>>; 2],
}

impl Grid {
    fn new(input: &ShotInput<'_>) -> Self {
        let nodes = |grid: &PyReadonlyArray2<'_, f64>| grid.as_array().iter().copied().collect();
        let (down, right) = input.vp.as_array().dim();
        Self {
            shape: [down, right],
            spacing: input.spacing,
            velocities: [&input.vp, &input.vs, &input.rho].map(nodes),
            thomsen: [&input.epsilon, &input.delta].map(|grid| grid.as_ref().map(nodes)),
        }
    }
}

impl ElasticMedium for Grid {
    fn shape(&self) -> [usize; 2] {
        self.shape
    }

    fn spacing(&self) -> f64 {
        self.spacing
    }

    fn velocities(&self, iz: usize, ix: usize) -> [f64; 3] {
        [0, 1, 2].map(|k| self.velocities[k][iz * self.shape[1] + ix])
    }

    fn thomsen(&self, iz: usize, ix: usize) -> [f64; 2] {
        [0, 1].map(|k| self.thomsen[k].as_ref().map_or(0.0, |grid| grid[iz * self.shape[1] + ix]))
    }
}
