//! How well what was said before is found again: reads a corpus, then ranks its turns for each query.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::thread;
use std::time::Instant;

use attune_domain::{Embedding, ModelId, TokenVectors};
use attune_models::embed::{EmbedError, LateReader, ModelFiles, TextEmbedder};
use attune_persona::recall::{FITS, Question, Recall, Recalled, Turn};

use crate::{App, Error};

/// The model that gives a whole text one direction.
const EMBEDDER: &str = "bge-small-en";

/// The model that gives each word its own.
const LATE_READER: &str = "colbert-small-en";

/// Something that was said.
#[derive(Debug, Clone)]
pub struct Said {
    /// What it is found as.
    pub id: String,
    /// The text.
    pub text: String,
    /// Who said it.
    pub speaker: Option<String>,
    /// When.
    pub time: Option<String>,
    /// Where; turns of one conversation stand in order.
    pub conversation: Option<String>,
}

/// Something that is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What the result is found by.
    pub id: String,
    /// The text.
    pub text: String,
}

/// What was found for a query.
#[derive(Debug, Clone)]
pub struct Found {
    /// The query.
    pub id: String,
    /// Best first.
    pub ranked: Vec<Ranked>,
    /// Milliseconds from the text to the ranking, models included.
    pub ms: f64,
}

/// A turn that was found.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The turn.
    pub id: String,
    /// How good it is; compares within one query only.
    pub score: f32,
    /// How much it has in common with the query at all, 0 to 1; compares across queries.
    pub fit: f32,
}

/// How it is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// With everything there is.
    Whole,
    /// As answers do: without comparing word by word, and only what matters to the query.
    AsAnswers,
}

/// The models of the search, run on this machine.
struct Models {
    whole: TextEmbedder,
    late: Option<LateReader>,
}

/// Ranks the `most` turns of the corpus that matter most to each query.
///
/// # Errors
/// [`Error::NotFound`] when a model is not installed, [`Error::Invalid`] when it cannot be used.
pub async fn retrieve(
    app: &App,
    corpus: Vec<Said>,
    queries: Vec<Asked>,
    most: usize,
    search: Search,
    report: impl Fn(Found) + Send + 'static,
) -> Result<(), Error> {
    let whole = files(app, EMBEDDER)?;
    let late = (search == Search::Whole).then(|| files(app, LATE_READER)).transpose()?;
    let work = move || {
        // One thread each: both read a text at the same time.
        let threads = NonZeroUsize::MIN;
        let late = late.map(|late| LateReader::load(&late, threads)).transpose()?;
        let models = Models { whole: TextEmbedder::load(&whole, threads)?, late };
        let mut recall = Recall::new();
        let mut known = Known::of(&corpus);
        for said in &corpus {
            recall.push(models.turn(said, &mut known)?);
        }
        drop(known);
        // What is done only once is no part of what a query takes.
        models.rank(&recall, "Is anybody there?", most)?;
        for asked in queries {
            let begun = Instant::now();
            let ranked = models.rank(&recall, &asked.text, most)?;
            let ms = begun.elapsed().as_secs_f64() * 1_000.0;
            let fits = |recalled: &Recalled| search == Search::Whole || recalled.fit >= FITS;
            let named = |recalled: Recalled| {
                let (score, fit) = (recalled.why.score(), recalled.fit);
                Ranked { id: corpus[recalled.turn].id.clone(), score, fit }
            };
            let ranked = ranked.into_iter().filter(fits).map(named).collect();
            report(Found { id: asked.id, ranked, ms });
        }
        Ok::<(), EmbedError>(())
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::Invalid(error.to_string()))?
        .map_err(|error| Error::Invalid(error.to_string()))
}

