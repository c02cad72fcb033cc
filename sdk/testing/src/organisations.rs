//! Who takes part in a ledger of organisations.

use sandpact_testing_protocol as protocol;

/// Organisations with their members, for [`Ledger::with_organisations`](crate::Ledger). Each has
/// an admin besides, whom no test sees; each may give the roles that its members have.
#[derive(Clone, Debug, Default)]
pub struct Organisations {
    /// Organisations in their order.
    pub(crate) named: Vec<String>,
    /// Members by the names of their accounts.
    pub(crate) members: Vec<Member>,
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub name: String,
    pub organisation: String,
    pub roles: Vec<String>,
    pub attributes: Vec<(String, String)>,
}

impl Organisations {
    /// Organisations of these short names; at least two, so that none of them governs alone.
    #[must_use]
    pub fn new<const N: usize>(names: [&str; N]) -> Self {
        assert!(N >= 2, "a ledger has at least two organisations");
        Self { named: names.map(str::to_owned).into(), members: Vec::new() }
    }

    /// A member with these roles: the account of this name.
    #[must_use]
    pub fn member<const N: usize>(
        mut self,
        name: &str,
        organisation: &str,
        roles: [&str; N],
    ) -> Self {
        assert!(
            self.named.iter().any(|named| named == organisation),
            "there is no organisation {organisation}"
        );
        let member = Member {
            name: name.to_owned(),
            organisation: organisation.to_owned(),
            roles: roles.map(str::to_owned).into(),
            attributes: Vec::new(),
        };
        self.members.push(member);
        self
    }

    /// An attribute of the member that was named last.
    #[must_use]
    pub fn attribute(mut self, name: &str, value: &str) -> Self {
        let member = self.members.last_mut().expect("an attribute is one of a member");
        member.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// For the engine, with the place of each account.
    pub(crate) fn request(&self, account: impl Fn(&str) -> u32) -> Vec<protocol::Organisation> {
        let organisation = |id: &String| {
            let own = self.members.iter().filter(|member| member.organisation == *id);
            let own = own.map(|member| protocol::Member {
                account: account(&member.name),
                roles: member.roles.clone(),
                attributes: member.attributes.clone(),
            });
            protocol::Organisation { id: id.clone(), members: own.collect() }
        };
        self.named.iter().map(organisation).collect()
    }
}
