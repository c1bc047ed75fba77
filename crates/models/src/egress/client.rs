//! The one place where HTTP clients are made. Certificates are checked against the trust store of the
//! operating system, always: there is no switch that turns this off.

use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, ClientBuilder, NoProxy, Proxy};
use url::Url;

use super::Refused;
use super::address::{Allowed, allowed_for, check_address};

const CONNECT: Duration = Duration::from_secs(10);
const DOWNLOAD_SILENCE: Duration = Duration::from_secs(60);
const DOWNLOAD_REDIRECTS: usize = 10;
const USER_AGENT: &str = concat!("attune/", env!("CARGO_PKG_VERSION"));

/// Where a client may connect to, and how it gets there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The address that somebody typed. Only its scheme and host count.
    pub url: Url,
    /// Whether policy lets names stand for private addresses (`remote.private_networks`).
    pub private_networks: bool,
    /// The proxy of the settings. Without one, the environment and the system settings are asked.
    pub proxy: Option<Url>,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The address is not allowed.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The proxy address or the system's trust store cannot be used.
    #[error("the connection cannot be set up: {0}; check the proxy setting and the system's certificates")]
    SetUp(String),
}

/// A client for one destination. It follows no redirects, so a key goes nowhere else.
///
/// # Errors
/// [`ClientError::Refused`] when the address is not allowed as it is typed.
pub fn http_client(destination: &Destination) -> Result<Client, ClientError> {
    let allowed = allowed_for(&destination.url, destination.private_networks)?;
    let host = destination.url.host_str().unwrap_or_default();
    let resolver = CheckedResolver { strict: Some((plain_name(host), allowed)) };
    let builder = Client::builder().redirect(Policy::none()).dns_resolver(resolver);
    // What is on this machine is never asked for through a proxy: the proxy would look on its own machine.
    let is_local = allowed == Allowed { public: false, loopback: true, private: false };
    let builder = if is_local { builder.no_proxy() } else { through(builder, destination.proxy.as_ref())? };
    finish(builder)
}

/// A client for public files whose hash is known. It follows redirects, as file servers need them, but
/// from https to https only, and never from a public address to a private one.
///
/// # Errors
/// [`ClientError::SetUp`] when the proxy address cannot be used.
pub fn download_client(proxy: Option<&Url>) -> Result<Client, ClientError> {
    let builder = Client::builder()
        .redirect(Policy::custom(follow_download))
        .dns_resolver(CheckedResolver { strict: None })
        .read_timeout(DOWNLOAD_SILENCE);
    finish(through(builder, proxy)?)
}

/// The refusal inside a failed request, if an address that a name resolved to was the reason.
#[must_use]
pub fn refusal_in(error: &reqwest::Error) -> Option<Refused> {
    causes(error).into_iter().find_map(|cause| cause.downcast_ref::<Refused>().cloned())
}

/// Says what is wrong with the server's certificate, if that was the reason of a failed request.
#[must_use]
pub fn certificate_fault(error: &reqwest::Error) -> Option<String> {
    use rustls::CertificateError as Fault;
    causes(error).into_iter().find_map(|cause| {
        let rustls::Error::InvalidCertificate(fault) = cause.downcast_ref::<rustls::Error>()? else {
            return None;
        };
        Some(match fault {
            Fault::Expired | Fault::ExpiredContext { .. } => "it has expired".into(),
            Fault::NotValidYet | Fault::NotValidYetContext { .. } => {
                "it is not valid yet; check this machine's clock".into()
            }
            Fault::NotValidForName | Fault::NotValidForNameContext { .. } => {
                "it was made for another name".into()
            }
            Fault::Revoked => "it was revoked".into(),
            Fault::UnknownIssuer => {
                "nobody whom this machine trusts has signed it; if your company has its own certificate \
                 authority, ask IT to install it on this machine"
                    .into()
            }
            other => other.to_string(),
        })
    })
}

/// An error and everything beneath it. An I/O error hides the error that it wraps from `source()`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut found = Vec::new();
    let mut next = Some(error);
    while let Some(cause) = next {
        found.push(cause);
        next = match cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    found
}

fn through(builder: ClientBuilder, proxy: Option<&Url>) -> Result<ClientBuilder, ClientError> {
    let Some(proxy) = proxy else { return Ok(builder) };
    let proxy = Proxy::all(proxy.clone()).map_err(|error| ClientError::SetUp(error.to_string()))?;
    Ok(builder.proxy(proxy.no_proxy(NoProxy::from_env())))
}

