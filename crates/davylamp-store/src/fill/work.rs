//! Threads that take one sample after the other, so that none waits for a shard to end.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use davylamp_traits::Samples;

use super::{FillOptions, Progress};
use crate::{Store, StoreError};

/// A shard in the making.
struct Open {
    images: Vec<f32>,
    labels: Vec<f32>,
    /// Samples that are not in it yet.
    missing: usize,
}

/// What the threads share.
struct Board {
    /// Shards that nobody has begun, the next one last.
    todo: Vec<usize>,
    /// Samples of the shard that was begun last, the next one last.
    begun: Vec<usize>,
    shard: usize,
    open: HashMap<usize, Open>,
    made: usize,
    progress: Progress,
    failure: Option<StoreError>,
}

/// Makes these shards; says how many it made.
pub(super) fn run(
    store: &Store,
    samples: &dyn Samples,
    (todo, progress): (&[usize], Progress),
    options: &FillOptions<'_>,
) -> Result<usize, StoreError> {
    let board = Mutex::new(Board {
        todo: todo.iter().rev().copied().collect(),
        begun: Vec::new(),
        shard: 0,
        open: HashMap::new(),
        made: 0,
        progress,
        failure: None,
    });
    let work = || {
        let plan = store.plan();
        let mut sample = (vec![0.0; plan.image_len()], vec![0.0; plan.label_len()]);
        while let Some((shard, index)) = next(store, &board, options) {
            let done = one(store, samples, index, &mut sample)
                .and_then(|()| put(store, &board, (shard, index), &sample));
            match done {
                Ok(progress) => {
                    if let Some(tell) = options.progress {
                        tell(progress);
                    }
                }
                Err(failure) => {
                    lock(&board).failure.get_or_insert(failure);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..options.jobs {
            scope.spawn(work);
        }
        work();
    });
    let board = board.into_inner().unwrap_or_else(PoisonError::into_inner);
    match board.failure {
        Some(failure) => Err(failure),
        None => Ok(board.made),
    }
}

/// A thread that panicked takes the program with it once the threads are joined.
fn lock(board: &Mutex<Board>) -> MutexGuard<'_, Board> {
    board.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The next sample and its shard; `None` where there is none, or a reason to stop.
fn next(store: &Store, board: &Mutex<Board>, options: &FillOptions<'_>) -> Option<(usize, usize)> {
    let mut board = lock(board);
    if options.stopped() || board.failure.is_some() {
        return None;
    }
    if board.begun.is_empty() {
        let plan = store.plan();
        let shard = board.todo.pop()?;
        let samples = plan.shard_samples(shard);
        let open = Open {
            images: vec![0.0; samples.len() * plan.image_len()],
            labels: vec![0.0; samples.len() * plan.label_len()],
            missing: samples.len(),
        };
        board.begun = samples.rev().collect();
        board.shard = shard;
        board.open.insert(shard, open);
    }
    let index = board.begun.pop()?;
    Some((board.shard, index))
}

/// Computes a sample and refuses what is not finite.
fn one(
    store: &Store,
    samples: &dyn Samples,
    index: usize,
    (image, labels): &mut (Vec<f32>, Vec<f32>),
) -> Result<(), StoreError> {
    debug_assert_eq!(image.len(), store.plan().image_len());
    samples
        .read(index, image, labels)
        .map_err(|error| StoreError::Sample { index, reason: error.to_string() })?;
    for (part, values) in [("image", &*image), ("labels", &*labels)] {
        if let Some(position) = values.iter().position(|value| !value.is_finite()) {
            return Err(StoreError::NotFinite { part, index, position, value: values[position] });
        }
    }
    Ok(())
}

/// Puts a sample into its shard, and the shard on the disk once it is whole.
fn put(
    store: &Store,
    board: &Mutex<Board>,
    (shard, index): (usize, usize),
    (image, labels): &(Vec<f32>, Vec<f32>),
) -> Result<Progress, StoreError> {
    let at = index - store.plan().shard_samples(shard).start;
    let whole = {
        let mut board = lock(board);
        board.progress.done += 1;
        let Some(open) = board.open.get_mut(&shard) else { return Ok(board.progress) };
        open.images[at * image.len()..][..image.len()].copy_from_slice(image);
        open.labels[at * labels.len()..][..labels.len()].copy_from_slice(labels);
        open.missing -= 1;
        if open.missing == 0 { board.open.remove(&shard) } else { None }
    };
    if let Some(open) = whole {
        store.publish(shard, [&open.images, &open.labels])?;
        lock(board).made += 1;
    }
    Ok(lock(board).progress)
}
