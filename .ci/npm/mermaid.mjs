// Mermaid's own parser on the diagrams that standard input holds as a JSON list: how many nodes, edges and groups it sees in each.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

let text = "";
for await (const part of process.stdin) text += part;
const seen = [];
for (const diagram of JSON.parse(text)) {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(diagram);
  seen.push([db.getVertices().size, db.getEdges().length, db.getSubGraphs().length]);
}
console.log(JSON.stringify(seen));
