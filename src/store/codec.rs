//! How rows become bytes and back: the only file that names the encoding. What the rows look like is in
//! [`super::wire`]; the checksum around them in [`super::envelope`].

use super::envelope::{Sealed, damaged, open, seal_into};
use super::{Result, StoreError};
use bincode::config::{Configuration, Limit, LittleEndian, Varint};
use bincode::de::BorrowDecoder;
use bincode::de::read::Reader;
use bincode::enc::Encoder;
use bincode::error::{DecodeError, EncodeError};
pub(super) use bincode::{BorrowDecode, Encode};

/// No row is longer; a damaged length cannot ask for more memory than this.
const LONGEST: usize = 64 << 20;

const CONFIG: Configuration<LittleEndian, Varint, Limit<LONGEST>> =
    bincode::config::standard().with_limit::<LONGEST>();

/// Encodes a row, and seals it for its place, into `out`, which is cleared first.
pub(super) fn seal_row(out: &mut Vec<u8>, kind: Sealed, key: &[u8], row: &impl Encode) -> Result<()> {
    let mut written = Ok(());
    seal_into(out, kind, key, |out| written = encode(out, row));
    written
}

/// Opens a sealed row and decodes it; texts stay in the bytes they came in.
pub(super) fn open_row<'a, T: BorrowDecode<'a, ()>>(kind: Sealed, key: &[u8], sealed: &'a [u8]) -> Result<T> {
    decode(open(kind, key, sealed)?).ok_or_else(|| damaged(kind, key, "it cannot be read"))
}

/// Appends the encoded row.
pub(super) fn encode(out: &mut Vec<u8>, row: &impl Encode) -> Result<()> {
    bincode::encode_into_std_write(row, out, CONFIG)
        .map(|_| ())
        .map_err(|error| StoreError::Invalid(format!("This cannot be stored: {error}.")))
}

/// Decodes a body that must end where the row ends.
pub(super) fn decode<'a, T: BorrowDecode<'a, ()>>(body: &'a [u8]) -> Option<T> {
    let (row, read) = bincode::borrow_decode_from_slice(body, CONFIG).ok()?;
    (read == body.len()).then_some(row)
}

/// What stands last in a row, and takes no byte where there is nothing: rows from before there was such a thing read as rows
/// that have none of it.
pub(super) struct Tail<T>(pub(super) Vec<T>);

impl<T: Encode> Encode for Tail<T> {
    fn encode<E: Encoder>(&self, encoder: &mut E) -> std::result::Result<(), EncodeError> {
        if self.0.is_empty() {
            return Ok(());
        }
        self.0.encode(encoder)
    }
}

impl<'de, T: BorrowDecode<'de, C>, C> BorrowDecode<'de, C> for Tail<T> {
    fn borrow_decode<D: BorrowDecoder<'de, Context = C>>(
        decoder: &mut D,
    ) -> std::result::Result<Self, DecodeError> {
        if decoder.borrow_reader().peek_read(1).is_none() {
            return Ok(Self(Vec::new()));
        }
        let all = Vec::borrow_decode(decoder)?;
        if all.is_empty() {
            return Err(DecodeError::Other("nothing stands last, and is written"));
        }
        Ok(Self(all))
    }
}
