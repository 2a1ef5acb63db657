// Facegate's story with unmodified @google-cloud/vision over REST or gRPC, before a gateway that forwards; what came back as one JSON object.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vision from '@google-cloud/vision';
import { client, refusal } from './google-client.mjs';

const hope = client('HOPE');
const shop = client('SHOP');
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
const products = client('HOPE', vision.ProductSearchClient);

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
