//! The bytes of a file: where they come from, that they are UTF-8 text, and how its rows are parted.

use super::Source;
use crate::transfer::TransferError;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;
use xxhash_rust::xxh3::Xxh3;

/// How much of a stream is looked at before anything is imported.
const HEAD: usize = 4 << 20;
/// How much is read from a file at once.
const BLOCK: usize = 1 << 20;
/// The longest row; longer ones come from a quote that never closes.
const LONGEST_ROW: u64 = 16 << 20;

/// A file that was looked at and can be read (again), or a stream whose head was looked at.
#[derive(Clone)]
pub(in crate::transfer) enum Input {
    File(Checked),
    Stream(Stream),
}

/// A regular file, all of it UTF-8.
#[derive(Clone, Debug)]
pub(in crate::transfer) struct Checked {
    path: PathBuf,
    bytes: u64,
    modified: Option<SystemTime>,
    hash: u128,
}

/// Standard input or a pipe: read once.
#[derive(Clone)]
pub(in crate::transfer) struct Stream {
    head: Arc<Vec<u8>>,
    rest: Arc<Mutex<Option<Box<dyn Read + Send>>>>,
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(file) => file.fmt(f),
            Self::Stream(stream) => write!(f, "a stream with {} bytes read", stream.head.len()),
        }
    }
}

impl Input {
    /// Opens a source and looks at all of a file, or at the head of a stream.
    pub fn open(source: &Source) -> Result<Self, TransferError> {
        match source {
            Source::Stdin => Self::stream(Box::new(io::stdin()), source),
            Source::File(path) => {
                let file = File::open(path).map_err(|error| TransferError::io(path, &error))?;
                let facts = file.metadata().map_err(|error| TransferError::io(path, &error))?;
                if facts.is_dir() {
                    return Err(TransferError::File(format!(
                        "{} is a folder, not a file.",
                        path.display()
                    )));
                }
                if facts.is_file() {
                    check(file, path, facts.len(), facts.modified().ok()).map(Self::File)
                } else {
                    Self::stream(Box::new(file), source)
                }
            }
        }
    }

    fn stream(mut from: Box<dyn Read + Send>, source: &Source) -> Result<Self, TransferError> {
        let mut head = Vec::new();
        let read = from.by_ref().take(HEAD as u64).read_to_end(&mut head);
        read.map_err(|error| TransferError::io(Path::new(&source.name()), &error))?;
        refuse_other_formats(&head, &source.name())?;
        let rest = (head.len() == HEAD).then_some(from);
        // A character may be cut at the end of the head.
        if let Err(error) = std::str::from_utf8(&head)
            && (error.error_len().is_some() || rest.is_none())
        {
            return Err(not_utf8(Cursor::new(&head), &source.name()));
        }
        Ok(Self::Stream(Stream {
            head: Arc::new(head),
            rest: Arc::new(Mutex::new(rest)),
        }))
    }

    /// Its bytes from the beginning; those of a stream behind its head only once.
    pub fn reader(&self) -> Result<Box<dyn Read + Send>, TransferError> {
        match self {
            Self::File(file) => {
                let opened = File::open(&file.path).map_err(|error| TransferError::io(&file.path, &error))?;
                let facts = opened
                    .metadata()
                    .map_err(|error| TransferError::io(&file.path, &error))?;
                if facts.len() != file.bytes || facts.modified().ok() != file.modified {
                    return Err(TransferError::File(format!(
                        "{} has changed since it was looked at. Begin the import again.",
                        file.path.display()
                    )));
                }
                Ok(Box::new(opened))
            }
            Self::Stream(stream) => {
                let head = Cursor::new(Shared(stream.head.clone()));
                let rest = stream.rest.lock().ok().and_then(|mut rest| rest.take());
                Ok(match rest {
                    Some(rest) => Box::new(head.chain(rest)),
                    None => Box::new(head),
                })
            }
        }
    }

    /// Its bytes as far as they can be read again: all of a file, the head of a stream.
    pub fn looked_at(&self) -> Result<Box<dyn Read + Send>, TransferError> {
        match self {
            Self::File(_) => self.reader(),
            Self::Stream(stream) => Ok(Box::new(Cursor::new(Shared(stream.head.clone())))),
        }
    }

    /// Its first bytes, to be looked at.
    pub fn head(&self, most: u64) -> Result<Vec<u8>, TransferError> {
        match self {
            Self::File(file) => {
                let mut head = Vec::new();
                let read = File::open(&file.path).and_then(|opened| opened.take(most).read_to_end(&mut head));
                read.map_err(|error| TransferError::io(&file.path, &error))?;
                Ok(head)
            }
            Self::Stream(stream) => Ok(stream.head.to_vec()),
        }
    }

    /// How long a file is; None for a stream.
    pub fn bytes(&self) -> Option<u64> {
        match self {
            Self::File(file) => Some(file.bytes),
            Self::Stream(stream) => {
                let ended = stream.rest.lock().is_ok_and(|rest| rest.is_none());
                ended.then_some(stream.head.len() as u64)
            }
        }
    }

    /// Where the head of a stream ends, if the stream goes on there.
    pub fn cut_at(&self) -> Option<u64> {
        match self {
            Self::Stream(stream) if self.bytes().is_none() => Some(stream.head.len() as u64),
            _ => None,
        }
    }

