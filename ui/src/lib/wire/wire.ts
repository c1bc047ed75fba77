// Generated from crates/wire by `cargo xtask types`. Do not edit.

/** The longest question, in characters. */
export const QUESTION_CHARS = 100000;

/** The most images and recordings beside one question. */
export const MOST_ATTACHMENTS = 4;

/** The largest recording, in bytes. */
export const MOST_RECORDING_BYTES = 1073741824;

/** The most of a recording that is handed over at once, in bytes. */
export const MOST_SLICE_BYTES = 1048576;

/**
 * Enters a memory.
 */
export type AddMemory = { 
/**
 * What to remember, 1 to 400 characters.
 */
text: string, };

/**
 * Hands over the next slice of a recording.
 */
export type AddToRecording = { 
/**
 * Of which.
 */
id: string, 
/**
 * How many bytes came before it.
 */
at: number, 
/**
 * At most [`MOST_SLICE_BYTES`], in base64.
 */
base64: string, };

/**
 * One check of an answer.
 */
export type AdherenceCheckView = { 
/**
 * Whether it was met.
 */
met: boolean, 
/**
 * What was looked at, and what was found.
 */
finding: FindingView, };

/**
 * How well an answer follows its role.
 */
export type AdherenceView = { 
/**
 * 0 to 1.
 */
score: number, 
/**
 * Each check.
 */
checks: Array<AdherenceCheckView>, };

/**
 * What happens while an answer is written.
 */
export type AnswerEvent = { "event": "undecided", 
/**
 * What it is, each once: at most some dozens.
 */
found: Array<FoundToLeave>, } | { "event": "accepted", 
/**
 * The conversation, perhaps a new one.
 */
conversation: ConversationView, 
/**
 * The question.
 */
question: MessageView, 
/**
 * The answer.
 */
answer: MessageView, 
/**
 * How many messages the branch has, both included.
 */
total: number, } | { "event": "preparing", 
/**
 * Why.
 */
reason: PreparingReason, } | { "event": "started", 
/**
 * What is known so far.
 */
origin: OriginView, } | { "event": "token", 
/**
 * The piece.
 */
text: string, };

/**
 * How an answer ended: stopped and failed answers too end this way, with what had come.
 */
export type AnswerOutcome = { 
/**
 * The conversation.
 */
conversation: ConversationView, 
/**
 * The answer as it is stored.
 */
answer: MessageView, 
/**
 * What failed, if it did.
 */
error: ErrorBody | null, };

/**
 * Says something of a suggestion, or of a starter.
 */
export type AnswerSuggestion = { 
/**
 * Its id.
 */
id: string, 
/**
 * What the person says.
 */
answer: 'accepted' | 'dismissed' | 'less', 
/**
 * The role in which they would ask; none for the one in which new conversations begin.
 */
role?: string, 
/**
 * The language of the window, `en` or `de`; none for that of the settings.
 */
language?: string, };

/**
 * What an answer to a suggestion leads to.
 */
export type AnsweredSuggestion = { 
/**
 * The conversation to open; none for a new one, or where nothing was taken up.
 */
conversation: string | null, 
/**
 * What to put into the composer, for the person to send or not; empty for nothing.
 */
text: string, };

/**
 * Asks a question.
 */
export type Ask = { 
/**
 * The conversation; none begins one.
 */
conversation?: string, 
/**
 * Whether a conversation that begins here is temporary.
 */
temporary: boolean, 
/**
 * The role of a conversation that begins here.
 */
role?: string, 
/**
 * The question.
 */
text: string, 
/**
 * Whether any of the question was spoken rather than written.
 */
spoken: boolean, 
/**
 * Images and recordings beside it, in order, that were attached with [`crate::AttachImage`] or heard with
 * [`crate::HearRecording`]; at most [`crate::MOST_ATTACHMENTS`]. A question that edits another one keeps that
 * one's where this is left out.
 */
attachments?: Array<string>, 
/**
 * The question that this one is an edit of: it becomes its sibling.
 */
instead_of?: string, 
/**
 * Where the answer is to be written.
 */
model?: ModelChoiceView, 
/**
 * What is covered in this question if it goes to a provider. Left out, the setting decides; where that covers
 * nothing and something sensitive is found, [`AnswerEvent::Undecided`] comes and nothing is asked.
 */
cover?: Cover, };

/**
 * Reads an image on this machine, to be asked about. It stays in memory until it is asked about, or dropped with
 * [`DropAttachment`], which also stops the reading.
 */
export type AttachImage = { 
/**
 * The id that it gets: a UUID of version 7, chosen by the window, which can drop it at any time.
 */
id: string, 
/**
 * The file's name, or empty for what comes from the clipboard.
 */
name: string, 
/**
 * The file's bytes in base64: PNG, JPEG, WebP, GIF (its first frame), BMP or TIFF, at most 64 MiB.
 */
base64: string, };

/**
 * An image that is attached, read or not.
 */
export type AttachOutcome = { 
/**
 * The image, with what was read in it.
 */
attachment: AttachmentView, 
/**
 * A small version, as a `data:` address: a page may hear of the end before it hears that the image was opened.
 */
thumbnail: string, 
/**
 * Numbers, addresses and keys in it that its person may want to blacken, in the order in which they are read.
 */
found: Array<FoundInImage>, 
/**
 * Why it was not read, if it was not.
 */
error: ErrorBody | null, };

/**
 * What happens while an image is read.
 */
export type AttachmentEvent = { "event": "opened", 
/**
 * The image, without what will be read in it.
 */
attachment: AttachmentView, 
/**
 * A small version, as a `data:` address.
 */
thumbnail: string, };

/**
 * An image or a recording beside a question.
 */
export type AttachmentView = { 
/**
 * Its id.
 */
id: string, 
/**
 * The file's name, or empty.
 */
name: string, 
/**
 * Its width in pixels; zero for a recording.
 */
width: number, 
/**
 * Its height in pixels; zero for a recording.
 */
height: number, 
/**
 * The text in it, tables in Markdown; perhaps put right by the person. Empty where there is none.
 */
text: string, 
/**
 * What it seems to show, in English, likeliest first.
 */
tags: Array<string>, 
/**
 * What bar codes and QR codes in it say.
 */
codes: Array<string>, 
/**
 * Whether the person has put the text right.
 */
corrected: boolean, 
/**
 * Whether it was read, or heard. One that no model could read is sent without a text.
 */
read: boolean, 
/**
 * What was heard, where it is a recording and no image.
 */
recording?: RecordingView, };

/**
 * Who wrote a message.
 */
export type AuthorView = "person" | "assistant";

/**
 * Announces a recording: its sound follows with [`AddToRecording`], and is listened to with [`HearRecording`]. Dropping
 * it with [`crate::DropAttachment`] ends whatever is done with it. Until it is heard, its sound lies in a file that
 * has no name; afterwards it is gone.
 */
export type BeginRecording = { 
/**
 * The id that it gets: a UUID of version 7, chosen by the window.
 */
id: string, 
/**
 * The file's name: its ending says what it may be.
 */
name: string, 
/**
 * How many bytes it has: 1 to [`MOST_RECORDING_BYTES`].
 */
bytes: number, };

/**
 * A recording that was announced.
 */
export type BegunRecording = { 
/**
 * It, with nothing heard yet.
 */
attachment: AttachmentView, 
/**
 * Why nobody can listen to it, if nobody can: then its sound need not follow.
 */
error: ErrorBody | null, };

