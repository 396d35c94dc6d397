//! The server that runs beside the requests: which one, and what there is to start.

use super::{Http, over::Over};
use crate::{
    screen::event::Effect,
    tutor::{
        Trouble,
        playground::{Sample, Server},
        serving::Servable,
    },
};

impl Http {
    pub(super) fn server(&self) -> Option<&Server> {
        self.shelf.as_ref()?.server.as_ref()
    }

    /// Whether one runs, be it that it listens nowhere yet.
    pub(super) fn is_serving(&self) -> bool {
        self.server().is_some_and(Server::runs)
    }

    /// Lays the list of servers over the tab; `wanted` where a request asks for one.
    pub(super) fn offer_servers(&mut self, wanted: bool) -> Vec<Effect> {
        self.over = Some(Over::Servers { list: None, chosen: 0, running: None, wanted });
        vec![Effect::LoadServables]
    }

    /// The list begins at the server that runs.
    pub(super) fn take_servables(&mut self, all: &[Servable]) {
        let server = self.server().filter(|server| server.runs());
        let now =
            server.and_then(|server| all.iter().position(|one| server.what.as_ref() == Some(one)));
        if let Some(Over::Servers { list, chosen, running, .. }) = &mut self.over {
            *list = Some(all.to_vec());
            *chosen = now.unwrap_or(0);
            *running = now;
        }
    }

    pub(super) fn take_server(&mut self, server: &Server) -> Vec<Effect> {
        let Some(loaded) = &mut self.shelf else { return Vec::new() };
        if let Some(editing) = &mut self.editing {
            editing.know(&server.routes);
        }
        if server.port.is_some() && server.runs() {
            // What was missing is there.
            self.trouble = self.trouble.take().filter(|refused| !refused.wants_server);
        }
        let before = loaded.server.replace(server.clone());
        if server.ended.is_some() || before.is_none_or(|before| before.port != server.port) {
            // `base` is another one now.
            return self.load();
        }
        Vec::new()
    }

    /// The sample is there, and its server starts where none runs.
    pub(super) fn sample_taken(&mut self, taken: &Result<Sample, Trouble>) -> Vec<Effect> {
        let Sample { file, server } = match taken {
            Ok(sample) => sample.clone(),
            Err(trouble) => return self.imported(&Err(trouble.clone())),
        };
        let mut effects = self.imported(&Ok(file));
        let Some(server) = server else { return effects };
        let running = self.server().filter(|running| running.runs());
        match running.map(|running| running.what.as_ref() == Some(&server)) {
            Some(true) => {}
            Some(false) => {
                let name = server.name();
                self.said = Some(format!("They are for \"{name}\": s and Enter on it start it."));
            }
            None => {
                self.said = None;
                effects.push(Effect::Serve(server));
            }
        }
        effects
    }
}
