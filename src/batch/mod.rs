//! The whole job: discover, read in workers, store, reconcile, report.
