//! SEG-Y revision 1: shot gathers for other programs.
//!
//! One file holds a survey: its shots one after the other, each with its components, each of those with
//! its receivers. Samples are IEEE floats (format code 5), big-endian as the standard wants; IBM floats
//! (code 1) are read too.
//!
//! | Bytes of a trace's header | Hold |
//! |---|---|
//! | 9-12, 17-20 | number of the shot, from 1 |
//! | 13-16 | number of the trace within the shot, from 1 |
//! | 29-30 | what is recorded: see below |
//! | 37-40 | x of the receiver less x of the source, in m |
//! | 41-44 | elevation of the receiver: -z |
//! | 45-48, 49-52 | elevation of the surface at the source (0), depth of the source: z |
//! | 69-70, 71-72 | the divisor of elevations and coordinates, negated: 1, -10, ... -10000 |
//! | 73-76, 81-84 | x of the source, x of the receiver; y (77-80, 85-88) is 0 |
//! | 115-116, 117-118 | samples, and their interval in µs |
//! | 203-204 | unit of the samples: 1 Pa, 6 m/s |
//!
//! | Code in 29-30 | Component |
//! |---|---|
//! | 11 | pressure |
//! | 12 | `vz`, positive downwards |
//! | 14 | `vx`, positive to the right |
//! | 23, 24, 25 | `txx`, `tzz`, `txz`: the standard leaves codes from 23 on to the user |
//!
//! Places are kept to the last bit where a tenth of a millimetre or a coarser decimal holds them, and
//! rounded to a tenth of a millimetre otherwise.
//!
//! # References
//!
//! SEG Technical Standards Committee (2002), SEG Y rev 1 Data Exchange format, release 1.0.
//!
//! # Examples
//!
//! ```
//! use davylamp_wave::{Component, Recording, ShotGather, segy};
//!
//! let gather = ShotGather::<f32>::zeros(Recording {
//!     source: [500.0, 10.0],
//!     receivers: vec![[600.0, 10.0], [712.5, 10.0]],
//!     components: vec![Component::Vx, Component::Vz],
//!     dt: 2e-3,
//!     samples: 500,
//! })?;
//! let bytes = segy::to_bytes(&[gather.clone()])?;
//! assert_eq!(bytes.len(), 3600 + 4 * (240 + 4 * 500));
//! assert_eq!(segy::from_bytes(&bytes)?, [gather]);
//!
//! let cut = segy::from_bytes(&bytes[..4000]).unwrap_err();
//! assert_eq!(
//!     cut.to_string(),
//!     "byte 4000: the file ends here, and a trace needs 1840 bytes more"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod fields;
mod read;
mod text;
mod write;

pub use read::from_bytes;
pub use write::to_bytes;