/**
 * Makes parts of an image black for good, and reads what is left of it. Answers as [`crate::AttachImage`] does. Dropping the
 * image ends the reading; what is black by then stays black.
 */
export type BlackenImage = { 
/**
 * Which image: one that was not asked about yet.
 */
id: string, 
/**
 * Four corners each, in pixels of the image as it is seen, from its top left; convex, in either direction. At most
 * [`MOST_REGIONS`]. None: the image is only read once more.
 */
regions: Array<[[number, number], [number, number], [number, number], [number, number]]>, };

/**
 * Closes the microphone and throws away what was said.
 */
export type CancelDictation = Record<symbol, never>;

/**
 * Stops an installation; what was fetched is kept.
 */
export type CancelInstall = { 
/**
 * Which.
 */
id: string, };

/**
 * How a check went.
 */
export type CheckStatus = "ok" | "warn" | "fail";

/**
 * One check.
 */
export type CheckView = { 
/**
 * What was checked.
 */
name: string, 
/**
 * How it is.
 */
status: CheckStatus, 
/**
 * What was found.
 */
detail: string, 
/**
 * What to do; empty where nothing is to do.
 */
fix: string, };

/**
 * A conversation as the sidebar shows it.
 */
export type ConversationView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Its role.
 */
role: string, 
/**
 * Whether it is pinned.
 */
pinned: boolean, 
/**
 * Whether nothing of it goes into answers of other conversations.
 */
apart: boolean, 
/**
 * Whether it vanishes with the window.
 */
temporary: boolean, 
/**
 * Milliseconds since 1970.
 */
created_at: number, 
/**
 * Milliseconds since 1970.
 */
updated_at: number, };

/**
 * Puts right what was heard in a recording that was not asked about yet.
 */
export type CorrectPart = { 
/**
 * In which.
 */
id: string, 
/**
 * Which part, counted from zero.
 */
part: number, 
/**
 * What was said, at most 20,000 characters.
 */
text: string, };

/**
 * Puts right what was read in an image that was not asked about yet.
 */
export type CorrectReading = { 
/**
 * Which image.
 */
id: string, 
/**
 * The text as it should be, at most 20,000 characters.
 */
text: string, };

/**
 * What is covered in everything that goes to a provider. The later, the more.
 */
export type Cover = "off" | "identifiers" | "names";

/**
 * How much of a kind was covered.
 */
export type CoveredView = { 
/**
 * What.
 */
kind: 'private_key' | 'token' | 'password' | 'card' | 'iban' | 'national_id' | 'email' | 'phone' | 'name' | 'address', 
/**
 * How many different ones.
 */
count: number, };

/**
 * Why a day was named.
 */
export type CueView = "remind" | "deadline" | "appointment";

/**
 * Takes a conversation out of every list. It can be restored.
 */
export type DeleteConversation = { 
/**
 * Which.
 */
id: string, };

/**
 * One request that left the machine or was refused.
 */
export type DepartureView = { 
/**
 * Milliseconds since 1970.
 */
at: number, 
/**
 * `ask`, `probe_provider` or `fetch_model`.
 */
purpose: string, 
/**
 * Where to, without secrets.
 */
destination: string, 
/**
 * Which provider or model.
 */
subject: string, 
/**
 * How many bytes of a person's text were in it.
 */
personal_bytes: number, 
/**
 * Whether it was permitted.
 */
permitted: boolean, 
/**
 * Who decided.
 */
decided_by: string, };

/**
 * Listens to the microphone that the settings name, until [`StopDictation`] or [`CancelDictation`].
 */
export type Dictate = { 
/**
 * The role that is asked in: its names and words are known beforehand.
 */
role?: string, };

/**
 * What happens while somebody speaks.
 */
export type DictationEvent = { "event": "live" } | { "event": "level", 
/**
 * From 0, silence, to 1, as loud as can be.
 */
loudness: number, } | { "event": "text", 
/**
 * What stays, but for signs and case.
 */
settled: string, 
/**
 * What may still change.
 */
open: string, } | { "event": "finishing" };

/**
 * What was said.
 */
export type DictationOutcome = { 
/**
 * The text; empty where nothing was said.
 */
text: string, 
/**
 * The language as ISO 639-1 names it; empty where nothing was said.
 */
language: string, 
/**
 * How long the microphone was open, in seconds.
 */
seconds: number, 
/**
 * Why it ended before it was to. What was heard until then is in the text.
 */
error: ErrorBody | null, };

/**
 * What is believed of a dimension.
 */
export type DimensionBeliefView = { 
/**
 * Which dimension.
 */
dimension: 'tone' | 'length' | 'format' | 'detail' | 'jargon', 
/**
 * Whether the role or a setting fixes it.
 */
fixed: boolean, 
/**
 * Each value.
 */
values: Array<ValueBeliefView>, };

/**
 * How the value of one dimension of a style came about.
 */
export type DimensionTraceView = { 
/**
 * Which dimension.
 */
dimension: 'tone' | 'length' | 'format' | 'detail' | 'jargon', 
/**
 * The value that was chosen.
 */
value: string, 
/**
 * All values with their probabilities, which sum to 1.
 */
odds: Array<ValueOddsView>, 
/**
 * What decided it.
 */
because: 'role' | 'setting' | 'asked' | 'learned', 
/**
 * Answers with this value that the person was glad of.
 */
liked: number, 
/**
 * Answers with this value that they were not glad of.
 */
disliked: number, 
/**
 * Times that they asked for it.
 */
asked: number, };

/**
 * Unsent text.
 */
export type Draft = { 
/**
 * The text; empty if there is none.
 */
text: string, };

/**
 * Throws away an image or a recording that was not asked about. One that is gone already is no error.
 */
export type DropAttachment = { 
/**
 * Which.
 */
id: string, };

/**
 * What one answer earned, and what a plain one would have in its place.
 */
export type EarnedView = { 
/**
 * Milliseconds since 1970.
 */
at: number, 
/**
 * What it earned, from -1 to 1.
 */
earned: number, 
/**
 * What a plain answer would have earned: right on average, not one by one.
 */
plain: number, };

/**
 * Keeps an answer as the person changed it, as another version beside the model's.
 */
export type EditAnswer = { 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * The answer that was changed.
 */
answer: string, 
/**
 * The text as it is now, as Markdown; at most [`QUESTION_CHARS`](crate::QUESTION_CHARS) characters.
 */
text: string, };

/**
 * Gives a memory another text.
 */
export type EditMemory = { 
/**
 * Which.
 */
id: string, 
/**
 * The text, 1 to 400 characters.
 */
text: string, };

/**
 * What the local engine does.
 */
export type EngineState = "stopped" | "loading" | "idle" | "busy" | "restarting";

/**
 * What the local engine does.
 */
export type EngineView = { 
/**
 * What it does.
 */
state: EngineState, 
/**
 * The model that is loaded or being loaded.
 */
model: string | null, };

/**
 * Erases all memories for good, at once.
 */
export type EraseMemories = Record<symbol, never>;

/**
 * Erases everything that is stored of the person.
 */
export type EraseProfile = { 
/**
 * The word that confirms it: `erase`.
 */
confirm: string, };

/**
 * How many memories were erased.
 */
export type ErasedMemories = { 
/**
 * How many.
 */
erased: number, };

/**
 * What went wrong.
 */
