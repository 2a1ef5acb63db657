import { CompreFace } from "@exadel/compreface-js-sdk";

const detection = new CompreFace("{scheme}://{host}", {port}).initFaceDetectionService(process.env.FACEGATE_API_KEY);
const answer = await detection.detect("./photo.jpg");
console.log(answer.result.length, "face");
