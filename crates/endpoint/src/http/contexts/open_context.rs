//! The message that asks for a context to be opened.

use astern_protocol::ContextPage;
use tokio::sync::oneshot;

use super::refused;
use crate::backend::kubectl_proxy::Destination;
use crate::error::CommandError;
use crate::refusal::Refusal;

/// A context is to be opened.
#[derive(Debug)]
pub struct OpenContext {
    destination: Destination,
    reply: oneshot::Sender<Result<ContextPage, Refusal>>,
}

impl OpenContext {
    /// The context leads there. The answer is received by the second part.
    pub(super) fn new(
        destination: Destination,
    ) -> (Self, oneshot::Receiver<Result<ContextPage, Refusal>>) {
        let (reply, answer) = oneshot::channel();
        (Self { destination, reply }, answer)
    }

    /// Where the context led when astern started, which is what the person chose.
    pub(crate) fn destination(&self) -> &Destination {
        &self.destination
    }

    /// The context is served at that page.
    pub(crate) fn opened(self, page: ContextPage) {
        // Nobody waits for it when astern is about to end.
        let _ = self.reply.send(Ok(page));
    }

    /// The context cannot be opened.
    pub(crate) fn failed(self, error: &CommandError) {
        let refusal = refused::not_opened(&self.destination.context, error);
        let _ = self.reply.send(Err(refusal));
    }
}
