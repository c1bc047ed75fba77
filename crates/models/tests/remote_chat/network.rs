//! The way to a provider: addresses, certificates and proxies.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use attune_models::chat::ChatError;
use attune_models::chat::remote::{RemoteChat, RemoteOptions};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use crate::server::{Request, Server, good_answer, read_request, reply};
use crate::{TestGate, key, listen, patient, provider, question, remote};

/// A name that no resolver knows, so that only a proxy can lead to it.
const FAR_NAME: &str = "models.attune.invalid";

fn acceptor(cert_pem: &str, key_pem: &str) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let cert = CertificateDer::from_pem_slice(cert_pem.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(key_pem.as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

fn own_certificate(names: &[&str]) -> (String, String) {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    (cert.pem(), signing_key.serialize_pem())
}

/// A proxy that leads every name to one server, and reports what it was asked.
async fn proxy_to(target: SocketAddr) -> (String, mpsc::UnboundedReceiver<Request>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (report, asked) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let report = report.clone();
            tokio::spawn(async move {
                let Some(request) = read_request(&mut client).await else { return };
                let mut server = TcpStream::connect(target).await.unwrap();
                if request.head.starts_with("CONNECT ") {
                    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
                } else {
                    server.write_all(format!("{}{}", request.head, request.body).as_bytes()).await.unwrap();
                }
                let _ = report.send(request);
                let _ = copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    (url, asked)
}

#[tokio::test]
async fn addresses_that_are_never_allowed_are_not_even_asked_for() {
    for url in [
        "http://169.254.169.254/v1",
        "http://[fe80::1]/v1",
        "http://[fd00:ec2::254]/v1",
        "http://[::ffff:169.254.169.254]/v1",
        "http://0.0.0.0:8080/v1",
        "http://api.example.com/v1",
        "http://8.8.8.8/v1",
        "https://name:word@api.example.com/v1",
        "ftp://api.example.com/v1",
        "not an address",
    ] {
        let gate = Arc::new(TestGate::default());
        let told =
            listen(RemoteChat::new(gate.clone(), patient()).chat(&provider(url), key(), question("q"))).await;
        assert!(matches!(told.failed(), ChatError::Refused(_)), "{url}: {:?}", told.failed());
        assert!(gate.departures().is_empty(), "{url}");
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (cert, signing) = own_certificate(&["127.0.0.1", "localhost"]);
    let server = Server::start_tls(vec![good_answer("spied on")], acceptor(&cert, &signing)).await;
    let gate = Arc::new(TestGate::default());
    let remote = RemoteChat::new(gate.clone(), patient());
    let told =
        listen(remote.chat(&provider(format!("https://{}/v1", server.address)), key(), question("q"))).await;
    assert!(
        matches!(told.failed(), ChatError::BadCertificate(said) if said.contains("nobody whom this machine trusts")),
        "{:?}",
        told.failed()
    );
    assert_eq!(gate.departures().len(), 1, "another try would end the same way");
}

/// The trust store is read from the environment on Linux, so this test runs itself again with another one.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_systems_trust_store_decides() {
    const FOLDER: &str = "ATTUNE_TEST_TRUST_FOLDER";
    const NAME: &str = "network::the_systems_trust_store_decides";
    if let Some(folder) = std::env::var_os(FOLDER) {
        return ask_with_trust(Path::new(&folder)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let (cert, signing) = own_certificate(&["127.0.0.1", FAR_NAME]);
    std::fs::write(folder.path().join("cert.pem"), cert).unwrap();
    std::fs::write(folder.path().join("key.pem"), signing).unwrap();
    #[expect(clippy::disallowed_methods, reason = "the test starts itself with another trust store")]
    let output = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(FOLDER, folder.path())
        .env("SSL_CERT_FILE", folder.path().join("cert.pem"))
        .env_remove("SSL_CERT_DIR")
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
}

async fn ask_with_trust(folder: &Path) {
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap();
    let tls = acceptor(&read("cert.pem"), &read("key.pem"));
    let mut server = Server::start_tls(vec![good_answer("trusted")], tls).await;

    let told = listen(remote(patient()).chat(
        &provider(format!("https://{}/v1", server.address)),
        key(),
        question("q"),
    ))
    .await;
    assert_eq!(told.text, "trusted", "{:?}", told.end);
    server.request().await;

    // The certificate does not name localhost.
    let url = format!("https://localhost:{}/v1", server.address.port());
    let told = listen(remote(patient()).chat(&provider(url), key(), question("q"))).await;
    assert!(
        matches!(told.failed(), ChatError::BadCertificate(said) if said.contains("another name")),
        "{:?}",
        told.end
    );

    // Through a proxy, which sees a name but neither the key nor the question.
    let (proxy, mut asked) = proxy_to(server.address).await;
    let options = RemoteOptions { proxy: Some(proxy.parse().unwrap()), ..patient() };
    let told =
        listen(remote(options).chat(&provider(format!("https://{FAR_NAME}/v1")), key(), question("q"))).await;
    assert_eq!(told.text, "trusted", "{:?}", told.end);
    let connect = asked.recv().await.unwrap();
    assert!(connect.head.starts_with(&format!("CONNECT {FAR_NAME}:443 ")), "{}", connect.head);
    assert_eq!(connect.header("authorization"), None);
    assert!(server.request().await.header("authorization").is_some());
}

#[tokio::test]
async fn a_proxy_forwards_plain_requests_inside_a_private_network() {
    let server = Server::start(vec![good_answer("through the proxy")]).await;
    let (proxy, mut asked) = proxy_to(server.address).await;
    let options = RemoteOptions { proxy: Some(proxy.parse().unwrap()), private_networks: true, ..patient() };
    let told =
        listen(remote(options).chat(&provider(format!("http://{FAR_NAME}/v1")), key(), question("q"))).await;
    assert_eq!(told.text, "through the proxy", "{:?}", told.end);
    let request = asked.recv().await.unwrap();
    assert!(
        request.head.starts_with(&format!("POST http://{FAR_NAME}/v1/chat/completions ")),
        "{}",
        request.head
    );
}

#[tokio::test]
async fn this_machine_is_never_reached_through_a_proxy() {
    let server = Server::start(vec![good_answer("direct")]).await;
    let mut proxy = Server::start(vec![good_answer("through the proxy")]).await;
    let options =
        RemoteOptions { proxy: Some(format!("http://{}", proxy.address).parse().unwrap()), ..patient() };
    let told = listen(remote(options).chat(&provider(server.url()), key(), question("q"))).await;
    assert_eq!(told.text, "direct");
    proxy.assert_no_other_request().await;
}

#[tokio::test]
async fn a_proxy_that_wants_a_password_says_so() {
    let refusal = vec![reply("407 Proxy Authentication Required", "proxy-authenticate: Basic\r\n", "")];
    let proxy = Server::start(vec![refusal]).await;
    let options = RemoteOptions {
        proxy: Some(format!("http://{}", proxy.address).parse().unwrap()),
        private_networks: true,
        ..patient()
    };
    for url in [format!("http://{FAR_NAME}/v1"), format!("https://{FAR_NAME}/v1")] {
        let told = listen(remote(options.clone()).chat(&provider(&url), key(), question("q"))).await;
        assert!(
            matches!(told.failed(), ChatError::Unreachable(said) if said.contains("proxy")),
            "{url}: {:?}",
            told.end
        );
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let told =
        listen(remote(patient()).chat(&provider(format!("http://{address}/v1")), key(), question("q"))).await;
    let expect = format!("{address} takes no connections; is the server running?");
    assert_eq!(told.failed(), &ChatError::Unreachable(expect));
    assert_eq!(told.retries, [1, 2]);

    let told =
        listen(remote(patient()).chat(&provider(format!("https://{FAR_NAME}/v1")), key(), question("q")))
            .await;
    assert!(
        matches!(told.failed(), ChatError::Unreachable(said) if said.contains("is not known")),
        "{:?}",
        told.end
    );
}

#[tokio::test]
async fn a_server_without_encryption_is_not_taken_for_a_bad_certificate() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let told =
        listen(remote(patient()).chat(&provider(format!("https://{address}/v1")), key(), question("q")))
            .await;
    assert!(matches!(told.failed(), ChatError::Unreachable(_)), "{:?}", told.end);
}
