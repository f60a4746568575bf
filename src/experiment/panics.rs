//! How a bug in one replication is kept from ending the others: caught, with its message and its place.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// A caught panic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caught {
    /// What the panic said.
    pub message: String,
    /// The place in the source.
    pub place: String,
}

impl Caught {
    /// Panics with it again, on another thread or further out: its message and place are kept.
    pub fn again(self) -> ! {
        panic::panic_any(self)
    }
}

thread_local! {
    /// `Some` while a guarded call runs on this thread; holds what the hook saw.
    static SEEN: RefCell<Option<Caught>> = const { RefCell::new(None) };
    static GUARDED: RefCell<bool> = const { RefCell::new(false) };
}
static HOOK: Once = Once::new();

/// Calls `work`; a panic inside is returned instead of printed. Panics elsewhere are reported as ever.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Caught> {
    HOOK.call_once(listen);
    let outer = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.map_err(|_| SEEN.take().unwrap_or_else(unknown))
}

/// Puts before the present hook one that only remembers what a guarded thread says.
fn listen() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !GUARDED.with_borrow(|guarded| *guarded) {
            return usual(info);
        }
        if let Some(before) = info.payload().downcast_ref::<Caught>() {
            return SEEN.set(Some(before.clone()));
        }
        let message = said(info.payload());
        let place = info.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        SEEN.set(Some(Caught { message, place }));
    }));
}

/// The text of a panic, which is one of two types depending on whether it was formatted.
fn said(payload: &dyn Any) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or(payload.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
}

fn unknown() -> Caught {
    Caught { message: "no message".to_owned(), place: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caught_panic_keeps_its_message_and_its_place() {
        let caught = caught(|| -> u32 { panic!("the till is short by {} euros", 3) }).unwrap_err();
        assert_eq!(caught.message, "the till is short by 3 euros");
        assert!(caught.place.contains("panics.rs:"), "{}", caught.place);
    }

    #[test]
    fn a_panic_that_is_passed_on_keeps_its_message_and_its_place() {
        let passed_on = caught(|| -> u32 {
            let inner = std::thread::spawn(|| caught(|| -> u32 { panic!("deep inside") }));
            inner.join().unwrap().unwrap_or_else(|wrong| wrong.again())
        });
        let wrong = passed_on.unwrap_err();
        assert_eq!(wrong.message, "deep inside");
        assert!(wrong.place.contains("panics.rs:"), "{}", wrong.place);
    }

    #[test]
    fn work_that_does_not_panic_returns_its_value() {
        assert_eq!(caught(|| 4), Ok(4));
    }
}