export type ErrorBody = { 
/**
 * What kind of thing, for the window to offer a remedy.
 */
code: ErrorCode, 
/**
 * What happened, to what, and what can be done.
 */
message: string, };

/**
 * Kinds of errors. One stands here only where the window does something about it.
 */
export type ErrorCode = "invalid" | "not_found" | "model_missing" | "model_broken" | "engine_failed" | "too_long" | "policy_forbids" | "key_rejected" | "provider_failed" | "microphone" | "screen" | "voice" | "network" | "disk" | "database" | "busy" | "undecided" | "cancelled" | "internal";

/**
 * An estimated mean reward of an answer.
 */
export type EstimateView = { 
/**
 * The mean, from -1 to 1.
 */
mean: number, 
/**
 * Its standard error.
 */
error: number, };

/**
 * A fact.
 */
export type Event = { "event": "conversation_changed", 
/**
 * As it is now.
 */
conversation: ConversationView, } | { "event": "conversation_removed", 
/**
 * Which.
 */
id: string, } | { "event": "message_changed", 
/**
 * Its conversation.
 */
conversation: string, 
/**
 * As it is now.
 */
message: MessageView, } | { "event": "policy_changed" } | { "event": "install_progressed", 
/**
 * How far it is.
 */
progress: InstallProgress, } | { "event": "models_changed", } | { "event": "engine_changed", 
/**
 * What.
 */
engine: EngineView, } | { "event": "setting_changed", 
/**
 * As it is now.
 */
setting: SettingView, } | { "event": "profile_erased", } | { "event": "learning_changed", 
/**
 * Which one.
 */
learner: 'style' | 'memory' | 'interests' | 'suggestions', } | { "event": "memories_changed", } | { "event": "providers_changed", 
/**
 * The one that was saved or removed.
 */
id: string, };

/**
 * A worked example.
 */
export type ExampleView = { 
/**
 * Its language: `en` or `de`.
 */
language: "en" | "de", 
/**
 * What was asked.
 */
question: string, 
/**
 * A good answer.
 */
answer: string, };

/**
 * Writes everything that is stored of the person to one file.
 */
export type ExportProfile = { 
/**
 * Where to; none takes the downloads folder.
 */
path?: string, };

/**
 * Writes what was said to a file in the downloads folder.
 */
export type ExportTranscript = { 
/**
 * What the recording is called; the file is called like it.
 */
name: string, 
/**
 * What was said.
 */
segments: Array<SpokenView>, 
/**
 * In which form.
 */
form: TranscriptFormView, };

/**
 * An export that is on the disk.
 */
export type ExportedProfile = { 
/**
 * Its file.
 */
path: string, };

/**
 * A transcript that is on the disk.
 */
export type ExportedTranscript = { 
/**
 * Its file.
 */
path: string, };

/**
 * Asks whether the system offers a voice.
 */
export type FindVoice = Record<symbol, never>;

/**
 * What a check looked at, and what it found.
 */
export type FindingView = { "check": "length", 
/**
 * Words outside code blocks.
 */
words: number, 
/**
 * The most that the role allows.
 */
limit: number, } | { "check": "opening", 
/**
 * The label.
 */
label: string, } | { "check": "section", 
/**
 * Its label.
 */
label: string, } | { "check": "brief", 
/**
 * List items.
 */
points: number, 
/**
 * Whether there is a code block.
 */
code: boolean, } | { "check": "steps", 
/**
 * Numbered items.
 */
steps: number, } | { "check": "prose", 
/**
 * List items.
 */
listed: number, 
/**
 * Lines that are not empty.
 */
lines: number, } | { "check": "forbidden", 
/**
 * The forbidden phrases that occur.
 */
phrases: Array<string>, };

/**
 * Hides a memory at once, and erases it for good a little later.
 */
export type ForgetMemory = { 
/**
 * Which.
 */
id: string, };

/**
 * A memory that is hidden.
 */
export type ForgottenMemory = { 
/**
 * Which.
 */
id: string, 
/**
 * When it is erased for good, in milliseconds since 1970; until then it can be restored. It is erased
 * sooner when the program is closed.
 */
erased_at: number, };

/**
 * Something sensitive that was read in an image, and where it stands.
 */
export type FoundInImage = { 
/**
 * What.
 */
kind: CoveredView['kind'], 
/**
 * As it was read.
 */
text: string, 
/**
 * What covers it, as [`BlackenImage::regions`] takes it.
 */
regions: Array<[[number, number], [number, number], [number, number], [number, number]]>, };

/**
 * Something sensitive that would leave the machine with a question.
 */
export type FoundToLeave = { 
/**
 * What.
 */
kind: CoveredView['kind'], 
/**
 * As it stands there.
 */
text: string, 
/**
 * Where.
 */
place: LeavingPlace, };

/**
 * The unsent text of a conversation.
 */
export type GetDraft = { 
/**
 * The conversation; none for the one that is not begun.
 */
conversation?: string, };

/**
 * Asks for an image itself, whether it was asked about or not.
 */
export type GetImage = { 
/**
 * Which.
 */
id: string, 
/**
 * Whether a small version is enough: at most 320 pixels on its longer side.
 */
small: boolean, };

/**
 * Asks for the map of interests.
 */
export type GetInterestMap = Record<symbol, never>;

/**
 * The effective policy.
 */
export type GetPolicy = Record<symbol, never>;

/**
 * All settings.
 */
export type GetSettings = Record<symbol, never>;

/**
 * The state of the whole.
 */
export type GetStatus = Record<symbol, never>;

/**
 * Asks what was learned of styles.
 */
export type GetStyleInsights = Record<symbol, never>;

/**
 * Asks what was learned of suggestions.
 */
export type GetSuggestionInsights = Record<symbol, never>;

/**
 * Asks what was asked about, week by week.
 */
export type GetTopics = Record<symbol, never>;

/**
 * Listens to a recording that was handed over whole. Two are listened to one after the other.
 */
export type HearRecording = { 
/**
 * Which.
 */
id: string, };

/**
 * A recording that was listened to.
 */
export type HeardRecording = { 
/**
 * It, with what was heard.
 */
attachment: AttachmentView, 
/**
 * Why it was not heard, or not to its end.
 */
error: ErrorBody | null, };

/**
 * An image.
 */
export type ImageView = { 
/**
 * As a `data:` address.
 */
address: string, };

/**
 * Takes a model from a file.
 */
export type ImportModel = { 
/**
 * The file.
 */
path: string, 
/**
 * The id that it gets, where it is not in the catalogue; none derives one from the file's name.
 */
id?: string, };

/**
 * Installs a model; progress comes as events.
 */
export type InstallModel = { 
/**
 * Which.
 */
id: string, };

/**
 * What an installation is doing.
 */
export type InstallPhase = "checking" | "downloading" | "joining" | "verifying" | "converting" | "done";

/**
 * How far an installation is.
 */
export type InstallProgress = { 
/**
 * Which model.
 */
id: string, 
/**
 * What is being done.
 */
phase: InstallPhase, 
/**
 * Bytes done.
 */
done_bytes: number, 
/**
 * Bytes in all.
 */
total_bytes: number, 
/**
 * Where it comes from, for a person to read.
 */
source: string, };

/**
 * Interests and recent questions as places in a plane, of which only distances mean something.
 */