/// Ranks the `most` turns of the corpus whose meaning is nearest to each query's, and nothing else: the plain
/// search that a bench measures [`retrieve`] beside.
///
/// # Errors
/// As [`retrieve`].
pub async fn nearest(
    app: &App,
    corpus: Vec<Said>,
    queries: Vec<Asked>,
    most: usize,
    report: impl Fn(Found) + Send + 'static,
) -> Result<(), Error> {
    let whole = files(app, EMBEDDER)?;
    let work = move || {
        let model = TextEmbedder::load(&whole, NonZeroUsize::MIN)?;
        let read = |said: &Said| model.embed_passage(&said.text);
        let vectors = corpus.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        for asked in queries {
            let begun = Instant::now();
            let query = model.embed_query(&asked.text)?;
            let mut ranked: Vec<(usize, f32)> =
                vectors.iter().map(|vector| query.dot(vector)).enumerate().collect();
            ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            ranked.truncate(most);
            let ms = begun.elapsed().as_secs_f64() * 1_000.0;
            let named =
                |(turn, near): (usize, f32)| Ranked { id: corpus[turn].id.clone(), score: near, fit: near };
            let ranked = ranked.into_iter().map(named).collect();
            report(Found { id: asked.id, ranked, ms });
        }
        Ok::<(), EmbedError>(())
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::Invalid(error.to_string()))?
        .map_err(|error| Error::Invalid(error.to_string()))
}

impl Models {
    fn turn(&self, said: &Said, known: &mut Known) -> Result<Turn, EmbedError> {
        let (whole, tokens) = match known.0.get_mut(&spoken(said)) {
            Some(Some((whole, tokens))) => (whole.clone(), tokens.clone()),
            known => {
                let read = self.read(&spoken(said))?;
                if let Some(known) = known {
                    *known = Some(read.clone());
                }
                read
            }
        };
        Ok(Turn {
            text: said.text.clone(),
            speaker: said.speaker.clone(),
            time: said.time.clone(),
            conversation: said.conversation.clone(),
            whole: Some(whole.quantised()),
            tokens,
        })
    }

    fn rank(&self, recall: &Recall, text: &str, most: usize) -> Result<Vec<Recalled>, EmbedError> {
        // Without the words that the makers put before a question: the centre of questions does their work.
        let (whole, tokens) = self.read(text)?;
        Ok(recall.rank(Question { text, whole: Some(&whole), tokens: tokens.as_ref() }, most))
    }

    /// Both models' view of a text, at the same time.
    fn read(&self, text: &str) -> Result<(Embedding, Option<TokenVectors>), EmbedError> {
        let Some(late) = &self.late else { return Ok((self.whole.embed_passage(text)?, None)) };
        let (whole, tokens) = thread::scope(|scope| {
            let whole = scope.spawn(|| self.whole.embed_passage(text));
            let tokens = late.read(text);
            (whole.join(), tokens)
        });
        let whole = whole.map_err(|_| EmbedError::Failed("the embedder ended before its time".to_owned()))?;
        Ok((whole?, Some(tokens?)))
    }
}

/// Texts that are said more than once, with what the models read in them: each is read once.
struct Known(HashMap<String, Option<(Embedding, Option<TokenVectors>)>>);

impl Known {
    fn of(corpus: &[Said]) -> Self {
        let mut times: HashMap<String, usize> = HashMap::new();
        corpus.iter().for_each(|said| *times.entry(spoken(said)).or_default() += 1);
        Self(times.into_iter().filter(|(_, times)| *times > 1).map(|(text, _)| (text, None)).collect())
    }
}

/// A text as the models read it.
fn spoken(said: &Said) -> String {
    match &said.speaker {
        Some(speaker) => format!("{speaker}: {}", said.text),
        None => said.text.clone(),
    }
}

fn files(app: &App, model: &str) -> Result<ModelFiles, Error> {
    let missing =
        || Error::NotFound(format!("A model is not installed. Run `attunectl models install {model}`."));
    let id = ModelId::new(model)?;
    let installed = app.installer().installed(&id).ok_or_else(missing)?;
    Ok(ModelFiles::of_installed(&installed.path))
}
