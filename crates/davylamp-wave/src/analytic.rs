//! Exact seismograms of simple ground, to hold a solver against.
//!
//! | Ground | Sources | Receivers |
//! |---|---|---|
//! | [`FullSpace`]: the same everywhere | explosion, force | anywhere |
//! | [`HalfSpace`]: the same below a free surface | buried explosion (Garvin's problem) | on the surface |
//!
//! Sources are lines across the plane, as everything is in two dimensions. Each response is a
//! convolution with the wavelet's derivative $w'$ over the time after the arrival $a = r/c$; with the
//! delay written as $a\cosh u$, the singularity at the arrival goes away and Gauss-Legendre quadrature
//! converges quickly. Results are good to about 1e-10 of the peak.
//!
//! Velocities are those of the particles, in m/s; x to the right and z down.
//!
//! # References
//!
//! - Eason, Fulton and Sneddon (1956), The generation of waves in an infinite elastic solid by variable
//!   body forces, Phil. Trans. R. Soc. Lond. A 248, 575-607, <https://doi.org/10.1098/rsta.1956.0010>.
//! - Kausel (2006), Fundamental Solutions in Elastodynamics, Cambridge, chapter 3 and section 5.5,
//!   <https://doi.org/10.1017/CBO9780511546112>.
//! - Garvin (1956), Exact transient solution of the buried line source problem, Proc. R. Soc. Lond. A
//!   234, 528-541, <https://doi.org/10.1098/rspa.1956.0055>.

mod full_space;
mod half_space;
mod quadrature;

pub use full_space::FullSpace;
pub use half_space::HalfSpace;
