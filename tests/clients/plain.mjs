// Of the kind that posts text/plain, and has a bare socket for reports. usage: node plain.mjs API USER PASSWORD
// Prints READY when it has dialled, and ends when the call is booked.
import { createHash } from "node:crypto";
import net from "node:net";
import http from "node:http";
import https from "node:https";

const [api, user, password] = process.argv.slice(2);
const booked = Promise.withResolvers?.() ?? deferred();

function deferred() {
  const it = {};
  it.promise = new Promise((resolve, reject) => Object.assign(it, { resolve, reject }));
  return it;
}

const door = net.createServer((socket) => {
  let text = "";
  socket.on("data", (bytes) => {
    text += bytes;
    const [head, body] = text.split("\r\n\r\n");
    const length = Number(/content-length: *(\d+)/i.exec(head)?.[1]);
    if (body === undefined || Buffer.byteLength(body) < length) return;
    socket.end("HTTP/1.1 200 OK\r\n\r\n");
    if (JSON.parse(body).action === "NewCdr") booked.resolve();
  });
  socket.on("error", () => {});
});
await new Promise((resolve) => door.listen(0, "127.0.0.1", resolve));

function ask(path, body, token = "") {
  const { request } = api.startsWith("https") ? https : http;
  const url = new URL(`${api}/api/v1.1.0/${path}?token=${token}`);
  return new Promise((resolve, reject) => {
    const options = { method: "POST", headers: { "Content-Type": "text/plain" }, rejectUnauthorized: false };
    const asked = request(url, options, (answer) => {
      let text = "";
      answer.on("data", (bytes) => (text += bytes));
      answer.on("end", () => resolve(JSON.parse(text)));
    });
    asked.on("error", reject).end(JSON.stringify(body));
  });
}

const digest = createHash("md5").update(password).digest("hex");
const login = { username: user, password: digest, port: String(door.address().port), url: "report", urltag: "0" };
const { token } = await ask("login", login);
const { extlist } = await ask("extensionlist/query", {}, token);
if (!extlist.some((phone) => phone.extnumber === "101")) throw new Error("101 is not listed");
const dialled = await ask("extension/dial_extension", { caller: "101", callee: "102" }, token);
if (dialled.status !== "Success") throw new Error(JSON.stringify(dialled));
console.log("READY");
const late = setTimeout(() => booked.reject(new Error("no NewCdr came")), 10_000);
await booked.promise;
clearTimeout(late);
await ask("logout", {}, token);
door.close();
