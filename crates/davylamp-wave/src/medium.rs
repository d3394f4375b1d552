mod averages;
mod layers;

pub use layers::Layer;

use davylamp_traits::ElasticMedium;

use crate::error::positive;
use crate::memory::reserve;
use crate::{SpatialOrder, WaveError};
use averages::Stiffness;

/// The ground at the points of the staggered grid.
///
/// Node `(iz, ix)` lies at `x = ix * h`, `z = iz * h`; arrays are `[iz][ix]`. The stiffnesses $C_{11}$,
/// $C_{13}$, $C_{33}$ belong to the nodes, $C_{55}$ to `(+1/2, +1/2)` of a cell behind them, the
/// densities to the velocities: $v_x$ at `(+1/2, 0)`, $v_z$ at `(0, +1/2)` in x and z.
///
/// | Made by | Interfaces |
/// |---|---|
/// | [`Medium::new`] | on the nodes as given: first order in their place |
/// | [`Medium::from_layers`] | flat, at any depth: averaged exactly, second order |
/// | [`Medium::sampled`] | of any shape: averaged over samples of each cell |
///
/// Speeds and Thomsen's parameters become stiffnesses by
///
/// $$ C_{33} = \rho v_p^2, \quad C_{55} = \rho v_s^2, \quad C_{11} = C_{33}(1 + 2\epsilon), \quad
///    C_{13} = \sqrt{(C_{33} - C_{55})(C_{33}(1 + 2\delta) - C_{55})} - C_{55} $$
///
/// Thomsen (1986), Weak elastic anisotropy, Geophysics 51, 1954-1966,
/// <https://doi.org/10.1190/1.1442051>, equations 8 and 17.
///
/// # Examples
///
/// ```
/// use davylamp_wave::{Ground, Medium};
///
/// // Water over rock that dips: 41 nodes down, 61 to the right, 5 m apart, four by four samples a cell.
/// let medium = Medium::sampled([41, 61], 5.0, 4, |x, z| {
///     if z < 60.0 + 0.1 * x {
///         Ground::isotropic(1500.0, 0.0, 1000.0)
///     } else {
///         Ground::isotropic(3000.0, 1700.0, 2200.0)
///     }
/// })?;
/// assert_eq!(medium.shape(), [41, 61]);
/// # Ok::<(), davylamp_wave::WaveError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Medium {
    shape: [usize; 2],
    spacing: f64,
    /// 1/density, in m³/kg, at vx and vz, then C11, C13, C33, C55, in Pa.
    properties: [Vec<f64>; 6],
    fastest: f64,
    slowest: f64,
}

/// The ground at a point.
///
/// # Examples
///
/// ```
/// use davylamp_wave::Ground;
/// // Shale, whose waves are faster along its layers than across.
/// let shale = Ground { epsilon: 0.2, delta: 0.1, ..Ground::isotropic(2700.0, 1300.0, 2300.0) };
/// assert_eq!(shale.vp, 2700.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ground {
    /// Speed of compressional waves along the vertical, in m/s.
    pub vp: f64,
    /// Speed of shear waves along the vertical, in m/s; zero in a fluid.
    pub vs: f64,
    /// Density, in kg/m³.
    pub rho: f64,
    /// Thomsen's $\epsilon$.
    pub epsilon: f64,
    /// Thomsen's $\delta$.
    pub delta: f64,
}

impl Ground {
    /// The same in all directions.
    #[must_use]
    pub fn isotropic(vp: f64, vs: f64, rho: f64) -> Self {
        Self { vp, vs, rho, epsilon: 0.0, delta: 0.0 }
    }

    /// Its stiffness, if it has one; `iz` and `ix` are for the error.
    fn stiffness(&self, iz: usize, ix: usize) -> Result<Stiffness, WaveError> {
        let Self { vp, vs, rho, epsilon, delta } = *self;
        let refuse = |name, value, min: f64, max: f64| {
            if (min..=max).contains(&value) {
                Ok(())
            } else {
                Err(WaveError::Ground { name, iz, ix, value, min, max })
            }
        };
        refuse("rho", rho, f64::MIN_POSITIVE, f64::MAX)?;
        refuse("vp", vp, f64::MIN_POSITIVE, f64::MAX)?;
        refuse("vs", vs, 0.0, vp * 0.75_f64.sqrt())?;
        let c33 = rho * vp * vp;
        let c55 = rho * vs * vs;
        // Stable materials have C55 < C33 and C11 C33 > C13^2; the root must be real.
        refuse("epsilon", epsilon, -0.5 * (1.0 - c55 / c33), f64::MAX)?;
        refuse("delta", delta, -0.5 * (1.0 - c55 / c33), f64::MAX)?;
        let c11 = c33 * (1.0 + 2.0 * epsilon);
        let c13 = ((c33 - c55) * (c33 * (1.0 + 2.0 * delta) - c55)).max(0.0).sqrt() - c55;
        // Of an isotropic ground exactly, not within the root's rounding.
        let c13 = if delta == 0.0 { c33 - 2.0 * c55 } else { c13 };
        let determinant = c11 * c33 - c13 * c13;
        let fluid = vs == 0.0 && epsilon == 0.0 && delta == 0.0;
        if !fluid {
            refuse("C11 C33 - C13^2 from delta", determinant, 0.0, f64::MAX)?;
        }
        Ok(Stiffness { rho, c11, c13, c33, c55 })
    }
}

