//! Puts the errors of the layers below into the core's words. One function a source, no other place does it.

use agent_core::{Failure, NotSound, Unplayable, Unreachable};
pub(crate) use agent_storage::of_io;
use pbx_client::{ClientError, DownloadError};

use crate::ports::SpeakerError;
use crate::sound::SoundError;
use crate::vault::NoSecret;

pub(crate) fn of_vault(why: NoSecret) -> Failure {
    match why {
        NoSecret::None => Failure::NoPassword,
        NoSecret::Refused => Failure::PasswordRefused,
        NoSecret::Waiting => Failure::KeyringLocked,
    }
}

pub(crate) fn of_client(error: ClientError) -> Failure {
    let unreachable = |reason| Failure::Unreachable { reason };
    match error {
        ClientError::NameNotFound => unreachable(Unreachable::NameNotFound),
        ClientError::ConnectionRefused => unreachable(Unreachable::ConnectionRefused),
        ClientError::NoAnswer => unreachable(Unreachable::NoAnswer),
        ClientError::NoRoute => unreachable(Unreachable::NoRoute),
        ClientError::ConnectionLost => unreachable(Unreachable::ConnectionLost),
        ClientError::TlsMismatch => Failure::TlsMismatch,
        ClientError::CertificateUnknown { fingerprint } => Failure::CertificateUnknown { fingerprint },
        ClientError::CertificateChanged { fingerprint } => Failure::CertificateChanged { fingerprint },
        ClientError::HttpStatus(status) => Failure::HttpStatus { status },
        ClientError::TimedOut => Failure::TimedOut,
        ClientError::TooLarge => Failure::TooLarge,
        // A client that can't be set up has an address that is none.
        ClientError::NotTheApi | ClientError::Setup => Failure::NotTheApi,
        ClientError::Refused { errno, endpoint } => Failure::Refused {
            meaning: errno.meaning(),
            errno: errno.as_str().to_owned(),
            endpoint: endpoint.to_owned(),
        },
    }
}

pub(crate) fn of_download(error: DownloadError) -> Failure {
    match error {
        DownloadError::Client(error) => of_client(error),
        DownloadError::CutShort => Failure::CutShort,
        DownloadError::TooSlow => Failure::TimedOut,
        DownloadError::NotASound => {
            Failure::Unplayable { why: Unplayable::NotASound { found: NotSound::Other } }
        }
        DownloadError::DiskFull => Failure::DiskFull,
        DownloadError::Exists => of_io(&std::io::ErrorKind::AlreadyExists.into()),
        DownloadError::File(error) => of_io(&error),
    }
}

pub(crate) fn of_speaker(error: SpeakerError) -> Failure {
    match error {
        SpeakerError::NoDevice | SpeakerError::TimedOut => Failure::NoSoundDevice,
        SpeakerError::Unreadable => Failure::Unplayable { why: Unplayable::Unknown },
    }
}

pub(crate) fn of_sound(error: &SoundError) -> Failure {
    let why = match error {
        SoundError::Empty => Unplayable::Empty,
        SoundError::Unsupported { format, .. } => Unplayable::Format { name: format.clone() },
        SoundError::NotASound(found) => Unplayable::NotASound { found: *found },
        SoundError::Unknown { .. } => Unplayable::Unknown,
        SoundError::Unreadable(error) => return of_io(error),
    };
    Failure::Unplayable { why }
}

#[cfg(test)]
mod tests {
    use pbx_protocol::{Errno, Meaning};

    use super::*;

    #[test]
    fn every_client_error_has_its_word() {
        let unreachable = |reason| Failure::Unreachable { reason };
        let print = || "ab12".to_owned();
        for (error, failure) in [
            (ClientError::NameNotFound, unreachable(Unreachable::NameNotFound)),
            (ClientError::ConnectionRefused, unreachable(Unreachable::ConnectionRefused)),
            (ClientError::NoAnswer, unreachable(Unreachable::NoAnswer)),
            (ClientError::NoRoute, unreachable(Unreachable::NoRoute)),
            (ClientError::ConnectionLost, unreachable(Unreachable::ConnectionLost)),
            (ClientError::TlsMismatch, Failure::TlsMismatch),
            (
                ClientError::CertificateUnknown { fingerprint: print() },
                Failure::CertificateUnknown { fingerprint: print() },
            ),
            (
                ClientError::CertificateChanged { fingerprint: print() },
                Failure::CertificateChanged { fingerprint: print() },
            ),
            (ClientError::HttpStatus(502), Failure::HttpStatus { status: 502 }),
            (ClientError::TimedOut, Failure::TimedOut),
            (ClientError::TooLarge, Failure::TooLarge),
            (ClientError::NotTheApi, Failure::NotTheApi),
            (ClientError::Setup, Failure::NotTheApi),
            (
                ClientError::Refused { errno: Errno::new("30003"), endpoint: "login" },
                Failure::Refused {
                    errno: "30003".to_owned(),
                    meaning: Meaning::WrongCredentials,
                    endpoint: "login".to_owned(),
                },
            ),
        ] {
            assert_eq!(of_client(error), failure);
        }
    }

    #[test]
    fn files_fail_by_name() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(of_download(DownloadError::DiskFull), Failure::DiskFull);
        assert_eq!(of_download(DownloadError::File(full)), Failure::DiskFull);
        assert_eq!(of_download(DownloadError::CutShort), Failure::CutShort);
        assert_eq!(of_download(ClientError::TimedOut.into()), Failure::TimedOut);
        assert!(matches!(of_download(DownloadError::Exists), Failure::File { .. }));
        assert_eq!(of_speaker(SpeakerError::NoDevice), Failure::NoSoundDevice);
    }
}
