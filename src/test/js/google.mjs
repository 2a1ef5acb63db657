// Tells Facegate's story with unmodified @google-cloud/vision over REST or gRPC, and prints what happened as one JSON object.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { client, refusal } from './google-client.mjs';

const photo = name => ({ content: readFileSync(join(process.env.PHOTOS, name)) });
const faces = image => ({ image, features: [{ type: 'FACE_DETECTION' }] });

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
