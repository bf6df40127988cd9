//! The body of a frame, in pieces: the JSON of a record may be fifty megabytes long.
//!
//! In one vector it would double as it comes and leave its allocator holes of tens of megabytes,
//! a thread; pieces of one size serve the next body again. It goes from the socket to the disk as
//! it is: only who must know the value puts it together, as it is parsed.

use std::io::{self, Read};
use std::slice;

use serde::de::DeserializeOwned;

/// Bytes of a piece; only the last may have fewer.
const PIECE: usize = 64 << 10;

/// The body of a frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body(Vec<Vec<u8>>);

impl Body {
    /// Reads so many bytes; memory grows with what comes, not with what is announced.
    pub(super) fn receive(from: &mut impl Read, length: u32) -> io::Result<Self> {
        let mut left = length as usize;
        let mut pieces = Vec::new();
        while left > 0 {
            let mut piece = vec![0; left.min(PIECE)];
            from.read_exact(&mut piece)?;
            left -= piece.len();
            pieces.push(piece);
        }
        Ok(Self(pieces))
    }

    /// Its pieces in their order.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// Reads it from its beginning.
    #[must_use]
    pub fn reader(&self) -> impl Read {
        Reader { piece: &[], rest: self.0.iter() }
    }

    /// The value that its JSON is.
    pub fn parse<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        match self.0.as_slice() {
            // Of bytes that lie together this takes less time.
            [] => serde_json::from_slice(&[]),
            [piece] => serde_json::from_slice(piece),
            _ => serde_json::from_reader(self.reader()),
        }
    }
}

impl From<&[u8]> for Body {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.chunks(PIECE).map(<[u8]>::to_vec).collect())
    }
}

/// What is still to be read of a body.
struct Reader<'b> {
    piece: &'b [u8],
    rest: slice::Iter<'b, Vec<u8>>,
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() {
            self.piece = self.rest.next().map(Vec::as_slice).unwrap_or_default();
        }
        self.piece.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The JSON of a list of so many numbers.
    fn list(numbers: u32) -> (Vec<u32>, Vec<u8>) {
        let all: Vec<u32> = (0..numbers).collect();
        let json = serde_json::to_vec(&all).unwrap();
        (all, json)
    }

    #[test]
    fn a_body_of_several_pieces_comes_out_as_it_went_in() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let from = [bytes.as_slice(), b"the next frame"].concat();
            let body = Body::receive(&mut from.as_slice(), length as u32).unwrap();
            assert_eq!(body.pieces().count(), length.div_ceil(PIECE), "{length}");
            assert_eq!(body.pieces().collect::<Vec<_>>().concat(), bytes, "{length}");
            let mut read = Vec::new();
            body.reader().read_to_end(&mut read).unwrap();
            assert_eq!((read, body), (bytes.clone(), Body::from(bytes.as_slice())), "{length}");
        }
    }

    #[test]
    fn a_value_is_read_over_the_ends_of_pieces() {
        for numbers in [3, 50_000] {
            let (all, json) = list(numbers);
            let body = Body::from(json.as_slice());
            assert_eq!(body.pieces().count() > 1, numbers > 3);
            assert_eq!(body.parse::<Vec<u32>>().unwrap(), all);
        }
        let (_, json) = list(50_000);
        let cut = Body::from(&json[..json.len() - 1]);
        assert!(cut.parse::<Vec<u32>>().is_err());
        assert!(Body::default().parse::<Vec<u32>>().is_err());
    }
}