export type InterestMapView = { 
/**
 * The places.
 */
points: Array<InterestPointView>, 
/**
 * How well the interests are known, 0 to 1.
 */
known: number, 
/**
 * Questions that still count, older ones as fractions.
 */
effective_turns: number, };

/**
 * What a place stands for.
 */
export type InterestPointKind = "prototype" | "question";

/**
 * A place on the map.
 */
export type InterestPointView = { 
/**
 * The question that stands for it.
 */
label: string, 
/**
 * To the right, -1 to 1.
 */
x: number, 
/**
 * Upwards, -1 to 1.
 */
y: number, 
/**
 * How much it counts now; only ratios mean something.
 */
weight: number, 
/**
 * A field of interest, or one question.
 */
kind: InterestPointKind, 
/**
 * When it was last asked about, in milliseconds since 1970.
 */
at: number, };

/**
 * Keeps a conversation out of the answers of others, or lets it be used again.
 */
export type KeepConversationApart = { 
/**
 * Which; not a temporary one, of which nothing is used anyway.
 */
id: string, 
/**
 * Whether it is kept apart.
 */
apart: boolean, };

/**
 * Where keys are kept.
 */
export type KeysView = "keyring" | "encrypted_file";

/**
 * What of a question something sensitive stands in.
 */
export type LeavingPlace = "question" | "attachment" | "memory" | "earlier";

/**
 * All conversations that are not deleted, newest first.
 */
export type ListConversations = Record<symbol, never>;

/**
 * What left the machine, newest first.
 */
export type ListDepartures = { 
/**
 * The most rows, at most 1000.
 */
limit: number, };

/**
 * Memories: those that hold, the strongest first; or those that belong to a text, best first.
 */
export type ListMemories = { 
/**
 * What they are to belong to.
 */
query?: string, 
/**
 * Whether superseded and forgotten ones are wanted too, as long as their text is there.
 */
all: boolean, };

/**
 * Asks for the microphones that there are.
 */
export type ListMicrophones = Record<symbol, never>;

/**
 * The catalogue with what is installed.
 */
export type ListModels = Record<symbol, never>;

/**
 * The configured providers.
 */
export type ListProviders = Record<symbol, never>;

/**
 * The current version of every role template.
 */
export type ListRoles = Record<symbol, never>;

/**
 * Asks what is suggested now. Nothing counts as shown by asking: see [`NoteSuggestionsShown`].
 */
export type ListSuggestions = { 
/**
 * The role in which the person would ask; none for the one in which new conversations begin.
 */
role?: string, 
/**
 * The language of the window, `en` or `de`; none for that of the settings.
 */
language?: string, };

/**
 * A stretch of the branch that is shown.
 */
export type LoadMessages = { 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * The index of the first message.
 */
from: number, 
/**
 * How many, at most 500.
 */
count: number, };

/**
 * A text in the languages that the window speaks.
 */
export type LocalisedView = { 
/**
 * English.
 */
en: string, 
/**
 * German.
 */
de: string, };

/**
 * What kind of thing a memory is.
 */
export type MemoryKindView = "preference" | "fact" | "goal" | "constraint" | "relation" | "event";

/**
 * Why a memory was taken into a prompt, or left out of it.
 */
export type MemoryReasonView = "pinned" | "words" | "topic" | "meaning" | "manner" | "strength" | "weaker" | "no_room" | "withheld" | "other";

/**
 * Where a memory may be used.
 */
export type MemoryScopeView = { "scope": "person", } | { "scope": "conversation", 
/**
 * Which.
 */
id: string, } | { "scope": "project", 
/**
 * Its name.
 */
name: string, };

/**
 * Where a memory comes from.
 */
export type MemorySourceView = { "from": "told", } | { "from": "message", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * Their message.
 */
message: string, };

/**
 * How a memory stands.
 */
export type MemoryStateView = "current" | "superseded" | "forgotten";

/**
 * What became of a memory for an answer.
 */
export type MemoryUseView = { 
/**
 * Which memory.
 */
id: string, 
/**
 * How much it belongs to the question, 0 to 1.
 */
score: number, 
/**
 * Why it was taken or left out.
 */
reason: MemoryReasonView, };

/**
 * A memory.
 */
export type MemoryView = { 
/**
 * Its id.
 */
id: string, 
/**
 * What is remembered.
 */
text: string, 
/**
 * What kind of thing it is.
 */
kind: MemoryKindView, 
/**
 * What it is about, for example `employer`.
 */
slot: string | null, 
/**
 * Where it may be used.
 */
scope: MemoryScopeView, 
/**
 * Where it comes from.
 */
source: MemorySourceView, 
/**
 * How sure it is, 0 to 1.
 */
confidence: number, 
/**
 * How present it is now, 0 to 1.
 */
strength: number, 
/**
 * Whether it has faded so far that it enters no prompt by itself.
 */
asleep: boolean, 
/**
 * Whether it never fades.
 */
pinned: boolean, 
/**
 * How it stands.
 */
state: MemoryStateView, 
/**
 * What holds instead.
 */
superseded_by: string | null, 
/**
 * When it was learned, in milliseconds since 1970.
 */
created_at: number, 
/**
 * When it last went into a prompt.
 */
last_used_at: number | null, 
/**
 * How often it went into a prompt.
 */
uses: number, 
/**
 * For forgotten ones: when it is erased for good, in milliseconds since 1970.
 */
erased_at: number | null, 
/**
 * Where a text was given: how much it belongs to it, 0 to 1.
 */
score: number | null, };

/**
 * A message with its place among its siblings.
 */
export type MessageView = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it follows.
 */
parent: string | null, 
/**
 * Who wrote it.
 */
author: AuthorView, 
/**
 * How far it has come.
 */
status: StatusOfMessage, 
/**
 * The text, as Markdown.
 */
text: string, 
/**
 * Images and recordings beside it; for questions.
 */
attachments: Array<AttachmentView>, 
/**
 * Milliseconds since 1970.
 */
created_at: number, 
/**
 * All branches at this place, itself included, oldest first.
 */
siblings: Array<string>, 
/**
 * What shaped and measured it; for answers.
 */
origin: OriginView | null, 
/**
 * How well it follows its role; for whole answers.
 */
adherence: AdherenceView | null, 
/**
 * For failed answers: what happened.
 */
failure: ErrorBody | null, 
/**
 * What the person said of it; for answers.
 */
rating: RatingView | null, };

/**
 * A microphone.
 */
export type MicrophoneView = { 
/**
 * What the settings name it by.
 */
id: string, 
/**
 * As the system calls it.
 */
name: string, 
/**
 * Whether it is the one that the system would take.
 */
is_default: boolean, };

/**
 * Where the next answer is to be written; leaving it out means: as the settings say.
 */
export type ModelChoiceView = { "at": "local", 
/**
 * The model.
 */
model: string, } | { "at": "remote", 
/**
 * The provider.
 */
provider: string, };

/**
 * How a model stands.
 */
export type ModelState = { "is": "absent", 
/**
 * Bytes that an earlier try left, to be continued.
 */
resumable_bytes: number, } | { "is": "installing", 
/**
 * How far.
 */
progress: InstallProgress, } | { "is": "installed", } | { "is": "failed", 
/**
 * Why, and what to do.
 */
error: ErrorBody, };

/**
 * What a model is for.
 */
export type ModelTask = "chat" | "speech" | "other";

/**
 * A model of the catalogue, or one that was imported.
 */
