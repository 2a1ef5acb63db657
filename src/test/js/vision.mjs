// Microsoft's sample of image analysis as its package ships it, with a picture of ours, and prints the answer.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AzureKeyCredential } from "@azure/core-auth";

const createClient = createRequire(import.meta.url)("@azure-rest/ai-vision-image-analysis").default;
const { GATEWAY, KEY, PHOTO } = process.env;
const client = createClient(GATEWAY, new AzureKeyCredential(KEY));

const features = ["Caption", "DenseCaptions", "Objects", "People", "Read", "SmartCrops", "Tags"];
const result = await client.path("/imageanalysis:analyze").post({
  body: readFileSync(PHOTO),
  queryParameters: {
    features: features,
    "smartCrops-aspect-ratios": [0.9, 1.33],
  },
  contentType: "application/octet-stream",
});
console.log(JSON.stringify({ status: result.status, body: result.body }));
