//! The limits that a worker sets on itself: address space, CPU, no core dump.
//!
//! The wall clock is the parent's. CPU is capped too, so that a worker whose parent was killed
//! cannot run on for ever should it not notice; the cap grows with each document given.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::limits::Limits;

/// Documents after which a worker is replaced, whatever its size: leaks stay small.
const DOCUMENTS: u64 = 500;

/// Caps the address space and forbids core dumps, for the life of the process.
pub(super) fn confine(limits: &Limits) -> std::io::Result<()> {
    lower(Resource::As, limits.memory_bytes)?;
    lower(Resource::Core, 0)
}

/// Allows the CPU of one more document, the `number`th.
pub(super) fn allow_document(limits: &Limits, number: u64) -> std::io::Result<()> {
    lower(Resource::Cpu, (limits.seconds + 1).saturating_mul(number))
}

/// Sets the soft limit, within the hard one that the process was given.
fn lower(resource: Resource, value: u64) -> std::io::Result<()> {
    let maximum = getrlimit(resource).maximum;
    let current = Some(maximum.map_or(value, |hard| hard.min(value)));
    Ok(setrlimit(resource, Rlimit { current, maximum })?)
}

/// Whether a worker has served enough or holds more than half of its memory: what the next
/// document may use must not depend on what was read before.
pub(super) fn is_worn(limits: &Limits, served: u64) -> bool {
    served >= DOCUMENTS || address_space().is_some_and(|bytes| bytes > limits.memory_bytes / 2)
}

/// The address space that this process takes, in bytes.
fn address_space() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
}
