// Facegate's story with unmodified @google-cloud/vision over REST or gRPC, before a gateway that forwards; what came back as one JSON object.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vision from '@google-cloud/vision';

const gateway = new URL(process.env.GATEWAY);
// What the client does unless told otherwise is gRPC, over TLS.
const rest = { fallback: true, protocol: gateway.protocol.replace(':', '') };
const transport = process.env.TRANSPORT === 'grpc' ? {} : rest;
const options = key => ({
  ...transport,
  apiEndpoint: gateway.hostname,
  port: Number(gateway.port),
  apiKey: process.env[key],
  projectId: 'none',
});

async function refusal(promise) {
  try {
    await promise;
    return null;
  } catch (error) {
    const { code, message, reason } = error;
    return { code, message, reason, decision: error.metadata?.get('facegate-decision')[0] };
  }
}

const hope = new vision.ImageAnnotatorClient(options('HOPE'));
const shop = new vision.ImageAnnotatorClient(options('SHOP'));
const image = { content: readFileSync(join(process.env.PHOTOS, 'franck_02159.jpg')) };
const features = [{ type: 'FACE_DETECTION' }];
const [reply] = await hope.batchAnnotateImages({ requests: [{ image, features }] });
const face = reply.responses[0].faceAnnotations[0];
const inputConfig = { content: Buffer.from('%PDF-1.7'), mimeType: 'application/pdf' };
const [files] = await hope.batchAnnotateFiles({ requests: [{ inputConfig, features: [{ type: 'TEXT_DETECTION' }], pages: [1] }] });

const later = uri => ({
  requests: [{ image, features: [{ type: 'TEXT_DETECTION' }] }],
  outputConfig: { gcsDestination: { uri }, batchSize: 2 },
});
const [operation] = await hope.asyncBatchAnnotateImages(later('gs://results/'));
const [done] = await operation.promise();
const listed = [];
for await (const one of hope.listOperationsAsync({ name: 'operations' })) {
  listed.push(one.name);
}
const products = new vision.ProductSearchClient(options('HOPE'));

console.log(
  JSON.stringify({
    faces: reply.responses[0].faceAnnotations.length,
    landmark: face.landmarks[0].type,
    joy: face.joyLikelihood,
    pages: files.responses[0].totalPages,
    listed: listed.length,
    results: done.outputConfig.gcsDestination.uri,
    unregistered: await refusal(hope.asyncBatchAnnotateImages(later('gs://others/'))),
    stolen: await refusal(shop.checkAsyncBatchAnnotateImagesProgress(operation.name)),
    products: await refusal(products.listProductSets({ parent: 'projects/p/locations/us' })),
  }),
);
