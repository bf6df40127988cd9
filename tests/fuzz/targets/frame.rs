//! Any bytes on the socket between parent and worker: a frame comes out of it or an error does,
//! no part is longer than the cap, and what came goes out again as it came.
//!
//! The first byte is the cap; the second says whether the rest is what came, or is written over
//! a sound frame.
#![no_main]

use bilan::worker::fuzzed::{FRAMES, again, sample};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [cap, mode, at, rest @ ..] = data else { return };
    let cap = u32::from(*cap) * 64;
    for (number, frame) in (1..).zip(FRAMES) {
        let mut wire = rest.to_vec();
        if mode % 4 == number {
            let sound = sample(frame);
            let at = usize::from(*at) * sound.len() / 255;
            wire = [&sound[..at], rest, sound.get(at + rest.len()..).unwrap_or(&[])].concat();
        }
        let Some(sent) = again(frame, &wire, cap) else { continue };
        assert!(sent.body.len() <= cap as usize, "a body over the cap");
        assert!(wire.len() >= 8 + sent.body.len(), "a body longer than what came");
        // Once in our own words, a frame is the same for ever.
        let twice = again(frame, &sent.wire, u32::MAX).expect("what we send is read");
        assert_eq!(twice.wire, sent.wire);
        assert_eq!(twice.body, sent.body);
    }
});
