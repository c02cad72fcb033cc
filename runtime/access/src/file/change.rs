//! `changes.toml`: changes that one transaction asks for, in order.

use super::{
    FileError,
    beside::{Beside, ReadFile},
    genesis::{CertificatesFile, OrganisationFile, QuotaFile, in_words, parse_ledger_policy},
    member::{MemberFile, NewKeyFile},
    parse,
    policy::parse_policy,
    private::{CollectionFile, collection_id},
    text::{HashText, KeyText, SealingKeyText, TimeText, address, organisation, role_name},
};
use sandpact_abi::{
    Height,
    access::{CertificateId, Change, Validity},
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
        #[serde(default)]
        certificates: CertificatesFile,
        #[serde(default)]
        anchor_files: Vec<String>,
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
        new: NewKeyFile,
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
    AddAnchor {
        organisation: String,
        certificate_file: String,
    },
    RemoveAnchor {
        organisation: String,
        anchor: HashText,
    },
    RevokeCertificate {
        organisation: String,
        certificate: HashText,
        from: u64,
    },
}

/// Reads changes; `read` reads the files that they name. Whether they can be made, the ledger says.
///
/// # Errors
/// [`FileError`].
pub fn parse_changes(text: &str, read: ReadFile<'_>) -> Result<Vec<Change>, FileError> {
    let File { change } = parse(text)?;
    let beside = Beside { text, read };
    let changes = change.into_iter().map(|file| change_of(file, beside));
    changes.collect::<Result<_, _>>().map_err(FileError::new)
}

fn change_of(file: ChangeFile, beside: Beside<'_>) -> Result<Change, String> {
    let place = |text: &str| in_words(address(text));
    let id = |text: &str| in_words(organisation(text));
    Ok(match file {
        ChangeFile::SetOrganisation {
            organisation: short,
            name,
            roles,
            certificates,
            anchor_files,
            admin,
        } => {
            let (quota, members) = (None, Vec::new());
            let file = OrganisationFile { name, roles, certificates, anchor_files, quota, members };
            set_organisation(&short, file, admin, beside)?
        }
        ChangeFile::RevokeOrganisation { organisation, from } => {
            Change::RevokeOrganisation { id: id(&organisation)?, from: Height(from) }
        }
        ChangeFile::AddMember { organisation, member: file } => {
            Change::AddMember(file.new_member(&id(&organisation)?, beside)?)
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
        ChangeFile::RotateKey { member, old, new, from } => Change::RotateKey {
            member: place(&member)?,
            old: old.0,
            new: new.new_key(Height(from), beside)?,
        },
        ChangeFile::RevokeKey { member, key, from } => {
            Change::RevokeKey { member: place(&member)?, key: key.0, from: Height(from) }
        }
        ChangeFile::SetLedgerPolicy { policy_file } => {
            Change::SetLedgerPolicy(beside.parse(&policy_file, parse_ledger_policy)?)
        }
        ChangeFile::SetContractPolicy { contract, policy_file } => {
            let policy = beside.parse(&policy_file, parse_policy)?;
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
        ChangeFile::AddAnchor { organisation, certificate_file } => Change::AddAnchor {
            organisation: id(&organisation)?,
            certificate: beside.certificate(&certificate_file)?,
        },
        ChangeFile::RemoveAnchor { organisation, anchor } => Change::RemoveAnchor {
            organisation: id(&organisation)?,
            anchor: CertificateId(anchor.0),
        },
        ChangeFile::RevokeCertificate { organisation, certificate, from } => {
            Change::RevokeCertificate {
                organisation: id(&organisation)?,
                certificate: CertificateId(certificate.0),
                from: Height(from),
            }
        }
    })
}

fn set_organisation(
    short: &str,
    file: OrganisationFile,
    admin: Option<MemberFile>,
    beside: Beside<'_>,
) -> Result<Change, String> {
    let id = in_words(organisation(short))?;
    let admin = admin.map(|admin| admin.new_member(&id, beside)).transpose()?;
    let anchors = file.anchors(beside)?;
    Ok(Change::SetOrganisation { id, organisation: file.described()?, anchors, admin })
}
