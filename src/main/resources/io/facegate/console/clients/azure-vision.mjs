import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AzureKeyCredential } from "@azure/core-auth";

const createVisionClient = createRequire(import.meta.url)("@azure-rest/ai-vision-image-analysis").default;
const vision = createVisionClient("{origin}", new AzureKeyCredential(process.env.FACEGATE_API_KEY){insecure});
const answer = await vision.path("/imageanalysis:analyze").post({
  contentType: "application/octet-stream",
  queryParameters: { features: ["People"] },
  body: readFileSync("photo.jpg"),
});
console.log(answer.status, answer.body.peopleResult.values.length, "people");
