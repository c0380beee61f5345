//! The contexts of the kubeconfig, and which of them have a page.

use std::sync::Arc;

use astern_protocol::{
    ContextDestination, ContextIdentity, ContextList, ContextPage, ContextPageState, ListedContext,
};
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore, mpsc};

use super::{OpenContext, refused};
use crate::backend::kubectl_proxy::{ChosenCluster, KnownContext, KubectlOptions, identify};
use crate::refusal::Refusal;

/// How many contexts may be open besides the one that astern was started with. Each has a kubectl of its own.
const MAX_PAGES: usize = 16;

/// How many contexts are asked which cluster they lead to at once.
const MAX_ASKED: usize = 4;

/// The contexts of the kubeconfig that this process was started with.
#[derive(Debug)]
pub struct Contexts {
    /// What the options of another context are made of.
    kubectl: KubectlOptions,
    entries: Vec<Arc<Entry>>,
    open: mpsc::Sender<OpenContext>,
    pages: Arc<Semaphore>,
    asked: Semaphore,
}

#[derive(Debug)]
struct Entry {
    context: KnownContext,
    /// The page, once it is open. It is locked while it is being opened, so that two requests open one page.
    page: Mutex<Option<OpenPage>>,
}

#[derive(Debug)]
struct OpenPage {
    page: ContextPage,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Contexts {
    /// The contexts of a kubeconfig. Each that is to be opened is sent to the receiver.
    pub fn new(chosen: &ChosenCluster) -> (Arc<Self>, mpsc::Receiver<OpenContext>) {
        let (open, opened) = mpsc::channel(MAX_PAGES);
        let entry = |context: &KnownContext| {
            Arc::new(Entry {
                context: context.clone(),
                page: Mutex::default(),
            })
        };
        let contexts = Self {
            kubectl: chosen.options.clone(),
            entries: chosen.contexts.iter().map(entry).collect(),
            open,
            pages: Arc::new(Semaphore::new(MAX_PAGES)),
            asked: Semaphore::new(MAX_ASKED),
        };
        (Arc::new(contexts), opened)
    }

    /// The context was opened when astern started, so that the pages of others lead to it.
    pub(crate) async fn opened_at_start(&self, context: &str, page: ContextPage) {
        if let Ok(entry) = self.entry(context) {
            *entry.page.lock().await = Some(OpenPage {
                page,
                _permit: None,
            });
        }
    }

    fn entry(&self, context: &str) -> Result<&Arc<Entry>, Refusal> {
        let mut entries = self.entries.iter();
        entries
            .find(|entry| entry.context.name == context)
            .ok_or_else(|| refused::unknown(context))
    }

    /// Opens the context of an entry, unless it is open.
    async fn open(&self, entry: &Entry) -> Result<ContextPage, Refusal> {
        let mut page = entry.page.lock().await;
        if let Some(open) = &*page {
            return Ok(open.page.clone());
        }
        let destination = entry.context.destination.as_ref();
        let destination = destination.map_err(refused::leads_nowhere)?;
        let permit = Arc::clone(&self.pages).try_acquire_owned();
        let permit = permit.map_err(|_| refused::too_many(&entry.context.name, MAX_PAGES))?;
        let (message, answer) = OpenContext::new(destination.clone());
        let sent = self.open.send(message).await;
        sent.map_err(|_| refused::ending())?;
        let opened = answer.await.map_err(|_| refused::ending())??;
        *page = Some(OpenPage {
            page: opened.clone(),
            _permit: Some(permit),
        });
        Ok(opened)
    }
}

/// The contexts, as the page of one of them sees them.
#[derive(Clone, Debug, Default)]
pub struct PageContexts {
    /// The context of the page; `None` where it has none, as in a pod.
    own: Option<String>,
    /// `None` where there is no kubeconfig.
    all: Option<Arc<Contexts>>,
}

impl PageContexts {
    /// Those that the page of the context `own` sees.
    pub fn of(own: Option<String>, all: Arc<Contexts>) -> Self {
        let all = Some(all);
        Self { own, all }
    }

    /// How many there are besides the page's own.
    pub fn others(&self) -> usize {
        let is_other = |entry: &&Arc<Entry>| Some(&entry.context.name) != self.own.as_ref();
        let all = self.all.iter().flat_map(|all| &all.entries);
        all.filter(is_other).count()
    }

    /// Returns the list, for which no cluster is asked.
    pub(crate) fn list(&self) -> ContextList {
        let all = self.all.iter().flat_map(|all| &all.entries);
        let listed = all.map(|entry| ListedContext {
            name: entry.context.name.clone(),
            page: self.state(entry),
            leads_to: match &entry.context.destination {
                Ok(to) => ContextDestination::Server {
                    server: to.server.clone(),
                    user: to.user.clone(),
                },
                Err(error) => ContextDestination::Nowhere {
                    reason: error.reason(),
                },
            },
        });
        ContextList {
            contexts: listed.collect(),
        }
    }

    fn state(&self, entry: &Entry) -> ContextPageState {
        if Some(&entry.context.name) == self.own.as_ref() {
            return ContextPageState::This;
        }
        // One that is locked is being opened.
        match entry.page.try_lock() {
            Ok(page) if page.is_none() => ContextPageState::Closed,
            _ => ContextPageState::Open,
        }
    }

    /// Opens a context, and returns its page; that of one that is open.
    ///
    /// # Errors
    /// The refusal, which says why it is not opened and what to do.
    pub(crate) async fn open(&self, context: &str) -> Result<ContextPage, Refusal> {
        let all = self.all(context)?;
        let entry = Arc::clone(all.entry(context)?);
        // A task of its own, so that a page whose request is cut off leaves no listener behind that nobody knows.
        let opening = tokio::spawn(async move { all.open(&entry).await });
        opening.await.unwrap_or_else(|_| Err(refused::ending()))
    }

    /// Asks the cluster of a context for its UID.
    ///
    /// # Errors
    /// The refusal, which says why it is not known and what to do.
    pub(crate) async fn identify(&self, context: &str) -> Result<ContextIdentity, Refusal> {
        let all = self.all(context)?;
        let entry = all.entry(context)?;
        let destination = entry.context.destination.as_ref();
        destination.map_err(refused::leads_nowhere)?;
        let _permit = all.asked.acquire().await.map_err(|_| refused::ending())?;
        let options = KubectlOptions {
            context: Some(context.to_owned()),
            ..all.kubectl.clone()
        };
        let id = identify(&options).await;
        let id = id.map_err(|error| refused::not_identified(context, &error))?;
        Ok(ContextIdentity {
            uid: id.as_str().to_owned(),
        })
    }

    fn all(&self, context: &str) -> Result<Arc<Contexts>, Refusal> {
        let all = self.all.as_ref().map(Arc::clone);
        all.ok_or_else(|| refused::unknown(context))
    }
}
