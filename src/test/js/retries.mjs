// Makes one call with an unmodified client that retries as it does unless told otherwise, and prints how it ended.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Rekognition } from "@aws-sdk/client-rekognition";
import createFaceClient from "@azure-rest/ai-vision-face";
import { AzureKeyCredential } from "@azure/core-auth";

const { CLIENT, ENDPOINT, KEY_ID, KEY_SECRET, API_KEY, PHOTO } = process.env;
const createVisionClient = createRequire(import.meta.url)("@azure-rest/ai-vision-image-analysis").default;
const photo = readFileSync(PHOTO);
const octets = "application/octet-stream";

const calls = {
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
