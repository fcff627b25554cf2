//! A headless Chromium driven over its DevTools protocol through a pipe: messages of JSON, each ended by a zero byte.
//! <https://chromedevtools.github.io/devtools-protocol/>. No port is opened and nothing but the standard library used.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// The program of this name, or the one that `CLEARWATT_CHROMIUM` names.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CLEARWATT_CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let all = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|path| path.is_file())
}

/// A running browser; it is ended with its value.
pub struct Browser {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    last: u64,
    /// Everything that happened and was no answer.
    pub events: Vec<Value>,
    folder: tempfile::TempDir,
}

impl Browser {
    pub fn start(program: &Path) -> Browser {
        let folder = tempfile::tempdir().unwrap();
        // Chromium reads orders on descriptor 3 and answers on 4; the shell ties them to our pipes.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>&2"])
            .arg(program)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
            ])
            .args([
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--disable-extensions",
            ])
            .args([
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--lang=en-GB",
                "--remote-debugging-pipe",
            ])
            .arg(format!(
                "--user-data-dir={}",
                folder.path().join("profile").display()
            ))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts");
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (send, messages) = channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while output
                .read_until(0, &mut message)
                .is_ok_and(|read| read > 0)
            {
                message.pop();
                if let Ok(value) = serde_json::from_slice(&message)
                    && send.send(value).is_err()
                {
                    return;
                }
                message.clear();
            }
        });
        Browser {
            child,
            input,
            messages,
            last: 0,
            events: Vec::new(),
            folder,
        }
    }

    /// Gives an order and waits for its result.
    pub fn call(&mut self, session: Option<&str>, method: &str, parameters: Value) -> Value {
        let result = self.attempt(session, method, parameters);
        result.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same where the browser may refuse, as it does while a page loads itself anew.
    fn attempt(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: Value,
    ) -> Result<Value, Value> {
        self.last += 1;
        let mut order = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = session {
            order["sessionId"] = json!(session);
        }
        let mut bytes = order.to_string().into_bytes();
        bytes.push(0);
        self.input.write_all(&bytes).expect("the browser listens");
        let until = Instant::now() + PATIENCE;
        loop {
            let message = match self
                .messages
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("{method} was not answered in {PATIENCE:?}")
                }
                Err(RecvTimeoutError::Disconnected) => panic!("the browser ended during {method}"),
            };
            if message["id"] != json!(self.last) {
                self.events.push(message);
                continue;
            }
            return match &message["error"] {
                Value::Null => Ok(message["result"].clone()),
                error => Err(error.clone()),
            };
        }
    }

    /// A new page of a size in CSS pixels.
    pub fn page(&mut self, width: u32, height: u32) -> Page<'_> {
        let target = self.call(None, "Target.createTarget", json!({ "url": "about:blank" }));
        let target = target["targetId"].as_str().unwrap().to_string();
        let attached = self.call(
            None,
            "Target.attachToTarget",
            json!({ "targetId": target, "flatten": true }),
        );
        let session = attached["sessionId"].as_str().unwrap().to_string();
        self.events.clear();
        let downloads = tempfile::tempdir_in(self.folder.path()).unwrap();
        let accept = json!({ "behavior": "allow", "downloadPath": downloads.path() });
        self.call(None, "Browser.setDownloadBehavior", accept);
        let mut page = Page {
            browser: self,
            session,
            target,
            downloads,
        };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        page.resize(width, height);
        page
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One page.
pub struct Page<'b> {
    pub browser: &'b mut Browser,
    session: String,
    target: String,
    downloads: tempfile::TempDir,
}

