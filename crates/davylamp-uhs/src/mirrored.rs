//! The mirror image of every leak, which a flat ground gives for nothing.

use davylamp_traits::{SampleError, Samples};

use crate::survey::COMPONENTS;
use crate::{GroundKind, Scene, Survey, UhsError};

/// A set with the mirror images of its leaks after them: sample $n + i$ is sample $i$ seen in a mirror.
///
/// In flat layers, with sources and receivers that lie alike to both sides of the middle, a leak at
/// $L_x - x$ makes the waves of the one at $x$ with left and right exchanged, horizontal motion
/// changing its sign:
///
/// $$ \Delta d_{c, s, r}(t) \leftarrow \pm \Delta d_{c, \bar s, \bar r}(t), \qquad
///    x_{min} \leftarrow L_x - x_{max}, \quad x_{max} \leftarrow L_x - x_{min} $$
///
/// where $\bar s$ and $\bar r$ lie opposite to $s$ and $r$. It is no approximation: it is the sample
/// that the wave equation gives, for the price of reading one. All receivers of the set are needed,
/// so this comes before [`Observed`](crate::Observed).
///
/// # Examples
/// ```
/// use davylamp_traits::{SampleError, Samples};
/// use davylamp_uhs::{Mirrored, Scene};
///
/// /// A leak of half the width of the ground, at its left end.
/// struct One;
/// impl Samples for One {
///     fn len(&self) -> usize {
///         1
///     }
///     fn image_shape(&self) -> &[usize] {
///         &[1, 4] // vx and vz of two receivers
///     }
///     fn label_shape(&self) -> &[usize] {
///         &[6]
///     }
///     fn read(&self, _: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
///         image.copy_from_slice(&[1.0, 2.0, 3.0, 4.0]);
///         labels.copy_from_slice(&[0.0, 0.5, 0.1, 0.2, 0.3, 0.4]);
///         Ok(())
///     }
/// }
///
/// let scene = Scene::parse("
///     [survey]
///     sources = { count = 1, depth_m = 10 }
///     receivers = { count = 2, depth_m = 10 }
///     stations = 2
/// ")?;
/// let (mut image, mut labels) = ([0.0; 4], [0.0; 6]);
/// Mirrored::new(One, &scene)?.read(1, &mut image, &mut labels)?;
/// assert_eq!(image, [-2.0, -1.0, 4.0, 3.0]);
/// assert_eq!(labels, [0.5, 1.0, 0.1, 0.2, 0.3, 0.4]);
/// # Ok::<(), SampleError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Mirrored<S> {
    inner: S,
    /// From which column each column comes, and its sign.
    columns: Vec<(usize, f32)>,
}

impl<S: Samples> Mirrored<S> {
    /// Twice a set of this scene.
    ///
    /// # Errors
    /// [`UhsError::NotAllowed`] where the ground is not of flat layers, or a source or a receiver has
    /// none opposite; [`UhsError::WrongLength`] where the set's images are not those of the survey.
    pub fn new(inner: S, scene: &Scene) -> Result<Self, UhsError> {
        let columns = mirror_columns(scene, &Survey::new(scene))?;
        let found = inner.image_shape().last().copied().unwrap_or(0);
        crate::error::length("a row of the image", found, columns.len())?;
        Ok(Self { inner, columns })
    }
}

