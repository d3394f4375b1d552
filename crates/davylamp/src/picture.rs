//! Pictures of a traced source, of threat zones, of shot gathers, of the ground, of samples, and of what a
//! network made of them, without system fonts.

#[cfg(any(feature = "wave", feature = "uhs"))]
mod amplitude;
pub(crate) mod bands;
#[cfg(all(feature = "nets", feature = "uhs"))]
mod boxes;
mod canvas;
mod clip;
#[cfg(feature = "nets")]
mod curves;
#[cfg(all(feature = "nets", feature = "room"))]
mod floor;
mod fonts;
#[cfg(feature = "wave")]
mod gather;
#[cfg(feature = "uhs")]
mod ground;
#[cfg(feature = "wave")]
mod image;
#[cfg(feature = "uhs")]
mod leaks;
pub(crate) mod legend;
mod output;
#[cfg(any(feature = "uhs", feature = "room"))]
mod panels;
mod png_file;
#[cfg(feature = "room")]
mod readings;
#[cfg(feature = "uhs")]
mod samples;
#[cfg(any(feature = "wave", feature = "uhs", feature = "room", feature = "nets"))]
mod ticks;
mod trace;
pub(crate) mod traced;
pub(crate) mod view;
mod zones;

#[cfg(all(feature = "nets", feature = "uhs"))]
pub use boxes::{BoxPanel, BoxSheet};
#[cfg(feature = "nets")]
pub use curves::{Curve, TrainingPicture};
#[cfg(all(feature = "nets", feature = "room", feature = "report"))]
pub(crate) use floor::place_corners;
#[cfg(all(feature = "nets", feature = "room"))]
pub use floor::{FloorPanel, FloorSheet};
pub use fonts::register_font;
#[cfg(feature = "wave")]
pub use gather::{write_change, write_gather};
#[cfg(feature = "uhs")]
pub use ground::GroundPicture;
#[cfg(feature = "wave")]
pub use image::{ImagePanel, write_images};
#[cfg(feature = "uhs")]
pub use leaks::{LeakPanel, write_leaks};
pub use png_file::write_png;
#[cfg(feature = "room")]
pub use readings::{ReadingPanel, ReadingSheet};
#[cfg(feature = "uhs")]
pub use samples::{SamplePanel, SampleSheet};

use std::path::{Path, PathBuf};

use crate::zones::ThreatZones;

/// Why a picture was not made.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "nets")] {
/// use davylamp::picture::{PictureError, TrainingPicture};
///
/// let picture = TrainingPicture {
///     title: String::new(),
///     losses: Vec::new(),
///     scores: Vec::new(),
///     score: String::new(),
/// };
/// let refused = picture.write("curves.png".as_ref()).unwrap_err();
/// assert_eq!(refused, PictureError::Drawing("a training without epochs".to_owned()));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PictureError {
    /// The ending of the file says nothing about the format.
    #[error("cannot draw {}: the name must end in .png or .svg", path.display())]
    UnknownFormat {
        /// The file asked for.
        path: PathBuf,
    },
    /// A gather or a sample has a value at every pixel: an SVG of it would be huge.
    #[error("cannot draw {}: the name of such a picture must end in .png", path.display())]
    NotPng {
        /// The file asked for.
        path: PathBuf,
    },
    /// A buffer of another size than the picture.
    #[error(
        "cannot draw {width} by {height} pixels of a buffer of {bytes} bytes: both sides must be at \
         least 1, and the buffer must have twice each and 3 bytes a pixel, 12 * width * height"
    )]
    Buffer {
        /// What the buffer has.
        bytes: usize,
        /// Pixels of the file across.
        width: u32,
        /// Pixels of the file down.
        height: u32,
    },
    /// The file cannot be written.
    #[error("cannot write {}: {reason}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The drawing failed.
    #[error("cannot draw the picture: {0}")]
    Drawing(String),
}

impl ThreatZones {
    /// Draws the zones to a file that ends in `.png` or `.svg`.
    ///
    /// # Errors
    /// [`PictureError::UnknownFormat`] for another ending, [`PictureError::Write`] where the file
    /// cannot be written; then nothing is left behind.
    pub fn write_picture(&self, path: &Path) -> Result<(), PictureError> {
        output::write(path, self)
    }
}
