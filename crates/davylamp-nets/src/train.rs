//! Training.

mod checkpoint;
mod disturbance;
mod settings;

use std::ops::ControlFlow;
use std::path::Path;

use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor};
use davylamp_kernels::Adam;
use davylamp_traits::Samples;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

pub use disturbance::Disturbance;
pub use settings::{Schedule, TrainingConfig};

use crate::batch::Reader;
use crate::model::{About, Model, SCHEMA};
use crate::{DataCard, NetsError, Network, NetworkConfig, Split, Task, Validation, files};
use checkpoint::{Checkpoint, Plan};

/// What a training needs. [`run`](Self::run) does it.
///
/// The network says what is learnt, its [`Task`]: labels, or which class. The loss is the mean square of
/// the differences of labels (Gao et al. 2024, equation 24), or the cross-entropy of classes (Wang et al.
/// 2024, equation 16), the optimizer Adam. Images are scaled by numbers fitted to the training samples
/// ([`Scaling`](crate::Scaling)), over the first part where there are several. After each epoch the validation loss decides whether these weights are
/// the best so far, the training loss where there are no validation samples; samples of the test part
/// are never read.
///
/// # Examples
/// ```
/// use std::ops::ControlFlow;
/// use burn::tensor::Device;
/// use davylamp_nets::{DataCard, HydrogenNetConfig, Label, Split, Training, TrainingConfig};
/// use davylamp_traits::{SampleError, Samples};
///
/// /// Images whose brightness is their label.
/// struct Grey;
/// impl Samples for Grey {
///     fn len(&self) -> usize {
///         12
///     }
///     fn image_shape(&self) -> &[usize] {
///         &[16, 16]
///     }
///     fn label_shape(&self) -> &[usize] {
///         &[1]
///     }
///     fn read(&self, i: usize, image: &mut [f32], label: &mut [f32]) -> Result<(), SampleError> {
///         image.fill(i as f32);
///         label.fill(i as f32 / 12.0);
///         Ok(())
///     }
/// }
///
/// let network = HydrogenNetConfig::new([16, 16], 1).with_channels([2]).with_hidden([]);
/// let data = DataCard {
///     survey: "grey".to_owned(),
///     labels: vec![Label::new("grey", "1", 12.0)],
///     config: String::new(),
///     mirror: None,
/// };
/// let training = Training {
///     network: network.into(),
///     data: data.clone(),
///     samples: &Grey,
///     split: Split::random(12, [8, 4, 0], 1)?,
///     config: TrainingConfig::default().with_epochs(2),
///     device: Device::flex(),
///     folder: None,
/// };
/// let trained = training.run(&mut |epoch| {
///     eprintln!("{}: {}", epoch.number, epoch.validation_loss);
///     ControlFlow::Continue(())
/// })?;
/// let grey = trained.best.predict(&Grey, &data, &[3])?;
/// assert!((0.0..=12.0).contains(&grey[0][0]));
/// # Ok::<(), davylamp_nets::NetsError>(())
/// ```
#[derive(Clone)]
#[allow(missing_debug_implementations, reason = "a set of samples has none")]
pub struct Training<'a> {
    /// The network to train.
    pub network: NetworkConfig,
    /// What the samples are.
    pub data: DataCard,
    /// Labels are fractions of the scales of the card, or one number, the class. Every class needs a
    /// training sample.
    pub samples: &'a dyn Samples,
    /// Which samples are for what.
    pub split: Split,
    /// Epochs, batches, learning rate and seed.
    pub config: TrainingConfig,
    /// Where to compute, with or without gradients.
    pub device: Device,
    /// Where to keep the best model and the last state; nowhere if `None`. A folder that holds a
    /// training of the same settings is gone on with, to the weights that an undisturbed run has.
    pub folder: Option<&'a Path>,
}

/// What an epoch came to.
///
/// The example of [`Training`] shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Epoch {
    /// From 1.
    pub number: usize,
    /// Of its last step.
    pub learning_rate: f64,
    /// Mean over the epoch, while the weights changed.
    pub train_loss: f64,
    /// Of the weights after the epoch; the training loss where there are no validation samples.
    pub validation_loss: f64,
    /// R² of each label over the validation samples; `None` where all truths are equal. Empty where
    /// classes are learnt.
    pub r_squared: Vec<Option<f64>>,
    /// The part of the validation samples whose class is told rightly; `None` where labels are learnt,
    /// or there are no such samples.
    #[serde(default)]
    pub accuracy: Option<f64>,
}

