//! Where results and remarks go: standard output and standard error, cleaned where a terminal would draw them.

use super::failure::Failure;
use crate::ui::clean::clean;
use clap::ValueEnum;
use std::io::{self, BufWriter, IsTerminal, Write};

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Columns aligned for reading.
    #[default]
    Table,
    /// Comma-separated values with a header, safe to open in a spreadsheet.
    Csv,
    /// One JSON document; for contacts, JSON Lines.
    Json,
}

/// Standard output. What a terminal would take for a command, or draw in another order, does not reach it; a pipe or
/// a file gets what there is.
pub struct Output {
    to: Box<dyn Write>,
    clean: bool,
    /// The unfinished line, kept back until it can be cleaned as a whole.
    line: Vec<u8>,
}

impl Output {
    /// The process's own standard output.
    pub fn stdout() -> Self {
        let stdout = io::stdout();
        let clean = stdout.is_terminal();
        Self::new(Box::new(BufWriter::with_capacity(1 << 16, stdout)), clean)
    }

    fn new(to: Box<dyn Write>, clean: bool) -> Self {
        Self {
            to,
            clean,
            line: Vec::new(),
        }
    }

    /// One line.
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.write_all(text.as_bytes())?;
        self.write_all(b"\n")?;
        Ok(())
    }

    /// Everything out; called once, before the exit code is settled.
    pub fn finish(&mut self) -> Result<(), Failure> {
        self.flush()?;
        Ok(())
    }

    fn cleaned_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.to
            .write_all(clean(&String::from_utf8_lossy(&line)).as_bytes())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.clean {
            return self.to.write(bytes);
        }
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            match part.split_last() {
                Some((b'\n', rest)) => {
                    self.line
                        .extend_from_slice(rest.strip_suffix(b"\r").unwrap_or(rest));
                    self.cleaned_line()?;
                    self.to.write_all(b"\n")?;
                }
                _ => self.line.extend_from_slice(part),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.line.is_empty() {
            self.cleaned_line()?;
        }
        self.to.flush()
    }
}

/// Says something on standard error. A reader who has gone is no reason to stop.
pub fn remark(text: &str) {
    let mut stderr = io::stderr().lock();
    let clean_it = stderr.is_terminal();
    for line in text.lines() {
        let shown = if clean_it { clean(line) } else { line.into() };
        let _ = writeln!(stderr, "{shown}");
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(clean: bool, parts: &[&str]) -> String {
        let paper = Paper::default();
        let mut output = Output::new(Box::new(paper.clone()), clean);
        for part in parts {
            output.write_all(part.as_bytes()).unwrap();
        }
        output.finish().unwrap();
        let bytes = paper.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_terminal_gets_no_control_or_bidi_characters_even_when_split_over_writes() {
        let shown = written(true, &["a\u{1b}", "[31mred \u{202e}evil\r\nnext", "\u{7}\n"]);
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{7}', '\r']));
        assert_eq!(shown.lines().count(), 2);
    }

    #[test]
    fn a_pipe_gets_what_there_is() {
        let raw = "a\u{1b}[31m\u{202e}\r\n";
        assert_eq!(written(false, &[raw]), raw);
    }
}
