import vision from "@google-cloud/vision";

const client = new vision.ImageAnnotatorClient({
  apiEndpoint: "{host}", port: {port}, apiKey: process.env.FACEGATE_API_KEY, projectId: "none",
});
const [answer] = await client.faceDetection("photo.jpg");
console.log(answer.faceAnnotations.length, "face");
