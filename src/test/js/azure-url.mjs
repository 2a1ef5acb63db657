// Asks Microsoft's unmodified client for Azure Face about pictures at URLs, and prints what happened as one JSON object.
import createFaceClient, { isUnexpected } from "@azure-rest/ai-vision-face";
import { createRestError } from "@azure-rest/core-client";
import { AzureKeyCredential } from "@azure/core-auth";

const { GATEWAY, KEY } = process.env;
const client = createFaceClient(GATEWAY, new AzureKeyCredential(KEY));

async function detect(url) {
  const response = await client.path("/detect").post({
    contentType: "application/json",
    queryParameters: { detectionModel: "detection_03", returnFaceId: false },
    body: { url },
  });
  if (!isUnexpected(response)) {
    return { status: response.status, faces: response.body };
  }
  const error = createRestError(response);
  return { status: String(error.statusCode), code: error.code, message: error.message };
}

console.log(
  JSON.stringify({
    answered: await detect("https://pictures.example/one.jpg?sig=a%2Bb"),
    missing: await detect("https://pictures.example/none.jpg"),
    refused: await detect("https://other.example/one.jpg"),
    metadata: await detect("http://169.254.169.254/latest/meta-data"),
  }),
);
