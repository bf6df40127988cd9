//! Chromium over its debugging protocol: one browser, one page at a time, and all it complains of.
//!
//! A driver of a few lines and not a crate of a hundred: navigating, asking and printing are three
//! methods. Starting takes seconds, so one browser serves all that is asked of it.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use data_encoding::BASE64;
use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket};

/// Longer than anything takes on a machine under load.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running browser; it ends with this.
pub(crate) struct Browser {
    child: Child,
    socket: WebSocket<TcpStream>,
    /// The open page.
    session: String,
    asked: u64,
    /// What was told without being asked, since the page was opened.
    events: Vec<Value>,
    _profile: TempDir,
}

/// How a page is opened.
#[derive(Clone, Copy)]
pub(crate) struct View {
    /// In CSS pixels.
    pub(crate) width: u32,
    /// Whether its scripts run.
    pub(crate) scripts: bool,
    /// Whether the page's own policy binds it; not where something is put into it.
    pub(crate) policy: bool,
}

/// A wide screen, as anybody opens a page.
pub(crate) const WIDE: View = View { width: 1280, scripts: true, policy: true };

impl Browser {
    /// Starts a browser with an empty page.
    pub(crate) fn start(program: &str) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new(program);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"]);
        command.arg(format!("--user-data-dir={}", profile.path().display())).arg("about:blank");
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .find_map(|line| Some(line.unwrap().strip_prefix("DevTools listening on ")?.to_owned()))
            .unwrap();
        // What it says later is read too, lest it waits for a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let host = address.trim_start_matches("ws://").split('/').next().unwrap();
        let stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = tungstenite::client(&*address, stream).unwrap();
        let (session, events) = (String::new(), Vec::new());
        let mut browser = Self { child, socket, session, asked: 0, events, _profile: profile };
        let target = browser.ask("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = browser.ask("Target.attachToTarget", &attach);
        attached["sessionId"].as_str().unwrap().clone_into(&mut browser.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.ask(&format!("{domain}.enable"), &json!({}));
        }
        browser
    }

    /// Calls a method of the protocol and waits for what it gives.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let mut message = json!({ "id": self.asked, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = self.session.as_str().into();
        }
        self.socket.send(Message::text(message.to_string())).unwrap();
        loop {
            let told = self.next();
            if told["id"] == self.asked {
                assert!(told["error"].is_null(), "{method}: {}", told["error"]);
                return told["result"].clone();
            }
            self.events.push(told);
        }
    }

    fn next(&mut self) -> Value {
        loop {
            if let Message::Text(text) = self.socket.read().unwrap() {
                return serde_json::from_str(&text).unwrap();
            }
        }
    }

    /// Opens a file and waits until all of it is there.
    pub(crate) fn open(&mut self, file: &Path, view: View) {
        let screen =
            json!({ "width": view.width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", &screen);
        self.ask("Emulation.setScriptExecutionDisabled", &json!({ "value": !view.scripts }));
        self.ask("Page.setBypassCSP", &json!({ "enabled": !view.policy }));
        self.events.clear();
        self.ask("Page.navigate", &json!({ "url": format!("file://{}", file.display()) }));
        while !self.events.iter().any(|e| e["method"] == "Page.loadEventFired") {
            let told = self.next();
            self.events.push(told);
        }
    }

    /// The value of an expression in the page, awaited.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let asked =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let told = self.ask("Runtime.evaluate", &asked);
        assert!(told["exceptionDetails"].is_null(), "{}", told["exceptionDetails"]);
        told["result"]["value"].clone()
    }

    /// The page printed on A4.
    pub(crate) fn print(&mut self) -> Vec<u8> {
        let printed = self.ask("Page.printToPDF", &json!({ "preferCSSPageSize": true }));
        BASE64.decode(printed["data"].as_str().unwrap().as_bytes()).unwrap()
    }

    /// What went wrong since the page was opened: messages of its console, uncaught errors,
    /// dialogs, and requests for anything but its own file.
    pub(crate) fn complaints(&self, file: &Path) -> Vec<&Value> {
        let own = format!("file://{}", file.display());
        let wrong = |event: &&Value| match event["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => {
                let url = event["params"]["request"]["url"].as_str().unwrap();
                url != own && !url.starts_with("data:")
            }
            "Runtime.consoleAPICalled"
            | "Runtime.exceptionThrown"
            | "Log.entryAdded"
            | "Page.javascriptDialogOpening" => true,
            _ => false,
        };
        self.events.iter().filter(wrong).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let close = json!({ "id": 0, "method": "Browser.close" });
        if self.socket.send(Message::text(close.to_string())).is_err() {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}
