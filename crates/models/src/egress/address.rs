//! Which addresses may be connected to. Rules only: nothing is resolved and nothing is sent here.
//!
//! A configured address is checked twice: as it is typed ([`allowed_for`]), and each IP address that its
//! name resolves to ([`check_address`]). The second check is what stops a public name that points at this
//! machine, at its network or at the metadata service of a cloud.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::Refused;

/// Which kinds of address a connection may end at. What is never allowed is not in here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// Addresses of the internet.
    pub public: bool,
    /// This machine.
    pub loopback: bool,
    /// The networks of a company or a home.
    pub private: bool,
}

/// Checks an address as it was typed, and says which IP addresses it may stand for.
///
/// This machine and private networks are allowed only to who names them: `localhost`, an IP address, or
/// any name where policy allows private networks. Unencrypted `http` never goes to the internet.
///
/// # Errors
/// [`Refused`], with a sentence that says what to change.
pub fn allowed_for(url: &Url, private_networks: bool) -> Result<Allowed, Refused> {
    let encrypted = match url.scheme() {
        "https" => true,
        "http" => false,
        other => {
            return Err(Refused(format!("An address starts with https:// or http://, not with {other}://.")));
        }
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refused(
            "The address holds a user name or a password. Keys belong in the key field, not in the address."
                .into(),
        ));
    }
    let allowed = match url.host() {
        Some(Host::Ipv4(ip)) => allowed_for_ip(IpAddr::V4(ip))?,
        Some(Host::Ipv6(ip)) => allowed_for_ip(IpAddr::V6(ip))?,
        Some(Host::Domain(name)) if is_localhost(name) => {
            Allowed { public: false, loopback: true, private: false }
        }
        Some(Host::Domain(_)) => {
            Allowed { public: true, loopback: private_networks, private: private_networks }
        }
        None => return Err(Refused("The address has no host name.".into())),
    };
    if encrypted {
        return Ok(allowed);
    }
    if !allowed.loopback && !allowed.private {
        return Err(Refused(format!(
            "{} would be reached without encryption. Use https://, or http:// for this machine and addresses \
             of your own network.",
            url.host_str().unwrap_or_default()
        )));
    }
    Ok(Allowed { public: false, ..allowed })
}

