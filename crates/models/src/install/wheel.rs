//! Reading one file out of a Python wheel.
//!
//! A wheel is a zip file that somebody else made. Its entry is named by the catalogue and streamed; no name
//! from inside the archive ever becomes a path, and no size from inside it is believed.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use tokio_util::sync::CancellationToken;
use zip::ZipArchive;

use super::InstallError;
use super::error::Stop;
use super::sink::CHUNK;

/// Hands a file inside a wheel over, piece by piece, and gives its size. Blocks.
///
/// # Errors
/// [`Stop::Failed`] when the wheel is damaged, has no such file, or the file is longer than `limit`.
pub(super) fn read_entry(
    wheel: &Path,
    entry: &str,
    limit: u64,
    cancel: &CancellationToken,
    mut each: impl FnMut(&[u8]) -> Result<(), InstallError>,
) -> Result<u64, Stop> {
    let damaged =
        |error: &dyn std::fmt::Display| Stop::Failed(format!("the package's wheel is damaged ({error})"));
    let file = File::open(wheel).map_err(|error| InstallError::io("read", wheel, error))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let mut file = archive
        .by_name(entry)
        .map_err(|error| Stop::Failed(format!("the package has no usable file {entry} ({error})")))?;
    let mut buffer = vec![0; CHUNK];
    let mut total = 0;
    loop {
        if cancel.is_cancelled() {
            return Err(InstallError::Cancelled.into());
        }
        // The end is reached only when the checksum of the archive was right.
        let read = match file.read(&mut buffer) {
            Ok(0) => return Ok(total),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(damaged(&error)),
        };
        total += read as u64;
        if total > limit {
            return Err(Stop::Failed(format!("{entry} in the package is longer than the model can be")));
        }
        each(&buffer[..read])?;
    }
}
