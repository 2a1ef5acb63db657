// Google's unmodified clients, pointed at the gateway, over REST or gRPC; and what one of them says when it is refused.
import vision from '@google-cloud/vision';

const gateway = new URL(process.env.GATEWAY);
// What the client does unless told otherwise is gRPC, over TLS.
const rest = { fallback: true, protocol: gateway.protocol.replace(':', '') };
const transport = process.env.TRANSPORT === 'grpc' ? {} : rest;

export function client(key, Kind = vision.ImageAnnotatorClient) {
  return new Kind({
    ...transport,
    apiEndpoint: gateway.hostname,
    port: Number(gateway.port),
    apiKey: process.env[key],
    projectId: 'none',
  });
}

export async function refusal(promise) {
  try {
    await promise;
    return null;
  } catch (error) {
    const { code, message, reason, domain } = error;
    return { code, message, reason, domain, decision: error.metadata?.get('facegate-decision')[0] };
  }
}
