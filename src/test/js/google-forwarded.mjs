// Two images by unmodified @google-cloud/vision over REST, to a gateway that forwards; what came back as one JSON object.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vision from '@google-cloud/vision';

const gateway = new URL(process.env.GATEWAY);
const client = new vision.ImageAnnotatorClient({
  fallback: true,
  protocol: gateway.protocol.replace(':', ''),
  apiEndpoint: gateway.hostname,
  port: Number(gateway.port),
  apiKey: process.env.HOPE,
  projectId: 'none',
});
const image = { content: readFileSync(join(process.env.PHOTOS, 'franck_02159.jpg')) };
const item = { image, features: [{ type: 'FACE_DETECTION' }] };
const [reply] = await client.batchAnnotateImages({ requests: [item, item] });

console.log(
  JSON.stringify({
    faces: reply.responses[0].faceAnnotations.length,
    joy: reply.responses[0].faceAnnotations[0].joyLikelihood,
    broken: reply.responses[1].error.code,
  }),
);
