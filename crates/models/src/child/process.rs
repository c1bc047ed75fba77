//! What the operating system is asked for.

use std::fs::File;
use std::io;

/// Lets the window go first: a little lower priority for this process and the threads it will start.
pub fn be_modest() {
    #[cfg(unix)]
    let _ = rustix::process::nice(5);
}

/// Takes standard output for frames alone. What native code prints there goes to standard error instead,
/// where it cannot break a frame.
///
/// # Errors
/// When there is no standard output, or no free handle.
#[cfg(unix)]
pub fn take_standard_output() -> io::Result<File> {
    let frames = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    Ok(File::from(frames))
}

/// Takes standard output for frames.
///
/// # Errors
/// None on this system.
#[cfg(not(unix))]
pub fn take_standard_output() -> io::Result<impl io::Write + Send + 'static> {
    Ok(io::stdout())
}

/// Ends the process although native code still runs. Returning would run the destructors of libraries
/// under that code's feet.
pub fn end_now() {
    #[cfg(unix)]
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    std::process::abort();
}

/// Bytes that can be had without swapping, where the system says.
#[must_use]
pub fn available_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}