impl Medium {
    /// From the values on nodes: density arithmetic at the velocities' points, $C_{55}$ harmonic of the
    /// four nodes around its point (and zero if one of them is fluid).
    ///
    /// # Errors
    ///
    /// [`WaveError::Ground`] names the node and the value: a density or speed that is not positive,
    /// $v_s$ not in $[0, \sqrt{3/4}\, v_p]$ (a bulk modulus below zero), Thomsen's parameters of no
    /// stable material. [`WaveError::OutOfRange`] for a side of fewer than 2 nodes,
    /// [`WaveError::TooLarge`] for more nodes than the machine has memory for.
    ///
    /// # References
    ///
    /// Graves (1996), Simulating seismic wave propagation in 3D elastic media using staggered-grid
    /// finite differences, BSSA 86, 1091-1106; Moczo et al. (2002), BSSA 92, 3042-3066,
    /// <https://doi.org/10.1785/0120010167>.
    pub fn new(medium: &dyn ElasticMedium) -> Result<Self, WaveError> {
        let shape = medium.shape();
        Self::checked_grid(shape, medium.spacing())?;
        let [nz, nx] = shape;
        let mut result = Self::blank(shape, medium.spacing())?;
        let mut nodes = Vec::new();
        reserve(&mut nodes, shape[0].saturating_mul(shape[1]))?;
        for iz in 0..nz {
            for ix in 0..nx {
                let [vp, vs, rho] = medium.velocities(iz, ix);
                let [epsilon, delta] = medium.thomsen(iz, ix);
                nodes.push(Ground { vp, vs, rho, epsilon, delta }.stiffness(iz, ix)?);
            }
        }
        let node = |iz: usize, ix: usize| nodes[iz.min(nz - 1) * nx + ix.min(nx - 1)];
        for iz in 0..nz {
            for ix in 0..nx {
                let [here, right, below, across] =
                    [node(iz, ix), node(iz, ix + 1), node(iz + 1, ix), node(iz + 1, ix + 1)];
                let densities = [0.5 * (here.rho + right.rho), 0.5 * (here.rho + below.rho)];
                let shear = [here, right, below, across].map(|node| node.c55);
                result.push(densities, here, averages::harmonic(&shear));
            }
        }
        result.survey_speeds();
        Ok(result)
    }

    /// Volume averages of a ground that is known at every point: `ground(x, z)`, sampled at
    /// `points * points` places of each cell.
    ///
    /// Stiffnesses are averaged down each column of samples as a pile of layers (Backus), then across
    /// the columns as layers side by side; $C_{55}$ harmonically, densities arithmetically. Flat and
    /// upright interfaces are so placed within `h / (2 points)`; four or more points a side are enough
    /// for second order at the usual spacings. Points beyond the outermost nodes are asked for, up to
    /// `h`.
    ///
    /// # Errors
    ///
    /// As [`Medium::new`]; [`WaveError::OutOfRange`] for `points` outside 1 to 64.
    ///
    /// # References
    ///
    /// Backus (1962), Long-wave elastic anisotropy produced by horizontal layering, J. Geophys. Res. 67,
    /// 4427-4440, <https://doi.org/10.1029/JZ067i011p04427>; Moczo et al. (2002), BSSA 92, 3042-3066.
    pub fn sampled(
        shape: [usize; 2],
        spacing: f64,
        points: usize,
        ground: impl Fn(f64, f64) -> Ground,
    ) -> Result<Self, WaveError> {
        Self::checked_grid(shape, spacing)?;
        crate::error::in_range("points", points as f64, 1.0, 64.0)?;
        let cells = |x: usize, z: usize, half: [f64; 2]| {
            let mut samples = Vec::with_capacity(points * points);
            for column in 0..points {
                for row in 0..points {
                    let place = |k: usize| (k as f64 + 0.5) / points as f64 - 0.5;
                    let at_x = (x as f64 + half[0] + place(column)) * spacing;
                    let at_z = (z as f64 + half[1] + place(row)) * spacing;
                    samples.push(ground(at_x, at_z).stiffness(z, x)?);
                }
            }
            Ok::<_, WaveError>(samples)
        };
        let mut medium = Self::blank(shape, spacing)?;
        for iz in 0..shape[0] {
            for ix in 0..shape[1] {
                let densities = [
                    averages::density(&cells(ix, iz, [0.5, 0.0])?),
                    averages::density(&cells(ix, iz, [0.0, 0.5])?),
                ];
                let columns = cells(ix, iz, [0.0, 0.0])?;
                let piles: Vec<Stiffness> = columns.chunks(points).map(averages::pile).collect();
                let shear: Vec<f64> = cells(ix, iz, [0.5, 0.5])?.iter().map(|s| s.c55).collect();
                let node = averages::side_by_side(&piles);
                medium.push(densities, node, averages::harmonic(&shear));
            }
        }
        medium.survey_speeds();
        Ok(medium)
    }

