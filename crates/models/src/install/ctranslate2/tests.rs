//! A miniature Whisper in CTranslate2's form is made, converted, and the result read by other code.
