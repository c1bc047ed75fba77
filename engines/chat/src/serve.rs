//! The model's thread: takes requests one after the other.

use std::sync::mpsc::Receiver;
use std::time::Instant;

use attune_models::child::Board;
use attune_models::protocol::{EngineFault, FromEngine};
use llama_cpp_2::llama_backend::LlamaBackend;

use crate::adapters::Adapters;
use crate::context;
use crate::fault::Fault;
use crate::inbox::{Ask, Command};
use crate::logs::Errors;
use crate::model::OpenModel;
use crate::outbox::Outbox;
use crate::prefix::PrefixStates;
use crate::session::Session;

/// Serves until the channel closes.
pub(crate) fn serve(inbox: &Receiver<Command>, board: &'static Board, out: &Outbox, errors: &Errors) {
    let backend = match LlamaBackend::init() {
        Ok(backend) => backend,
        Err(error) => {
            out.failed(None, &Fault::internal(format!("llama.cpp does not start: {error}")));
            return;
        }
    };
    let thread = Thread { backend, inbox, board, out, errors };
    let mut next = inbox.recv().ok();
    while let Some(command) = next {
        next = match command {
            Command::Load(load) => {
                let start = Instant::now();
                match OpenModel::open(&thread.backend, load, board, out, errors) {
                    Ok(model) => match thread.keep(model, start) {
                        Kept::Until(command) => command,
                        Kept::Not => inbox.recv().ok(),
                    },
                    Err(fault) => {
                        out.failed(None, &fault);
                        inbox.recv().ok()
                    }
                }
            }
            Command::Generate(ask) => {
                thread.refuse(&ask, &Fault::new(EngineFault::NoModel, "no model is loaded"));
                inbox.recv().ok()
            }
            Command::Unload => {
                out.send(&FromEngine::Unloaded);
                inbox.recv().ok()
            }
        };
    }
}

struct Thread<'a> {
    backend: LlamaBackend,
    inbox: &'a Receiver<Command>,
    board: &'static Board,
    out: &'a Outbox,
    errors: &'a Errors,
}

/// What came of a model.
enum Kept {
    /// It served until this command, which is not for it. None: no more commands come.
    Until(Option<Command>),
    /// There was no memory to serve with it.
    Not,
}

/// Why a context is given up.
enum Leave {
    /// An adapter must be loaded for this request, which no context may watch.
    ToLoadAdapter(Ask),
    /// The next command is not for this model. None: there is none.
    With(Option<Command>),
}

impl Thread<'_> {
    /// Serves with a model until a command wants another.
    fn keep(&self, mut model: OpenModel, start: Instant) -> Kept {
        let mut states = PrefixStates::new(model.load.prefix_dir.as_deref());
        let mut adapters = Adapters::default();
        let mut first = None;
        let mut announced = false;
        loop {
            let leave = match context::create(&self.backend, &model, self.board, self.errors) {
                Ok(context) => {
                    if !announced {
                        announced = true;
                        self.out.send(&FromEngine::Loaded {
                            context_tokens: context.n_ctx(),
                            load_ms: start.elapsed().as_secs_f64() * 1e3,
                        });
                    }
                    self.converse(Session::new(&model, context), &mut adapters, &mut states, first)
                }
                Err(fault) => {
                    match first {
                        Some(ask) => self.refuse(&ask, &fault),
                        None => self.out.failed(None, &fault),
                    }
                    return Kept::Not;
                }
            };
            first = match leave {
                Leave::With(command) => return Kept::Until(command),
                Leave::ToLoadAdapter(ask) => {
                    let loaded = match &ask.generate.adapter {
                        Some(wanted) => adapters.load(&mut model.llama, wanted, self.errors),
                        None => Ok(()),
                    };
                    match loaded {
                        Ok(()) => Some(ask),
                        Err(fault) => {
                            self.refuse(&ask, &fault);
                            None
                        }
                    }
                }
            };
        }
    }

    /// Answers with one context.
    fn converse(
        &self,
        mut session: Session<'_>,
        adapters: &mut Adapters,
        states: &mut PrefixStates,
        mut next: Option<Ask>,
    ) -> Leave {
        loop {
            let ask = match next.take() {
                Some(ask) => ask,
                None => match self.inbox.recv() {
                    Ok(Command::Generate(ask)) => ask,
                    Ok(command) => return Leave::With(Some(command)),
                    Err(_) => return Leave::With(None),
                },
            };
            let worn = match ask.generate.adapter.as_ref().map(|wanted| adapters.ready(wanted)) {
                None => None,
                Some(Ok(Some(worn))) => Some(worn),
                Some(Ok(None)) => return Leave::ToLoadAdapter(ask),
                Some(Err(fault)) => {
                    self.refuse(&ask, &fault);
                    continue;
                }
            };
            let id = ask.generate.id;
            self.board.start(id);
            let answered = session
                .wear(adapters, worn)
                .and_then(|()| session.answer(&ask, states, self.board, self.out));
            self.board.finish(id);
            if let Err(fault) = answered {
                self.out.failed(Some(id), &fault);
            }
            // After the answer, where nobody waits for it.
            states.save();
        }
    }

    fn refuse(&self, ask: &Ask, fault: &Fault) {
        self.board.finish(ask.generate.id);
        self.out.failed(Some(ask.generate.id), fault);
    }
}
