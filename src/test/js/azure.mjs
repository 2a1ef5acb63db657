// Tells Facegate's story with Microsoft's unmodified client for Azure Face, and prints what happened as one JSON object.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import createFaceClient, { isUnexpected } from "@azure-rest/ai-vision-face";
import { createRestError } from "@azure-rest/core-client";
import { AzureKeyCredential } from "@azure/core-auth";

const { GATEWAY, PHOTOS, HOPE_KEY, PD_KEY, EVIDENCE } = process.env;
const photo = (name) => readFileSync(join(PHOTOS, name));
const one = photo("franck_02159.jpg");
const same = photo("franck_03979.jpg");

const client = (key) => createFaceClient(GATEWAY, new AzureKeyCredential(key));
const hope = client(HOPE_KEY);
const approved = EVIDENCE ? { "Facegate-Evidence": EVIDENCE } : {};

function detect(who, body, queryParameters = {}, headers = approved) {
  return who.path("/detect").post({
    contentType: "application/octet-stream",
    queryParameters: { detectionModel: "detection_03", recognitionModel: "recognition_04", ...queryParameters },
    headers,
    body,
  });
}

async function answered(call) {
  const response = await call;
  if (isUnexpected(response)) {
    throw createRestError(response);
  }
  return response;
}

async function refusal(call) {
  try {
    await answered(call);
    return null;
  } catch (error) {
    return {
      code: error.code,
      message: error.message,
      status: error.statusCode,
      decision: error.response?.headers?.get?.("facegate-decision") ?? error.response?.headers?.["facegate-decision"],
    };
  }
}

const found = await answered(detect(hope, one, { returnFaceId: false, returnFaceLandmarks: true, returnRecognitionModel: true, returnFaceAttributes: ["headPose"] }));
const story = {
  decision: found.headers["facegate-decision"],
  faces: found.body,
  refused: await refusal(detect(client(PD_KEY), one, { returnFaceId: false }, {})),
  mistaken: await refusal(detect(hope, one, { returnFaceId: false, returnFaceAttributes: ["bogus"] })),
  banned: await refusal(detect(client(PD_KEY), one, { returnFaceId: false, returnFaceAttributes: ["bogus"] }, {})),
  unapproved: await refusal(detect(hope, one, {}, {})),
  url: await refusal(
    hope.path("/detect").post({
      contentType: "application/json",
      queryParameters: { returnFaceId: false },
      body: { url: "https://example.org/a.jpg" },
    }),
  ),
  stranger: await refusal(detect(client("nobody"), one, { returnFaceId: false }, {})),
};
if (EVIDENCE) {
  const faceId1 = (await answered(detect(hope, one))).body[0].faceId;
  const faceId2 = (await answered(detect(hope, same))).body[0].faceId;
  const verify = hope.path("/verify").post({ headers: approved, body: { faceId1, faceId2 } });
  story.verified = (await answered(verify)).body;
  const search = hope.path("/findsimilars").post({ headers: approved, body: { faceId: faceId1, faceIds: [faceId2] } });
  story.similar = (await answered(search)).body.length;
  story.groups = await refusal(hope.path("/persongroups").get({ headers: approved }));
}
console.log(JSON.stringify(story));
