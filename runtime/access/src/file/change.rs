//! `changes.toml`: changes that one transaction asks for, in order.

use super::{
    FileError,
    genesis::{MemberFile, OrganisationFile, QuotaFile, in_words, member, parse_ledger_policy},
    parse,
    policy::parse_policy,
    private::{CollectionFile, collection_id},
    text::{HashText, KeyText, SealingKeyText, TimeText, address, organisation, role_name},
};
use sandpact_abi::{
    Address, Height,
    access::{Change, MemberKey, Validity},
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    change: Vec<ChangeFile>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
enum ChangeFile {
    SetOrganisation {
        organisation: String,
        name: String,
        #[serde(default)]
        roles: Vec<String>,
        admin: Option<MemberFile>,
    },
    RevokeOrganisation {
        organisation: String,
        from: u64,
    },
    AddMember {
        organisation: String,
        member: MemberFile,
    },
    RevokeMember {
        member: String,
        from: u64,
    },
    GrantRole {
        member: String,
        role: String,
        from: Option<u64>,
        until: Option<u64>,
    },
    RevokeRole {
        member: String,
        role: String,
    },
    RotateKey {
        member: String,
        old: KeyText,
        new: KeyText,
        from: u64,
    },
    RevokeKey {
        member: String,
        key: KeyText,
        from: u64,
    },
    SetLedgerPolicy {
        policy_file: String,
    },
    SetContractPolicy {
        contract: String,
        policy_file: String,
    },
    Freeze {
        contract: String,
    },
    Unfreeze {
        contract: String,
    },
    SetQuota {
        organisation: String,
        quota: Option<QuotaFile>,
    },
    SetCollection(CollectionFile),
    SetSealingKey {
        organisation: String,
        key: Option<SealingKeyText>,
    },
    RecordPrivate {
        collection: String,
        commitment: HashText,
        expires_at: Option<TimeText>,
    },
    ConfirmDelivery {
        commitment: HashText,
    },
    PurgePrivate {
        commitment: HashText,
    },
    ConfirmErasure {
        commitment: HashText,
    },
}

/// Reads another file that a file of changes names.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// Reads changes. Whether they can be made, the ledger says.
///
/// # Errors
/// [`FileError`].
pub fn parse_changes(text: &str, read: ReadFile<'_>) -> Result<Vec<Change>, FileError> {
    let File { change } = parse(text)?;
    let changes = change.into_iter().map(|file| change_of(file, read));
    changes.collect::<Result<_, _>>().map_err(FileError::new)
}

fn change_of(file: ChangeFile, read: ReadFile<'_>) -> Result<Change, String> {
    let place = |text: &str| in_words(address(text));
    let id = |text: &str| in_words(organisation(text));
    Ok(match file {
        ChangeFile::SetOrganisation { organisation: short, name, roles, admin } => {
            set_organisation(&short, name, roles, admin)?
        }
        ChangeFile::RevokeOrganisation { organisation, from } => {
            Change::RevokeOrganisation { id: id(&organisation)?, from: Height(from) }
        }
        ChangeFile::AddMember { organisation, member: file } => {
            Change::AddMember(in_words(member(&id(&organisation)?, file))?)
        }
        ChangeFile::RevokeMember { member, from } => {
            Change::RevokeMember { member: place(&member)?, from: Height(from) }
        }
        ChangeFile::GrantRole { member, role, from, until } => Change::GrantRole {
            member: place(&member)?,
            role: in_words(role_name(&role))?,
            validity: Validity { from: Height(from.unwrap_or(0)), until: until.map(Height) },
        },
        ChangeFile::RevokeRole { member, role } => {
            Change::RevokeRole { member: place(&member)?, role: in_words(role_name(&role))? }
        }
        ChangeFile::RotateKey { member, old, new, from } => {
            rotate_key(place(&member)?, old, new, from)
        }
        ChangeFile::RevokeKey { member, key, from } => {
            Change::RevokeKey { member: place(&member)?, key: key.0, from: Height(from) }
        }
        ChangeFile::SetLedgerPolicy { policy_file } => {
            let policy = parse_ledger_policy(&read(&policy_file)?);
            Change::SetLedgerPolicy(policy.map_err(|error| format!("{policy_file}: {error}"))?)
        }
        ChangeFile::SetContractPolicy { contract, policy_file } => {
            let policy = parse_policy(&read(&policy_file)?);
            let policy = policy.map_err(|error| format!("{policy_file}: {error}"))?;
            Change::SetContractPolicy { contract: place(&contract)?, policy }
        }
        ChangeFile::Freeze { contract } => Change::Freeze { contract: place(&contract)? },
        ChangeFile::Unfreeze { contract } => Change::Unfreeze { contract: place(&contract)? },
        ChangeFile::SetQuota { organisation, quota } => {
            Change::SetQuota { organisation: id(&organisation)?, quota: quota.map(Into::into) }
        }
        ChangeFile::SetCollection(file) => {
            let (id, collection) = file.collection()?;
            Change::SetCollection { id, collection }
        }
        ChangeFile::SetSealingKey { organisation, key } => {
            Change::SetSealingKey { organisation: id(&organisation)?, key: key.map(|key| key.0) }
        }
        ChangeFile::RecordPrivate { collection, commitment, expires_at } => Change::RecordPrivate {
            collection: in_words(collection_id(&collection))?,
            commitment: commitment.0,
            expires_at: expires_at.map(|time| time.0),
        },
        ChangeFile::ConfirmDelivery { commitment } => {
            Change::ConfirmDelivery { commitment: commitment.0 }
        }
        ChangeFile::PurgePrivate { commitment } => {
            Change::PurgePrivate { commitment: commitment.0 }
        }
        ChangeFile::ConfirmErasure { commitment } => {
            Change::ConfirmErasure { commitment: commitment.0 }
        }
    })
}

fn set_organisation(
    short: &str,
    name: String,
    roles: Vec<String>,
    admin: Option<MemberFile>,
) -> Result<Change, String> {
    let id = in_words(organisation(short))?;
    let admin = admin.map(|file| member(&id, file)).transpose();
    let admin = in_words(admin)?;
    let file = OrganisationFile { name, roles, quota: None, members: Vec::new() };
    Ok(Change::SetOrganisation { id, organisation: file.described()?, admin })
}

fn rotate_key(member: Address, old: KeyText, new: KeyText, from: u64) -> Change {
    let new = MemberKey {
        key: new.0,
        validity: Validity::since(Height(from)),
        revocation: None,
        certificate: None,
    };
    Change::RotateKey { member, old: old.0, new }
}