    /// The hash of a file's content; None for a stream.
    pub fn hash(&self) -> Option<u128> {
        match self {
            Self::File(file) => Some(file.hash),
            Self::Stream(_) => None,
        }
    }
}

/// Shared bytes as a cursor wants them.
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Reads a whole file once: its hash, and that it is UTF-8 throughout.
fn check(
    mut file: File,
    path: &Path,
    bytes: u64,
    modified: Option<SystemTime>,
) -> Result<Checked, TransferError> {
    let name = Source::File(path.to_owned()).name();
    let mut hash = Xxh3::new();
    let mut block = vec![0; BLOCK];
    let mut kept = 0;
    let mut first = true;
    loop {
        let free = block.get_mut(kept..).unwrap_or_default();
        let read = file.read(free).map_err(|error| TransferError::io(path, &error))?;
        let filled = block.get(..kept + read).unwrap_or_default();
        if first {
            refuse_other_formats(filled, &name)?;
            first = false;
        }
        hash.update(filled.get(kept..).unwrap_or_default());
        let (good, broken) = match std::str::from_utf8(filled) {
            Ok(_) => (filled.len(), false),
            Err(error) => (error.valid_up_to(), error.error_len().is_some() || read == 0),
        };
        if broken {
            let again = File::open(path).map_err(|error| TransferError::io(path, &error))?;
            return Err(not_utf8(again, &name));
        }
        if read == 0 {
            return Ok(Checked {
                path: path.to_owned(),
                bytes,
                modified,
                hash: hash.digest128(),
            });
        }
        let end = filled.len();
        block.copy_within(good..end, 0);
        kept = end - good;
    }
}

/// A clear word for what is often taken for CSV.
fn refuse_other_formats(head: &[u8], name: &str) -> Result<(), TransferError> {
    let nul_share = head.iter().take(4096).filter(|byte| **byte == 0).count();
    let what = if head.is_empty() || head == b"\xEF\xBB\xBF" {
        return Err(TransferError::File(format!("{name} is empty.")));
    } else if head.starts_with(b"\xFF\xFE")
        || head.starts_with(b"\xFE\xFF")
        || nul_share * 4 > head.len().min(4096)
    {
        "is UTF-16 text. Save it as “CSV UTF-8” and import that."
    } else if head.starts_with(b"PK\x03\x04") {
        "is a spreadsheet or archive. Save the sheet as “CSV UTF-8” and import that."
    } else if head.starts_with(b"\xD0\xCF\x11\xE0") {
        "is an old Excel file. Save the sheet as “CSV UTF-8” and import that."
    } else if head.starts_with(b"\x1F\x8B") {
        "is compressed. Unpack it first."
    } else if head.starts_with(b"%PDF") {
        "is a PDF. Export the contacts as CSV."
    } else if head
        .get(..11)
        .is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCARD"))
    {
        "has vCards, which cannot be read yet. Export the contacts as CSV."
    } else {
        return Ok(());
    };
    Err(TransferError::File(format!("{name} {what}")))
}

/// Says where a file is not UTF-8: row and column, as far as they can be told.
fn not_utf8(bytes: impl Read, name: &str) -> TransferError {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut header = None;
    let mut row = 0_u64;
    let mut place = String::new();
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let broken = record.iter().position(|cell| std::str::from_utf8(cell).is_err());
        if let Some(column) = broken {
            let named = header
                .as_ref()
                .and_then(|header: &csv::ByteRecord| header.get(column));
            let column = named.map_or_else(
                || format!("column {}", column + 1),
                |named| format!("column “{}”", String::from_utf8_lossy(named).trim()),
            );
            place = if row == 0 {
                format!(": the header, {column}")
            } else {
                format!(": row {row}, {column}")
            };
            let cell = record
                .iter()
                .find(|cell| std::str::from_utf8(cell).is_err())
                .unwrap_or_default();
            place = format!("{place} (“{}”)", String::from_utf8_lossy(cell).trim());
            break;
        }
        header.get_or_insert_with(|| record.clone());
        row += 1;
    }
    TransferError::File(format!(
        "{name} is not UTF-8{place}. Save it as “CSV UTF-8” (in a spreadsheet: Save as) and import that; nothing was changed."
    ))
}

/// Reads on, and refuses when no row has ended for too long.
pub(in crate::transfer) struct Guarded<R> {
    from: R,
    since_row: std::rc::Rc<std::cell::Cell<u64>>,
}

impl<R: Read> Guarded<R> {
    /// The reader, and the count to set to zero at each row.
    pub fn new(from: R) -> (Self, std::rc::Rc<std::cell::Cell<u64>>) {
        let since_row = std::rc::Rc::new(std::cell::Cell::new(0));
        (
            Self {
                from,
                since_row: since_row.clone(),
            },
            since_row,
        )
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.since_row.get() > LONGEST_ROW {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a row is longer than 16 MB; look for a quotation mark that is opened and never closed",
            ));
        }
        let read = self.from.read(into)?;
        self.since_row.set(self.since_row.get() + read as u64);
        Ok(read)
    }
}
