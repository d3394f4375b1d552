//! Many small trainings at once.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};

/// A piece of work.
pub(crate) type Job<'a> = Box<dyn Fn() -> Result<()> + Sync + Send + 'a>;

/// Does the jobs in turn on so many threads, until one fails.
///
/// Each thread has a pool of its own with itself alone in it: small networks gain nothing from more, and
/// no training waits for another's.
pub(crate) fn run(jobs: &[Job<'_>], threads: usize) -> Result<()> {
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(None);
    let work = || -> Result<()> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            pool.install(job)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                if let Err(error) = work() {
                    next.store(jobs.len(), Ordering::Relaxed);
                    if let Ok(mut failed) = failed.lock() {
                        failed.get_or_insert(error);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().ok().context("a worker panicked")?;
    failed.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_done_once_and_an_error_is_told() {
        let done: Vec<AtomicUsize> = (0..20).map(|_| AtomicUsize::new(0)).collect();
        let job = |at: usize| -> Job<'_> {
            let done = &done;
            Box::new(move || {
                done[at].fetch_add(1, Ordering::Relaxed);
                anyhow::ensure!(at != 20, "the last one fails");
                Ok(())
            })
        };
        run(&(0..20).map(job).collect::<Vec<_>>(), 3).unwrap();
        assert!(done.iter().all(|count| count.load(Ordering::Relaxed) == 1));
        let bad: Vec<Job<'_>> = vec![Box::new(|| anyhow::bail!("no"))];
        assert_eq!(run(&bad, 2).unwrap_err().to_string(), "no");
    }
}