export type ModelView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
task: ModelTask, 
/**
 * What it is good at, in a sentence.
 */
description: string, 
/**
 * Its licence.
 */
licence: string, 
/**
 * Its size on disk.
 */
bytes: number, 
/**
 * Memory that it needs while it works, roughly.
 */
memory_bytes: number, 
/**
 * Tokens that it can read and write together; 0 where that means nothing.
 */
context_tokens: number, 
/**
 * Whether it is the one that a new user should have.
 */
recommended: boolean, 
/**
 * Whether it was imported from a file rather than chosen from the catalogue.
 */
imported: boolean, 
/**
 * How it stands.
 */
state: ModelState, 
/**
 * Tokens a second on this machine, from its latest answers.
 */
measured_tokens_per_s: number | null, };

/**
 * Models, and what decides about them.
 */
export type ModelsView = { 
/**
 * The models, best first within a task.
 */
models: Array<ModelView>, 
/**
 * Free bytes on the disk that holds them.
 */
free_bytes: number, 
/**
 * Where they are.
 */
folder: string, 
/**
 * Who forbids downloads, if somebody does.
 */
downloads_forbidden_by: string | null, 
/**
 * The company's mirror, if policy names one.
 */
mirror: string | null, };

/**
 * Notes that a person copied an answer.
 */
export type NoteCopy = { 
/**
 * The answer.
 */
answer: string, };

/**
 * Notes that an answer was in view for a while and nothing else was done.
 */
export type NoteDwell = { 
/**
 * The answer.
 */
answer: string, 
/**
 * Seconds.
 */
seconds: number, };

/**
 * Notes that suggestions stood before the person's eyes: they count against the day from here on.
 */
export type NoteSuggestionsShown = { 
/**
 * Their ids.
 */
ids: Array<string>, };

/**
 * An empty answer.
 */
export type Nothing = Record<symbol, never>;

/**
 * Opens a conversation at its end, or around a message.
 */
export type OpenConversation = { 
/**
 * Which.
 */
id: string, 
/**
 * The message to open it at; its branch becomes the one that is shown.
 */
at?: string, };

/**
 * How a conversation was left open.
 */
export type OpenEndView = "put_off" | "unanswered" | "cut_off" | "asked_back";

/**
 * A conversation with the part of its branch that is looked at first.
 */
export type OpenedConversation = { 
/**
 * The conversation.
 */
conversation: ConversationView, 
/**
 * How many messages the branch has.
 */
total: number, 
/**
 * The index in the branch of the first of `messages`.
 */
first_index: number, 
/**
 * A stretch of the branch.
 */
messages: Array<MessageView>, 
/**
 * The index in the branch of the message that was asked for.
 */
at_index: number | null, };

/**
 * What made an answer.
 */
export type OriginView = { 
/**
 * The role.
 */
role: string | null, 
/**
 * The version of its template.
 */
role_version: number, 
/**
 * The local model, where it was written on this machine.
 */
model: string | null, 
/**
 * The provider, where it was not.
 */
provider: string | null, 
/**
 * The provider's name of the model.
 */
remote_model: string | null, 
/**
 * Tokens of the prompt.
 */
prompt_tokens: number, 
/**
 * Tokens that were not computed again.
 */
reused_tokens: number, 
/**
 * Earlier messages that were left out because they did not fit.
 */
dropped_messages: number, 
/**
 * Tokens of the answer.
 */
tokens: number, 
/**
 * Milliseconds to the first token.
 */
ttft_ms: number, 
/**
 * Tokens a second after the first.
 */
tokens_per_s: number, 
/**
 * Milliseconds that Attune itself needed.
 */
personalisation_ms: number, 
/**
 * How its style was chosen.
 */
style: StyleTraceView | null, 
/**
 * Memories that went into the prompt, in their order there.
 */
memories: Array<MemoryUseView>, 
/**
 * Memories that belonged to the question and were left out.
 */
left_out: Array<MemoryUseView>, 
/**
 * Messages of the past that were quoted beside the question, best first.
 */
past: Array<PastUseView>, 
/**
 * Messages of the past that matter to the question and were left out, best first.
 */
past_left_out: Array<PastUseView>, 
/**
 * What the room in the prompt went to.
 */
shares: PromptSharesView | null, 
/**
 * What was covered before the prompt left the machine.
 */
covered: Array<CoveredView>, 
/**
 * What was sensitive and left as it is, because the person chose so.
 */
uncovered: Array<CoveredView>, 
/**
 * How many images went along as they look; of others only what was read in them did.
 */
pixels: number, 
/**
 * Where the person changed it by hand: the answer as the model wrote it.
 */
edited_from: string | null, };

/**
 * A message of the past as it stands now.
 */
export type PastMessageView = { 
/**
 * Which message.
 */
message: string, 
/**
 * Its conversation.
 */
conversation: string, 
/**
 * Its conversation's title.
 */
title: string, 
/**
 * Whether its conversation is kept out of the answers of others.
 */
apart: boolean, 
/**
 * Who wrote it.
 */
author: AuthorView, 
/**
 * The beginning of the text.
 */
text: string, 
/**
 * When it was begun, in milliseconds since 1970.
 */
at: number, };

/**
 * What became of a message of the past for one answer.
 */
export type PastUseView = { 
/**
 * Which message.
 */
message: string, 
/**
 * Where it was said.
 */
conversation: string, 
/**
 * How much it has in common with the question, 0 to 1.
 */
score: number, 
/**
 * Why it was taken or left out.
 */
reason: MemoryReasonView, };

/**
 * Puts a conversation above the date groups, or back.
 */
export type PinConversation = { 
/**
 * Which.
 */
id: string, 
/**
 * Whether it is pinned.
 */
pinned: boolean, };

/**
 * Keeps a memory from fading, or lets it fade again.
 */
export type PinMemory = { 
/**
 * Which.
 */
id: string, 
/**
 * Whether it is kept.
 */
pinned: boolean, };

/**
 * One key of the policy.
 */
export type PolicyKeyView = { 
/**
 * For example `remote.allowed`.
 */
key: string, 
/**
 * What holds.
 */
value: unknown, 
/**
 * Who set it.
 */
set_by: PolicySetter, };

/**
 * Who set a key of the policy.
 */
export type PolicySetter = "built_in" | "file";

/**
 * Where a policy comes from.
 */
export type PolicySourceView = { "from": "built_in" } | { "from": "file", 
/**
 * Its path.
 */
path: string, 
/**
 * Who is responsible; empty if the file does not say.
 */
managed_by: string, } | { "from": "broken", 
/**
 * Its path.
 */
path: string, 
/**
 * What is wrong with it.
 */
reason: string, };

/**
 * The effective policy with the source of every key.
 */
export type PolicyView = { 
/**
 * Where it comes from.
 */
source: PolicySourceView, 
/**
 * Every key with its value.
 */
keys: Array<PolicyKeyView>, };

/**
 * Why an answer does not start at once.
 */
export type PreparingReason = "loading_model" | "restarting_engine" | "retrying";

/**
 * Estimated tokens of each part of a prompt.
 */
export type PromptSharesView = { 
/**
 * The role.
 */
role: number, 
/**
 * What the person said of themselves.
 */
person: number, 
/**
 * Memories.
 */
memories: number, 
/**
 * Messages of the past.
 */
past: number, 
/**
 * Earlier turns of the conversation.
 */
history: number, 
/**
 * The question with the reminder of the form.
 */
question: number, 
/**
 * What the answer may take.
 */
answer: number, };