impl Page<'_> {
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        let session = self.session.clone();
        self.browser.call(Some(&session), method, parameters)
    }

    pub fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// Pretends a system setting such as `prefers-color-scheme: dark`, or paper.
    pub fn pretend(&mut self, media: &str, features: Value) {
        self.call(
            "Emulation.setEmulatedMedia",
            json!({ "media": media, "features": features }),
        );
    }

    /// Loads a page and waits until its scripts have run.
    pub fn open(&mut self, address: &str) {
        // An address that differs after its # alone would not load anew.
        self.call("Page.navigate", json!({ "url": "about:blank" }));
        self.until("location.href === 'about:blank' && document.readyState === 'complete'");
        self.call("Page.navigate", json!({ "url": address }));
        self.until("location.href !== 'about:blank' && document.readyState === 'complete'");
    }

    /// The value of an expression; promises are waited for.
    pub fn eval(&mut self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true });
        let result = self.call("Runtime.evaluate", parameters);
        assert!(
            result["exceptionDetails"].is_null(),
            "{expression}: {}",
            result["exceptionDetails"]
        );
        result["result"]["value"].clone()
    }

    pub fn text(&mut self, expression: &str) -> String {
        let value = self.eval(expression);
        value
            .as_str()
            .unwrap_or_else(|| panic!("{expression} is {value}"))
            .to_string()
    }

    /// Texts of a list of elements.
    pub fn texts(&mut self, selector: &str) -> Vec<String> {
        let found = self.eval(&format!(
            "[...document.querySelectorAll({})].map((e) => e.textContent)",
            json!(selector)
        ));
        let found = found.as_array().unwrap().iter();
        found
            .map(|text| text.as_str().unwrap().to_string())
            .collect()
    }

    /// Waits for a condition; while the page is loading it has not come true.
    pub fn until(&mut self, condition: &str) {
        let until = Instant::now() + PATIENCE;
        let expression =
            format!("(() => {{ try {{ return ({condition}) }} catch {{ return false }} }})()");
        let parameters = json!({ "expression": expression, "returnByValue": true });
        let session = self.session.clone();
        loop {
            let parameters = parameters.clone();
            let result = self
                .browser
                .attempt(Some(&session), "Runtime.evaluate", parameters);
            if result.is_ok_and(|result| result["result"]["value"] == json!(true)) {
                return;
            }
            assert!(Instant::now() < until, "{condition} did not come true");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Clicks with the mouse in the middle of an element.
    pub fn click(&mut self, selector: &str) {
        let place = format!(
            "(() => {{ const e = document.querySelector({}); e.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
             const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }})()",
            json!(selector)
        );
        let place = self.eval(&place);
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Presses a key such as `Tab`, `Enter`, `ArrowRight`.
    pub fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "ArrowRight" => (39, ""),
            "Home" => (36, ""),
            other => panic!("no code for {other}"),
        };
        let event = |kind: &str| json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
        self.call("Input.dispatchKeyEvent", event("keyDown"));
        self.call("Input.dispatchKeyEvent", event("keyUp"));
    }

    /// Types into the element that has the focus.
    pub fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// The content of the next file that a click hands over.
    pub fn download(&mut self, selector: &str) -> (String, String) {
        let before = self.files();
        self.click(selector);
        let until = Instant::now() + PATIENCE;
        loop {
            let new = self.files().into_iter().find(|path| !before.contains(path));
            if let Some(path) =
                new.filter(|path| path.extension().is_none_or(|ending| ending != "crdownload"))
                && let Ok(content) = std::fs::read_to_string(&path)
                && !content.is_empty()
            {
                std::fs::remove_file(&path).unwrap();
                return (
                    path.file_name().unwrap().to_string_lossy().into_owned(),
                    content,
                );
            }
            assert!(Instant::now() < until, "{selector} handed nothing over");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.downloads.path()).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    /// A picture of the whole page, as PNG in base64.
    pub fn picture(&mut self) -> String {
        let size = self.call("Page.getLayoutMetrics", json!({}))["cssContentSize"].clone();
        let clip =
            json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let options = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.call("Page.captureScreenshot", options);
        picture["data"].as_str().unwrap().to_string()
    }

    /// Ends the page, and says what went wrong in it: messages of the console, exceptions, and requests to anywhere but
    /// the addresses that start as allowed.
    pub fn complaints(self, allowed: &[&str]) -> Vec<String> {
        let Page {
            browser,
            session,
            target,
            ..
        } = self;
        browser.call(None, "Target.closeTarget", json!({ "targetId": target }));
        let mut found = Vec::new();
        for event in std::mem::take(&mut browser.events) {
            if event["sessionId"] != json!(session) {
                continue;
            }
            let what = &event["params"];
            match event["method"].as_str().unwrap_or("") {
                "Runtime.exceptionThrown" => found.push(what["exceptionDetails"].to_string()),
                "Runtime.consoleAPICalled" => found.push(what.to_string()),
                "Log.entryAdded" => found.push(what["entry"].to_string()),
                "Network.requestWillBeSent" => {
                    let address = what["request"]["url"].as_str().unwrap_or("");
                    let inside = ["about:", "data:", "blob:"];
                    if !inside
                        .iter()
                        .chain(allowed)
                        .any(|start| address.starts_with(start))
                    {
                        found.push(format!("asked for {address}"));
                    }
                }
                _ => {}
            }
        }
        found
    }
}
