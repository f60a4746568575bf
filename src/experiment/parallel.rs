//! How many replications are computed at once, and how they are asked to stop: each thread takes the next number.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::panics::{Caught, caught};
use super::trouble::Trouble;

/// How long the receiver sleeps at most before it can say again that work is under way.
const PATIENCE: Duration = Duration::from_millis(250);

/// What the receiver is told.
pub enum News<T> {
    /// A number is done: its result, or the panic that ended it.
    Done(u32, Result<T, Caught>),
    /// Nothing new for a while.
    Waiting,
}

/// Does something that may be shared out among `threads` threads.
pub fn on<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Result<T, Trouble> {
    Ok(pool(threads)?.install(work))
}

fn pool(threads: usize) -> Result<rayon::ThreadPool, Trouble> {
    let built = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    built.map_err(|cause| Trouble::NoThreads(cause.to_string()))
}

/// Calls `work` for so many numbers at once on `threads` threads, and `receive` on this one as results come, in no fixed
/// order. Fewer at once than threads: then each shares its own work out among them.
///
/// Numbers are taken in order, so that what is done when `stop` is raised has no gap. Once `receive` fails no
/// further number is taken, and its error is returned.
pub fn each<T: Send>(
    numbers: &[u32],
    (threads, at_once): (usize, usize),
    stop: &AtomicBool,
    work: impl Fn(u32) -> T + Sync,
    mut receive: impl FnMut(News<T>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let pool = pool(threads)?;
    let next = AtomicUsize::new(0);
    let abandoned = AtomicBool::new(false);
    let (sender, receiver) = channel();
    let take = || {
        let stopped = stop.load(Ordering::Relaxed) || abandoned.load(Ordering::Relaxed);
        if stopped { None } else { numbers.get(next.fetch_add(1, Ordering::Relaxed)).copied() }
    };
    pool.in_place_scope(|scope| {
        for _ in 0..at_once {
            let sender = sender.clone();
            let (take, work) = (&take, &work);
            scope.spawn(move |_| {
                while let Some(number) = take() {
                    // the receiver outlives every thread, so that sending cannot fail
                    let _ = sender.send((number, caught(|| work(number))));
                }
            });
        }
        drop(sender);
        let result = loop {
            let news = match receiver.recv_timeout(PATIENCE) {
                Ok((number, result)) => News::Done(number, result),
                Err(RecvTimeoutError::Timeout) => News::Waiting,
                Err(RecvTimeoutError::Disconnected) => break Ok(()),
            };
            if let Err(trouble) = receive(news) {
                break Err(trouble);
            }
        };
        abandoned.store(result.is_err(), Ordering::Relaxed);
        result
    })
}
