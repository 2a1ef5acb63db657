// Makes one call with an unmodified client that retries as it does unless told otherwise, and prints how it ended.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Rekognition } from "@aws-sdk/client-rekognition";
import createFaceClient from "@azure-rest/ai-vision-face";
import { AzureKeyCredential } from "@azure/core-auth";

const { CLIENT, ENDPOINT, KEY_ID, KEY_SECRET, API_KEY, PHOTO, TRIES } = process.env;
const createVisionClient = createRequire(import.meta.url)("@azure-rest/ai-vision-image-analysis").default;
const photo = readFileSync(PHOTO);
const octets = "application/octet-stream";

// Google's client goes on for ten minutes, so it is told how often to try at most; what it tries again is its own choice.
const google = (more) => async () => {
  const { default: vision } = await import("@google-cloud/vision");
  const { hostname, port } = new URL(ENDPOINT);
  const client = new vision.ImageAnnotatorClient({ apiEndpoint: hostname, port: Number(port), apiKey: API_KEY, projectId: "none", ...more });
  const requests = [{ image: { content: photo }, features: [{ type: "FACE_DETECTION" }] }];
  const waiting = { initialRetryDelayMillis: 100, retryDelayMultiplier: 1.3, maxRetryDelayMillis: 60000 };
  const each = { initialRpcTimeoutMillis: 60000, rpcTimeoutMultiplier: 1, maxRpcTimeoutMillis: 60000 };
  try {
    await client.batchAnnotateImages({ requests }, { retry: { backoffSettings: { ...waiting, ...each, maxRetries: Number(TRIES) } } });
  } catch (error) {
    return error.code;
  }
};

const calls = {
  "google-grpc": google({}),
  "google-rest": google({ fallback: true }),
  async rekognition() {
    const credentials = { accessKeyId: KEY_ID, secretAccessKey: KEY_SECRET };
    const client = new Rekognition({ endpoint: ENDPOINT, region: "us-east-1", credentials });
    try {
      await client.detectFaces({ Image: { Bytes: photo } });
    } catch (error) {
      return error.name;
    }
  },
  async face() {
    const client = createFaceClient(ENDPOINT, new AzureKeyCredential(API_KEY));
    const queryParameters = { returnFaceId: false };
    return (await client.path("/detect").post({ contentType: octets, queryParameters, body: photo })).status;
  },
  async vision() {
    const client = createVisionClient(ENDPOINT, new AzureKeyCredential(API_KEY));
    const queryParameters = { features: ["People"] };
    const call = { contentType: octets, queryParameters, body: photo };
    return (await client.path("/imageanalysis:analyze").post(call)).status;
  },
};
console.log(JSON.stringify({ code: (await calls[CLIENT]()) ?? null }));
