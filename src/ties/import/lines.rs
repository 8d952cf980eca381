//! The lines of a file, plain or compressed, with clear words for files that hold something else.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;

use super::TieFileProblem;
use crate::scenario::TieFile;

/// Longest line, in bytes; what is longer is no edge list.
const LINE_MAX: u64 = 1 << 16;

/// First bytes of files that are not read, and what they are.
const OTHER_FORMATS: [(&[u8], &str); 6] = [
    (b"PK\x03\x04", "a zip archive"),
    (b"BZh", "compressed by bzip2"),
    (b"\xfd7zXZ", "compressed by xz"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
    (b"PAR1", "a Parquet file"),
    (b"\xff\xfe", "UTF-16 text"),
];

/// Reads a file line by line.
pub(super) struct Lines<'a> {
    file: &'a TieFile,
    reader: Box<dyn BufRead>,
    buffer: Vec<u8>,
    /// Lines read so far.
    pub count: u64,
}

impl<'a> Lines<'a> {
    pub fn open(file: &'a TieFile) -> Result<Lines<'a>, TieFileProblem> {
        let whole = |message: String, help: Option<&str>| TieFileProblem {
            path: file.path.clone(),
            line: None,
            column: None,
            text: None,
            message,
            help: help.map(str::to_owned),
        };
        let opened = File::open(&file.path).map_err(|cause| whole(format!("cannot open this file of ties: {cause}"), None))?;
        if opened.metadata().is_ok_and(|data| data.is_dir()) {
            return Err(whole("this is a folder; a file of ties is needed".to_owned(), None));
        }
        let mut reader = BufReader::with_capacity(1 << 16, opened);
        let start = reader.fill_buf().map_err(|cause| whole(format!("cannot read this file of ties: {cause}"), None))?;
        if start.is_empty() {
            return Err(whole("this file is empty; a file of ties has two ids on each line".to_owned(), None));
        }
        if let Some((_, format)) = OTHER_FORMATS.iter().find(|(magic, _)| start.starts_with(magic)) {
            let help = "save it as plain text, or compress that with gzip";
            return Err(whole(format!("this file is {format}; plain text or gzip is needed"), Some(help)));
        }
        let reader: Box<dyn BufRead> = if start.starts_with(b"\x1f\x8b") {
            Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader)))
        } else {
            Box::new(reader)
        };
        Ok(Lines { file, reader, buffer: Vec::new(), count: 0 })
    }

    /// The next line that is neither empty nor a comment, without blanks around it; `None` at the end.
    pub fn next_line(&mut self) -> Result<Option<&str>, TieFileProblem> {
        loop {
            self.buffer.clear();
            let read = (&mut self.reader).take(LINE_MAX).read_until(b'\n', &mut self.buffer);
            self.count += 1;
            match read {
                Err(cause) => return Err(self.unreadable(&cause)),
                Ok(0) => {
                    self.count -= 1;
                    return Ok(None);
                }
                Ok(length) if length as u64 == LINE_MAX && self.buffer.last() != Some(&b'\n') => {
                    let message = format!("this line is longer than {LINE_MAX} bytes; a file of ties has one tie a line");
                    return Err(self.problem(None, None, message));
                }
                Ok(_) => {}
            }
            if self.buffer.contains(&0) {
                return Err(self.problem(None, None, "this file is not text (it holds zero bytes); a list of ties is needed".to_owned()));
            }
            if self.count == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
                self.buffer.drain(..3);
            }
            let Ok(text) = std::str::from_utf8(&self.buffer) else {
                let help = "save the file as UTF-8";
                return Err(self.problem(None, Some(help), "this line is not UTF-8 text".to_owned()));
            };
            let line = text.trim();
            if !line.is_empty() && !["#", "%", "//"].iter().any(|mark| line.starts_with(mark)) {
                break;
            }
        }
        Ok(Some(self.text()))
    }

    /// Whether the file is in the Matrix Market format, whose first line of numbers is no tie. To be asked before any line is read.
    pub fn is_matrix_market(&mut self) -> Result<bool, TieFileProblem> {
        match self.reader.fill_buf() {
            Ok(start) => Ok(start.starts_with(b"%%MatrixMarket")),
            Err(cause) => Err(self.unreadable(&cause)),
        }
    }

    /// Whether the last call of [`Lines::next_line`] found the end.
    pub fn is_at_end(&self) -> bool {
        self.buffer.is_empty()
    }

    /// The line read last.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.buffer).unwrap_or_default().trim()
    }

    /// A problem on the line read last, with the line's text where it is text, and the field at fault.
    pub fn problem(&self, field: Option<usize>, help: Option<&str>, message: String) -> TieFileProblem {
        let text = std::str::from_utf8(&self.buffer).ok().map(str::trim_end).filter(|text| text.len() < 400 && !text.contains('\0'));
        // Fields count from the first character that is no blank; columns count them all.
        let indent = text.map_or(0, |text| text.len() - text.trim_start().len());
        TieFileProblem {
            path: self.file.path.clone(),
            line: Some(self.count),
            column: field.and_then(|start| Some(text?.get(..indent + start)?.chars().count() as u32 + 1)),
            text: text.filter(|text| !text.is_empty()).map(str::to_owned),
            message,
            help: help.map(str::to_owned),
        }
    }

    fn unreadable(&self, cause: &std::io::Error) -> TieFileProblem {
        let message = match cause.kind() {
            ErrorKind::UnexpectedEof => "the compressed file ends too early: it was cut off when it was copied".to_owned(),
            ErrorKind::InvalidInput | ErrorKind::InvalidData => format!("the compressed file is damaged: {cause}"),
            _ => format!("cannot read on: {cause}"),
        };
        TieFileProblem { text: None, ..self.problem(None, None, message) }
    }
}
