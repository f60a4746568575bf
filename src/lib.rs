//! `mutualise`: should small social-economy employers share jobs, and in which legal form?
//!
//! The map, in reading order; a module uses only what stands before it.
//!
//! | module | holds |
//! |---|---|
//! | [`units`] [`kinds`] [`words`] [`error`] | money and time; kinds of agent; the two languages; what a user can repair |
//! | [`given`] | a file somebody names: its size and encoding, before anything reads it |
//! | [`sheet`] | CSV files with named columns, each fault with its place |
//! | [`digest`] | the hash of a text or a file |
//! | [`maths`] | the only home of transcendental functions, pure Rust, so that results are the same bytes everywhere |
//! | [`dice`] | the only source of chance |
//! | [`catalogue`] [`formats`] [`scenario`] | parameters and their sources; what a format changes; files → a checked, resolved scenario |
//! | [`law`] | French rules with dates: contributions, payroll tax, VAT, contracts, indemnities |
//! | [`price`] | what covering a need costs, by each road: what is paid, invoiced, quoted |
//! | [`world`] | STATE as columns: structures, workers, pool, ledger; founding of a population |
//! | [`indicators`] | OUTCOMES: the registry |
//! | [`month`] | BEHAVIOUR: its `mod.rs` is the table of contents of a month; one phase, one file |
//! | [`experiment`] | replications × branches in parallel; the store |
//! | [`comparison`] | paired statistics over stored results |
//! | [`explanation`] | why two formats differ in one replication: where lives part, and a difference split by mechanism |
//! | [`calibration`] | which values of the assumed parameters the facts agree with |
//! | [`sweep`] | runs over the points of a design, in blocks that survive a kill and shards that are merged |
//! | [`sensitivity`] | on which parameters outcomes depend, chance kept apart |
//! | [`discovery`] | under which conditions a ranking flips |
//! | [`figures`] | how values, differences and intervals are written with their units |
//! | [`charts`] [`report`] | what people see |
//!
//! A replication lives on one thread; that of a country, which is many territories, on all of them.
//!
//! Deliberately absent: a general agent framework, parallelism inside one territory, GPU code,
//! prices that move over the years (everything is in euros of July 2026).

pub mod units;
pub mod kinds;
pub mod words;
pub mod error;
pub mod given;
pub mod sheet;
pub mod digest;
pub mod maths;
pub mod dice;
pub mod catalogue;
pub mod formats;
pub mod scenario;
pub mod law;
pub mod price;
pub mod world;
pub mod indicators;
pub mod month;
pub mod experiment;
pub mod comparison;
pub mod explanation;
pub mod calibration;
pub mod sweep;
pub mod sensitivity;
pub mod discovery;
pub mod figures;
pub mod charts;
pub mod report;
