//! Errors of the use cases, and their one translation for the window.

use attune_domain::id::InvalidSlug;
use attune_domain::settings::InvalidSetting;
use attune_models::chat::ChatError;
use attune_models::install::InstallError;
use attune_models::keys::KeyError;
use attune_models::speech::SpeechError;
use attune_models::speech::microphone::MicrophoneError;
use attune_models::vision::VisionError;
use attune_models::voice::VoiceError;
use attune_store::StoreError;
use attune_wire::{ErrorBody, ErrorCode};

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request made no sense.
    #[error("{0}")]
    Invalid(String),
    /// What was asked for is not there.
    #[error("{0}")]
    NotFound(String),
    /// No model is installed that could answer.
    #[error(
        "No model is installed that could answer. Install one on the models page, or run `attunectl models install smollm2-135m`."
    )]
    ModelMissing,
    /// No model is installed that hears.
    #[error(
        "No model is installed that turns speech into text. Install one on the models page, or run `attunectl models install whisper-base`."
    )]
    SpeechModelMissing,
    /// No model is installed that reads images; the one that could be.
    #[error(
        "The model that reads images is not installed. Install it on the models page, or run `attunectl models install {0}`."
    )]
    ReaderMissing(String),
    /// Names are to be covered, and no model is installed that finds them; the one that could be.
    #[error(
        "Nothing was sent: names are to be covered, and the model that finds them is not installed. Install it on the models page, or run `attunectl models install {0}`."
    )]
    NamesMissing(String),
    /// Policy forbids it.
    #[error("{0}")]
    PolicyForbids(String),
    /// Something sensitive would go to a provider, and nobody said whether it may; what, in words.
    #[error(
        "Nothing was sent: {0} would leave this device, and nobody said whether that may. Ask again with it covered, or as it is."
    )]
    Undecided(String),
    /// Another answer is being written in this conversation.
    #[error("Another answer is being written in this conversation. Stop it, or wait until it is done.")]
    Busy,
    /// The database failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A model failed.
    #[error("{0}")]
    Chat(#[from] ChatError),
    /// Speech did not become text.
    #[error("{0}")]
    Speech(#[from] SpeechError),
    /// The microphone gives no sound.
    #[error("{0}")]
    Microphone(#[from] MicrophoneError),
    /// An installation failed.
    #[error("{0}")]
    Install(#[from] InstallError),
    /// A key could not be kept or had.
    #[error("{0}")]
    Key(#[from] KeyError),
    /// Nothing is read aloud.
    #[error("{0}")]
    Voice(#[from] VoiceError),
    /// An image could not be read.
    #[error("{0}")]
    Image(#[from] VisionError),
    /// A file or folder could not be used.
    #[error("{what}: {source}")]
    Io {
        /// What was tried, with its path.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
}

impl From<InvalidSlug> for Error {
    fn from(error: InvalidSlug) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl From<InvalidSetting> for Error {
    fn from(error: InvalidSetting) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl Error {
    /// The error as the window sees it.
    #[must_use]
    pub fn body(&self) -> ErrorBody {
        ErrorBody { code: self.code(), message: self.sentence() }
    }

    fn code(&self) -> ErrorCode {
        match self {
            Self::Invalid(_) => ErrorCode::Invalid,
            Self::NotFound(_) | Self::Store(StoreError::NotFound { .. }) => ErrorCode::NotFound,
            Self::ModelMissing
            | Self::SpeechModelMissing
            | Self::ReaderMissing(_)
            | Self::NamesMissing(_) => ErrorCode::ModelMissing,
            Self::PolicyForbids(_) => ErrorCode::PolicyForbids,
            Self::Undecided(_) => ErrorCode::Undecided,
            Self::Busy | Self::Store(StoreError::Busy) => ErrorCode::Busy,
            Self::Store(StoreError::DiskFull | StoreError::ReadOnly { .. }) | Self::Io { .. } => {
                ErrorCode::Disk
            }
            Self::Store(StoreError::Newer { .. } | StoreError::Corrupt { .. }) => ErrorCode::Database,
            Self::Store(_) => ErrorCode::Internal,
            Self::Chat(error) => chat_code(error),
            Self::Speech(error) => speech_code(error),
            Self::Microphone(_) => ErrorCode::Microphone,
            Self::Voice(_) => ErrorCode::Voice,
            Self::Install(error) => install_code(error),
            Self::Key(_) => ErrorCode::KeyRejected,
            Self::Image(error) => image_code(error),
        }
    }

    /// What happened and what can be done. The library's own words say what happened; the remedy is ours.
    fn sentence(&self) -> String {
        let remedy = match self {
            Self::Chat(error) => chat_remedy(error),
            Self::Speech(error) => speech_remedy(error),
            Self::Microphone(error) => microphone_remedy(error),
            Self::Voice(error) => voice_remedy(error),
            _ => "",
        };
        let mut text = capitalised(&self.to_string());
        if !text.ends_with(['.', '!', '?']) {
            text.push('.');
        }
        if remedy.is_empty() { text } else { format!("{text} {remedy}") }
    }
}

fn chat_code(error: &ChatError) -> ErrorCode {
    match error {
        ChatError::BadModel(_) => ErrorCode::ModelBroken,
        ChatError::EngineMissing(_)
        | ChatError::EngineCrashed(_)
        | ChatError::EngineHung
        | ChatError::OutOfMemory => ErrorCode::EngineFailed,
        ChatError::PromptTooLong => ErrorCode::TooLong,
        ChatError::Refused(_) => ErrorCode::PolicyForbids,
        ChatError::Unauthorised => ErrorCode::KeyRejected,
        ChatError::Unreachable(_)
        | ChatError::BadCertificate(_)
        | ChatError::Busy(_)
        | ChatError::TimedOut
        | ChatError::Provider(_)
        | ChatError::BrokenOff => ErrorCode::ProviderFailed,
        ChatError::Internal(_) => ErrorCode::Internal,
    }
}

fn chat_remedy(error: &ChatError) -> &'static str {
    match error {
        ChatError::EngineMissing(_) => {
            "Install Attune again, or set ATTUNE_CHAT_ENGINE to the engine's program."
        }
        ChatError::EngineCrashed(_) | ChatError::EngineHung => {
            "Your question is kept and the engine starts again by itself: try once more."
        }
        ChatError::BadModel(_) => "Verify it on the models page, or install it again.",
        ChatError::OutOfMemory => "Close other programs, or choose a smaller model.",
        ChatError::PromptTooLong => "Shorten it, or choose a model that reads more.",
        ChatError::Unauthorised => "Enter the key again in the settings of this provider.",
        ChatError::Unreachable(_) | ChatError::TimedOut | ChatError::BrokenOff => {
            "Look at the network and try again, or answer on this device."
        }
        ChatError::BadCertificate(_) => "Ask IT to install the company's certificate on this machine.",
        ChatError::Busy(_) => "Wait a moment and try again, or answer on this device.",
        ChatError::Provider(_) => "Look at the provider's settings, or answer on this device.",
        ChatError::Refused(_) | ChatError::Internal(_) => "",
    }
}

fn speech_code(error: &SpeechError) -> ErrorCode {
    match error {
        SpeechError::BadModel(_) => ErrorCode::ModelBroken,
        SpeechError::EngineMissing(_)
        | SpeechError::EngineCrashed(_)
        | SpeechError::EngineHung
        | SpeechError::OldProcessor(_)
        | SpeechError::OutOfMemory => ErrorCode::EngineFailed,
        SpeechError::BadLanguage(_) | SpeechError::Audio(_) => ErrorCode::Invalid,
        SpeechError::Cancelled => ErrorCode::Cancelled,
        SpeechError::Internal(_) => ErrorCode::Internal,
    }
}

fn speech_remedy(error: &SpeechError) -> &'static str {
    match error {
        SpeechError::EngineMissing(_) => {
            "Install Attune again, or set ATTUNE_SPEECH_ENGINE to the engine's program."
        }
        SpeechError::EngineCrashed(_) | SpeechError::EngineHung => {
            "The engine starts again by itself: try once more."
        }
        SpeechError::BadModel(_) => "Verify it on the models page, or install it again.",
        SpeechError::OutOfMemory => "Close other programs, or choose a smaller model.",
        SpeechError::BadLanguage(_) => "Choose another language, or a model that knows it.",
        SpeechError::OldProcessor(_)
        | SpeechError::Audio(_)
        | SpeechError::Cancelled
        | SpeechError::Internal(_) => "",
    }
}

fn microphone_remedy(error: &MicrophoneError) -> &'static str {
    match error {
        MicrophoneError::Missing => "Plug one in and try again.",
        MicrophoneError::Gone => "Plug it in, or choose another one in the settings.",
        MicrophoneError::Unplugged => "What was heard until then is kept. Plug it in again to go on.",
        MicrophoneError::Denied => "Allow it in the system's settings for privacy and try again.",
        MicrophoneError::Busy => "Close that program, or choose another microphone in the settings.",
        MicrophoneError::Silent => "See whether it is muted, or choose another one in the settings.",
        MicrophoneError::Unusable(_) => "Choose another one in the settings.",
    }
}

fn voice_remedy(error: &VoiceError) -> &'static str {
    match error {
        VoiceError::Missing if cfg!(target_os = "linux") => {
            "Ask IT for speech-dispatcher with a voice, such as espeak-ng, or read it on the screen."
        }
        VoiceError::Missing => "Install one in the system's settings for speech.",
        VoiceError::Failed(_) => "Look at the system's settings for speech and sound, and try again.",
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn image_code(error: &VisionError) -> ErrorCode {
    match error {
        VisionError::TooManyBytes { .. }
        | VisionError::TooLarge { .. }
        | VisionError::UnknownForm
        | VisionError::Damaged(_) => ErrorCode::Invalid,
        VisionError::Missing(_) | VisionError::BadModel { .. } => ErrorCode::ModelBroken,
        VisionError::Failed(_) => ErrorCode::Internal,
        VisionError::Ended => ErrorCode::Cancelled,
    }
}

fn install_code(error: &InstallError) -> ErrorCode {
    match error {
        InstallError::Unknown(_) | InstallError::NotInstalled(_) => ErrorCode::NotFound,
        InstallError::Busy(_) => ErrorCode::Busy,
        InstallError::Taken(_) | InstallError::NotAModel { .. } => ErrorCode::Invalid,
        InstallError::Cancelled => ErrorCode::Cancelled,
        InstallError::DiskFull { .. } | InstallError::Io { .. } => ErrorCode::Disk,
        InstallError::Refused(_) => ErrorCode::PolicyForbids,
        InstallError::NoSource { .. } => ErrorCode::Network,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_says_what_happened_and_what_to_do() {
        let body = Error::Chat(ChatError::Unauthorised).body();
        assert_eq!(body.code, ErrorCode::KeyRejected);
        assert_eq!(
            body.message,
            "The provider rejected the key. Enter the key again in the settings of this provider."
        );
    }
}
