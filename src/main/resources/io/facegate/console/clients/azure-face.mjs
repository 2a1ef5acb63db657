import { readFileSync } from "node:fs";
import createFaceClient from "@azure-rest/ai-vision-face";
import { AzureKeyCredential } from "@azure/core-auth";

const face = createFaceClient("{origin}", new AzureKeyCredential(process.env.FACEGATE_API_KEY){insecure});
const answer = await face.path("/detect").post({
  contentType: "application/octet-stream",
  queryParameters: { detectionModel: "detection_03", recognitionModel: "recognition_04", returnFaceId: false },
  body: readFileSync("photo.jpg"),
});
console.log(answer.status, answer.body.length, "face");