fn finish(builder: ClientBuilder) -> Result<Client, ClientError> {
    builder.user_agent(USER_AGENT).connect_timeout(CONNECT).referer(false).build().map_err(|error| {
        ClientError::SetUp(causes(&error).last().map_or_else(String::new, ToString::to_string))
    })
}

fn follow_download(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let from = attempt.previous().last();
    let downgraded = from.is_some_and(|url| url.scheme() == "https") && attempt.url().scheme() != "https";
    let inwards = is_public(from) && !is_public(Some(attempt.url()));
    if attempt.previous().len() > DOWNLOAD_REDIRECTS {
        attempt.error(Refused("The download was redirected too often.".into()))
    } else if downgraded || inwards {
        let sentence = format!("The download was redirected to {}, which is not allowed.", attempt.url());
        attempt.error(Refused(sentence))
    } else {
        attempt.follow()
    }
}

/// Whether an address is of the internet, or a name that may be.
fn is_public(url: Option<&Url>) -> bool {
    let Some(mut url) = url.cloned() else { return false };
    // The question is about the host; plain http to a public mirror is for the hash to judge.
    url.set_scheme("https").is_ok() && allowed_for(&url, false).is_ok_and(|allowed| allowed.public)
}

fn plain_name(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// The system's resolver, with every address checked before it is connected to. The connection is made to
/// the address that was checked, so a name cannot change its meaning in between.
struct CheckedResolver {
    /// The one name that a client is for, and what it may stand for. As redirects are off, any other name
    /// is the proxy's, which the person or IT chose and which may be anywhere but where nothing may be.
    strict: Option<(String, Allowed)>,
}

const LENIENT: Allowed = Allowed { public: true, loopback: true, private: true };

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = match &self.strict {
            Some((strict, allowed)) if *strict == plain_name(name.as_str()) => *allowed,
            _ => LENIENT,
        };
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let kept = keep_allowed(&found, allowed)?;
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

/// Leaves out what is not allowed; refuses when nothing remains.
fn keep_allowed(found: &[SocketAddr], allowed: Allowed) -> Result<Vec<SocketAddr>, Refused> {
    let mut refused = None;
    let mut kept = Vec::new();
    for address in found {
        match check_address(address.ip(), allowed) {
            Ok(()) => kept.push(*address),
            Err(reason) => refused = Some(reason),
        }
    }
    match refused {
        Some(reason) if kept.is_empty() => Err(reason),
        _ => Ok(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_one_allowed_address_is_reached_there_only() {
        let allowed = Allowed { public: true, loopback: false, private: false };
        let inside: SocketAddr = "10.0.0.1:0".parse().unwrap();
        let outside: SocketAddr = "8.8.8.8:0".parse().unwrap();
        assert_eq!(keep_allowed(&[inside, outside], allowed), Ok(vec![outside]));
        assert!(keep_allowed(&[inside], allowed).unwrap_err().0.contains("10.0.0.1"));
    }

    #[test]
    fn public_is_told_from_inside() {
        let public = |url: &str| is_public(Some(&url.parse().unwrap()));
        assert!(public("https://files.example.com/a"));
        assert!(public("http://files.example.com/a"));
        assert!(public("https://8.8.8.8/a"));
        assert!(!public("http://localhost:3000/a"));
        assert!(!public("http://127.0.0.1:3000/a"));
        assert!(!public("https://10.0.0.1/a"));
        assert!(!public("http://169.254.169.254/a"));
    }

    /// `localhost` stands in for a public name whose owner points it at this machine.
    #[tokio::test]
    async fn a_public_name_that_leads_to_this_machine_is_not_connected_to() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
        let strict = Some(("localhost".to_owned(), Allowed { public: true, loopback: false, private: true }));
        let client = finish(Client::builder().no_proxy().dns_resolver(CheckedResolver { strict })).unwrap();
        tokio::select! {
            _ = listener.accept() => panic!("a connection was made"),
            answer = client.get(&url).send() => {
                let refused = refusal_in(&answer.unwrap_err()).unwrap();
                assert!(refused.0.contains("which is this machine"), "{refused}");
            }
        }
    }
}
