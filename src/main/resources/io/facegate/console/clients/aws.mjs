import { readFileSync } from "node:fs";
import { DetectFacesCommand, RekognitionClient } from "@aws-sdk/client-rekognition";

const rekognition = new RekognitionClient({ endpoint: "{origin}", region: "us-east-1" });
const answer = await rekognition.send(new DetectFacesCommand({ Image: { Bytes: readFileSync("photo.jpg") } }));
console.log(answer.FaceDetails.length, "face");
