// Starts the Slack of npm's `emulate`, so that our adapter meets a server that others wrote.
//
//   node slackapi_witness.mjs '{"modules": FOLDER, "events": URL, "secret": SECRET, "redirect": URL}'
//
// Prints one line of JSON when it listens: its port, and the ids and tokens of what is in it.
// It does what emulate leaves open: events are posted, signed, to an address; and arguments in
// the query, where slack_sdk puts those of reading methods, are moved into the body.
import { readdir, readFile } from "node:fs/promises";
import { createServer as listen } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";

const wanted = JSON.parse(process.argv[2]);
const load = (...where) => import(pathToFileURL(path.join(wanted.modules, ...where)).href);

/** Find the part of the bundle that holds Slack; its name is a hash. */
async function slackPart() {
  const folder = path.join(wanted.modules, "emulate", "dist");
  for (const name of await readdir(folder)) {
    if (!name.startsWith("dist-") || !name.endsWith(".js")) continue;
    const code = await readFile(path.join(folder, name), "utf8");
    if (code.includes("slackPlugin")) return load("emulate", "dist", name);
  }
  throw new Error("no Slack in this emulate");
}

/** Posts every event to one address, with the headers that the plugin signs. */
class Post {
  sign = () => ({});

  setHeaderFactory(sign) {
    this.sign = sign;
  }

  async dispatch(event, action, payload) {
    const body = JSON.stringify(payload);
    const headers = this.sign({ event, action, body });
    // It is not waited for: the app may ask us something before it answers.
    fetch(wanted.events, { method: "POST", body, headers }).catch((error) => {
      console.error(`event ${event} was not taken: ${error.cause ?? error}`);
    });
  }
}

/** Read a request's body. */
async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** Give the arguments of a call as JSON text: those of the body, and of the query. */
function argumentsOf(request, url, text) {
  const json = (request.headers["content-type"] ?? "").includes("json");
  const given = json ? JSON.parse(text || "{}") : Object.fromEntries(new URLSearchParams(text));
  return JSON.stringify({ ...Object.fromEntries(url.searchParams), ...given });
}

/** Serve an app of emulate, API calls as POSTs with JSON bodies. */
function serve(app) {
  return listen(async (request, response) => {
    const url = new URL(request.url, "http://127.0.0.1");
    const headers = new Headers(
      Object.entries(request.headers).filter(([name]) => name !== "content-length"),
    );
    let { method } = request;
    let body = method === "POST" ? await bodyOf(request) : undefined;
    if (url.pathname.startsWith("/api/")) {
      body = argumentsOf(request, url, body ?? "");
      headers.set("content-type", "application/json");
      [method, url.search] = ["POST", ""];
    }
    const answer = await app.fetch(new Request(url, { method, headers, body }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
}

const slack = await slackPart();
const core = await load("@emulators", "core", "dist", "index.js");
const { app, store } = core.createServer({
  name: "slack",
  register: (app, store, _, base, tokens) =>
    slack.slackPlugin.register(app, store, new Post(), base, tokens),
});
slack.slackPlugin.seed(store, "");
slack.seedFromConfig(store, "", {
  users: [{ name: "ada", real_name: "Ada" }],
  channels: [{ name: "news" }],
  oauth_apps: [
    { client_id: "1.2", client_secret: "s", app_id: "A0TELLAL", name: "tellal",
      redirect_uris: [wanted.redirect], scopes: ["chat:write"], bot_name: "tellal", bot_id: "B0TELLAL",
      bot_user_id: "U0TELLAL" },
  ],
  tokens: [
    { token: "xoxp-ada", type: "user", user: "ada" },
    { token: "xoxb-tellal", type: "bot", user_id: "U0TELLAL", bot_id: "B0TELLAL",
      bot_user_id: "U0TELLAL", app_id: "A0TELLAL" },
  ],
  signing_secret: wanted.secret,
});
const known = slack.getSlackStore(store);
const server = serve(app).listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({
    port: server.address().port,
    person: known.users.all().find((user) => user.name === "ada").user_id,
    channel: known.channels.all().find((channel) => channel.name === "news").channel_id,
    team: known.teams.all()[0].team_id,
  }));
});
