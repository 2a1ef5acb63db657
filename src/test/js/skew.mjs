// Calls with a clock that is an hour slow, and prints how many tries the unmodified AWS SDK for JavaScript v3 needed.
import { readFileSync } from "node:fs";
import { Rekognition } from "@aws-sdk/client-rekognition";

const { GATEWAY, PHOTO, HOPE_ID, HOPE_SECRET } = process.env;

const hope = new Rekognition({
  endpoint: GATEWAY,
  region: "us-east-1",
  systemClockOffset: -3600000,
  credentials: { accessKeyId: HOPE_ID, secretAccessKey: HOPE_SECRET },
});
const answer = await hope.detectFaces({ Image: { Bytes: readFileSync(PHOTO) } });
console.log(JSON.stringify({ faces: answer.FaceDetails.length, attempts: answer.$metadata.attempts }));