/**
 * A provider as the form describes it.
 */
export type ProviderDraft = { 
/**
 * The provider to change; none adds one.
 */
id?: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * Which dialect it speaks.
 */
kind: ProviderKindView, 
/**
 * Where it is.
 */
base_url: string, 
/**
 * The model to ask for.
 */
model: string, 
/**
 * Tokens that prompt and answer may take together.
 */
context_tokens: number, 
/**
 * Whether it may be used.
 */
enabled: boolean, 
/**
 * Whether memories of the person may go to it; left out, it stays as it is, and is off for a new one.
 */
memories?: boolean, 
/**
 * Whether its model sees images; left out, it stays as it is, and is off for a new one.
 */
images?: boolean, };

/**
 * Which dialect a provider speaks.
 */
export type ProviderKindView = { "type": "open_ai", } | { "type": "azure", 
/**
 * The deployment.
 */
deployment: string, 
/**
 * The version of the interface, for example `2024-10-21`.
 */
api_version: string, };

/**
 * A configured provider.
 */
export type ProviderView = { 
/**
 * Its id.
 */
id: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * Which dialect it speaks.
 */
kind: ProviderKindView, 
/**
 * Where it is.
 */
base_url: string, 
/**
 * The model to ask for.
 */
model: string, 
/**
 * Tokens that prompt and answer may take together.
 */
context_tokens: number, 
/**
 * Whether it may be used.
 */
enabled: boolean, 
/**
 * Whether memories of the person may go to it, as far as the person decides.
 */
memories: boolean, 
/**
 * Who forbids that memories go to any provider, if somebody does.
 */
memories_forbidden_by: string | null, 
/**
 * Whether its model sees images, as the person says.
 */
images: boolean, 
/**
 * Who forbids that images leave as they look, if somebody does.
 */
images_forbidden_by: string | null, 
/**
 * Whether a key is stored.
 */
has_key: boolean, 
/**
 * Who forbids it, if somebody does.
 */
forbidden_by: string | null, };

/**
 * Providers, and what decides about them.
 */
export type ProvidersView = { 
/**
 * The providers.
 */
providers: Array<ProviderView>, 
/**
 * Who forbids remote models, if somebody does.
 */
forbidden_by: string | null, 
/**
 * Where keys are kept.
 */
keys: KeysView, };

/**
 * Rates an answer.
 */
export type RateAnswer = { 
/**
 * The answer.
 */
answer: string, 
/**
 * The rating; none takes it back.
 */
rating: RatingView | null, };

/**
 * A rating.
 */
export type RatingView = { 
/**
 * The thumb.
 */
rating: 'up' | 'down', 
/**
 * Why; for thumbs down.
 */
reasons: ('too_long' | 'too_short' | 'too_technical' | 'too_basic' | 'wrong_tone' | 'wrong' | 'not_asked')[], };

/**
 * Reads a text aloud, in Markdown, until it ends or [`StopReading`]. What was being read before is stopped.
 */
export type ReadAloud = { 
/**
 * What to read.
 */
text: string, };

/**
 * Looks up messages of the past.
 */
export type ReadPast = { 
/**
 * Which messages, at most 64.
 */
messages: Array<string>, };

/**
 * What happens while somebody listens to a recording.
 */
export type RecordingEvent = { "event": "heard", 
/**
 * Seconds that are done.
 */
done_s: number, 
/**
 * Seconds that there are, where the file says so.
 */
of_s: number | null, 
/**
 * What came since the last time.
 */
spoken: Array<SpokenView>, };

/**
 * What was heard in a recording.
 */
export type RecordingView = { 
/**
 * How long it is, in seconds; zero where nobody knows yet.
 */
seconds: number, 
/**
 * The language as ISO 639-1 names it; empty where nothing was said.
 */
language: string, 
/**
 * What was said, in order.
 */
segments: Array<SpokenView>, 
/**
 * Why it is shorter than it should be, if it is.
 */
missing: string | null, };

/**
 * Asks for another answer to the same question: it becomes a sibling.
 */
export type Regenerate = { 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The answer.
 */
answer: string, 
/**
 * Where the answer is to be written.
 */
model?: ModelChoiceView, 
/**
 * As [`Ask::cover`].
 */
cover?: Cover, };

/**
 * Deletes an installed model.
 */
export type RemoveModel = { 
/**
 * Which.
 */
id: string, };

/**
 * Removes a provider and its key.
 */
export type RemoveProvider = { 
/**
 * Which.
 */
id: string, };

/**
 * Gives a conversation another title.
 */
export type RenameConversation = { 
/**
 * Which.
 */
id: string, 
/**
 * The title, 1 to 200 characters.
 */
title: string, };

/**
 * Has a learner begin anew.
 */
export type ResetLearning = { 
/**
 * Which one.
 */
learner: 'style' | 'memory' | 'interests' | 'suggestions', };

/**
 * Undoes a deletion.
 */
export type RestoreConversation = { 
/**
 * Which.
 */
id: string, };

/**
 * Takes back that a memory was forgotten, or that it was superseded.
 */
export type RestoreMemory = { 
/**
 * Which.
 */
id: string, };

/**
 * What is believed of styles in a role.
 */
export type RoleStyleView = { 
/**
 * The role.
 */
role: string, 
/**
 * Answers in it that something was said of.
 */
rewards: number, 
/**
 * Each dimension.
 */
dimensions: Array<DimensionBeliefView>, };

/**
 * A role template.
 */
export type RoleView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its version.
 */
version: number, 
/**
 * When this version was stored, in milliseconds since 1970.
 */
since: number, 
/**
 * Its name.
 */
name: LocalisedView, 
/**
 * What its answers are like.
 */
summary: LocalisedView, 
/**
 * The design token of its accent: `leader`, `worker`, `intern`.
 */
hue: string, 
/**
 * What the assistant is for this person.
 */
identity: string, 
/**
 * Who asks.
 */
audience: string, 
/**
 * What it does, most important first.
 */
instructions: Array<string>, 
/**
 * How it sounds.
 */
tone: string, 
/**
 * The most words.
 */
max_words: number, 
/**
 * The label that an answer opens with; empty where there is none.
 */
opening: LocalisedView, 
/**
 * The sections, in order.
 */
sections: Array<SectionView>, 
/**
 * What an answer never does.
 */
never: Array<string>, 
/**
 * Questions to begin with.
 */
starters: Array<LocalisedView>, 
/**
 * Worked examples.
 */
examples: Array<ExampleView>, 
/**
 * Words with a meaning of their own.
 */
glossary: Array<TermView>, 
/**
 * What a person may not override.
 */
limits: Array<string>, 
/**
 * Whether the role is answered on this machine only.
 */
local_only: boolean, 
/**
 * Whether the length is fixed.
 */
fixed_length: boolean, };

/**
 * Checks what IT would.
 */
export type RunDoctor = Record<symbol, never>;

/**
 * Keeps unsent text.
 */
export type SaveDraft = { 
/**
 * The conversation; none for the one that is not begun.
 */
conversation?: string, 
/**
 * The text; empty forgets the draft.
 */
text: string, };

/**
 * Adds or changes a provider.
 */
export type SaveProvider = { 
/**
 * The provider.
 */
provider: ProviderDraft, 
/**
 * Its key; none leaves the stored one, an empty text forgets it.
 */
key?: string, };

