// What one unmodified client meets at a gateway: allowed, refused, mistaken, a stranger, every form of picture, and calls 16 at a time.
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

const { CLIENT, GATEWAY, FORWARDING, HOPE, FORWARDED, BANNED, PICTURES } = process.env;
const require = createRequire(import.meta.url);
const file = (name) => join(PICTURES, name);
const picture = (name) => readFileSync(file(name));
const stranger = { id: "FGAKAAAAAAAAAAAAAAAA", secret: "nobody", apiKey: "fgk_nobody" };

const rekognition = async () => {
  const sdk = await import("@aws-sdk/client-rekognition");
  const send = (rekognition, Image, more) => rekognition.detectFaces({ Image, ...more }).then((found) => found.FaceDetails.length);
  const stored = (more) => ({ S3Object: { Bucket: "films", Name: "one.jpg", ...more } });
  return {
    client: (endpoint, { id: accessKeyId, secret: secretAccessKey }) =>
      new sdk.Rekognition({ endpoint, region: "us-east-1", credentials: { accessKeyId, secretAccessKey } }),
    detect: (client, name) => send(client, { Bytes: picture(name) }),
    banned: (client, name) => send(client, { Bytes: picture(name) }),
    mistaken: (client, name) => send(client, { Bytes: picture(name) }, { Attributes: ["BOGUS"] }),
    formats: ["jpeg", "png", "gif"],
    forms: {
      "S3 object with Version": (client) => send(client, stored({ Version: "1" })),
      "S3 object": (client) => send(client, stored()),
    },
    told: (error) => ({ type: error.name, typed: error instanceof (sdk[error.name] ?? sdk.RekognitionServiceException) }),
  };
};

/** A client of @azure-rest: it returns errors, and has a function that makes them exceptions. */
const azureRest = async (create, isUnexpected, path, queryParameters, faces, mistake, banned) => {
  const { AzureKeyCredential } = await import("@azure/core-auth");
  const { createRestError } = await import("@azure-rest/core-client");
  const send = async (client, contentType, body, more) => {
    const answer = await client.path(path).post({ contentType, body, queryParameters: { ...queryParameters, ...more } });
    if (isUnexpected(answer)) throw createRestError(answer);
    return faces(answer.body);
  };
  const bytes = (client, name, more) => send(client, "application/octet-stream", picture(name), more);
  return {
    client: (endpoint, { apiKey }) => create(endpoint, new AzureKeyCredential(apiKey)),
    detect: bytes,
    banned: bytes,
    mistaken: (client, name) => bytes(client, name, mistake),
    formats: ["jpeg", "png", "gif", "bmp", "webp"],
    forms: {
      stream: (client) => send(client, "application/octet-stream", createReadStream(file("one.jpeg"))),
      URL: (client) => send(client, "application/json", { url: "https://pictures.example/one.jpg" }),
    },
    told: (error) => ({ type: error.name, code: error.code, typed: error.name === "RestError" }),
  };
};

const azureFace = async () => {
  const face = await import("@azure-rest/ai-vision-face");
  const query = { detectionModel: "detection_03", recognitionModel: "recognition_04", returnFaceId: false };
  return azureRest(face.default, face.isUnexpected, "/detect", query, (body) => body.length, { returnFaceAttributes: ["bogus"] });
};

const azureVision = async () => {
  const vision = require("@azure-rest/ai-vision-image-analysis");
  const people = (body) => body.peopleResult.values.length;
  return azureRest(vision.default, vision.isUnexpected, "/imageanalysis:analyze", { features: ["People"] }, people, { features: ["bogus"] });
};

/** Microsoft's older client for Azure Face, in TypeScript. */
const cognitiveServices = async () => {
  const { FaceClient } = require("@azure/cognitiveservices-face");
  const { ApiKeyCredentials, RestError } = require("@azure/ms-rest-js");
  const options = { returnFaceId: false, detectionModel: "detection_03" };
  const send = (client, body, more) => client.face.detectWithStream(body, { ...options, ...more }).then((found) => found.length);
  return {
    client: (endpoint, { apiKey }) =>
      new FaceClient(new ApiKeyCredentials({ inHeader: { "Ocp-Apim-Subscription-Key": apiKey } }), endpoint),
    detect: (client, name) => send(client, picture(name)),
    banned: (client, name) => send(client, picture(name)),
    // It checks the names of attributes itself.
    mistaken: (client, name) => send(client, picture(name), { recognitionModel: "bogus" }),
    formats: ["jpeg", "png", "gif", "bmp", "webp"],
    forms: {
      stream: (client) => send(client, () => createReadStream(file("one.jpeg"))),
      URL: (client) => client.face.detectWithUrl("https://pictures.example/one.jpg", options).then((found) => found.length),
    },
    told: (error) => ({ type: error.constructor.name, code: error.body?.error?.code, message: error.body?.error?.message ?? error.message, typed: error instanceof RestError }),
  };
};