impl Epoch {
    /// The number of the epoch whose weights are kept: the first with the least validation loss; 0 before
    /// any.
    #[must_use]
    pub fn best(history: &[Self]) -> usize {
        let least = |a: &&Self, b: &&Self| a.validation_loss.total_cmp(&b.validation_loss);
        history.iter().min_by(least).map_or(0, |epoch| epoch.number)
    }
}

/// A training that has ended.
///
/// The example of [`Training`] shows it.
#[derive(Debug, Clone)]
pub struct Trained {
    /// The weights of the epoch with the least validation loss.
    pub best: Model,
    /// The weights after the last epoch.
    pub last: Model,
    /// What each epoch came to, those before an interruption included.
    pub history: Vec<Epoch>,
}

impl Training<'_> {
    /// Trains until the epochs are done, the validation loss has not fallen for long enough, or
    /// `progress`, which is called after each epoch, breaks.
    ///
    /// The weights are a function of the inputs and the seed, on one device the same to the last bit,
    /// interrupted or not.
    ///
    /// # Errors
    /// Those of the settings, the samples ([`NetsError::Shape`], [`NetsError::NotFinite`],
    /// [`NetsError::Read`]), the files ([`NetsError::File`], [`NetsError::Damaged`],
    /// [`NetsError::OtherTraining`]), and [`NetsError::Diverged`].
    pub fn run(
        &self,
        progress: &mut dyn FnMut(&Epoch) -> ControlFlow<()>,
    ) -> Result<Trained, NetsError> {
        self.config.check()?;
        self.split.check(self.samples.len())?;
        self.config.check_parts(self.split.train.len())?;
        if let Some(disturbance) = &self.config.disturbance {
            disturbance.check(self.network.task(), self.network.image()[1])?;
        }
        let reader = Reader::new(self.samples, &self.network)?;
        let plan = self.plan(&reader)?;
        let mut run = Run::start(self, reader, plan)?;
        while !run.is_done() {
            let (epoch, validation) = run.epoch()?;
            run.keep(&epoch, validation, self.folder)?;
            let control = progress(&epoch);
            run.history.push(epoch);
            if control.is_break() {
                break;
            }
        }
        Ok(run.end())
    }

    fn plan(&self, reader: &Reader<'_>) -> Result<Plan, NetsError> {
        let first = self.config.part(&self.split.train, 1);
        let about = About {
            schema: SCHEMA,
            network: self.network.clone(),
            data: self.data.clone(),
            image_scale: self
                .config
                .scaling
                .fit(first.iter().map(|&index| reader.read(index).map(|[image, _]| image)))?,
            validation: None, // before any epoch
        };
        if let Task::Classification { classes } = self.network.task() {
            self.check_classes(reader, classes)?;
        }
        about.check()?;
        Ok(Plan { about, split: self.split.clone(), config: self.config.clone() })
    }

    /// That there is something to learn each class from.
    fn check_classes(&self, reader: &Reader<'_>, classes: usize) -> Result<(), NetsError> {
        let mut counts = vec![0_usize; classes];
        for &index in &self.split.train {
            let [_, target] = reader.read(index)?;
            for (count, one) in counts.iter_mut().zip(target) {
                *count += usize::from(one > 0.5);
            }
        }
        match counts.iter().position(|count| *count == 0) {
            Some(class) => {
                let name = self.data.labels.get(class).map(|label| label.name.clone());
                let class = name.unwrap_or_else(|| class.to_string());
                Err(NetsError::RareClass { class, count: 0, needed: 1 })
            }
            None => Ok(()),
        }
    }
}

/// A training under way.
struct Run<'a> {
    reader: Reader<'a>,
    plan: Plan,
    device: Device,
    network: Network,
    optimizer: ModuleOptimizer,
    best: Model,
    history: Vec<Epoch>,
}

impl<'a> Run<'a> {
    /// From the beginning, or from where the folder's last checkpoint is.
    fn start(training: &Training<'_>, reader: Reader<'a>, plan: Plan) -> Result<Self, NetsError> {
        let device = training.device.clone().without_autodiff().autodiff();
        let network = plan.about.network.init(plan.config.seed, &device)?;
        let optimizer =
            ModuleOptimizer::from(Adam::default().with_weight_decay(plan.config.weight_decay));
        let best = Model::new(plan.about.clone(), &network, &device);
        let history = Vec::new();
        let run = Self { reader, plan, device, network, optimizer, best, history };
        let Some(folder) = training.folder else { return Ok(run) };
        match Checkpoint::load(folder, &run.plan)? {
            None => Ok(run),
            Some(checkpoint) => Ok(Self {
                network: files::with_weights(run.network, folder, checkpoint.weights)?,
                optimizer: checkpoint::optimizer(run.optimizer, folder, checkpoint.moments)?,
                best: Model::load(folder, &run.device)?,
                history: checkpoint.history,
                ..run
            }),
        }
    }

