//! The list of commands. It stands here once; the desktop shell, the page bridge and the TypeScript types
//! all expand it.

/// Hands the list of commands to a macro of the caller's:
/// `callback! { calls { name(Request) -> Response; … } streams { name(Request, Piece) -> Response; … } }`.
///
/// A call answers once. A stream sends pieces over a channel of its own before it answers.
#[macro_export]
macro_rules! for_each_command {
    ($callback:ident) => {
        $callback! {
            calls {
                list_conversations(ListConversations) -> Vec<ConversationView>;
                open_conversation(OpenConversation) -> OpenedConversation;
                load_messages(LoadMessages) -> Vec<MessageView>;
                rename_conversation(RenameConversation) -> ConversationView;
                pin_conversation(PinConversation) -> ConversationView;
                keep_conversation_apart(KeepConversationApart) -> ConversationView;
                set_conversation_role(SetConversationRole) -> ConversationView;
                delete_conversation(DeleteConversation) -> Nothing;
                restore_conversation(RestoreConversation) -> ConversationView;
                switch_branch(SwitchBranch) -> OpenedConversation;
                edit_answer(EditAnswer) -> OpenedConversation;
                search_messages(SearchMessages) -> Vec<SearchHit>;
                correct_reading(CorrectReading) -> AttachmentView;
                drop_attachment(DropAttachment) -> Nothing;
                get_image(GetImage) -> ImageView;
                begin_recording(BeginRecording) -> BegunRecording;
                add_to_recording(AddToRecording) -> Nothing;
                correct_part(CorrectPart) -> AttachmentView;
                export_transcript(ExportTranscript) -> ExportedTranscript;
                stop_dictation(StopDictation) -> Nothing;
                cancel_dictation(CancelDictation) -> Nothing;
                list_microphones(ListMicrophones) -> Vec<MicrophoneView>;
                read_aloud(ReadAloud) -> Nothing;
                stop_reading(StopReading) -> Nothing;
                find_voice(FindVoice) -> VoiceView;
                read_past(ReadPast) -> Vec<PastMessageView>;
                stop_answer(StopAnswer) -> Nothing;
                note_copy(NoteCopy) -> Nothing;
                note_dwell(NoteDwell) -> Nothing;
                rate_answer(RateAnswer) -> MessageView;
                reset_learning(ResetLearning) -> Nothing;
                get_style_insights(GetStyleInsights) -> StyleInsightsView;
                get_interest_map(GetInterestMap) -> InterestMapView;
                get_topics(GetTopics) -> TopicsView;
                list_suggestions(ListSuggestions) -> SuggestionsView;
                note_suggestions_shown(NoteSuggestionsShown) -> Nothing;
                answer_suggestion(AnswerSuggestion) -> AnsweredSuggestion;
                get_suggestion_insights(GetSuggestionInsights) -> SuggestionInsightsView;
                get_draft(GetDraft) -> Draft;
                save_draft(SaveDraft) -> Nothing;
                export_profile(ExportProfile) -> ExportedProfile;
                erase_profile(EraseProfile) -> Nothing;
                list_memories(ListMemories) -> Vec<MemoryView>;
                add_memory(AddMemory) -> MemoryView;
                edit_memory(EditMemory) -> MemoryView;
                forget_memory(ForgetMemory) -> ForgottenMemory;
                restore_memory(RestoreMemory) -> MemoryView;
                pin_memory(PinMemory) -> MemoryView;
                erase_memories(EraseMemories) -> ErasedMemories;
                list_roles(ListRoles) -> Vec<RoleView>;
                list_models(ListModels) -> ModelsView;
                install_model(InstallModel) -> Nothing;
                cancel_install(CancelInstall) -> Nothing;
                verify_model(VerifyModel) -> VerifiedModel;
                remove_model(RemoveModel) -> Nothing;
                import_model(ImportModel) -> ModelView;
                list_providers(ListProviders) -> ProvidersView;
                save_provider(SaveProvider) -> ProviderView;
                remove_provider(RemoveProvider) -> Nothing;
                test_provider(TestProvider) -> TestedProvider;
                get_settings(GetSettings) -> Vec<SettingView>;
                set_setting(SetSetting) -> SettingView;
                get_policy(GetPolicy) -> PolicyView;
                list_departures(ListDepartures) -> Vec<DepartureView>;
                get_status(GetStatus) -> StatusView;
                run_doctor(RunDoctor) -> Vec<CheckView>;
            }
            streams {
                ask(Ask, AnswerEvent) -> AnswerOutcome;
                regenerate(Regenerate, AnswerEvent) -> AnswerOutcome;
                attach_image(AttachImage, AttachmentEvent) -> AttachOutcome;
                hear_recording(HearRecording, RecordingEvent) -> HeardRecording;
                blacken_image(BlackenImage, AttachmentEvent) -> AttachOutcome;
                dictate(Dictate, DictationEvent) -> DictationOutcome;
            }
        }
    };
}