/**
 * A message that was found.
 */
export type SearchHit = { 
/**
 * Its conversation.
 */
conversation: string, 
/**
 * Its conversation's title.
 */
title: string, 
/**
 * Its conversation's role.
 */
role: string, 
/**
 * The message; none if only the title fits.
 */
message: string | null, 
/**
 * Who wrote it.
 */
author: AuthorView | null, 
/**
 * A piece of the text around what was found.
 */
snippet: Array<SnippetPart>, 
/**
 * Milliseconds since 1970.
 */
at: number, };

/**
 * Searches the text of all messages and titles.
 */
export type SearchMessages = { 
/**
 * Words; the last may be unfinished.
 */
query: string, 
/**
 * The most hits, at most 200.
 */
limit: number, };

/**
 * A section of an answer.
 */
export type SectionView = { 
/**
 * Its label.
 */
label: LocalisedView, 
/**
 * What belongs in it.
 */
holds: string, 
/**
 * Whether it has to be there.
 */
required: boolean, };

/**
 * Leads a conversation in another role from now on.
 */
export type SetConversationRole = { 
/**
 * Which.
 */
id: string, 
/**
 * The role.
 */
role: string, };

/**
 * Changes a setting.
 */
export type SetSetting = { 
/**
 * Which.
 */
key: string, 
/**
 * The value; null returns to the default.
 */
value: string | number | boolean | null, };

/**
 * A setting with what decides about it.
 */
export type SettingView = { 
/**
 * Its key, for example `appearance.theme`.
 */
key: string, 
/**
 * What holds.
 */
value: string | number | boolean, 
/**
 * What holds where nobody chose.
 */
default: string | number | boolean, 
/**
 * The words that it takes; empty where it takes something else.
 */
choices: Array<string>, 
/**
 * Who set it by policy, so that it cannot be changed here.
 */
managed_by: string | null, };

/**
 * A piece of a snippet.
 */
export type SnippetPart = { 
/**
 * The text.
 */
text: string, 
/**
 * Whether it is what was searched for.
 */
hit: boolean, };

/**
 * A part of what was said: a sentence or some of them.
 */
export type SpokenView = { 
/**
 * When it begins, in seconds.
 */
start_s: number, 
/**
 * When it ends.
 */
end_s: number, 
/**
 * What was said.
 */
text: string, };

/**
 * A starter of a role.
 */
export type StarterView = { 
/**
 * Its id, as of a suggestion.
 */
id: string, 
/**
 * Its place in the template, from 0.
 */
place: number, };

/**
 * How far a message has come.
 */
export type StatusOfMessage = "streaming" | "complete" | "stopped" | "failed" | "interrupted";

/**
 * The state of the whole.
 */
export type StatusView = { 
/**
 * The program's version.
 */
version: string, 
/**
 * Where all data is.
 */
home: string, 
/**
 * What the local engine does.
 */
engine: EngineView, 
/**
 * Where the next answer will be written; none if nothing can answer.
 */
answers_with: ModelChoiceView | null, 
/**
 * The name of that model or provider.
 */
answers_with_name: string | null, 
/**
 * Who manages this machine, if a policy file says so.
 */
managed_by: string | null, 
/**
 * How many messages are stored.
 */
messages: number, };

/**
 * Stops an answer.
 */
export type StopAnswer = { 
/**
 * The answer.
 */
answer: string, };

/**
 * Closes the microphone. What was said is understood to its end.
 */
export type StopDictation = Record<symbol, never>;

/**
 * Stops what is being read, at once.
 */
export type StopReading = Record<symbol, never>;

/**
 * What was learned of styles.
 */
export type StyleInsightsView = { 
/**
 * Each role, in the order of the role selector.
 */
roles: Array<RoleStyleView>, 
/**
 * Answers that something was said of.
 */
answers: number, 
/**
 * What they earned.
 */
earned: EstimateView, 
/**
 * What answers in the style of their role's template would have earned, doubly robust.
 */
plain: EstimateView, 
/**
 * The same by inverse propensity.
 */
plain_by_propensity: EstimateView, 
/**
 * One by one, oldest first.
 */
series: Array<EarnedView>, };

/**
 * How the style of an answer was chosen.
 */
export type StyleTraceView = { 
/**
 * With what probability it was chosen, above 0 to 1.
 */
probability: number, 
/**
 * Whether another style was thought better and this one tried in order to learn.
 */
explored: boolean, 
/**
 * What kind of work the question asked for.
 */
task: 'general' | 'explain' | 'decide' | 'summarise' | 'write' | 'troubleshoot' | 'plan' | 'compare' | 'look_up' | 'code' | 'chat', 
/**
 * What else the question showed.
 */
signs: ('urgent' | 'frustrated' | 'spoken' | 'expert' | 'beginner' | 'off_hours' | 'familiar' | 'new_field')[], 
/**
 * Each dimension, in their order.
 */
dimensions: Array<DimensionTraceView>, };

/**
 * What was learned of suggestions.
 */
export type SuggestionInsightsView = { 
/**
 * Each kind.
 */
kinds: Array<SuggestionKindView>, };

/**
 * What was learned of a kind of suggestion.
 */
export type SuggestionKindView = { 
/**
 * Which kind.
 */
kind: 'unfinished_thread' | 'recurring_topic' | 'follow_up' | 'role_starter' | 'onboarding_step' | 'weekly_digest', 
/**
 * How often one was shown for a day. Starters are not counted.
 */
shown: number, 
/**
 * How often one was taken up.
 */
accepted: number, 
/**
 * How often one was dismissed.
 */
dismissed: number, 
/**
 * How often less was asked for.
 */
less: number, 
/**
 * How likely the next one is taken up, 0 to 1.
 */
likely: number, 
/**
 * The standard deviation of that belief.
 */
error: number, };

/**
 * Why something is suggested.
 */
export type SuggestionReasonView = { "reason": "left_open", 
/**
 * In which way.
 */
how: OpenEndView, 
/**
 * When its last turn was, in milliseconds since 1970.
 */
at: number, } | { "reason": "asked_often", 
/**
 * So many times in four weeks.
 */
times: number, 
/**
 * On so many days.
 */
days: number, } | { "reason": "named", 
/**
 * The day, as `YYYY-MM-DD`.
 */
due: string, 
/**
 * How many days ago it was; negative where it lies ahead.
 */
days_ago: number, 
/**
 * Why they named it.
 */
cue: CueView, 
/**
 * When they said so, in milliseconds since 1970.
 */
said_at: number, } | { "reason": "next_step", 
/**
 * Steps that were taken up.
 */
done: number, 
/**
 * Steps in all.
 */
of: number, } | { "reason": "week_begun", 
/**
 * Conversations of the last seven days.
 */
conversations: number, } | { "reason": "taken_up", 
/**
 * So many.
 */
accepted: number, 
/**
 * Of so many that the person said something of.
 */
of: number, };

/**
 * A suggestion.
 */
export type SuggestionView = { 
/**
 * Its id: the same for as long as it is about the same.
 */
id: string, 
/**
 * Its kind.
 */
kind: 'unfinished_thread' | 'recurring_topic' | 'follow_up' | 'role_starter' | 'onboarding_step' | 'weekly_digest', 
/**
 * The words that stand for it: a title or what the person said, or a step. Empty for the look back at the week.
 */
text: string, 
/**
 * The conversation that it leads to; none where a new one begins.
 */
conversation: string | null, 
/**
 * Why it is shown, the main reason first.
 */
reasons: Array<SuggestionReasonView>, };