    fn is_done(&self) -> bool {
        let config = &self.plan.config;
        let done = self.history.len();
        done >= config.epochs || done - Epoch::best(&self.history) >= config.patience
    }

    fn epoch(&mut self) -> Result<(Epoch, Option<Validation>), NetsError> {
        let number = self.history.len() + 1;
        let (config, scale) = (self.plan.config.clone(), self.plan.about.image_scale);
        let mut order = config.part(&self.plan.split.train, number).to_vec();
        // A stream of its own for each epoch: nothing of the generator needs to be kept.
        let mut random = ChaCha8Rng::seed_from_u64(config.seed);
        random.set_stream(number as u64);
        order.shuffle(&mut random);
        let batches = config.batches(&order).count();
        let [_, columns] = self.plan.about.network.image();
        let (mut total, mut learning_rate) = (0.0, 0.0);
        let mut network = self.network.clone();
        for (at, indices) in config.batches(&order).enumerate() {
            let step = (number - 1) * batches + at;
            learning_rate = config.rate(step, config.epochs * batches);
            let change = |image: &mut [f32]| {
                if let Some(disturbance) = &config.disturbance {
                    disturbance.apply(image, columns, &mut random);
                }
                scale.apply(image);
            };
            let batch = self.reader.batch(indices, change, &self.device)?;
            let loss;
            (network, loss) = self.step(network, batch, learning_rate);
            if !loss.is_finite() {
                return Err(NetsError::Diverged { epoch: number, loss });
            }
            total += loss * indices.len() as f64;
        }
        self.network = network;
        let train_loss = total / order.len() as f64;
        let (loss, validation) = match &*self.plan.split.validation {
            [] => (train_loss, None),
            _ => self.validate().map(|(loss, validation)| (loss, Some(validation)))?,
        };
        if !loss.is_finite() {
            return Err(NetsError::Diverged { epoch: number, loss });
        }
        let errors = validation.iter().flat_map(|validation| &validation.errors);
        let epoch = Epoch {
            number,
            learning_rate,
            train_loss,
            validation_loss: loss,
            r_squared: errors.map(|error| error.r_squared).collect(),
            accuracy: validation.as_ref().and_then(|v| v.classes).map(|classes| classes.accuracy),
        };
        Ok((epoch, validation))
    }

    /// One step of Adam, and the loss before it. Adam writes in place what nobody else holds: the
    /// network comes and goes by value.
    fn step(
        &mut self,
        network: Network,
        (images, targets): (Tensor<3>, Tensor<2>),
        learning_rate: f64,
    ) -> (Network, f64) {
        let loss = self.plan.about.network.task().loss(network.forward(images), targets);
        let gradients = GradientsParams::from_grads(loss.backward(), &network);
        let value = f64::from(loss.into_scalar::<f32>());
        (self.optimizer.step(learning_rate, network, gradients), value)
    }

    /// The loss of the validation samples, and how far off they are.
    fn validate(&self) -> Result<(f64, Validation), NetsError> {
        let model = Model::new(self.plan.about.clone(), &self.network, &self.device);
        let indices = &self.plan.split.validation;
        let targets: Result<Vec<Vec<f64>>, NetsError> = indices
            .iter()
            .map(|&index| Ok(self.reader.read(index)?[1].iter().copied().map(f64::from).collect()))
            .collect();
        let outputs = model.outputs(self.reader.samples(), indices)?;
        Ok(model.network().task().judge(&targets?, &outputs))
    }

    /// Keeps the weights if they are the best, and what is needed to go on from here.
    fn keep(
        &mut self,
        epoch: &Epoch,
        validation: Option<Validation>,
        folder: Option<&Path>,
    ) -> Result<(), NetsError> {
        let least = self.history.iter().map(|e| e.validation_loss).fold(f64::INFINITY, f64::min);
        let is_best = epoch.validation_loss < least;
        if is_best {
            let about = About { validation, ..self.plan.about.clone() };
            self.best = Model::new(about, &self.network, &self.device);
        }
        let Some(folder) = folder else { return Ok(()) };
        if is_best {
            self.best.save(folder)?;
        }
        let mut history = self.history.clone();
        history.push(epoch.clone());
        let checkpoint = Checkpoint {
            weights: files::weights(&self.network)?,
            moments: checkpoint::moments(&self.optimizer, folder)?,
            history,
        };
        checkpoint.save(folder, &self.plan)
    }

    fn end(self) -> Trained {
        let last = Model::new(self.plan.about, &self.network, &self.device);
        Trained { best: self.best, last, history: self.history }
    }
}
