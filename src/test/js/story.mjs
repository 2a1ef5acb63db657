// Tells Facegate's story with the unmodified AWS SDK for JavaScript v3, and prints what happened as one JSON object.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Rekognition } from "@aws-sdk/client-rekognition";

const { GATEWAY, PHOTOS, HOPE_ID, HOPE_SECRET, PD_ID, PD_SECRET } = process.env;
const CollectionId = "javascript";
const photo = (name) => ({ Bytes: readFileSync(join(PHOTOS, name)) });
const one = photo("franck_02159.jpg");
const same = photo("franck_03979.jpg");

function client(accessKeyId, secretAccessKey) {
  return new Rekognition({
    endpoint: GATEWAY,
    region: "us-east-1",
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
  });
}

async function refusal(call) {
  try {
    await call;
    return null;
  } catch (error) {
    return {
      code: error.name,
      message: error.message,
      status: error.$metadata.httpStatusCode,
      decision: error.$response.headers["facegate-decision"],
    };
  }
}

const hope = client(HOPE_ID, HOPE_SECRET);
const pd = client(PD_ID, PD_SECRET);

const detected = await hope.detectFaces({ Image: one });
const compared = await hope.compareFaces({ SourceImage: one, TargetImage: same });
const created = await hope.createCollection({ CollectionId });
const indexed = await hope.indexFaces({ CollectionId, Image: one, ExternalImageId: "franck" });
const listed = await hope.listFaces({ CollectionId });
const found = await hope.searchFacesByImage({ CollectionId, Image: same });
const erased = await hope.deleteFaces({ CollectionId, FaceIds: [indexed.FaceRecords[0].Face.FaceId] });
const deleted = await hope.deleteCollection({ CollectionId });

console.log(
  JSON.stringify({
    decision: detected.$metadata.requestId,
    faces: detected.FaceDetails.length,
    confidence: detected.FaceDetails[0].Confidence,
    box: detected.FaceDetails[0].BoundingBox,
    similarity: compared.FaceMatches[0].Similarity,
    created: created.StatusCode,
    listed: listed.Faces.length,
    found: found.FaceMatches.map((match) => match.Face.ExternalImageId),
    erased: erased.DeletedFaces.length,
    deleted: deleted.StatusCode,
    refused: await refusal(pd.detectFaces({ Image: one })),
    mistaken: await refusal(hope.detectFaces({ Image: one, Attributes: ["BOGUS"] })),
    banned: await refusal(pd.detectFaces({ Image: one, Attributes: ["BOGUS"] })),
    failed: await refusal(hope.describeCollection({ CollectionId })),
    forged: await refusal(client(HOPE_ID, PD_SECRET).listCollections({})),
  }),
);
