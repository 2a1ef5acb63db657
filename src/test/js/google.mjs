// Tells Facegate's story with unmodified @google-cloud/vision over REST or gRPC, and prints what happened as one JSON object.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vision from '@google-cloud/vision';

const gateway = new URL(process.env.GATEWAY);
// What the client does unless told otherwise is gRPC, over TLS.
const rest = { fallback: true, protocol: gateway.protocol.replace(':', '') };
const transport = process.env.TRANSPORT === 'grpc' ? {} : rest;

function client(key) {
  return new vision.ImageAnnotatorClient({
    ...transport,
    apiEndpoint: gateway.hostname,
    port: Number(gateway.port),
    apiKey: process.env[key],
    projectId: 'none',
  });
}

const photo = name => ({ content: readFileSync(join(process.env.PHOTOS, name)) });
const faces = image => ({ image, features: [{ type: 'FACE_DETECTION' }] });

async function refusal(promise) {
  try {
    await promise;
    return null;
  } catch (error) {
    const { code, message, reason, domain } = error;
    return { code, message, reason, domain, decision: error.metadata?.get('facegate-decision')[0] };
  }
}

const hope = client('HOPE');
const [one] = await hope.faceDetection({ image: photo('franck_02159.jpg') });
const [both] = await hope.batchAnnotateImages({
  requests: [faces(photo('faces.jpg')), faces({ content: Buffer.concat([photo('franck_02159.jpg').content.subarray(0, 2000)]) })],
});
const face = one.faceAnnotations[0];

console.log(
  JSON.stringify({
    faces: one.faceAnnotations.length,
    vertices: face.boundingPoly.vertices,
    landmark: face.landmarks[0].type,
    joy: face.joyLikelihood,
    group: both.responses[0].faceAnnotations.length,
    broken: both.responses[1].error.code,
    web: await refusal(hope.webDetection({ image: photo('franck_02159.jpg') })),
    elsewhere: await refusal(hope.faceDetection({ image: { source: { imageUri: 'http://169.254.169.254/latest' } } })),
    refused: await refusal(client('SHOP').webDetection({ image: photo('franck_02159.jpg') })),
    stranger: await refusal(client('NOBODY').faceDetection({ image: photo('franck_02159.jpg') })),
  }),
);