const google = (more) => async () => {
  const { default: vision } = await import("@google-cloud/vision");
  const send = async (client, image, feature = { type: "FACE_DETECTION" }) => {
    const [answer] = await client.batchAnnotateImages({ requests: [{ image, features: [feature] }] });
    const { error, faceAnnotations } = answer.responses[0];
    if (error) throw Object.assign(new Error(error.message), { code: error.code });
    return faceAnnotations.length;
  };
  return {
    client: (endpoint, { apiKey }) => {
      const { hostname, port } = new URL(endpoint);
      return new vision.ImageAnnotatorClient({ apiEndpoint: hostname, port: Number(port), apiKey, projectId: "none", ...more });
    },
    detect: (client, name) => send(client, { content: picture(name) }),
    banned: (client, name) => send(client, { content: picture(name) }, { type: "WEB_DETECTION" }),
    mistaken: (client, name) => send(client, { content: picture(name) }, { type: 99 }),
    formats: ["jpeg", "png", "gif", "bmp", "webp"],
    forms: {
      path: (client) => client.faceDetection(file("one.jpeg")).then(([found]) => found.faceAnnotations.length),
      "gs:// as imageUri": (client) => send(client, { source: { imageUri: "gs://films/one.jpg" } }),
      "gs:// as gcsImageUri": (client) => send(client, { source: { gcsImageUri: "gs://films/one.jpg" } }),
      URL: (client) => send(client, { source: { imageUri: "https://pictures.example/one.jpg" } }),
    },
    // Over gRPC the message begins with the status, over REST it is the error as JSON.
    told: (error) => {
      const status = /^\d+ ([A-Z_]+):|"status":"([A-Z_]+)"/.exec(error.message) ?? [];
      return { type: error.constructor.name, code: `${error.code} ${status[1] ?? status[2]}`, typed: status.length > 0 };
    },
  };
};

const compreFace = async () => {
  const { CompreFace } = await import("@exadel/compreface-js-sdk");
  // It takes a path for one only if it begins with a dot.
  const path = (name) => `./${relative(".", file(name))}`;
  const detection = (service, image, more) => service.detection.detect(image, { ...more }).then((found) => found.result.length);
  const recognize = (service, image) => service.recognition.recognize(image, {}).then((found) => found.result.length);
  return {
    client: (endpoint, { apiKey }) => {
      const { protocol, hostname, port } = new URL(endpoint);
      const services = new CompreFace(`${protocol}//${hostname}`, port);
      return { detection: services.initFaceDetectionService(apiKey), recognition: services.initFaceRecognitionService(apiKey) };
    },
    detect: (client, name) => detection(client, path(name)),
    banned: (client, name) => recognize(client, path(name)),
    mistaken: (client, name) => detection(client, path(name), { face_plugins: "bogus" }),
    formats: ["jpeg", "png", "gif", "bmp", "webp"],
    forms: {
      base64: (client) => detection(client, picture("one.jpeg").toString("base64")),
      "URL that the client fetches": (client) => detection(client, `${process.env.WEB}/one.jpeg`),
    },
    told: (error) => ({
      type: error.isAxiosError ? "AxiosError" : error.name,
      code: String(error.response?.status),
      message: error.response?.data?.message ?? error.message,
      typed: error.isAxiosError === true,
    }),
  };
};

const clients = {
  "aws-sdk-js": rekognition,
  "azure-rest-face": azureFace,
  "azure-cognitiveservices-face": cognitiveServices,
  "azure-rest-vision": azureVision,
  "google-grpc": google({}),
  "google-rest": google({ fallback: true }),
  compreface: compreFace,
  "neutral-ts": () => import("./neutral/matrix.js").then((compiled) => compiled.open(file)),
};

const kind = await clients[CLIENT]();

async function meet(call) {
  try {
    return { faces: await call() };
  } catch (error) {
    return { message: error.message, ...kind.told(error) };
  }
}

async function parallel(call, workers, each) {
  let answered = 0;
  const errors = [];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let at = 0; at < each; at++) {
        const met = await meet(call);
        if (met.faces === 1) answered++;
        else errors.push(met);
      }
    }),
  );
  return { calls: workers * each, answered, errors };
}

const hope = kind.client(GATEWAY, JSON.parse(HOPE));
const forwarded = kind.client(FORWARDING, JSON.parse(FORWARDED));
const story = {
  allowed: await meet(() => kind.detect(hope, "one.jpeg")),
  refused: await meet(() => kind.banned(kind.client(GATEWAY, JSON.parse(BANNED)), "one.jpeg")),
  malformed: await meet(() => kind.mistaken(hope, "one.jpeg")),
  auth: await meet(() => kind.detect(kind.client(GATEWAY, stranger), "one.jpeg")),
  images: {},
  concurrency: await parallel(() => kind.detect(hope, "one.jpeg"), 16, Number(process.env.EACH)),
};
for (const format of kind.formats) {
  story.images[format] = await meet(() => kind.detect(forwarded, `one.${format}`));
}
for (const [form, call] of Object.entries(kind.forms)) {
  story.images[form] = await meet(() => call(forwarded));
}
console.log(JSON.stringify(story));
process.exit(0);
