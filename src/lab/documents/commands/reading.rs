//! What all commands that look for documents share: a filter with all that stands around it, read from a
//! request, and the plan that answers it.

use std::rc::Rc;

use bson::{Bson, Document};

use crate::lab::{
    documents::{
        Effort, Server,
        collation::Collation,
        collection::Collection,
        error::CommandError,
        expression::Expression,
        filter::Filter,
        namespace::Namespace,
        plan::{self, Choice, Hint, Needs, Query, Ran},
        request::Request,
        scope::Scope,
        sort::Sort,
    },
    world::World,
};

/// The surroundings of one statement, owned, so that a scope can borrow them.
pub struct Around {
    pub world: Rc<dyn World>,
    pub collation: Option<Rc<Collation>>,
    variables: Vec<(String, Option<Bson>)>,
}

/// What a statement looks for.
pub struct Wanted {
    pub filter: Filter,
    pub sort: Option<Sort>,
    pub skip: u64,
    pub limit: Option<u64>,
    pub hint: Option<Hint>,
    pub needs: Needs,
    /// What stands before the words of an error that is met among the documents.
    pub during: &'static str,
}

impl Around {
    /// The collation is that of the statement, or of the collection.
    pub fn new(
        server: &Server,
        namespace: &Namespace,
        collation: Option<Rc<Collation>>,
        variables: Option<&Document>,
    ) -> Result<Around, CommandError> {
        let default = || server.store.collection(namespace)?.collation.clone();
        let collation = collation.or_else(default);
        let mut around = Around { world: server.world.clone(), collation, variables: Vec::new() };
        if let Some(variables) = variables {
            around.variables = evaluated(variables, &around.scope())?;
        }
        Ok(around)
    }

    pub fn scope(&self) -> Scope<'_> {
        Scope::new(&*self.world, self.collation.as_deref()).with(self.variables.clone())
    }
}

impl Wanted {
    /// Everything that matches `filter`.
    pub fn new(filter: &Document, scope: &Scope<'_>) -> Result<Wanted, CommandError> {
        let filter = Filter::parse(filter, scope)?;
        Ok(Wanted {
            filter,
            sort: None,
            skip: 0,
            limit: None,
            hint: None,
            needs: Needs::Documents,
            during: "",
        })
    }

    /// Takes `sort`, which may ask for the natural order.
    pub fn sort(&mut self, sort: &Document) -> Result<(), CommandError> {
        if sort.contains_key("$natural") {
            self.hint = Hint::parse(&Bson::Document(sort.clone()))?;
        } else if !sort.is_empty() {
            self.sort = Some(Sort::parse(sort)?);
        }
        Ok(())
    }

    /// Takes `hint`, as the field of a request has it.
    pub fn hint(&mut self, request: &Request<'_>) -> Result<(), CommandError> {
        if let Some(hint) = request.value("hint") {
            self.hint = Hint::parse(hint)?;
        }
        Ok(())
    }

    pub fn query(&self) -> Query<'_> {
        Query {
            filter: &self.filter,
            sort: self.sort.as_ref(),
            skip: self.skip,
            limit: self.limit,
            hint: self.hint.as_ref(),
            needs: self.needs.clone(),
        }
    }

    /// Plans, runs and counts it into `effort`.
    pub fn run(
        &self,
        collection: Option<&Collection>,
        scope: &Scope<'_>,
        effort: &mut Effort,
    ) -> Result<Ran, CommandError> {
        let (_, ran) = self.run_choice(collection, scope, effort)?;
        Ok(ran)
    }

    /// `run`, with the plan that was chosen.
    pub fn run_choice(
        &self,
        collection: Option<&Collection>,
        scope: &Scope<'_>,
        effort: &mut Effort,
    ) -> Result<(Choice, Ran), CommandError> {
        look(&self.query(), collection, scope, effort, self.during)
    }
}

/// Plans and runs a query, and counts it into `effort`.
pub fn look(
    query: &Query<'_>,
    collection: Option<&Collection>,
    scope: &Scope<'_>,
    effort: &mut Effort,
    during: &str,
) -> Result<(Choice, Ran), CommandError> {
    let choice = plan::choose(collection, query, scope)?;
    let ran =
        plan::run(collection, &choice.plan, query, scope).map_err(|error| error.during(during))?;
    effort.documents_examined += ran.documents_examined;
    effort.keys_examined += ran.total_keys();
    let summary = choice.plan.summary(collection);
    if effort.plan.is_empty() {
        effort.plan = summary;
    } else if !effort.plan.split("; ").any(|plan| plan == summary) {
        effort.plan = format!("{}; {summary}", effort.plan);
    }
    Ok((choice, ran))
}

/// The values of variables, which are expressions without a document.
pub fn evaluated(
    variables: &Document,
    scope: &Scope<'_>,
) -> Result<Vec<(String, Option<Bson>)>, CommandError> {
    let nothing = Document::new();
    variables
        .iter()
        .map(|(name, value)| {
            let value = Expression::parse(value, scope)?.evaluate(&nothing, scope)?;
            Ok((name.clone(), value))
        })
        .collect()
}
