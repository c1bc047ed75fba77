//! Every command of the wire under its own name, for shells to expand the list over.

pub use crate::aloud::{find_voice, read_aloud, stop_reading};
pub use crate::ask::{ask, regenerate, stop_answer};
pub use crate::blacken::blacken_image;
pub use crate::conversations::{
    delete_conversation, keep_conversation_apart, list_conversations, load_messages, note_copy, note_dwell,
    open_conversation, pin_conversation, rename_conversation, restore_conversation, set_conversation_role,
    switch_branch,
};
pub use crate::departures::list_departures;
pub use crate::dictation::{cancel_dictation, dictate, list_microphones, stop_dictation};
pub use crate::doctor::run_doctor;
pub use crate::drafts::{get_draft, save_draft};
pub use crate::edits::edit_answer;
pub use crate::images::{attach_image, correct_reading, drop_attachment, get_image};
pub use crate::insights::get_style_insights;
pub use crate::interests::{get_interest_map, get_topics};
pub use crate::memories::{
    add_memory, edit_memory, erase_memories, forget_memory, list_memories, pin_memory, restore_memory,
};
pub use crate::models::{
    cancel_install, import_model, install_model, list_models, remove_model, verify_model,
};
pub use crate::past::read_past;
pub use crate::policy::get_policy;
pub use crate::profile::{erase_profile, export_profile};
pub use crate::providers::{list_providers, remove_provider, save_provider, test_provider};
pub use crate::recordings::{add_to_recording, begin_recording, correct_part, hear_recording};
pub use crate::roles::list_roles;
pub use crate::search::search_messages;
pub use crate::settings::{get_settings, set_setting};
pub use crate::status::get_status;
pub use crate::style::{rate_answer, reset_learning};
pub use crate::suggestions::{
    answer_suggestion, get_suggestion_insights, list_suggestions, note_suggestions_shown,
};
pub use crate::transcripts::export_transcript;
