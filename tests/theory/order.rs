//! Results depend neither on the order in which things are stored nor on the names they go by.
