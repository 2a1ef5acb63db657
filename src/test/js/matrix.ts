// The neutral API by a client that a generator made of its OpenAPI document, compiled strictly; see matrix.mjs.
import { readFileSync } from "node:fs";
import { createClient, type Client } from "./client/client/index.js";
import { detect, identify, type Problem } from "./client/index.js";

interface Key {
  apiKey: string;
}

class Refused extends Error {
  constructor(
    readonly problem: Problem,
    readonly status: number,
  ) {
    super(problem.detail);
  }
}

export function open(file: (name: string) => string) {
  const picture = (name: string) => ({ bytes: readFileSync(file(name)).toString("base64") });
  const find = async (client: Client, image: { bytes: string } | { url: string }) => {
    const { data, error, response } = await detect({ client, body: { image } });
    if (error) throw new Refused(error, response.status);
    return data.faces.length;
  };
  return {
    client: (endpoint: string, { apiKey }: Key) =>
      createClient({ baseUrl: new URL("/facegate/v1", endpoint).href, auth: ({ name }: { name?: string }) => (name ? apiKey : undefined) }),
    detect: (client: Client, name: string) => find(client, picture(name)),
    banned: async (client: Client, name: string) => {
      const { data, error, response } = await identify({ client, path: { gallery: "g" }, body: { image: picture(name) } });
      if (error) throw new Refused(error, response.status);
      return data.candidates.length;
    },
    mistaken: (client: Client) => find(client, { bytes: "no base64!" }),
    formats: ["jpeg", "png", "gif"],
    forms: { URL: (client: Client) => find(client, { url: "https://pictures.example/one.jpg" }) },
    told: (error: unknown) =>
      error instanceof Refused
        ? { type: "Problem", code: String(error.status), message: JSON.stringify(error.problem), typed: true }
        : { type: String(error), typed: false },
  };
}