/**
 * What is suggested now.
 */
export type SuggestionsView = { 
/**
 * The suggestions, the best first. Empty in quiet hours, and where they are switched off.
 */
suggestions: Array<SuggestionView>, 
/**
 * The starters of the role, the likeliest to be taken up first.
 */
starters: Array<StarterView>, };

/**
 * Shows the branch that a message belongs to, at its newest tip.
 */
export type SwitchBranch = { 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * A sibling of a message that is shown.
 */
to: string, };

/**
 * A glossary entry.
 */
export type TermView = { 
/**
 * The word.
 */
term: string, 
/**
 * What it means here.
 */
meaning: string, };

/**
 * Tries a provider without saving it.
 */
export type TestProvider = { 
/**
 * The provider.
 */
provider: ProviderDraft, 
/**
 * Its key; none takes the stored one.
 */
key?: string, };

/**
 * What the try gave.
 */
export type TestedProvider = { 
/**
 * The models that it offers, if it says so.
 */
models: Array<string>, 
/**
 * What went wrong.
 */
error: ErrorBody | null, };

/**
 * One topic of a week.
 */
export type TopicShareView = { 
/**
 * The question that stands for it.
 */
label: string, 
/**
 * Its share of the week's questions, 0 to 1.
 */
share: number, };

/**
 * One week.
 */
export type TopicWeekView = { 
/**
 * When it begins, in milliseconds since 1970.
 */
start: number, 
/**
 * Its topics, the largest first.
 */
topics: Array<TopicShareView>, };

/**
 * What was asked about, week by week.
 */
export type TopicsView = { 
/**
 * The weeks with questions, oldest first.
 */
weeks: Array<TopicWeekView>, };

/**
 * A form of a transcript.
 */
export type TranscriptFormView = "txt" | "srt" | "vtt";

/**
 * What is believed of a value.
 */
export type ValueBeliefView = { 
/**
 * The value.
 */
value: string, 
/**
 * The probability that the next answer has it, 0 to 1.
 */
probability: number, 
/**
 * How much better than the mean of its dimension it is thought to be, in rewards from -1 to 1.
 */
worth: number, 
/**
 * The standard deviation of that belief.
 */
error: number, };

/**
 * A value and how probable it was.
 */
export type ValueOddsView = { 
/**
 * The value.
 */
value: string, 
/**
 * 0 to 1.
 */
probability: number, };

/**
 * What the comparison gave.
 */
export type VerifiedModel = { 
/**
 * Which.
 */
id: string, 
/**
 * Whether the file is what it should be.
 */
intact: boolean, 
/**
 * Its SHA-256.
 */
sha256: string, };

/**
 * Compares an installed model with its hash.
 */
export type VerifyModel = { 
/**
 * Which.
 */
id: string, };

/**
 * The voice of the system.
 */
export type VoiceView = { 
/**
 * Whether answers can be read aloud: it is switched on, and the system offers a voice.
 */
offered: boolean, };

/** Commands that answer once: name to request and response. */
export type Commands = {
  list_conversations: [ListConversations, Array<ConversationView>];
  open_conversation: [OpenConversation, OpenedConversation];
  load_messages: [LoadMessages, Array<MessageView>];
  rename_conversation: [RenameConversation, ConversationView];
  pin_conversation: [PinConversation, ConversationView];
  keep_conversation_apart: [KeepConversationApart, ConversationView];
  set_conversation_role: [SetConversationRole, ConversationView];
  delete_conversation: [DeleteConversation, Nothing];
  restore_conversation: [RestoreConversation, ConversationView];
  switch_branch: [SwitchBranch, OpenedConversation];
  edit_answer: [EditAnswer, OpenedConversation];
  search_messages: [SearchMessages, Array<SearchHit>];
  correct_reading: [CorrectReading, AttachmentView];
  drop_attachment: [DropAttachment, Nothing];
  get_image: [GetImage, ImageView];
  begin_recording: [BeginRecording, BegunRecording];
  add_to_recording: [AddToRecording, Nothing];
  correct_part: [CorrectPart, AttachmentView];
  export_transcript: [ExportTranscript, ExportedTranscript];
  stop_dictation: [StopDictation, Nothing];
  cancel_dictation: [CancelDictation, Nothing];
  list_microphones: [ListMicrophones, Array<MicrophoneView>];
  read_aloud: [ReadAloud, Nothing];
  stop_reading: [StopReading, Nothing];
  find_voice: [FindVoice, VoiceView];
  read_past: [ReadPast, Array<PastMessageView>];
  stop_answer: [StopAnswer, Nothing];
  note_copy: [NoteCopy, Nothing];
  note_dwell: [NoteDwell, Nothing];
  rate_answer: [RateAnswer, MessageView];
  reset_learning: [ResetLearning, Nothing];
  get_style_insights: [GetStyleInsights, StyleInsightsView];
  get_interest_map: [GetInterestMap, InterestMapView];
  get_topics: [GetTopics, TopicsView];
  list_suggestions: [ListSuggestions, SuggestionsView];
  note_suggestions_shown: [NoteSuggestionsShown, Nothing];
  answer_suggestion: [AnswerSuggestion, AnsweredSuggestion];
  get_suggestion_insights: [GetSuggestionInsights, SuggestionInsightsView];
  get_draft: [GetDraft, Draft];
  save_draft: [SaveDraft, Nothing];
  export_profile: [ExportProfile, ExportedProfile];
  erase_profile: [EraseProfile, Nothing];
  list_memories: [ListMemories, Array<MemoryView>];
  add_memory: [AddMemory, MemoryView];
  edit_memory: [EditMemory, MemoryView];
  forget_memory: [ForgetMemory, ForgottenMemory];
  restore_memory: [RestoreMemory, MemoryView];
  pin_memory: [PinMemory, MemoryView];
  erase_memories: [EraseMemories, ErasedMemories];
  list_roles: [ListRoles, Array<RoleView>];
  list_models: [ListModels, ModelsView];
  install_model: [InstallModel, Nothing];
  cancel_install: [CancelInstall, Nothing];
  verify_model: [VerifyModel, VerifiedModel];
  remove_model: [RemoveModel, Nothing];
  import_model: [ImportModel, ModelView];
  list_providers: [ListProviders, ProvidersView];
  save_provider: [SaveProvider, ProviderView];
  remove_provider: [RemoveProvider, Nothing];
  test_provider: [TestProvider, TestedProvider];
  get_settings: [GetSettings, Array<SettingView>];
  set_setting: [SetSetting, SettingView];
  get_policy: [GetPolicy, PolicyView];
  list_departures: [ListDepartures, Array<DepartureView>];
  get_status: [GetStatus, StatusView];
  run_doctor: [RunDoctor, Array<CheckView>];
};

/** Commands that stream: name to request, piece and response. */
export type Streams = {
  ask: [Ask, AnswerEvent, AnswerOutcome];
  regenerate: [Regenerate, AnswerEvent, AnswerOutcome];
  attach_image: [AttachImage, AttachmentEvent, AttachOutcome];
  hear_recording: [HearRecording, RecordingEvent, HeardRecording];
  blacken_image: [BlackenImage, AttachmentEvent, AttachOutcome];
  dictate: [Dictate, DictationEvent, DictationOutcome];
};
