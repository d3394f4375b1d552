use std::path::PathBuf;

/// Why a network, a set of samples, a training or a file was refused.
///
/// The example of [`ResNetConfig`](crate::ResNetConfig) shows one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NetsError {
    /// A setting lies outside its range.
    #[error("{name} = {value:e} is outside [{min:e}, {max:e}]")]
    OutOfRange {
        /// The setting.
        name: &'static str,
        /// What it was.
        value: f64,
        /// The smallest value allowed.
        min: f64,
        /// The largest value allowed.
        max: f64,
    },
    /// A count lies outside its range.
    #[error("{name} = {value} is outside [{min}, {max}]")]
    CountOutOfRange {
        /// The setting.
        name: &'static str,
        /// What it was.
        value: usize,
        /// The smallest count allowed.
        min: usize,
        /// The largest count allowed.
        max: usize,
    },
    /// Samples or labels have other sizes than the network.
    #[error("{what}: {found:?} instead of {expected:?}")]
    Shape {
        /// What has these sizes.
        what: &'static str,
        /// The sizes it has.
        found: Vec<usize>,
        /// The sizes it should have.
        expected: Vec<usize>,
    },
    /// A sample holds NaN or an infinity.
    #[error("sample {index}: its {what} holds {value}, which is no finite number")]
    NotFinite {
        /// Which sample, from 0.
        index: usize,
        /// Image or labels.
        what: &'static str,
        /// What was found.
        value: f32,
    },
    /// A sample's label is no class of the network.
    #[error("sample {index}: class {value} is no whole number from 0 to {last}")]
    Class {
        /// Which sample, from 0.
        index: usize,
        /// Its label.
        value: f32,
        /// The last class.
        last: usize,
    },
    /// Sensors were to be disturbed for a network that looks at none.
    #[error(
        "only images of sensors and their readings can be disturbed, and this network's are waves"
    )]
    NoSensors,
    /// A class has too few samples to be learnt.
    #[error("class {class} has {count} training samples, and needs {needed} at least")]
    RareClass {
        /// Its name on the card, or its number, from 0, where there is no card.
        class: String,
        /// How many samples it has.
        count: usize,
        /// How many it needs.
        needed: usize,
    },
    /// A method of another library could not learn.
    #[error("{method}: {cause}")]
    Method {
        /// Which method.
        method: &'static str,
        /// What it said.
        cause: String,
    },
    /// A sample could not be read.
    #[error("sample {index} could not be read: {cause}")]
    Read {
        /// Which sample, from 0.
        index: usize,
        /// What its set said.
        cause: String,
    },
    /// The samples are not what the model was trained on.
    #[error("the {what} of the samples is {found}; the model was trained on {expected}")]
    OtherData {
        /// Survey, labels, or their scales.
        what: &'static str,
        /// What the samples say.
        found: String,
        /// What the model says.
        expected: String,
    },
    /// A mirror that a second one does not undo.
    #[error("{what} {at} of the mirror does not come back from where it goes")]
    Mirror {
        /// Column or label.
        what: &'static str,
        /// Which, from 0.
        at: usize,
    },
    /// A sample number that is not in the set, or is in two parts of it.
    #[error("sample {index} of the {part} part {why}")]
    Split {
        /// Which sample, from 0.
        index: usize,
        /// Training or validation.
        part: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The loss is no longer a number, so the training cannot go on.
    #[error("the loss became {loss} in epoch {epoch}; a smaller learning rate may help")]
    Diverged {
        /// Which epoch, from 1.
        epoch: usize,
        /// What the loss was.
        loss: f64,
    },
    /// A file could not be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        cause: String,
    },
    /// A file is not what it should be: cut short, changed, or of another version.
    #[error("{}: damaged: {why}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A folder holds a training with other settings.
    #[error("{}: holds a training with another {what}; choose another folder", path.display())]
    OtherTraining {
        /// Which folder.
        path: PathBuf,
        /// What differs.
        what: &'static str,
    },
}

/// `Ok` if `value` is in `[min, max]`; NaN is not.
pub(crate) fn check(name: &'static str, value: f64, min: f64, max: f64) -> Result<(), NetsError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(NetsError::OutOfRange { name, value, min, max })
    }
}

/// `Ok` if `value` is in `[min, max]`.
pub(crate) fn check_count(
    name: &'static str,
    value: usize,
    [min, max]: [usize; 2],
) -> Result<(), NetsError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(NetsError::CountOutOfRange { name, value, min, max })
    }
}

/// That images of so many sensors and readings, and so many classes, can be.
pub(crate) fn check_room([sensors, readings]: [usize; 2], classes: usize) -> Result<(), NetsError> {
    check_count("sensors", sensors, [1, 1 << 16])?;
    check_count("readings", readings, [1, 1 << 16])?;
    check_count("classes", classes, [2, 1 << 16])
}

/// `Ok` if two lists of sizes agree.
pub(crate) fn check_shape(
    what: &'static str,
    found: &[usize],
    expected: &[usize],
) -> Result<(), NetsError> {
    if found == expected {
        Ok(())
    } else {
        Err(NetsError::Shape { what, found: found.to_vec(), expected: expected.to_vec() })
    }
}