    /// Number of nodes down and to the right: `[nz, nx]`.
    #[must_use]
    pub fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// Distance between neighbouring nodes, in m.
    #[must_use]
    pub fn spacing(&self) -> f64 {
        self.spacing
    }

    /// 1/density in m³/kg at the points of $v_x$, then of $v_z$; then $C_{11}$, $C_{13}$, $C_{33}$ at the
    /// nodes and $C_{55}$ at its points, in Pa; each `[iz][ix]`.
    #[must_use]
    pub fn properties(&self) -> [&[f64]; 6] {
        self.properties.each_ref().map(Vec::as_slice)
    }

    /// The fastest wave, in m/s: $\sqrt{\max(C_{11}, C_{33})/\rho}$.
    #[must_use]
    pub fn fastest(&self) -> f64 {
        self.fastest
    }

    /// The slowest wave along an axis, in m/s: shear, or compressional in a fluid.
    #[must_use]
    pub fn slowest(&self) -> f64 {
        self.slowest
    }

    /// The largest stable time step, in s.
    ///
    /// $$ \Delta t \le \frac{h}{\sqrt 2\, v_{max} \sum_m |c_m|} $$
    #[must_use]
    pub fn max_stable_dt(&self, order: SpatialOrder) -> f64 {
        order.courant_limit() * self.spacing / self.fastest
    }

    /// The longest time step, in s, that divides an interval and is at most 0.95 of the largest stable one:
    /// each sample of a record with this interval is then one of the steps.
    #[must_use]
    pub fn dt_dividing(&self, interval: f64, order: SpatialOrder) -> f64 {
        let longest = 0.95 * self.max_stable_dt(order);
        interval / (interval / longest).ceil()
    }

    fn checked_grid(shape: [usize; 2], spacing: f64) -> Result<(), WaveError> {
        positive("spacing", spacing)?;
        for (name, side) in ["nodes down", "nodes to the right"].into_iter().zip(shape) {
            crate::error::in_range(name, side as f64, 2.0, 1e9)?;
        }
        Ok(())
    }

    fn blank(shape: [usize; 2], spacing: f64) -> Result<Self, WaveError> {
        let mut properties = [const { Vec::new() }; 6];
        for property in &mut properties {
            reserve(property, shape[0].saturating_mul(shape[1]))?;
        }
        Ok(Self { shape, spacing, properties, fastest: 0.0, slowest: f64::INFINITY })
    }

    /// Appends a node: densities at vx and vz, stiffness at the node, C55 at its point.
    fn push(&mut self, densities: [f64; 2], node: Stiffness, c55: f64) {
        let [vx, vz] = densities;
        let values = [vx.recip(), vz.recip(), node.c11, node.c13, node.c33, c55];
        for (property, value) in self.properties.iter_mut().zip(values) {
            property.push(value);
        }
    }

    /// Finds the fastest and the slowest wave.
    fn survey_speeds(&mut self) {
        let [bx, bz, c11, _, c33, c55] = &self.properties;
        for k in 0..bx.len() {
            let buoyancy = bx[k].max(bz[k]);
            self.fastest = self.fastest.max((buoyancy * c11[k].max(c33[k])).sqrt());
            let stiffness = if c55[k] > 0.0 { c55[k] } else { c11[k].min(c33[k]) };
            self.slowest = self.slowest.min((bx[k].min(bz[k]) * stiffness).sqrt());
        }
    }
}