/// Checks an IP address that is about to be connected to.
///
/// # Errors
/// [`Refused`], with a sentence that names the address.
pub fn check_address(ip: IpAddr, allowed: Allowed) -> Result<(), Refused> {
    match kind_of(ip) {
        Kind::Public if allowed.public => Ok(()),
        Kind::Loopback if allowed.loopback => Ok(()),
        Kind::Private if allowed.private => Ok(()),
        Kind::Never(what) => Err(Refused(format!("{ip} is {what}; Attune never connects to it."))),
        Kind::Public => Err(Refused(format!(
            "{ip} is on the internet and would be reached without encryption. Use https://."
        ))),
        Kind::Loopback => Err(Refused(format!(
            "The name stands for {ip}, which is this machine. If that is meant, type localhost or the IP address."
        ))),
        Kind::Private => Err(Refused(format!(
            "The name stands for {ip}, which is inside a private network. If that is meant, type the IP address, \
             or ask IT to allow private networks (policy: remote.private_networks)."
        ))),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Public,
    Loopback,
    Private,
    Never(&'static str),
}

const METADATA: &str = "the metadata service of a cloud";
const LINK_LOCAL: &str = "a link-local address, where clouds keep their metadata service";
const UNSPECIFIED: &str = "an unspecified address";
const MULTICAST: &str = "a multicast or broadcast address";
const RESERVED: &str = "a reserved address";

fn allowed_for_ip(ip: IpAddr) -> Result<Allowed, Refused> {
    let kind = kind_of(ip);
    let allowed = Allowed {
        public: kind == Kind::Public,
        loopback: kind == Kind::Loopback,
        private: kind == Kind::Private,
    };
    check_address(ip, allowed)?;
    Ok(allowed)
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

fn kind_of(ip: IpAddr) -> Kind {
    match ip {
        IpAddr::V4(ip) => kind_of_v4(ip),
        IpAddr::V6(ip) => kind_of_v6(ip),
    }
}

fn kind_of_v4(ip: Ipv4Addr) -> Kind {
    match ip.octets() {
        [0, ..] => Kind::Never(UNSPECIFIED),
        [169, 254, ..] => Kind::Never(LINK_LOCAL),
        // Alibaba Cloud, Azure's host agent, and Oracle's former address.
        [100, 100, 100, 200] | [168, 63, 129, 16] | [192, 0, 0, 192] => Kind::Never(METADATA),
        [192, 0, 0, _] => Kind::Never(RESERVED),
        [224..=239, ..] | [255, 255, 255, 255] => Kind::Never(MULTICAST),
        [240..=255, ..] => Kind::Never(RESERVED),
        [127, ..] => Kind::Loopback,
        // Carrier-grade NAT and benchmarking ranges are inside somebody's network, never on the internet.
        [10, ..] | [192, 168, ..] | [172, 16..=31, ..] | [100, 64..=127, ..] | [198, 18..=19, ..] => {
            Kind::Private
        }
        _ => Kind::Public,
    }
}

fn kind_of_v6(ip: Ipv6Addr) -> Kind {
    if let Some(inner) = embedded_v4(ip) {
        return kind_of_v4(inner);
    }
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Kind::Never(UNSPECIFIED),
        [0, 0, 0, 0, 0, 0, 0, 1] => Kind::Loopback,
        // Amazon's and Google's metadata services.
        [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254] | [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254] => Kind::Never(METADATA),
        [0xfe80..=0xfebf, ..] => Kind::Never(LINK_LOCAL),
        [0xff00..=0xffff, ..] => Kind::Never(MULTICAST),
        // Teredo hides an IPv4 address behind a relay; the local-use NAT64 prefix has no fixed layout.
        [0x2001, 0, ..] | [0x64, 0xff9b, 1, ..] => Kind::Never(RESERVED),
        [0xfc00..=0xfdff, ..] | [0xfec0..=0xfeff, ..] => Kind::Private,
        [0x2000..=0x3fff, ..] => Kind::Public,
        _ => Kind::Never(RESERVED),
    }
}

/// The IPv4 address that an IPv6 address leads to: mapped, translated, compatible, NAT64, 6to4.
fn embedded_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let from = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match ip.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(from(high, low)),
        // The unspecified and the loopback address have this form too, but are not meant by it.
        [0, 0, 0, 0, 0, 0, high, low] if (high, low) != (0, 0) && (high, low) != (0, 1) => {
            Some(from(high, low))
        }
        [0x2002, high, low, ..] => Some(from(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an IP address is: `public`, `loopback`, `private` or `never`.
    fn check_kind(ip: &str, expect: &str) {
        let kind = match kind_of(ip.parse().unwrap()) {
            Kind::Public => "public",
            Kind::Loopback => "loopback",
            Kind::Private => "private",
            Kind::Never(_) => "never",
        };
        assert_eq!(kind, expect, "{ip}");
    }

    #[test]
    fn every_disguise_of_an_address_is_seen_through() {
        for ip in ["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "192.0.1.1", "2606:4700::1111"] {
            check_kind(ip, "public");
        }
        for ip in [
            "127.0.0.1",
            "127.255.1.2",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
        ] {
            check_kind(ip, "loopback");
        }
        for ip in [
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "198.18.0.1",
            "fc00::1",
            "fd12::1",
            "fec0::1",
            "::ffff:10.0.0.1",
            "64:ff9b::c0a8:101",
            "2002:c0a8:101::1",
        ] {
            check_kind(ip, "private");
        }
        for ip in [
            "0.0.0.0",
            "0.1.2.3",
            "::",
            "169.254.169.254",
            "169.254.170.2",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
        ] {
            check_kind(ip, "never");
        }
        for ip in [
            "fe80::1",
            "febf::1",
            "ff02::1",
            "fd00:ec2::254",
            "fd20:ce::254",
            "::ffff:169.254.169.254",
            "::ffff:0:169.254.169.254",
            "::169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "2001:0:a9fe:a9fe::1",
            "::ffff:0.0.0.0",
            "::ffff:224.0.0.1",
            "100::1",
        ] {
            check_kind(ip, "never");
        }
    }

    /// Whether a typed address, resolved to an IP address, may be connected to.
    fn check(url: &str, private_networks: bool, resolved: &str, expect: bool) {
        let result = allowed_for(&url.parse().unwrap(), private_networks)
            .and_then(|allowed| check_address(resolved.parse().unwrap(), allowed));
        assert_eq!(
            result.is_ok(),
            expect,
            "{url} → {resolved}, private networks {private_networks}: {result:?}"
        );
    }

    #[test]
    fn only_what_was_typed_reaches_private_addresses() {
        check("https://api.example.com/v1", false, "8.8.8.8", true);
        // A public name that stands for this machine or the inside of a network: rebinding.
        check("https://api.example.com/v1", false, "127.0.0.1", false);
        check("https://api.example.com/v1", false, "::1", false);
        check("https://api.example.com/v1", false, "10.1.2.3", false);
        check("https://api.example.com/v1", false, "::ffff:192.168.0.1", false);
        check("https://models.corp.example/v1", true, "10.1.2.3", true);
        check("http://models.corp.example/v1", true, "10.1.2.3", true);
        // Private networks in policy don't open the metadata service, nor plain http to the internet.
        check("https://models.corp.example/v1", true, "169.254.169.254", false);
        check("https://models.corp.example/v1", true, "fd00:ec2::254", false);
        check("http://models.corp.example/v1", true, "8.8.8.8", false);
        check("http://api.example.com/v1", false, "8.8.8.8", false);
        check("http://localhost:11434/v1", false, "127.0.0.1", true);
        check("http://LOCALHOST.:11434/v1", false, "::1", true);
        check("http://localhost:11434/v1", false, "10.0.0.1", false);
        check("https://localhost.example.com", false, "127.0.0.1", false);
        check("http://127.0.0.1:8080", false, "127.0.0.1", true);
        check("http://[::1]:8080", false, "::1", true);
        check("http://192.168.1.20:8000/v1", false, "192.168.1.20", true);
        // The ways of writing an IP address that only parsers know.
        check("http://2130706433/", false, "127.0.0.1", true);
        check("http://0x7f.1/", false, "127.0.0.1", true);
        check("http://0xa9fea9fe/", true, "169.254.169.254", false);
        check("http://169.254.169.254/latest", true, "169.254.169.254", false);
        check("http://[::ffff:169.254.169.254]/", true, "169.254.169.254", false);
        check("http://0/", true, "0.0.0.0", false);
        check("https://8.8.8.8/v1", false, "8.8.8.8", true);
        check("http://8.8.8.8/v1", false, "8.8.8.8", false);
        check("ftp://localhost/", true, "127.0.0.1", false);
        check("https://name:secret@api.example.com/", true, "8.8.8.8", false);
    }
}