/// What a mirror makes of a row of traces, `[component][source][receiver]`: for each the trace that it comes
/// from, and -1 where that changes its sign.
///
/// `survey` is that of the scene, or some of its stations ([`Survey::thinned`]).
///
/// # Errors
/// [`UhsError::NotAllowed`] where the ground is not of flat layers, or a source or a receiver has none
/// opposite.
///
/// # Examples
/// ```
/// use davylamp_uhs::{Scene, Survey, mirror_columns};
///
/// let scene = Scene::parse("
///     [survey]
///     sources = { count = 1, depth_m = 10 }
///     receivers = { count = 2, depth_m = 10 }
///     stations = 2
/// ")?;
/// let columns = mirror_columns(&scene, &Survey::new(&scene))?;
/// assert_eq!(columns, [(1, -1.0), (0, -1.0), (3, 1.0), (2, 1.0)]);
/// # Ok::<(), davylamp_uhs::UhsError>(())
/// ```
pub fn mirror_columns(scene: &Scene, survey: &Survey) -> Result<Vec<(usize, f32)>, UhsError> {
    if let GroundKind::Grids(files) = scene.ground_kind() {
        let allowed = "flat layers, for a mirror image".to_owned();
        return crate::error::refuse("grids.vp", &files.vp.display(), allowed);
    }
    let opposite = |name, places: &[[f64; 2]]| -> Result<Vec<usize>, UhsError> {
        let width = scene.grid.width_m;
        // Places are sums of a few numbers: they differ by rounding alone.
        let same = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).hypot(a[1] - b[1]) < 1e-9 * width;
        let find = |[x, z]: [f64; 2]| places.iter().position(|p| same(*p, [width - x, z]));
        let allowed = || format!("places alike to both sides of {} m", 0.5 * width);
        let refuse =
            |place: &[f64; 2]| crate::error::refuse(name, &format!("{place:?}"), allowed());
        let mirror = |place: &[f64; 2]| find(*place).map_or_else(|| refuse(place), Ok);
        places.iter().map(mirror).collect()
    };
    let sources = opposite("survey.sources", &survey.sources)?;
    let receivers = opposite("survey.receivers", &survey.receivers)?;
    let column = |component: usize, source: usize, receiver: usize| {
        let from = (component * sources.len() + source) * receivers.len() + receiver;
        (from, if component == 0 { -1.0 } else { 1.0 })
    };
    Ok((0..COMPONENTS)
        .flat_map(|component| sources.iter().map(move |source| (component, *source)))
        .flat_map(|(c, s)| receivers.iter().map(move |receiver| column(c, s, *receiver)))
        .collect())
}

impl<S: Samples> Samples for Mirrored<S> {
    fn len(&self) -> usize {
        2 * self.inner.len()
    }

    fn image_shape(&self) -> &[usize] {
        self.inner.image_shape()
    }

    fn label_shape(&self) -> &[usize] {
        self.inner.label_shape()
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        let count = self.inner.len();
        if index < count || index >= self.len() {
            return self.inner.read(index, image, labels);
        }
        self.inner.read(index - count, image, labels)?;
        let mut row = vec![0.0; self.columns.len()];
        for out in image.chunks_exact_mut(row.len()) {
            row.copy_from_slice(out);
            for (out, (from, sign)) in out.iter_mut().zip(&self.columns) {
                *out = sign * row[*from];
            }
        }
        // What holds no gas is no leak, and lies nowhere.
        if let [x_min, x_max, rest @ ..] = labels
            && rest.iter().any(|label| *label != 0.0)
        {
            (*x_min, *x_max) = (1.0 - *x_max, 1.0 - *x_min);
        }
        Ok(())
    }
}

/// A set several times over: sample $k n + i$ is sample $i$.
///
/// Seen through [`Observed`](crate::Observed), every time has noise of its own.
///
/// # Examples
/// ```
/// use davylamp_traits::{SampleError, Samples};
/// use davylamp_uhs::Repeated;
///
/// struct Two;
/// impl Samples for Two {
///     fn len(&self) -> usize {
///         2
///     }
///     fn image_shape(&self) -> &[usize] {
///         &[1]
///     }
///     fn label_shape(&self) -> &[usize] {
///         &[1]
///     }
///     fn read(&self, i: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
///         image.fill(i as f32);
///         labels.fill(i as f32);
///         Ok(())
///     }
/// }
///
/// let thrice = Repeated::new(Two, 3);
/// let (mut image, mut label) = ([0.0], [0.0]);
/// thrice.read(5, &mut image, &mut label)?;
/// assert_eq!((thrice.len(), label), (6, [1.0]));
/// assert!(thrice.read(6, &mut image, &mut label).is_err());
/// # Ok::<(), SampleError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Repeated<S> {
    inner: S,
    times: usize,
}

impl<S: Samples> Repeated<S> {
    /// A set so many times.
    #[must_use]
    pub const fn new(inner: S, times: usize) -> Self {
        Self { inner, times }
    }
}

impl<S: Samples> Samples for Repeated<S> {
    fn len(&self) -> usize {
        self.inner.len().saturating_mul(self.times)
    }

    fn image_shape(&self) -> &[usize] {
        self.inner.image_shape()
    }

    fn label_shape(&self) -> &[usize] {
        self.inner.label_shape()
    }

    fn read(&self, index: usize, image: &mut [f32], labels: &mut [f32]) -> Result<(), SampleError> {
        if index >= self.len() {
            return Err(UhsError::NoSample { index, len: self.len() }.into());
        }
        self.inner.read(index % self.inner.len(), image, labels)
    }
}
